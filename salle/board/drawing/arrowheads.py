"""The ends of arrows. Each is drawn between its tip and `root`, a point back along the body."""

from cmath import rect
from collections.abc import Callable
from math import pi

from salle.board.drawing.freehand import dot_data
from salle.board.drawing.paths import path_data, polygon, polyline

KINDS = frozenset(
    {"arrow", "triangle", "square", "dot", "pipe", "diamond", "inverted", "bar", "none"}
)
# Those that hide the body behind them, and are filled when the arrow has a fill.
SOLID_KINDS = frozenset({"triangle", "square", "dot", "diamond", "inverted"})


def _wings(tip: complex, root: complex, angle: float) -> tuple[complex, complex]:
    back = root - tip
    return tip + back * rect(1, angle), tip + back * rect(1, -angle)


def _arrow(tip: complex, root: complex) -> str:
    left, right = _wings(tip, root, pi / 6)
    return path_data([polyline([left, tip, right])])


def _triangle(tip: complex, root: complex) -> str:
    left, right = _wings(tip, root, pi / 6)
    return path_data([polygon([left, right, tip])])


def _inverted(tip: complex, root: complex) -> str:
    aside = (root - tip) / 2 * 1j
    return path_data([polygon([tip + aside, root, tip - aside])])


def _dot(tip: complex, root: complex) -> str:
    center = tip + (root - tip) * 0.45
    return dot_data(center, abs(center - tip))


def _diamond(tip: complex, root: complex) -> str:
    left, right = _wings(tip, tip + (root - tip) * 0.75, pi / 4)
    return path_data([polygon([left + right - tip, right, tip, left])])


def _square(tip: complex, root: complex) -> str:
    back = (root - tip) * 0.85
    aside = back / 2 * 1j
    return path_data([polygon([tip + aside, tip + back + aside, tip + back - aside, tip - aside])])


def _bar(tip: complex, root: complex) -> str:
    aside = (root - tip) / 2 * 1j
    return path_data([polyline([tip + aside, tip - aside])])


_HEADS: dict[str, Callable[[complex, complex], str]] = {
    "arrow": _arrow,
    "triangle": _triangle,
    "inverted": _inverted,
    "dot": _dot,
    "diamond": _diamond,
    "square": _square,
    "bar": _bar,
}


def head_data(kind: str, tip: complex, root: complex) -> str:
    head = _HEADS.get(kind)
    return head(tip, root) if head and tip != root else ""
