"""The way of an elbow arrow: along the axes, out of one side and into another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from salle.board.drawing.bounds import Bounds, bounds_of
from salle.board.drawing.paths import unit

RIGHT, DOWN, LEFT, UP = 1 + 0j, 1j, -1 + 0j, -1j
SIDES = (RIGHT, DOWN, LEFT, UP)
_SAME = 0.01
_STRAIGHT = 0.9999


@dataclass(frozen=True, slots=True)
class Stop:
    """An end of the arrow: where it aims, what it must not cross, on which side if that is said."""

    aim: complex
    bounds: Bounds
    side: complex | None = None

    @property
    def is_point(self) -> bool:
        return not self.bounds.size

    def exit(self, side: complex) -> complex:
        """Where a line from the aim leaves through this side."""
        near, far, aim = self.bounds.near, self.bounds.far, self.aim
        if side.real:
            return complex(far.real if side.real > 0 else near.real, aim.imag)
        return complex(aim.real, far.imag if side.imag > 0 else near.imag)


def _dot(a: complex, b: complex) -> float:
    return (a.conjugate() * b).real


def _gap(a_near: float, a_far: float, b_near: float, b_far: float) -> float:
    """How far b is after a (positive) or before it; 0 when they overlap."""
    return b_near - a_far if b_near > a_far else min(b_far - a_near, 0.0)


def route(start: Stop, end: Stop, leg: float, middle: float) -> list[complex]:
    """The corners of the way, ends included. `leg` is how far it goes straight out of a side,
    `middle` (0 to 1) where the crosspiece between two facing sides is.
    """
    sides = _choose_sides(start, end, leg)
    ways = [_connect(start, end, a, b, leg=leg, middle=middle) for a, b in sides]
    return min(ways, key=lambda way: (len(way), _length(way)))


def _length(way: list[complex]) -> float:
    return sum(abs(b - a) for a, b in pairwise(way))


def _choose_sides(start: Stop, end: Stop, leg: float) -> list[tuple[complex, complex]]:
    if start.side or end.side:
        return [
            (a, b)
            for a in ([start.side] if start.side else SIDES)
            for b in ([end.side] if end.side else SIDES)
        ]
    a, b = start.bounds, end.bounds
    gap_x = _gap(a.near.real, a.far.real, b.near.real, b.far.real)
    gap_y = _gap(a.near.imag, a.far.imag, b.near.imag, b.far.imag)
    across = RIGHT if gap_x > 0 else LEFT
    along = DOWN if gap_y > 0 else UP
    if gap_x and abs(gap_x) + 1 > abs(gap_y):
        return [(across, -across)]
    if start.is_point and end.is_point:
        return [(along, -along)]
    out, inward = start.exit(across), end.exit(-along)
    # One corner is enough when each side looks past the other shape.
    clear_out = _dot(inward - out, across) >= (0 if start.is_point else leg)
    clear_in = _dot(inward - out, along) >= (0 if end.is_point else leg)
    if gap_y and clear_out and clear_in:
        return [(across, -along)]
    if gap_y:
        return [(along, -along)]
    return [(a_side, b_side) for a_side in SIDES for b_side in SIDES]


def _connect(
    start: Stop, end: Stop, out: complex, back: complex, *, leg: float, middle: float
) -> list[complex]:
    for corners in _ways(start, end, out, back, leg=leg, middle=middle):
        way = _straighten(corners)
        headings = [unit(q - p) for p, q in pairwise(way)]
        turns_back = any(_dot(p, q) < 0 for p, q in pairwise(headings))
        if headings and not turns_back and _leaves(headings, out, back):
            return way
    a, b = start.exit(out), end.exit(back)
    return _straighten([a, complex(b.real, a.imag), b])


def _leaves(headings: list[complex], out: complex, back: complex) -> bool:
    return _dot(headings[0], out) > 0 and _dot(headings[-1], back) < 0


def _ways(
    start: Stop, end: Stop, out: complex, back: complex, *, leg: float, middle: float
) -> Iterator[list[complex]]:
    """From few corners to many."""
    a, b = start.exit(out), end.exit(back)
    around = bounds_of([*start.bounds.corners, *end.bounds.corners])
    corners = (complex(b.real, a.imag), complex(a.real, b.imag))
    yield [a, b] if a.real == b.real or a.imag == b.imag else [a]
    for corner in corners:
        yield [a, corner, b]
    cross = a + (b - a) * middle
    if out == -back:
        if out.real:
            yield [a, complex(cross.real, a.imag), complex(cross.real, b.imag), b]
        else:
            yield [a, complex(a.real, cross.imag), complex(b.real, cross.imag), b]
    first, last = a + out * leg, b + back * leg
    yield [a, first, complex(first.real, last.imag), last, b]
    yield [a, first, complex(last.real, first.imag), last, b]
    # Two legs joined by a crosspiece: between them, or around everything.
    near, far = around.near, around.far
    half = (first + last) / 2
    for y in (half.imag, near.imag - leg, far.imag + leg):
        yield [a, first, complex(first.real, y), complex(last.real, y), last, b]
    for x in (half.real, near.real - leg, far.real + leg):
        yield [a, first, complex(x, first.imag), complex(x, last.imag), last, b]


def _straighten(way: list[complex]) -> list[complex]:
    """Without repeated points and corners that do not turn."""
    spots: list[complex] = []
    for spot in way:
        if spots and abs(spot - spots[-1]) < _SAME:
            continue
        if len(spots) > 1 and _dot(unit(spots[-1] - spots[-2]), unit(spot - spots[-1])) > _STRAIGHT:
            spots.pop()
        spots.append(spot)
    return spots
