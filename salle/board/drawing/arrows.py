"""The arrow shape: its body, its heads and its label."""

from itertools import pairwise

from salle.board.drawing import theme
from salle.board.drawing.arrowbodies import Body, find_binding, head_kind, trace_body
from salle.board.drawing.arrowheads import SOLID_KINDS, head_data
from salle.board.drawing.bounds import Bounds, bounds_of
from salle.board.drawing.layout import Setting, set_text
from salle.board.drawing.lettering import draw_text
from salle.board.drawing.paths import number, path_data, polygon, unit
from salle.board.drawing.records import Props
from salle.board.drawing.richtext import count_characters, read_blocks
from salle.board.drawing.scene import Shape
from salle.board.drawing.sheet import Sheet
from salle.board.drawing.strokes import draw_strokes, stroke_width

_MARGIN = 100.0
_LABEL_DISTANCE = 20.0  # of a label from the ends
_LABEL_ROOM = 64.0
_LABEL_WIDTH = 16  # in sizes: the widest label of an arrow that goes up or down


def draw_arrow(shape: Shape, sheet: Sheet) -> str:
    body = trace_body(shape, sheet)
    if body is None:
        return ""
    props = shape.props
    heads = []
    for terminal, tip, root in zip(("start", "end"), body.tips, body.roots, strict=True):
        kind = head_kind(props, terminal)
        heads.append((kind, head_data(kind, tip, root)))
    label, hole = _draw_label(shape, sheet, body)
    hidden = [data for kind, data in heads if kind in SOLID_KINDS]
    if hole is not None:
        hidden.append(path_data([polygon(hole.corners)]))
    line = draw_strokes([body.contour], props, shape.id)
    if hidden:
        around = bounds_of(body.contour.flat()).grown(_MARGIN)
        outside = path_data([polygon(around.corners)])
        cut = f'<path clip-rule="evenodd" d="{outside}{"".join(hidden)}"/>'
        line = sheet.clip(cut, line)
    color = props.choice("color", theme.COLORS, "black").solid
    pen = (
        f' fill="none" stroke="{color}" stroke-width="{number(stroke_width(props))}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )
    parts = [line]
    for kind, data in heads:
        if kind in SOLID_KINDS:
            parts.append(sheet.fill(data, props))
        if data:
            parts.append(f'<path d="{data}"{pen}/>')
    return "".join([*parts, label])


def _draw_label(shape: Shape, sheet: Sheet, body: Body) -> tuple[str, Bounds | None]:
    """The label and the hole that it makes in the body."""
    props = shape.props
    setting = _set_label(props, sheet, body)
    if setting is None:
        return "", None
    size = complex(setting.width, setting.height)
    box = size + complex(1, 1) * 2 * theme.ARROW_LABEL_PADDING * props.scale()
    center = _place_label(shape, sheet, body, box)
    color = props.choice("labelColor", theme.COLORS, "black").solid
    text = draw_text(setting, center - size / 2, setting.width, align="middle", color=color)
    return text, Bounds(center - box / 2, center + box / 2)


def _set_label(props: Props, sheet: Sheet, body: Body) -> Setting | None:
    blocks = read_blocks(props)
    sheet.spend_characters(count_characters(blocks))
    if not blocks:
        return None
    font = props.choice("font", theme.FONTS, "draw")
    size = props.choice("size", theme.ARROW_LABEL_SIZES, "m") * props.scale()
    setting = set_text(blocks, font, size)
    extent = bounds_of(body.contour.flat()).size
    if extent.real > extent.imag:
        width = max(min(setting.width, _LABEL_ROOM), min(extent.real - _LABEL_ROOM, setting.width))
    else:
        width = min(setting.width, _LABEL_WIDTH * size)
    if width >= setting.width:
        return setting
    setting = set_text(blocks, font, size, max_width=width)
    setting.width = max(width, setting.width)  # a label that was broken keeps its whole column
    return setting


def _place_label(shape: Shape, sheet: Sheet, body: Body, box: complex) -> complex:
    """On the body, clear of the ends that have a head or are bound."""
    props = shape.props
    points = body.contour.flat()
    steps = [abs(b - a) for a, b in pairwise(points)]
    length = sum(steps)
    stroke = props.choice("size", theme.STROKE_SIZES, "m")
    away = _LABEL_DISTANCE + (stroke - theme.STROKE_SIZES["s"]) * 2
    away += 20.0 if stroke == theme.STROKE_SIZES["xl"] else 0.0
    low, high = 0.0, 1.0
    ends = ((points[0], points[1]), (points[-1], points[-2]))
    margins = []
    for terminal, (tip, inner) in zip(("start", "end"), ends, strict=True):
        held = head_kind(props, terminal) != "none" or find_binding(shape, sheet, terminal)
        reach = away * props.scale() + _half_extent(box, unit(inner - tip))
        margins.append(reach / length if held and length else 0.0)
    low, high = margins[0], 1 - margins[1]
    if low > high:
        low = high = 0.5
    wanted = min(max(props.number("labelPosition", 0.5, 0.0, 1.0), low), high) * length
    for start, end, step in zip(points, points[1:], steps, strict=False):
        if wanted <= step and step:
            return start + (end - start) * wanted / step
        wanted -= step
    return points[-1]


def _half_extent(box: complex, heading: complex) -> float:
    """From the middle of a box to its edge in this direction."""
    reaches = [
        side / 2 / abs(part)
        for side, part in ((box.real, heading.real), (box.imag, heading.imag))
        if part
    ]
    return min(reaches, default=0.0)
