"""What an arrow meets: the edge of each shape, in the shape's own space."""

from collections.abc import Callable
from math import cos, pi, sin

from salle.board.drawing import boxes, inks, lines, media
from salle.board.drawing.bounds import Bounds, Outline, bounds_of
from salle.board.drawing.scene import Shape
from salle.board.drawing.sheet import Sheet

_ROUND_STEPS = 32


def outline_of(shape: Shape, sheet: Sheet) -> Outline:
    """The outer edge; a closed one comes back to its first point."""
    outline = sheet.outlines.get(shape.id)
    if outline is None:
        outline = _TRACERS.get(shape.type, _trace_box)(shape, sheet)
        sheet.outlines[shape.id] = outline
        sheet.spend_points(len(outline.points))
    return outline


def _box(size: complex) -> Outline:
    points = Bounds(0j, size).corners
    return Outline([*points, points[0]])


def _trace_box(shape: Shape, _: Sheet) -> Outline:
    return _box(media.box_size(shape))


def _trace_geo(shape: Shape, _: Sheet) -> Outline:
    return Outline(boxes.geo_contours(shape)[0].flat())


def _trace_note(shape: Shape, _: Sheet) -> Outline:
    return _box(boxes.note_size(shape))


def _trace_text(shape: Shape, sheet: Sheet) -> Outline:
    setting, width = boxes.set_text_shape(shape, sheet)
    height = setting.height if setting else 0.0
    return _box(complex(width, height) * shape.props.scale())


def _trace_image(shape: Shape, _: Sheet) -> Outline:
    size = media.box_size(shape)
    if not media.is_round(shape):
        return _box(size)
    half = size / 2
    turns = [2 * pi * k / _ROUND_STEPS for k in range(_ROUND_STEPS + 1)]
    return Outline([half + complex(half.real * cos(a), half.imag * sin(a)) for a in turns])


def _trace_line(shape: Shape, _: Sheet) -> Outline:
    return Outline(lines.read_line_points(shape.props), closed=False)


def _trace_arrow(shape: Shape, _: Sheet) -> Outline:
    return Outline([shape.props.point("start"), shape.props.point("end")], closed=False)


def _trace_ink(shape: Shape, _sheet: Sheet) -> Outline:
    points = [point for point, _ in inks.read_ink(shape.props)] or [0j]
    if shape.props.flag("isClosed"):
        return Outline([*points, points[0]])
    return Outline(points, closed=False)


def _trace_group(shape: Shape, sheet: Sheet) -> Outline:
    """The box around all that is in the group."""
    spots = [
        child.local.apply(point)
        for child in sheet.scene.children.get(shape.id, ())
        for point in outline_of(child, sheet).points
    ]
    points = bounds_of(spots).corners
    return Outline([*points, points[0]])


_TRACERS: dict[str, Callable[[Shape, Sheet], Outline]] = {
    "arrow": _trace_arrow,
    "draw": _trace_ink,
    "geo": _trace_geo,
    "group": _trace_group,
    "highlight": _trace_ink,
    "image": _trace_image,
    "line": _trace_line,
    "note": _trace_note,
    "text": _trace_text,
}
