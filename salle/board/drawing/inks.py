"""Freehand shapes: what was drawn with the pen and with the highlighter."""

from collections.abc import Mapping

from salle.board.drawing import theme
from salle.board.drawing.chance import chance
from salle.board.drawing.freehand import (
    Nib,
    choose_nib,
    dot_data,
    line_data,
    ribbon_data,
    smooth,
)
from salle.board.drawing.paths import fit_count, number
from salle.board.drawing.records import Props, read_number, read_point
from salle.board.drawing.scene import Shape
from salle.board.drawing.sheet import Sheet

SHAPE_POINT_LIMIT = 10_000  # the editor begins a new shape after 600
_INTERVAL = 16.0  # between the points of a straight segment
_UNDER, _OVER = 0.82, 0.35  # how strongly the highlighter covers, below the page and above it

Pressed = list[tuple[complex, float]]


def read_ink(props: Props) -> Pressed:
    """The points of all segments; more than the limit are thinned out evenly."""
    segments = props.values.get("segments")
    points: Pressed = []
    for segment in segments if isinstance(segments, list) else ():
        raw = segment.get("points") if isinstance(segment, Mapping) else None
        if not isinstance(raw, list):
            continue
        stride = max(1, -(-len(raw) // SHAPE_POINT_LIMIT))
        read = [_read_pressed(point) for point in raw[::stride]]
        if segment.get("type") == "straight" and len(read) > 1:
            read = _fill_in(read[0], read[1])
        points += read
        if len(points) > SHAPE_POINT_LIMIT:
            break
    return points[:SHAPE_POINT_LIMIT]


def _read_pressed(value: object) -> tuple[complex, float]:
    pressure = value.get("z") if isinstance(value, Mapping) else None
    return read_point(value), read_number(pressure, 0.5, 0.0, 1.0)


def _fill_in(start: tuple[complex, float], end: tuple[complex, float]) -> Pressed:
    (a, pressure), (b, _) = start, end
    count = min(max(4, int(abs(b - a) / _INTERVAL)), SHAPE_POINT_LIMIT)
    return [(a + (b - a) * i / (count - 1), pressure) for i in range(count)]


def is_finished(props: Props) -> bool:
    segments = props.values.get("segments")
    last = segments[-1] if isinstance(segments, list) and segments else None
    straight = isinstance(last, Mapping) and last.get("type") == "straight"
    return straight or props.flag("isComplete")


def draw_stroke_width(props: Props) -> float:
    return (props.choice("size", theme.STROKE_SIZES, "m") + 1) * props.scale()


def highlight_width(props: Props) -> float:
    return props.choice("size", theme.TEXT_SIZES, "m") * theme.HIGHLIGHT_WIDTH * props.scale()


def draw_ink(shape: Shape, sheet: Sheet) -> str:
    props = shape.props
    points = read_ink(props)
    if not points:
        return ""
    width = draw_stroke_width(props)
    dash = props.word("dash", theme.DASHES, "draw")
    pen = props.flag("isPen")
    drawn = dash == "draw"
    if drawn and not pen and len(points) == 1:
        width += chance(shape.id)() * width / 6
    nib = choose_nib(width, drawn=drawn, pen=pen, finished=is_finished(props))
    ink = smooth(points, nib)
    color = props.choice("color", theme.COLORS, "black").solid
    closed = props.flag("isClosed") and len(ink) > 1
    inside = sheet.fill(line_data(ink, closed=True), props) if closed else ""
    if drawn:
        return f'{inside}<path d="{ribbon_data(points, nib)}" fill="{color}"/>'
    if len(ink) == 1:
        return f'<path d="{dot_data(ink[0].at, width / 2)}" fill="{color}"/>'
    pattern = _dash_pattern(dash, width, ink[-1].travelled)
    return (
        f'{inside}<path d="{line_data(ink, closed=closed)}" fill="none" stroke="{color}"'
        f' stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"{pattern}/>'
    )


def _dash_pattern(dash: str, width: float, length: float) -> str:
    if dash == "solid" or not fit_count(length, width * 2):
        return ""
    mark = 0.1 if dash == "dotted" else width * 2
    return f' stroke-dasharray="{number(mark)} {number(width * 2)}"'


def draw_highlight(shape: Shape, *, under: bool) -> str:
    """The highlighter covers twice: strongly below everything, lightly above."""
    props = shape.props
    points = read_ink(props)
    if not points:
        return ""
    width = highlight_width(props)
    if not props.flag("isPen") and len(points) == 1:
        width += chance(shape.id)() * width / 6
    ink = smooth(points, Nib(1 + width, finished=is_finished(props)))
    color = props.choice("color", theme.COLORS, "black").highlight
    strength = number(_UNDER if under else _OVER)
    if len(ink) == 1:
        dot = dot_data(ink[0].at, width / 2)
        return f'<path d="{dot}" fill="{color}" opacity="{strength}"/>'
    return (
        f'<path d="{line_data(ink, closed=False)}" fill="none" stroke="{color}"'
        f' stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"'
        f' opacity="{strength}"/>'
    )
