"""Outlines as lines and curves, and the three ways to stroke them: plain, dashed, by hand."""

from cmath import phase
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, cos, pi, sin, tan

from salle.board.drawing.chance import chance

_QUARTER = pi / 2
_FLAT_STEPS = 12
_SHORT_DASHES = 3
_TOUCHING = 1e-6
# More dashes than this cannot be told from a line, and cost the reader of the PDF dearly.
DASH_LIMIT = 4_000
_WHOLE = ("none", 0.0)


def cubic_point(start: complex, c1: complex, c2: complex, end: complex, t: float) -> complex:
    u = 1 - t
    return u * u * u * start + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * end


@dataclass(frozen=True, slots=True)
class Segment:
    """A line to `end`, or a cubic curve when it has controls."""

    end: complex
    controls: tuple[complex, complex] | None = None
    joined: bool = False  # dashes run on from the segment before

    def points(self, start: complex) -> list[complex]:
        if self.controls is None:
            return [self.end]
        c1, c2 = self.controls
        return [
            cubic_point(start, c1, c2, self.end, k / _FLAT_STEPS) for k in range(1, _FLAT_STEPS + 1)
        ]

    def length(self, start: complex) -> float:
        total, last = 0.0, start
        for point in self.points(start):
            total += abs(point - last)
            last = point
        return total

    def heading_in(self, start: complex) -> complex:
        """The direction in which the segment arrives at its end."""
        return unit(self.end - (self.controls[1] if self.controls else start))

    def heading_out(self, start: complex) -> complex:
        return unit((self.controls[0] if self.controls else self.end) - start)


def unit(vector: complex) -> complex:
    length = abs(vector)
    return vector / length if length else 0j


@dataclass(slots=True)
class Contour:
    """One run of the pen. A closed contour comes back to its start by its last segment."""

    start: complex
    segments: list[Segment] = field(default_factory=list)
    closed: bool = False
    inner: bool = False  # a mark inside the outline: neither filled nor hit by arrows
    firm_ends: bool = False  # the hand does not shake at the ends
    dash_ends: tuple[str, str] | None = None

    def line(self, end: complex) -> None:
        self.segments.append(Segment(end))

    def curve(self, c1: complex, c2: complex, end: complex, *, joined: bool = False) -> None:
        self.segments.append(Segment(end, (c1, c2), joined))

    def arc(self, center: complex, rx: float, ry: float, angle: float, sweep: float) -> None:
        """Continue along an ellipse, from `angle` through `sweep` radians."""
        count = max(1, ceil(abs(sweep) / _QUARTER - 1e-9))
        step = sweep / count
        reach = 4 / 3 * tan(step / 4)

        def place(a: float) -> complex:
            return center + complex(rx * cos(a), ry * sin(a))

        def tangent(a: float) -> complex:
            return complex(-rx * sin(a), ry * cos(a)) * reach

        for k in range(count):
            a, b = angle + k * step, angle + (k + 1) * step
            self.curve(place(a) + tangent(a), place(b) - tangent(b), place(b), joined=k > 0)

    def close(self) -> None:
        if not self.segments or abs(self.segments[-1].end - self.start) > _TOUCHING:
            self.line(self.start)
        self.closed = True

    def pairs(self) -> Iterator[tuple[complex, Segment]]:
        at = self.start
        for segment in self.segments:
            yield at, segment
            at = segment.end

    def flat(self) -> list[complex]:
        points = [self.start]
        for at, segment in self.pairs():
            points += segment.points(at)
        return points


def polygon(points: Sequence[complex]) -> Contour:
    contour = polyline(points)
    contour.close()
    return contour


def polyline(points: Sequence[complex], *, inner: bool = False, firm_ends: bool = False) -> Contour:
    contour = Contour(points[0], inner=inner, firm_ends=firm_ends)
    for point in points[1:]:
        contour.line(point)
    return contour


def spline(points: Sequence[complex]) -> Contour:
    """A smooth curve through the points, tightened as the editor does."""
    tension = 1.25 / 6
    contour = Contour(points[0], firm_ends=True)
    last = len(points) - 2
    for i in range(len(points) - 1):
        here, there = points[i], points[i + 1]
        c1 = here + (there - points[i - 1]) * tension if i > 0 else here
        c2 = there - (points[i + 2] - here) * tension if i < last else there
        contour.curve(c1, c2, there)
    return contour


def number(value: float) -> str:
    """A number for SVG: two decimals, never an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def place(point: complex) -> str:
    return f"{number(point.real)} {number(point.imag)}"


def path_data(contours: Iterable[Contour], *, filled_only: bool = False) -> str:
    parts = []
    for contour in contours:
        if filled_only and contour.inner:
            continue
        parts.append(f"M{place(contour.start)}")
        parts += [_segment_data(segment) for segment in contour.segments]
        if contour.closed:
            parts.append("Z")
    return "".join(parts)


def _segment_data(segment: Segment) -> str:
    if segment.controls is None:
        return f"L{place(segment.end)}"
    c1, c2 = segment.controls
    return f"C{place(c1)} {place(c2)} {place(segment.end)}"


# Dashes


@dataclass(frozen=True, slots=True)
class Dash:
    data: str
    pattern: str
    offset: float


def dash_contours(contours: Iterable[Contour], style: str, stroke: float) -> list[Dash]:
    """Each side with dashes that end exactly in its corners."""
    return [dash for contour in contours for dash in _dash_contour(contour, style, stroke)]


def _dash_contour(contour: Contour, style: str, stroke: float) -> Iterator[Dash]:
    runs: list[tuple[complex, list[Segment]]] = []
    for at, segment in contour.pairs():
        if segment.joined and runs:
            runs[-1][1].append(segment)
        else:
            runs.append((at, [segment]))
    free_end = "outset" if contour.closed else "none"
    first, last = contour.dash_ends or (free_end, free_end)
    for i, (start, segments) in enumerate(runs):
        run = Contour(start, segments)
        length = sum(segment.length(at) for at, segment in run.pairs())
        pattern, offset = fit_dashes(
            length,
            stroke,
            style,
            start=first if i == 0 else "outset",
            end=last if i == len(runs) - 1 else "outset",
        )
        yield Dash(path_data([run]), pattern, offset)


def fit_count(length: float, period: float) -> bool:
    """Whether dashes of this period are few enough to be drawn."""
    return period > 0 and length / period <= DASH_LIMIT


def fit_dashes(
    length: float, stroke: float, style: str, *, start: str, end: str
) -> tuple[str, float]:
    """The dash array and offset with which a run of this length looks whole at both ends.

    An `outset` end keeps half a dash (its neighbour draws the other half), a `skip` end none.
    """
    dotted = style == "dotted"
    # A dot is a dash of a hundredth of the stroke, made round by its caps.
    ratio = 100 if dotted else 1
    dash = stroke / ratio if dotted else min(stroke * 2, length / 4)
    if dash <= 0:
        return _WHOLE
    kept = {"outset": dash / 2, "skip": -dash}
    offset = kept.get(start, 0.0)
    length += offset + kept.get(end, 0.0)
    count = int(length / dash / (2 * ratio))
    if count < _SHORT_DASHES and not dotted:
        third = length / 3
        return _WHOLE if length < 4 * stroke else (f"{third:.3f} {third:.3f}", offset)
    if not 0 < count <= DASH_LIMIT:
        return _WHOLE
    dash = length / count / (2 * ratio)
    gap = (length - count * dash) / max(1, count - 1)
    return f"{dash:.3f} {gap:.3f}", offset


# By hand


def sketch_data(
    contours: Iterable[Contour],
    seed: str,
    stroke: float,
    *,
    passes: int = 2,
    shake: float | None = None,
    filled_only: bool = False,
) -> str:
    """The outline as if drawn by hand: corners rounded, each of them a little off, twice."""
    reach = stroke / 3 if shake is None else shake
    sketches = [(contour, _corners(contour, stroke * 2)) for contour in contours]
    parts = []
    for turn in range(passes):
        wobble = chance(f"{seed}{turn}")
        for contour, corners in sketches:
            data = _sketch(contour, corners, reach, wobble)
            if not (filled_only and contour.inner):
                parts.append(data)
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Corner:
    """Where a segment ends: how far the rounding reaches back and on, and how far it may shake."""

    back: complex
    onward: complex
    room: float


def _corners(contour: Contour, roundness: float) -> list[_Corner]:
    pairs = list(contour.pairs())
    lengths = [segment.length(at) for at, segment in pairs]
    corners = []
    for i, (at, segment) in enumerate(pairs):
        following = i + 1 if i + 1 < len(pairs) else (0 if contour.closed else None)
        if following is None:
            corners.append(_Corner(0j, 0j, lengths[i] / 4))
            continue
        after_at, after = pairs[following]
        heading, onward = segment.heading_in(at), after.heading_out(after_at)
        radius = 0.0
        if segment.controls is None and after.controls is None:
            radius = roundness * _openness(heading, onward)
        shortest = min(lengths[i], lengths[following])
        corners.append(
            _Corner(
                back=heading * min(radius, lengths[i] / 4),
                onward=onward * min(radius, lengths[following] / 4),
                room=max(0.0, (shortest - 2 * radius) / 4),
            )
        )
    return corners


def _openness(before: complex, after: complex) -> float:
    """How much of a corner may be rounded: all up to a right angle, nothing at a hairpin."""
    if not before or not after:
        return 0.0
    return min(1.0, max(0.0, 2 - abs(phase(after / before)) / _QUARTER))


def _sketch(
    contour: Contour, corners: Sequence[_Corner], shake: float, wobble: Callable[[], float]
) -> str:
    if not contour.segments:
        return ""
    first_length = contour.segments[0].length(contour.start)
    reach = 0.0 if contour.firm_ends else min(shake, first_length / 4)
    start_shift = complex(wobble() * reach, wobble() * reach)
    onward = corners[-1].onward if contour.closed else 0j
    parts = [f"M{place(contour.start + start_shift + onward)}"]
    last = len(corners) - 1
    for i, (segment, corner) in enumerate(zip(contour.segments, corners, strict=True)):
        if i == last and contour.closed:
            shift = start_shift
        else:
            reach = 0.0 if i == last and contour.firm_ends else min(shake, corner.room)
            shift = complex(wobble() * reach, wobble() * reach)
        end = segment.end + shift
        if segment.controls is not None:
            c1, c2 = segment.controls
            parts.append(f"C{place(c1 + shift)} {place(c2 + shift)} {place(end)}")
        elif corner.back and corner.onward:
            parts.append(f"L{place(end - corner.back)}Q{place(end)} {place(end + corner.onward)}")
        else:
            parts.append(f"L{place(end)}")
    return "".join(parts)
