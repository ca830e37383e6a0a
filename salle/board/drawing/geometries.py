"""The outlines of the geometric shapes, in the shape's own space: a box of `w` by `h`."""

from cmath import rect
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, pi, sqrt

from salle.board.drawing.chance import chance
from salle.board.drawing.paths import Contour, polygon, polyline, unit

# How far a slanted side leans, as a part of the shorter side; the same for arrow heads.
_LEAN = 0.38
_SHAFT = 0.16
_CHECK = 0.82
_BUMPS = {"s": 50.0, "m": 70.0, "l": 100.0, "xl": 130.0}
_BUMP_HEIGHT = 0.2
_BUMP_LIMIT = 200
_TINY = 20.0
_BACKWARD = 2  # turns of a block arrow: right, down, left, up
_IN_LINE = 1e-9


@dataclass(frozen=True, slots=True)
class Box:
    w: float
    h: float
    stroke: float = 3.5
    dash: str = "draw"
    size: str = "m"
    scale: float = 1.0
    seed: str = ""


def _points(*pairs: tuple[float, float]) -> list[Contour]:
    return [polygon([complex(x, y) for x, y in pairs])]


def rectangle(box: Box) -> list[Contour]:
    return _points((0, 0), (box.w, 0), (box.w, box.h), (0, box.h))


def ellipse(box: Box) -> list[Contour]:
    rx, ry = box.w / 2, box.h / 2
    contour = Contour(complex(0, ry))
    for half in range(2):
        contour.arc(complex(rx, ry), rx, ry, pi + half * pi, pi)
    contour.close()
    return [contour]


def triangle(box: Box) -> list[Contour]:
    return _points((box.w / 2, 0), (box.w, box.h), (0, box.h))


def diamond(box: Box) -> list[Contour]:
    w, h = box.w, box.h
    return _points((w / 2, 0), (w, h / 2), (w / 2, h), (0, h / 2))


def _fitted(box: Box, points: list[complex]) -> list[Contour]:
    """The polygon, stretched to fill the box."""
    left, top = min(p.real for p in points), min(p.imag for p in points)
    width = max(p.real for p in points) - left
    height = max(p.imag for p in points) - top
    return [
        polygon(
            [
                complex((p.real - left) / width * box.w, (p.imag - top) / height * box.h)
                for p in points
            ]
        )
    ]


def _regular(sides: int) -> Callable[[Box], list[Contour]]:
    def outline(box: Box) -> list[Contour]:
        return _fitted(box, [rect(1, -pi / 2 + 2 * pi * i / sides) for i in range(sides)])

    return outline


def star(box: Box) -> list[Contour]:
    return _fitted(box, [rect(0.5 if i % 2 else 1, -pi / 2 + pi * i / 5) for i in range(10)])


def rhombus(box: Box) -> list[Contour]:
    lean = min(box.w, box.h) * _LEAN
    return _points((lean, 0), (box.w, 0), (box.w - lean, box.h), (0, box.h))


def rhombus_2(box: Box) -> list[Contour]:
    lean = min(box.w, box.h) * _LEAN
    return _points((0, 0), (box.w - lean, 0), (box.w, box.h), (lean, box.h))


def trapezoid(box: Box) -> list[Contour]:
    lean = min(box.w, box.h) * _LEAN
    return _points((lean, 0), (box.w - lean, 0), (box.w, box.h), (0, box.h))


def oval(box: Box) -> list[Contour]:
    """A stadium: two half circles and what is between."""
    w, h = box.w, box.h
    if h > w:
        r = w / 2
        contour = Contour(complex(0, r))
        contour.arc(complex(r, r), r, r, pi, pi)
        contour.line(complex(w, h - r))
        contour.arc(complex(r, h - r), r, r, 0, pi)
    else:
        r = h / 2
        contour = Contour(complex(r, h))
        contour.arc(complex(r, r), r, r, pi / 2, pi)
        contour.line(complex(w - r, 0))
        contour.arc(complex(w - r, r), r, r, -pi / 2, pi)
    contour.close()
    return [contour]


def heart(box: Box) -> list[Contour]:
    w, h = box.w, box.h
    bottom, dip = complex(w / 2, h), complex(w / 2, h * 0.225)

    def at(x: float, y: float) -> complex:
        return complex(w * x, h * y)

    contour = Contour(bottom)
    contour.curve(at(0.375, 0.75), at(0, 0.625), at(0, 0.3))
    contour.curve(at(0, -0.08), at(0.4625, -0.08), dip)
    contour.curve(at(0.5375, -0.08), at(1, -0.08), at(1, 0.3))
    contour.curve(at(1, 0.625), at(0.625, 0.75), bottom)
    contour.close()
    return [contour]


def _pointing(turn: int) -> Callable[[Box], list[Contour]]:
    """A block arrow: one that points right, and its three turns."""

    def outline(box: Box) -> list[Contour]:
        upright = turn % 2 == 1
        length, width = (box.h, box.w) if upright else (box.w, box.h)
        neck = length - min(box.w, box.h) * _LEAN
        side = width * _SHAFT
        shape = [
            (0.0, side),
            (neck, side),
            (neck, 0.0),
            (length, width / 2),
            (neck, width),
            (neck, width - side),
            (0.0, width - side),
        ]
        spots = []
        for along, across in shape:
            forward = along if turn < _BACKWARD else length - along
            spots.append((across, forward) if upright else (forward, across))
        return _points(*spots)

    return outline


def check_box(box: Box) -> list[Contour]:
    w, h = box.w, box.h
    side = min(w, h) * _CHECK
    corner = complex(w - side, h - side) / 2
    marks = [corner + side * spot for spot in (0.25 + 0.52j, 0.45 + 0.82j, 0.82 + 0.22j)]
    return [*rectangle(box), polyline(marks, inner=True, firm_ends=True)]


def x_box(box: Box) -> list[Contour]:
    w, h = box.w, box.h
    corners = [0j, complex(w, h), complex(0, h), complex(w, 0)]
    if box.dash in ("dashed", "dotted"):
        spokes = [polyline([corner, complex(w, h) / 2], inner=True) for corner in corners]
        for spoke in spokes:
            spoke.dash_ends = ("skip", "outset")
        return [*rectangle(box), *spokes]
    inset = box.stroke * 0.62 if box.dash == "draw" else 0.0
    near_x, near_y = min(inset, w), min(inset, h)
    falling = [complex(near_x, near_y), complex(w - near_x, h - near_y)]
    rising = [complex(w - near_x, near_y), complex(near_x, h - near_y)]
    return [*rectangle(box), polyline(falling, inner=True), polyline(rising, inner=True)]


def _pill_perimeter(w: float, h: float) -> float:
    return pi * min(w, h) + 2 * abs(w - h)


def _pill_points(w: float, h: float, count: int) -> list[complex]:
    """Points evenly around a stadium, from the start of its first straight side, clockwise."""
    radius = min(w, h) / 2
    straight, bend = abs(w - h), pi * radius
    spacing = _pill_perimeter(w, h) / count
    if w > h:
        heading, start = 1 + 0j, complex(radius, 0)
    else:
        heading, start = 1j, complex(w, radius)
    points = []
    for i in range(count):
        along = i * spacing
        back = along >= straight + bend
        if back:
            along -= straight + bend
        on_line = min(along, straight)
        spot = heading * on_line
        if along > straight and radius:
            inward = heading * 1j * radius
            spot += inward - inward * rect(1, (along - straight) / radius)
        points.append(complex(w, h) - start - spot if back else start + spot)
    return points


def cloud(box: Box) -> list[Contour]:
    """Bumps around a stadium; those of the lower right and upper left shake with the seed."""
    w, h = box.w, box.h
    around = _pill_perimeter(w, h)
    count = max(ceil(around / _BUMPS[box.size]), 6, ceil(around / min(w, h)))
    count = min(count, _BUMP_LIMIT)
    height = around / count * _BUMP_HEIGHT
    inner_w, inner_h = max(w - height * 2, 1), max(h - height * 2, 1)
    spacing = _pill_perimeter(inner_w, inner_h) / count
    margin = complex(w - inner_w, h - inner_h) / 2
    anchors = [margin + point for point in _pill_points(inner_w, inner_h, count)]
    ends = _shake_ends(box, anchors, height * 0.3)
    contour = Contour(ends[0])
    for i, (left, right) in enumerate(zip(anchors, anchors[1:] + anchors[:1], strict=True)):
        start, end = ends[i], ends[(i + 1) % count]
        gap = abs(right - left)
        rise = max(margin.real, margin.imag) + spacing - gap
        if gap:
            rise *= abs(end - start) / gap
        top = (left + right) / 2 - 1j * unit(right - left) * rise
        top = complex(min(max(top.real, 0.0), w), min(max(top.imag, 0.0), h))
        _bump(contour, start, top, end)
    contour.close()
    return [contour]


def _shake_ends(box: Box, anchors: list[complex], reach: float) -> list[complex]:
    wobble = chance(box.seed)
    reach_x = 0.0 if box.w < _TINY else reach * box.scale
    reach_y = 0.0 if box.h < _TINY else reach * box.scale
    ends = list(anchors)
    for i in range(len(anchors) // 2):
        for k in (i, len(anchors) - i - 1):
            ends[k] += complex(wobble() * reach_x, wobble() * reach_y)
    return ends


def _bump(contour: Contour, start: complex, top: complex, end: complex) -> None:
    """The short circular arc from start to end whose circle also passes through `top`."""
    center = circle_center(start, top, end)
    if center is None:
        contour.line(end)
        return
    radius = abs(start - center)
    half_chord = min(1.0, abs(end - start) / (2 * radius))
    reach = 4 / 3 * _quarter_tangent(half_chord) * radius
    # Clockwise on a page whose y grows downwards.
    contour.curve(
        start + 1j * unit(start - center) * reach, end - 1j * unit(end - center) * reach, end
    )


def _quarter_tangent(half_sine: float) -> float:
    """tan(a/4) from sin(a/2)."""
    return half_sine / (1 + sqrt(1 - half_sine * half_sine))


def circle_center(a: complex, b: complex, c: complex) -> complex | None:
    """The centre of the circle through three points, or None when they are in line."""
    u, v = b - a, c - a
    cross = (u.conjugate() * v).imag
    if abs(cross) < _IN_LINE:
        return None
    return a + 1j * (u * abs(v) ** 2 - v * abs(u) ** 2) / (2 * cross)


OUTLINES: dict[str, Callable[[Box], list[Contour]]] = {
    "rectangle": rectangle,
    "ellipse": ellipse,
    "triangle": triangle,
    "diamond": diamond,
    "pentagon": _regular(5),
    "hexagon": _regular(6),
    "octagon": _regular(8),
    "star": star,
    "rhombus": rhombus,
    "rhombus-2": rhombus_2,
    "oval": oval,
    "trapezoid": trapezoid,
    "arrow-right": _pointing(0),
    "arrow-down": _pointing(1),
    "arrow-left": _pointing(2),
    "arrow-up": _pointing(3),
    "x-box": x_box,
    "check-box": check_box,
    "cloud": cloud,
    "heart": heart,
}
