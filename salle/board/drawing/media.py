"""Shapes that show something from elsewhere: images, and stand-ins for what paper cannot show."""

from collections.abc import Mapping
from math import inf
from urllib.parse import urlsplit

from salle.board.drawing import theme
from salle.board.drawing.fonts import load_face
from salle.board.drawing.layout import Setting, set_text
from salle.board.drawing.lettering import draw_text
from salle.board.drawing.paths import number
from salle.board.drawing.records import Props, read_number, read_point
from salle.board.drawing.richtext import Block, Run, Style, clean
from salle.board.drawing.scene import Shape
from salle.board.drawing.sheet import Sheet

_TITLE, _SMALL = 16.0, 12.0
_PADDING = 16.0
_RADIUS = 6.0
_URL_LIMIT = 2_000
_LINES = 3
_MIN_CROP = 0.001
_MAX_SYMBOL = 64.0


def box_size(shape: Shape) -> complex:
    return complex(shape.props.size("w"), shape.props.size("h"))


def _asset(shape: Shape, sheet: Sheet) -> Props:
    name = shape.props.values.get("assetId")
    asset = sheet.scene.assets.get(name) if isinstance(name, str) else None
    return asset or Props({})


def is_round(shape: Shape) -> bool:
    crop = shape.props.values.get("crop")
    return isinstance(crop, Mapping) and crop.get("isCircle") is True


def draw_image(shape: Shape, sheet: Sheet) -> str:
    source = _asset(shape, sheet).values.get("src")
    picture = sheet.show_picture(source) if isinstance(source, str) and source else None
    size = box_size(shape)
    if picture is None:
        return _draw_missing(size)
    whole, corner = _uncrop(shape.props, size)
    flip_x, flip_y = shape.props.flag("flipX"), shape.props.flag("flipY")
    flip = ""
    if flip_x or flip_y:
        # A crop is stored as seen, so the whole picture is mirrored about its own middle.
        shift = complex(whole.real if flip_x else 0.0, whole.imag if flip_y else 0.0)
        flip = (
            f' transform="translate({number(corner.real + shift.real)}'
            f" {number(corner.imag + shift.imag)}) scale({-1 if flip_x else 1}"
            f' {-1 if flip_y else 1})"'
        )
        corner = 0j
    image = (
        f'<image x="{number(corner.real)}" y="{number(corner.imag)}"'
        f' width="{number(whole.real)}" height="{number(whole.imag)}"'
        f' preserveAspectRatio="none" href="{picture}"{flip}/>'
    )
    if is_round(shape):
        rx, ry = number(size.real / 2), number(size.imag / 2)
        return sheet.clip(f'<ellipse cx="{rx}" cy="{ry}" rx="{rx}" ry="{ry}"/>', image)
    if whole == size:
        return image
    inside = f'<rect width="{number(size.real)}" height="{number(size.imag)}"/>'
    return sheet.clip(inside, image)


def _uncrop(props: Props, size: complex) -> tuple[complex, complex]:
    """The size of the whole picture, and where its corner is, when `size` shows the crop."""
    crop = props.values.get("crop")
    if not isinstance(crop, Mapping):
        return size, 0j
    near = read_point(crop.get("topLeft"))
    far_value = crop.get("bottomRight")
    far = read_point(far_value) if isinstance(far_value, Mapping) else 1 + 1j
    part = far - near
    if part.real < _MIN_CROP or part.imag < _MIN_CROP:
        return size, 0j
    whole = complex(
        read_number(size.real / part.real, size.real), read_number(size.imag / part.imag, size.imag)
    )
    return whole, complex(-near.real * whole.real, -near.imag * whole.imag)


def _draw_missing(size: complex) -> str:
    """A grey box with a broken frame, for an image that is not there."""
    side = min(size.real, size.imag, _MAX_SYMBOL) / 2
    x, y = size.real / 2 - side / 2, size.imag / 2 - side / 2
    return (
        f"{_draw_card(size, theme.PLACEHOLDER_FILL, 0.0)}"
        f'<path d="M{number(x)} {number(y)}h{number(side)}v{number(side)}h{number(-side)}Z'
        f'l{number(side)} {number(side)}" fill="none" stroke="{theme.MUTED_TEXT}"/>'
    )


def _draw_card(size: complex, fill: str, radius: float = _RADIUS) -> str:
    return (
        f'<rect width="{number(size.real)}" height="{number(size.imag)}" rx="{number(radius)}"'
        f' fill="{fill}" stroke="{theme.PLACEHOLDER_STROKE}"/>'
    )


def draw_video(shape: Shape, sheet: Sheet) -> str:
    """A dark card with the sign that it can be played."""
    size = box_size(shape)
    side = min(size.real, size.imag, _MAX_SYMBOL * 2) / 3
    x, y = size.real / 2 - side * 0.4, size.imag / 2 - side / 2
    name = clean(_asset(shape, sheet).text("name"))
    triangle = (
        f'<path d="M{number(x)} {number(y)}L{number(x + side)} {number(y + side / 2)}'
        f'L{number(x)} {number(y + side)}Z" fill="#ffffff"/>'
    )
    caption = ""
    if name and size.imag > side + 2 * _PADDING + 2 * _SMALL:
        setting = _set_lines(name, _SMALL, size.real - 2 * _PADDING, limit=1)
        at = complex(_PADDING, size.imag - _PADDING - setting.height)
        caption = draw_text(
            setting, at, size.real - 2 * _PADDING, align="middle", color="#ffffff", outline=False
        )
    return _draw_card(size, "#1d1d1d") + triangle + caption


def draw_bookmark(shape: Shape, sheet: Sheet) -> str:
    asset = _asset(shape, sheet)
    url = shape.props.text("url", _URL_LIMIT) or asset.text("src", _URL_LIMIT)
    return _draw_link_card(box_size(shape), sheet, clean(asset.text("title")), url)


def draw_embed(shape: Shape, sheet: Sheet) -> str:
    """What an embed shows is elsewhere; on paper stands its address."""
    return _draw_link_card(box_size(shape), sheet, "", shape.props.text("url", _URL_LIMIT))


def _draw_link_card(size: complex, sheet: Sheet, title: str, url: str) -> str:
    room = max(size.real - 2 * _PADDING, _SMALL)
    parts = []
    top = _PADDING
    if title:
        setting = _set_lines(title, _TITLE, room, bold=True)
        parts.append(_draw_lines(setting, top, room, theme.COLORS["black"].solid))
        top += setting.height + _PADDING / 2
    address = clean(url) if not title else _host_of(url)
    if address:
        setting = _set_lines(address, _SMALL, room)
        parts.append(_draw_lines(setting, top, room, theme.MUTED_TEXT))
    inside = f'<rect width="{number(size.real)}" height="{number(size.imag)}"/>'
    return _draw_card(size, "#fcfcfc") + sheet.clip(inside, "".join(parts))


def _draw_lines(setting: Setting, top: float, room: float, color: str) -> str:
    at = complex(_PADDING, top)
    return draw_text(setting, at, room, align="start", color=color, outline=False)


def _set_lines(
    text: str, size: float, room: float, *, bold: bool = False, limit: int = _LINES
) -> Setting:
    """The first lines of a text; the last of them ends in an ellipsis when there is more."""
    text = " ".join(text.split())
    style = Style(bold=bold)
    setting = set_text([Block([Run(text, style)])], "sans", size, max_width=room)
    if len(setting.lines) <= limit:
        return setting
    shown = "".join(piece.text for line in setting.lines[:limit] for piece in line.pieces)
    face = load_face("sans", bold=bold)
    used = inf
    while shown and used > room * limit:
        shown = shown[:-1].rstrip()
        used = face.width(shown + "…", size)
    while shown:
        setting = set_text([Block([Run(shown + "…", style)])], "sans", size, max_width=room)
        if len(setting.lines) <= limit:
            return setting
        shown = shown[:-1].rstrip()
    return set_text([Block([Run("…", style)])], "sans", size)


def _host_of(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return clean(host.removeprefix("www.") or url)
