"""Ink: a pen stroke as the outline of a ribbon that is thick where the pen was slow.

Distances and radii are in the shape's own units. The settings (how much a stroke is smoothed,
how pressure becomes width) are those of the editor, so that a stroke keeps its character.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi, sin

from salle.board.drawing.paths import number, place, unit

_LIGHT_START, _LIGHT_END = 0.025, 0.01  # a pen lighter than this has not touched the paper
_NEAR = 1 / 3  # of the size: nearer to an end than this a point is noise
_SETTLING = 4  # how many points at the start wait until the pen has gone its own size
_PRESSURE_RATE = 0.275
_HAIRPIN, _SLIGHT = -0.8, 0.7  # cosines
_CROWDED = 1.5
_PAIR = 2
_STILL = 1e-6
_SPARSE = 0.62  # of the size: outline points nearer than this add nothing


def _ease(t: float) -> float:
    return sin(t * pi / 2)


def _ease_pen(t: float) -> float:
    return t * 0.65 + sin(t * pi / 2) * 0.35


@dataclass(frozen=True, slots=True)
class Nib:
    size: float
    thinning: float = 0.0
    streamline: float = 0.5
    simulated: bool = False  # pressure from speed, for a mouse or a finger
    easing: Callable[[float], float] = _ease
    finished: bool = True


def _streamline_of(stroke: float) -> float:
    return 0.64 + 0.1 * min(1.0, max(0.0, (stroke - 9) / 7))


def choose_nib(stroke: float, *, drawn: bool, pen: bool, finished: bool) -> Nib:
    if drawn and pen:
        return Nib(1 + stroke * 1.2, 0.62, 0.62, easing=_ease_pen, finished=finished)
    return Nib(
        stroke,
        0.5 if drawn else 0.0,
        _streamline_of(stroke),
        simulated=drawn,
        finished=finished,
    )


@dataclass(slots=True)
class InkPoint:
    at: complex
    raw: complex
    pressure: float
    heading: complex  # unit vector towards the next point
    step: float
    travelled: float
    radius: float = 1.0


def smooth(raw: Sequence[tuple[complex, float]], nib: Nib) -> list[InkPoint]:
    """The path of the pen: without noise at its ends, and pulled towards where it came from."""
    if not raw:
        return []
    points = _trim(raw, nib)
    first, first_pressure = points[0]
    ink = [InkPoint(first, first, 0.5 if nib.simulated else first_pressure, 1 + 1j, 0.0, 0.0)]
    follow = 0.15 + (1 - nib.streamline) * 0.85
    travelled = 0.0
    points.append(points[-1])
    last_index = len(points) - 1
    for i, (target, pressure) in enumerate(points[1:], start=1):
        previous = ink[-1]
        exact = nib.finished and i == last_index
        at = target if exact else previous.at + (target - previous.at) * follow
        step = abs(at - previous.at)
        if not step:
            continue
        travelled += step
        if i < _SETTLING and travelled < nib.size:
            continue
        heading = unit(at - previous.at)
        used = 0.5 if nib.simulated else pressure
        ink.append(InkPoint(at, target, used, heading, step, travelled))
    if len(ink) > 1:
        ink[0].heading = ink[1].heading
    return ink


def _trim(raw: Sequence[tuple[complex, float]], nib: Nib) -> list[tuple[complex, float]]:
    start, stop = 0, len(raw)
    if not nib.simulated:
        while start < stop - 1 and raw[start][1] < _LIGHT_START:
            start += 1
        while stop > start + 1 and raw[stop - 1][1] < _LIGHT_END:
            stop -= 1
    first, pressure = raw[start]
    near = nib.size * _NEAR
    after = start + 1
    while after < stop and abs(raw[after][0] - first) <= near:
        pressure = max(pressure, raw[after][1])
        after += 1
    points = [(first, pressure), *raw[after:stop]]
    last = points.pop()
    while points and abs(points[-1][0] - last[0]) <= near:
        points.pop()
    points.append(last)
    if len(points) == _PAIR and nib.simulated:
        # A long step in one go would look like a dash: fill it.
        (a, start_pressure), (b, _) = points
        points = [(a + (b - a) * i / 4, start_pressure) for i in range(5)]
    return points


def press(ink: list[InkPoint], nib: Nib) -> None:
    """Set the radius of every point, from the pressure or from the speed."""
    if not nib.thinning:
        for point in ink:
            point.radius = nib.size / 2
        return
    if not nib.simulated and ink[-1].travelled < nib.size:
        heaviest = max(0.5, *(point.pressure for point in ink))
        for point in ink:
            point.radius = _radius(nib, heaviest)
        return
    pressure = _opening_pressure(ink, nib)
    for point in ink:
        speed = min(1.0, point.step / nib.size)
        aim = 1 - speed if nib.simulated else point.pressure
        pressure = min(1.0, pressure + (aim - pressure) * speed * _PRESSURE_RATE)
        point.radius = _radius(nib, pressure)


def _radius(nib: Nib, pressure: float) -> float:
    return max(0.01, nib.size * nib.easing(0.5 - nib.thinning * (0.5 - pressure)))


def _opening_pressure(ink: list[InkPoint], nib: Nib) -> float:
    """What the pressure has become after the first few sizes: lines start slow, not blotted."""
    pressure = ink[0].pressure
    for point in ink:
        if point.travelled > nib.size * 5:
            break
        speed = min(1.0, point.step / nib.size)
        if nib.simulated:
            aim = min(1.0, pressure + (1 - speed - pressure) * speed * _PRESSURE_RATE)
        else:
            aim = min(1.0, pressure + (point.pressure - pressure) * 0.5)
        pressure += (aim - pressure) * 0.5
    return pressure


def ribbon_data(raw: Sequence[tuple[complex, float]], nib: Nib) -> str:
    """The outline of the stroke, cut at its elbows so that each piece has round ends."""
    ink = smooth(raw, nib)
    if not ink:
        return ""
    press(ink, nib)
    return "".join(_piece_data(piece, nib) for piece in _cut_at_elbows(ink))


def _cut_at_elbows(ink: list[InkPoint]) -> list[list[InkPoint]]:
    pieces = []
    piece = [ink[0]]
    for i in range(1, len(ink) - 1):
        before, point, after = ink[i - 1], ink[i], ink[i + 1]
        into, out = unit(point.at - before.at), unit(after.at - point.at)
        cosine = (into.conjugate() * out).real
        if cosine < _HAIRPIN:
            # The pen went on to the raw point before it turned.
            elbow = replace(point, at=point.raw)
            pieces.append([*piece, elbow])
            piece = [elbow]
            continue
        piece.append(point)
        spread = abs(point.at - before.at) ** 2 + abs(after.at - point.at) ** 2
        width = (before.radius + point.radius + after.radius) / 3
        if cosine <= _SLIGHT and spread < _CROWDED * width * width:
            pieces.append(piece)
            piece = [point]
    if len(ink) > 1:
        piece.append(ink[-1])
    pieces.append(piece)
    return [_tidy(piece) for piece in pieces]


def _tidy(piece: list[InkPoint]) -> list[InkPoint]:
    """Drop points that crowd the ends, and let the ends face their new neighbours."""

    def crowds(end: InkPoint, point: InkPoint) -> bool:
        return abs(end.at - point.at) < (end.radius + point.radius) / 4

    start, stop = 1, len(piece) - 1
    while start < stop and crowds(piece[0], piece[start]):
        start += 1
    while stop > start and crowds(piece[-1], piece[stop - 1]):
        stop -= 1
    if len(piece) < _PAIR:
        return piece
    kept = [piece[0], *piece[start:stop], piece[-1]]
    kept[0] = replace(kept[0], heading=unit(kept[1].at - kept[0].at))
    kept[-1] = replace(kept[-1], heading=unit(kept[-1].at - kept[-2].at))
    return kept


def _piece_data(piece: list[InkPoint], nib: Nib) -> str:
    first, last = piece[0], piece[-1]
    if len(piece) == 1 or abs(last.at - first.at) + (len(piece) - _PAIR) < _STILL:
        return dot_data(first.at, first.radius)
    left, right = _tracks(piece, nib)
    side_end, side_start = last.heading * -1j * last.radius, first.heading * -1j * first.radius
    return (
        f"M{place(left[0])}"
        + _along(left)
        + f"L{place(last.at + side_end)}"
        + _cap(last.at - side_end, last.radius)
        + f"L{place(right[-1])}"
        + _along(right[::-1])
        + f"L{place(first.at - side_start)}"
        + _cap(first.at + side_start, first.radius)
        + "Z"
    )


def _tracks(piece: list[InkPoint], nib: Nib) -> tuple[list[complex], list[complex]]:
    """The two edges of the ribbon: each point moved aside by its radius, square to the path."""
    near = nib.size * _SPARSE
    left: list[complex] = []
    right: list[complex] = []
    final = len(piece) - 1
    for i, point in enumerate(piece):
        onward = piece[i + 1].heading if i < final else point.heading
        facing = unit(point.heading + onward) or point.heading
        aside = facing * -1j * point.radius
        for track, spot in ((left, point.at + aside), (right, point.at - aside)):
            if i in (0, final) or abs(spot - track[-1]) > near:
                track.append(spot)
    return left, right


def _along(track: Sequence[complex]) -> str:
    """Through the middles of the track's steps, bent by its points."""
    return "".join(f"Q{place(here)} {place((here + there) / 2)}" for here, there in pairwise(track))


def _cap(end: complex, radius: float) -> str:
    return f"A{number(radius)} {number(radius)} 0 0 1 {place(end)}"


def dot_data(center: complex, radius: float) -> str:
    r = number(radius)
    return (
        f"M{place(center - radius)}A{r} {r} 0 1 1 {place(center + radius)}"
        f"A{r} {r} 0 1 1 {place(center - radius)}Z"
    )


def line_data(ink: Sequence[InkPoint], *, closed: bool) -> str:
    """The middle of the stroke as one smooth line."""
    spots = [point.at for point in ink]
    if len(spots) <= _PAIR:
        return "M" + "L".join(place(spot) for spot in spots)
    if closed:
        middle = (spots[0] + spots[-1]) / 2
        ring = [*spots, spots[0]]
        return f"M{place(middle)}{_along(ring)}Z"
    return f"M{place(spots[0])}{_along(spots[1:])}L{place(spots[-1])}"
