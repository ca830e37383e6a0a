"""Where an arrow goes: from edge to edge of what it is bound to, straight, bent or in elbows."""

from cmath import phase, rect
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import asin, atan, copysign, pi, sqrt

from salle.board.drawing import theme
from salle.board.drawing.arrowheads import KINDS
from salle.board.drawing.bounds import Bounds, bounds_of
from salle.board.drawing.elbows import DOWN, LEFT, RIGHT, UP, Stop, route
from salle.board.drawing.outlines import outline_of
from salle.board.drawing.paths import Contour, polyline, unit
from salle.board.drawing.records import Props, read_point
from salle.board.drawing.scene import Binding, Shape
from salle.board.drawing.sheet import Sheet

_MIN_BEND = 8.0
_MIN_LENGTH = 10.0
_DISTANCE = 10.0  # between a head and the shape that it points at
_LEGS = {"s": 28.0, "m": 36.0, "l": 44.0, "xl": 66.0}
_MIDDLE = 0.5 + 0.5j
_OFF_CENTER = 0.02
_TOUCH = 1.0
_FAR = 1e6


@dataclass(frozen=True, slots=True)
class Body:
    """The line of an arrow; the roots are where its heads begin."""

    contour: Contour
    tips: tuple[complex, complex]
    roots: tuple[complex, complex]


@dataclass(slots=True)
class End:
    """One end of an arrow, in the arrow's space."""

    anchor: complex
    head: bool
    shape_id: str = ""
    edges: tuple[tuple[complex, complex], ...] = ()
    closed: bool = True
    exact: bool = False
    bounds: Bounds | None = None
    side: complex | None = None
    target_stroke: float = 0.0
    met: bool = False

    @property
    def bound(self) -> bool:
        return self.bounds is not None

    @property
    def clips(self) -> bool:
        return self.bounds is not None and not self.exact


def trace_body(shape: Shape, sheet: Sheet) -> Body | None:
    """The body of the arrow; None when it has no length."""
    props = shape.props
    start, end = _read_end(shape, sheet, "start"), _read_end(shape, sheet, "end")
    _place_anchors(shape, sheet, start, end)
    if props.text("kind") == "elbow":
        return _trace_elbow(props, start, end)
    a, b = start.anchor, end.anchor
    if abs(b - a) < _TOUCH / 100:
        return None
    bend = props.number("bend")
    if abs(bend) < _MIN_BEND * props.scale():
        return _trace_straight(props, start, end)
    return _trace_arc(props, start, end, bend)


def head_kind(props: Props, terminal: str) -> str:
    if terminal == "end":
        return props.word("arrowheadEnd", KINDS, "arrow")
    return props.word("arrowheadStart", KINDS, "none")


# Ends


def find_binding(shape: Shape, sheet: Sheet, terminal: str) -> Binding | None:
    """The binding of an end; older documents keep it in the arrow itself."""
    binding = sheet.scene.bindings.get((shape.id, terminal))
    own = shape.props.values.get(terminal)
    if binding is None and isinstance(own, Mapping) and own.get("type") == "binding":
        target = own.get("boundShapeId")
        binding = Binding(target, Props(own)) if isinstance(target, str) else None
    if binding is None or binding.target == shape.id:
        return None
    target_shape = sheet.scene.shapes.get(binding.target)
    return None if target_shape is None or target_shape.type == "arrow" else binding


def _read_end(shape: Shape, sheet: Sheet, terminal: str) -> End:
    props = shape.props
    head = head_kind(props, terminal) != "none"
    binding = find_binding(shape, sheet, terminal)
    if binding is None:
        return End(props.point(terminal), head)
    target = sheet.scene.shapes[binding.target]
    outline = outline_of(target, sheet)
    sheet.spend_points(len(outline.points))
    points = [shape.placing.undo(target.placing.apply(point)) for point in outline.points]
    anchor = _read_anchor(binding.props)
    precise = binding.props.flag("isPrecise", default=anchor != _MIDDLE)
    return End(
        anchor=0j,
        head=head,
        shape_id=target.id,
        edges=tuple(pairwise(points)),
        closed=outline.closed,
        exact=binding.props.flag("isExact"),
        bounds=bounds_of(points),
        side=_side_of(anchor, target.placing.rotation - shape.placing.rotation)
        if precise
        else None,
        target_stroke=target.props.choice("size", theme.STROKE_SIZES, "m") / 2
        if "size" in target.props.values
        else 0.0,
    )


def _read_anchor(props: Props) -> complex:
    anchor = props.values.get("normalizedAnchor")
    return read_point(anchor) if isinstance(anchor, Mapping) else _MIDDLE


def _side_of(anchor: complex, rotation: float) -> complex | None:
    """The side that an anchor away from the middle asks for."""
    aside = (anchor - _MIDDLE) * rect(1, rotation)
    if max(abs(aside.real), abs(aside.imag)) < _OFF_CENTER:
        return None
    if abs(aside.real) >= abs(aside.imag):
        return RIGHT if aside.real > 0 else LEFT
    return DOWN if aside.imag > 0 else UP


def _place_anchors(shape: Shape, sheet: Sheet, start: End, end: End) -> None:
    """Aim at the middle of a shape, unless the arrow was put somewhere precisely.

    Between a shape and one inside it the middle would be hidden: there every anchor counts.
    """
    nested = [False, False]
    if start.bounds and end.bounds:
        if start.shape_id == end.shape_id:
            nested = [True, True]
        else:
            nested = [start.bounds.contains(end.bounds), end.bounds.contains(start.bounds)]
    for terminal, one, inside in (("start", start, nested[0]), ("end", end, nested[1])):
        binding = find_binding(shape, sheet, terminal)
        if binding is None:
            continue
        target = sheet.scene.shapes[binding.target]
        anchor = _read_anchor(binding.props)
        if not (inside or binding.props.flag("isPrecise", default=anchor != _MIDDLE)):
            anchor = _MIDDLE
        bounds = bounds_of(outline_of(target, sheet).points)
        spot = bounds.near + complex(bounds.size.real * anchor.real, bounds.size.imag * anchor.imag)
        one.anchor = shape.placing.undo(target.placing.apply(spot))


def _distance(props: Props, end: End) -> float:
    """How far from the shape a head stays."""
    if not (end.head and end.clips):
        return 0.0
    own = props.choice("size", theme.STROKE_SIZES, "m") / 2
    return (_DISTANCE + own + end.target_stroke) * props.scale()


def _are_apart(start: End, end: End) -> bool:
    if not (start.clips and end.clips) or start.shape_id == end.shape_id:
        return False
    if not (start.bounds and end.bounds):
        return False
    return not (start.bounds.contains(end.bounds) or end.bounds.contains(start.bounds))


# Straight


def meet_line(end: End, origin: complex, target: complex) -> complex | None:
    """Where the line from `origin` to `target` first meets the edge of what the end is bound to."""
    way = target - origin
    best: float | None = None
    for p, q in end.edges:
        edge = q - p
        cross = (way.conjugate() * edge).imag
        if not cross:
            continue
        along = ((p - origin).conjugate() * edge).imag / cross
        across = ((p - origin).conjugate() * way).imag / cross
        if 0 <= along <= 1 and 0 <= across <= 1 and (best is None or along < best):
            best = along
    if best is not None:
        return origin + way * best
    near = _nearest(end, target)
    return near if near is not None and abs(near - target) < _TOUCH else None


def _nearest(end: End, point: complex) -> complex | None:
    spots = []
    for p, q in end.edges:
        edge = q - p
        length = abs(edge) ** 2
        t = ((point - p) * edge.conjugate()).real / length if length else 0.0
        spots.append(p + edge * min(1.0, max(0.0, t)))
    return min(spots, key=lambda spot: abs(spot - point), default=None)


def _trace_straight(props: Props, start: End, end: End) -> Body | None:
    a, b = start.anchor, end.anchor
    shortest = _MIN_LENGTH * props.scale()
    aim = unit(b - a)
    for this, origin, target in (
        (end, start.anchor, end.anchor),
        (start, end.anchor, start.anchor),
    ):
        if this.clips and (spot := meet_line(this, origin, target)) is not None:
            this.met = True
            if this is end:
                b = spot
            else:
                a = spot
    if _are_apart(start, end):
        # Shapes that overlap: a short arrow from the edge that was met.
        if end.met and not start.met and start.closed:
            a = b + aim * shortest
        elif not end.met and end.closed:
            b = a - aim * shortest
    onward = unit(b - a)
    flipped = (onward.conjugate() * aim).real < 0
    sign = -1 if flipped else 1
    same = start.bound and start.shape_id == end.shape_id
    gap_a, gap_b = (0.0, 0.0) if same else (_distance(props, start), _distance(props, end))
    shortest += max(0.0, gap_a - _DISTANCE) + max(0.0, gap_b - _DISTANCE)
    if abs(b - a) - sign * (gap_a + gap_b) < shortest:
        factor = -1.5 if gap_a and gap_b else -1.0
        gap_a, gap_b = gap_a * factor, gap_b * factor
    a, b = a + onward * gap_a * sign, b - onward * gap_b * sign
    if flipped and start.bound and end.bound:
        b = a - unit(b - a) * _MIN_LENGTH * props.scale()
    length = abs(b - a)
    if not length:
        return None
    reach = _head_length(props, length / 5) * unit(b - a)
    return Body(polyline([a, b], firm_ends=True), (a, b), (a + reach, b - reach))


def _head_length(props: Props, wanted: float) -> float:
    stroke = props.choice("size", theme.STROKE_SIZES, "m") * props.scale()
    return min(max(wanted, stroke), stroke * 3)


# Bent


@dataclass(frozen=True, slots=True)
class _Arc:
    center: complex
    radius: float
    first: float  # the angle at which it begins
    sweep: float

    @property
    def length(self) -> float:
        return self.radius * abs(self.sweep)

    def at(self, t: float) -> complex:
        return self.center + rect(self.radius, self.first + self.sweep * t)

    def where(self, point: complex) -> float:
        """The part of the sweep, from 0, at which the arc passes by the point."""
        turn = phase(point - self.center) - self.first
        turn = turn % (2 * pi) if self.sweep > 0 else -(-turn % (2 * pi))
        return turn / self.sweep


def _arc_through(a: complex, b: complex, bend: float) -> _Arc:
    """The arc from a to b whose middle is `bend` away from the straight line."""
    chord = abs(b - a)
    radius = (chord * chord / 4 + bend * bend) / (2 * abs(bend))
    center = (a + b) / 2 + 1j * unit(b - a) * (bend - copysign(radius, bend))
    sweep = -copysign(4 * atan(2 * abs(bend) / chord), bend)
    return _Arc(center, radius, phase(a - center), sweep)


def _meet_arc(end: End, arc: _Arc, after: float, wanted: float) -> float | None:
    """Of the places where the arc meets the edge, the one nearest to the wanted part."""
    found = []
    for p, q in end.edges:
        edge, away = q - p, p - arc.center
        square = abs(edge) ** 2
        if not square:
            continue
        half = (away * edge.conjugate()).real / square
        rest = (abs(away) ** 2 - arc.radius**2) / square
        root = half * half - rest
        if root < 0:
            continue
        crossings = (-half - sqrt(root), -half + sqrt(root))
        parts = [arc.where(p + edge * t) for t in crossings if 0 <= t <= 1]
        found += [part for part in parts if after <= part <= 1]
    if not found:
        return None
    if not end.closed:
        return min(found)
    return min(found, key=lambda part: abs(part - wanted))


def _trace_arc(props: Props, start: End, end: End, bend: float) -> Body | None:
    arc = _arc_through(start.anchor, end.anchor, bend)
    if arc.radius > _FAR:
        return _trace_straight(props, start, end)
    t0, t1 = 0.0, 1.0
    if start.clips and (met := _meet_arc(start, arc, 0.0, 0.25)) is not None:
        t0, start.met = met, True
    if end.clips and (met := _meet_arc(end, arc, t0, t0 + (1 - t0) * 0.75)) is not None:
        t1, end.met = met, True
    gap_a = _distance(props, start) if start.met else 0.0
    gap_b = _distance(props, end) if end.met else 0.0
    shortest = _MIN_LENGTH * props.scale()
    if (t1 - t0) * arc.length - gap_a - gap_b < shortest:
        factor = -1.5 if gap_a and gap_b else -2.0
        gap_a, gap_b = gap_a * factor, gap_b * factor
    t0 = max(0.0, t0 + gap_a / arc.length)
    t1 = min(1.0, t1 - gap_b / arc.length)
    if _are_apart(start, end) and (not end.met or t0 > t1):
        t1 = t0 + min(0.9, shortest / arc.length)
    if t1 <= t0:
        return None
    contour = Contour(arc.at(t0), firm_ends=True)
    sweep = arc.sweep * (t1 - t0)
    contour.arc(arc.center, arc.radius, arc.radius, arc.first + arc.sweep * t0, sweep)
    reach = _head_length(props, arc.radius * abs(sweep) / 5)
    turn = 2 * asin(min(1.0, reach / (2 * arc.radius))) / abs(arc.sweep)
    return Body(contour, (arc.at(t0), arc.at(t1)), (arc.at(t0 + turn), arc.at(t1 - turn)))


# Elbows


def _trace_elbow(props: Props, start: End, end: End) -> Body | None:
    stops = [
        Stop(one.anchor, one.bounds or Bounds(one.anchor, one.anchor), one.side)
        if not one.exact
        else Stop(one.anchor, Bounds(one.anchor, one.anchor), one.side)
        for one in (start, end)
    ]
    leg = props.choice("size", _LEGS, "m") * props.scale()
    way = route(stops[0], stops[1], leg, props.number("elbowMidPoint", 0.5, 0.0, 1.0))
    if len(way) < len(stops):
        return None
    way[0] = _leave(props, start, way[0], way[1])
    way[-1] = _leave(props, end, way[-1], way[-2])
    tips = way[0], way[-1]
    if tips[0] == tips[1]:
        return None
    roots = []
    for tip, inner in ((way[0], way[1]), (way[-1], way[-2])):
        roots.append(tip + unit(inner - tip) * _head_length(props, abs(inner - tip) / 2))
    return Body(polyline(way, firm_ends=True), tips, (roots[0], roots[1]))


def _leave(props: Props, end: End, at: complex, toward: complex) -> complex:
    """From the side of the box back to the edge of the shape, then away by the head's distance."""
    if not end.clips:
        return at
    out = unit(toward - at)
    spot = meet_line(end, toward, end.anchor) or at
    gap = min(_distance(props, end), max(0.0, abs(toward - spot) - 1))
    return spot + out * gap
