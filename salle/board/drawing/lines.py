"""The line shape: straight from point to point, or a smooth curve through them."""

from collections.abc import Mapping

from salle.board.drawing.paths import polyline, spline
from salle.board.drawing.records import Props, read_point
from salle.board.drawing.scene import Shape
from salle.board.drawing.sheet import Sheet
from salle.board.drawing.strokes import draw_strokes

LINE_POINT_LIMIT = 2_000
_SEGMENT = 2


def read_line_points(props: Props) -> list[complex]:
    """In index order; older documents have a list of points, or call them handles."""
    points = props.values.get("points", props.values.get("handles"))
    if isinstance(points, Mapping):
        entries = [point for point in points.values() if isinstance(point, Mapping)]
        entries.sort(key=lambda point: str(point.get("index", "")))
    elif isinstance(points, list):
        entries = points
    else:
        entries = []
    spots = [read_point(point) for point in entries[:LINE_POINT_LIMIT]]
    return spots or [0j]


def draw_line_shape(shape: Shape, _: Sheet) -> str:
    points = read_line_points(shape.props)
    if len(points) < _SEGMENT:
        return ""
    if shape.props.text("spline") == "cubic":
        contour = spline(points)
    else:
        contour = polyline(points, firm_ends=True)
    return draw_strokes([contour], shape.props, shape.id)
