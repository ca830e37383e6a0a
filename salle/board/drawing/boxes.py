"""Shapes that hold text or shapes: geometric ones, notes, texts, frames."""

from math import floor, pi

from salle.board.drawing import theme
from salle.board.drawing.fonts import load_face
from salle.board.drawing.geometries import OUTLINES, Box
from salle.board.drawing.layout import Setting, set_text
from salle.board.drawing.lettering import draw_text
from salle.board.drawing.paths import Contour, number
from salle.board.drawing.richtext import Block, Run, clean
from salle.board.drawing.scene import Shape
from salle.board.drawing.sheet import Sheet
from salle.board.drawing.strokes import draw_strokes, fill_data, stroke_width

_TEXT_MIN_WIDTH = 16.0
_FRAME_TEXT = 12.0
_FRAME_NAME_LIMIT = 200
_QUARTER = pi / 2


def geo_size(shape: Shape) -> complex:
    props = shape.props
    return complex(props.size("w"), props.size("h") + props.number("growY", low=0.0))


def geo_contours(shape: Shape) -> list[Contour]:
    props = shape.props
    size = geo_size(shape)
    box = Box(
        size.real,
        size.imag,
        stroke=stroke_width(props),
        dash=props.word("dash", theme.DASHES, "draw"),
        size=props.word("size", frozenset(theme.STROKE_SIZES), "m"),
        scale=props.scale(),
        seed=shape.id,
    )
    return props.choice("geo", OUTLINES, "rectangle")(box)


def draw_geo(shape: Shape, sheet: Sheet) -> str:
    props = shape.props
    contours = geo_contours(shape)
    size = geo_size(shape)
    text_size = props.choice("size", theme.LABEL_SIZES, "m") * props.scale()
    color = props.choice("labelColor", theme.COLORS, "black").solid
    return (
        sheet.fill(fill_data(contours, props, shape.id), props)
        + draw_strokes(contours, props, shape.id)
        + _draw_label(shape, sheet, size, text_size, color, outline=True)
    )


def _draw_label(
    shape: Shape, sheet: Sheet, size: complex, text_size: float, color: str, *, outline: bool
) -> str:
    props = shape.props
    padding = theme.LABEL_PADDING * props.scale()
    room = max(size.real - 2 * padding, text_size)
    setting = sheet.setting(shape, text_size, room)
    if setting is None:
        return ""
    align = props.choice("align", theme.ALIGNS, "middle")
    if props.text("align").endswith("-legacy"):
        # Before alignment was honoured the text stood in the middle, as one block.
        room = setting.width
    left = (size.real - room) / 2
    free = size.imag - setting.height
    match props.choice("verticalAlign", theme.ALIGNS, "middle"):
        case "start":
            top = padding
        case "end":
            top = free - padding
        case _:
            top = free / 2
    return draw_text(setting, complex(left, top), room, align=align, color=color, outline=outline)


def note_size(shape: Shape) -> complex:
    props = shape.props
    return (
        complex(theme.NOTE_SIZE, theme.NOTE_SIZE + props.number("growY", low=0.0)) * props.scale()
    )


def draw_note(shape: Shape, sheet: Sheet) -> str:
    props = shape.props
    scale = props.scale()
    size = note_size(shape)
    paper = props.choice("color", theme.COLORS, "black").note
    # An `adjustment` is the smaller size with which the editor made a long word fit.
    text_size = props.number("fontSizeAdjustment", 0.0, 0.0, 200.0) or props.choice(
        "size", theme.LABEL_SIZES, "m"
    )
    ink = props.word("labelColor", frozenset(theme.COLORS), "black")
    color = theme.TEXT if ink == "black" else theme.COLORS[ink].solid
    width, height = number(size.real), number(size.imag)
    shadow = "".join(
        f'<rect x="{number(inset * scale)}" y="{number(drop * scale)}"'
        f' width="{number(size.real - 2 * inset * scale)}" height="{height}"'
        f' rx="{number(3 * scale)}" fill="#0f171f" fill-opacity="{strength}"/>'
        for inset, drop, strength in ((3, 6, 0.05), (4, 4, 0.08), (5, 2, 0.1))
    )
    label = _draw_label(shape, sheet, size, text_size * scale, color, outline=False)
    return (
        f'{shadow}<rect width="{width}" height="{height}" rx="{number(scale)}" fill="{paper}"/>'
        f"{label}"
    )


def set_text_shape(shape: Shape, sheet: Sheet) -> tuple[Setting | None, float]:
    """The text and the width of its column, in the shape's unscaled space."""
    props = shape.props
    size = props.choice("size", theme.TEXT_SIZES, "m")
    if props.flag("autoSize", default=True):
        setting = sheet.setting(shape, size, None)
        return setting, max(_TEXT_MIN_WIDTH, setting.width if setting else 0.0)
    width = max(_TEXT_MIN_WIDTH, floor(props.number("w", _TEXT_MIN_WIDTH)))
    return sheet.setting(shape, size, width), width


def draw_text_shape(shape: Shape, sheet: Sheet) -> str:
    props = shape.props
    setting, width = set_text_shape(shape, sheet)
    if setting is None:
        return ""
    name = "textAlign" if "textAlign" in props.values else "align"
    text = draw_text(
        setting,
        0j,
        width,
        align=props.choice(name, theme.ALIGNS, "start"),
        color=props.choice("color", theme.COLORS, "black").solid,
    )
    scale = props.scale()
    return text if scale == 1 else f'<g transform="scale({number(scale)})">{text}</g>'


def draw_frame(shape: Shape, _: Sheet) -> str:
    props = shape.props
    width, height = number(props.size("w")), number(props.size("h"))
    return (
        f'<rect width="{width}" height="{height}" fill="{theme.FRAME_FILL}"'
        f' stroke="{theme.FRAME_STROKE}"/>{_draw_frame_name(shape)}'
    )


def _draw_frame_name(shape: Shape) -> str:
    """Above the side that is on top, whichever way the frame is turned."""
    props = shape.props
    name = " ".join(clean(props.text("name", _FRAME_NAME_LIMIT)).split())
    if not name:
        return ""
    w, h = props.size("w"), props.size("h")
    side = floor((shape.placing.rotation + _QUARTER / 2) / _QUARTER) % 4
    room = w if side % 2 == 0 else h
    corner, turn = [(0j, 0), (complex(0, h), 270), (complex(w, h), 180), (complex(w, 0), 90)][side]
    face = load_face("sans")
    if face.width(name, _FRAME_TEXT) > room:
        while name and face.width(name + "…", _FRAME_TEXT) > room:
            name = name[:-1]
        name += "…"
    setting = set_text([Block([Run(name)])], "sans", _FRAME_TEXT)
    text = draw_text(setting, -24j, room, align="start", color=theme.TEXT, outline=False)
    if not side:
        return text
    move = f"translate({number(corner.real)} {number(corner.imag)}) rotate({turn})"
    return f'<g transform="{move}">{text}</g>'
