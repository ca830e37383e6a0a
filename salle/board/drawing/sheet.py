"""The page being drawn: what the drawing of a shape may ask of its surroundings."""

from collections.abc import Callable
from dataclasses import dataclass, field

from salle.board.drawing import theme
from salle.board.drawing.bounds import Outline
from salle.board.drawing.layout import Setting, set_text
from salle.board.drawing.paths import number
from salle.board.drawing.records import Props
from salle.board.drawing.richtext import count_characters, read_blocks
from salle.board.drawing.scene import Scene, Shape

WIDTH, HEIGHT = 1920, 1080
POINT_LIMIT = 200_000  # of ink and of edges on one page
CHARACTER_LIMIT = 200_000  # of text on one page
PICTURE_LIMIT = 96 * 1024 * 1024  # bytes of images on one page, each time that they are shown


class PageFullError(Exception):
    """The page has more on it than is drawn."""


@dataclass(slots=True)
class Sheet:
    scene: Scene
    picture: Callable[[str], str | None]  # an asset's `src` to a data URI
    points_left: int = POINT_LIMIT
    characters_left: int = CHARACTER_LIMIT
    picture_left: int = PICTURE_LIMIT
    outlines: dict[str, Outline] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)  # why shapes are not on the page
    _marks: int = 0
    _hatches: dict[str, str] = field(default_factory=dict)
    _settings: dict[str, Setting | None] = field(default_factory=dict)

    def name(self) -> str:
        """An id for a definition, unused on this page."""
        self._marks += 1
        return f"d{self._marks}"

    def spend_points(self, count: int) -> None:
        """A shape that is too much is left out, and leaves room for those that are not."""
        if count > self.points_left:
            raise PageFullError
        self.points_left -= count

    def spend_characters(self, count: int) -> None:
        if count > self.characters_left:
            raise PageFullError
        self.characters_left -= count

    def show_picture(self, source: str) -> str | None:
        picture = self.picture(source)
        size = len(picture or "")
        if size > self.picture_left:
            raise PageFullError
        self.picture_left -= size
        return picture

    def setting(self, shape: Shape, size: float, max_width: float | None) -> Setting | None:
        """The shape's text, set once; None when it says nothing."""
        if shape.id not in self._settings:
            blocks = read_blocks(shape.props)
            self.spend_characters(count_characters(blocks))
            font = shape.props.choice("font", theme.FONTS, "draw")
            self._settings[shape.id] = (
                set_text(blocks, font, size, max_width=max_width) if blocks else None
            )
        return self._settings[shape.id]

    def fill(self, data: str, props: Props, fill: str | None = None) -> str:
        """What is inside an outline, in the shape's fill style."""
        color = props.choice("color", theme.COLORS, "black")
        match fill or props.word("fill", theme.FILLS, "none"):
            case "semi":
                paint = theme.PAPER
            case "solid":
                paint = color.semi
            case "fill":
                paint = color.solid
            case "pattern":
                paint = f"url(#{self._hatch(color.pattern)})"
            case _:
                return ""
        return f'<path d="{data}" fill="{paint}"/>'

    def _hatch(self, color: str) -> str:
        return self._hatches.setdefault(color, f"hatch{len(self._hatches) + 1}")

    def clip(self, inside: str, content: str, attributes: str = "") -> str:
        """The content, shown only inside the given element."""
        name = self.name()
        return (
            f'<clipPath id="{name}">{inside}</clipPath>'
            f'<g clip-path="url(#{name})"{attributes}>{content}</g>'
        )

    def definitions(self) -> str:
        """The hatching that was used: three short strokes of the colour on nearly white paper."""
        third = 8 / 12
        strokes = "".join(
            f"M{number(third * k)} {number(third * (k + 2))}"
            f"L{number(third * (k + 2))} {number(third * k)}"
            for k in (1, 5, 9)
        )
        patterns = "".join(
            f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{theme.PAPER}"/>'
            f'<path d="{strokes}" stroke="{color}" stroke-width="1.25" stroke-linecap="round"/>'
            "</pattern>"
            for color, name in self._hatches.items()
        )
        return f"<defs>{patterns}</defs>" if patterns else ""
