"""Shapes that are lines: outlines of geometric shapes, lines, bodies of arrows."""

from collections.abc import Sequence

from salle.board.drawing import theme
from salle.board.drawing.paths import Contour, dash_contours, number, path_data, sketch_data
from salle.board.drawing.records import Props


def stroke_width(props: Props) -> float:
    return props.choice("size", theme.STROKE_SIZES, "m") * props.scale()


def draw_strokes(contours: Sequence[Contour], props: Props, seed: str) -> str:
    width = stroke_width(props)
    dash = props.word("dash", theme.DASHES, "draw")
    color = props.choice("color", theme.COLORS, "black").solid
    pen = (
        f' fill="none" stroke="{color}" stroke-width="{number(width)}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )
    if dash == "draw":
        return f'<path d="{sketch_data(contours, seed, width)}"{pen}/>'
    if dash == "solid":
        return f'<path d="{path_data(contours)}"{pen}/>'
    parts = [
        f'<path d="{part.data}" stroke-dasharray="{part.pattern}"'
        f' stroke-dashoffset="{number(part.offset)}"/>'
        for part in dash_contours(contours, dash, width)
    ]
    return f"<g{pen}>{''.join(parts)}</g>"


def fill_data(contours: Sequence[Contour], props: Props, seed: str) -> str:
    """The outline to fill: it follows the hand, without the shaking."""
    if props.word("dash", theme.DASHES, "draw") == "draw":
        return sketch_data(
            contours, seed, stroke_width(props), passes=1, shake=0.0, filled_only=True
        )
    return path_data(contours, filled_only=True)
