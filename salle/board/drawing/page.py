"""Drawing a page: every shape in its place and order, as SVG."""

import logging
from collections.abc import Callable, Mapping

from salle.board.drawing import arrows, boxes, inks, lines, media, theme
from salle.board.drawing.bounds import Bounds, bounds_of
from salle.board.drawing.outlines import outline_of
from salle.board.drawing.paths import number
from salle.board.drawing.scene import Shape, read_scene
from salle.board.drawing.sheet import HEIGHT, WIDTH, PageFullError, Sheet

_LOG = logging.getLogger(__name__)
_PAGE = Bounds(0j, complex(WIDTH, HEIGHT))
# Strokes, shadows, labels and heads reach out of their shape by less than this.
_OVERHANG = 120.0

_DRAWERS: dict[str, Callable[[Shape, Sheet], str]] = {
    "arrow": arrows.draw_arrow,
    "bookmark": media.draw_bookmark,
    "draw": inks.draw_ink,
    "embed": media.draw_embed,
    "frame": boxes.draw_frame,
    "geo": boxes.draw_geo,
    "image": media.draw_image,
    "line": lines.draw_line_shape,
    "note": boxes.draw_note,
    "text": boxes.draw_text_shape,
    "video": media.draw_video,
}


def draw_scene(
    store: Mapping[str, object], page_id: str, picture: Callable[[str], str | None]
) -> str:
    scene = read_scene(store, page_id)
    sheet = Sheet(scene, picture)
    content = _draw_children(page_id, sheet)
    if scene.lost or sheet.left_out:
        # One line for a page: a document must not be able to flood the log.
        _LOG.warning(
            "%d shapes of %.100r are left out, the first for: %s",
            scene.lost + len(sheet.left_out),
            page_id,
            sheet.left_out[0] if sheet.left_out else "too many shapes",
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}">{sheet.definitions()}'
        f'<clipPath id="page"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme.BACKGROUND}"/>'
        f'<g clip-path="url(#page)">{content}</g></svg>'
    )


def _draw_children(parent_id: str, sheet: Sheet) -> str:
    """The shapes of a page or a frame: the highlighter's underlay first, then all in order."""
    under: list[str] = []
    over: list[str] = []
    _collect(parent_id, sheet, under, over)
    return "".join(under + over)


def _collect(parent_id: str, sheet: Sheet, under: list[str], over: list[str]) -> None:
    for shape in sheet.scene.children.get(parent_id, ()):
        if shape.type == "group":
            _collect(shape.id, sheet, under, over)
            continue
        over.append(_draw_placed(shape, sheet, under))
        if shape.type == "frame":
            over.append(_draw_inside(shape, sheet))
        else:
            _collect(shape.id, sheet, under, over)


def _draw_placed(shape: Shape, sheet: Sheet, under: list[str]) -> str:
    """One shape, or nothing when it is off the page or cannot be drawn."""
    try:
        if not _is_seen(shape, sheet):
            return ""
        if shape.type == "highlight":
            under.append(_place(shape, inks.draw_highlight(shape, under=True)))
            return _place(shape, inks.draw_highlight(shape, under=False))
        drawer = _DRAWERS.get(shape.type)
        if drawer is not None:
            return _place(shape, drawer(shape, sheet))
        sheet.left_out.append(f"unknown type {shape.type[:40]!r}")
    except (PageFullError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # What a document holds is not ours to trust: one odd shape must not cost the page.
        sheet.left_out.append(f"{shape.type[:40]!r} {shape.id[:100]!r}: {error!r:.200}")
    return ""


def _is_seen(shape: Shape, sheet: Sheet) -> bool:
    if not shape.opacity:
        return False
    if shape.type == "arrow":
        return True  # what it is bound to decides where it is
    spots = [shape.placing.apply(point) for point in outline_of(shape, sheet).points]
    return bounds_of(spots).grown(_OVERHANG).meets(_PAGE)


def _place(shape: Shape, content: str) -> str:
    if not content:
        return ""
    faint = f' opacity="{number(shape.opacity)}"' if shape.opacity < 1 else ""
    return f"<g{shape.placing.attribute()}{faint}>{content}</g>"


def _draw_inside(frame: Shape, sheet: Sheet) -> str:
    content = _draw_children(frame.id, sheet)
    if not content:
        return ""
    width, height = number(frame.props.size("w")), number(frame.props.size("h"))
    inside = f'<rect{frame.placing.attribute()} width="{width}" height="{height}"/>'
    return sheet.clip(inside, content)
