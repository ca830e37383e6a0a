"""What a text says: paragraphs of styled runs, from TipTap JSON or from an older plain string."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from salle.board.drawing.records import Props, read_number

TEXT_LIMIT = 20_000  # characters of one shape; the rest is not drawn
DEPTH_LIMIT = 24
BLOCK_LIMIT = 2_000
TAB = " " * 8

_HEADINGS = {1: 2.0, 2: 1.5, 3: 1.17, 4: 1.0, 5: 0.83, 6: 0.67}
_NOT_XML: dict[int, str | None] = dict.fromkeys(range(32)) | {
    0xFFFE: None,
    0xFFFF: None,
    0x7F: None,
}
_NOT_XML |= dict.fromkeys(range(0xD800, 0xE000))
_NOT_XML |= {ord("\t"): TAB, ord("\n"): "\n"}


@dataclass(frozen=True, slots=True)
class Style:
    bold: bool = False
    italic: bool = False
    struck: bool = False
    underlined: bool = False
    code: bool = False
    marked: bool = False
    link: bool = False


PLAIN = Style()
_MARKS = {
    "bold": {"bold": True},
    "italic": {"italic": True},
    "strike": {"struck": True},
    "underline": {"underlined": True},
    "code": {"code": True},
    "highlight": {"marked": True},
    "link": {"link": True, "underlined": True},
}


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    style: Style = PLAIN


@dataclass(slots=True)
class Block:
    runs: list[Run] = field(default_factory=list)
    size: float = 1.0  # in sizes of the shape's text
    heading: bool = False
    marker: str = ""  # of a list item: a bullet or a number
    indents: tuple[float, ...] = ()  # of the lists around, in widths of a zero

    def is_blank(self) -> bool:
        return not self.marker and not any(run.text.strip() for run in self.runs)


def clean(text: str) -> str:
    """Only what XML may hold, with accents in one piece, as the fonts have them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOT_XML)
    return normalize("NFC", text)


def read_blocks(props: Props) -> list[Block]:
    """The paragraphs of a shape; none when it says nothing."""
    rich = props.values.get("richText")
    if isinstance(rich, Mapping):
        blocks = list(_Reader().read(rich))
    else:
        text = clean(props.text("text", TEXT_LIMIT))
        blocks = [Block([Run(line)] if line else []) for line in text.split("\n")]
    return [] if all(block.is_blank() for block in blocks) else blocks[:BLOCK_LIMIT]


def count_characters(blocks: Sequence[Block]) -> int:
    return sum(len(run.text) for block in blocks for run in block.runs)


class _Reader:
    def __init__(self) -> None:
        self.left = TEXT_LIMIT

    def read(
        self, node: Mapping[str, object], indents: tuple[float, ...] = (), depth: int = 0
    ) -> Iterator[Block]:
        if depth > DEPTH_LIMIT or self.left <= 0:
            return
        match node.get("type"):
            case "paragraph" | "codeBlock":
                yield Block(self.runs(node), indents=indents)
            case "heading":
                attrs = node.get("attrs")
                level = read_number(attrs.get("level") if isinstance(attrs, Mapping) else 1, 1)
                size = _HEADINGS.get(int(level), 1.0)
                yield Block(self.runs(node, Style(bold=True)), size, heading=True, indents=indents)
            case "bulletList" | "orderedList" as kind:
                yield from self.items(node, kind, indents, depth)
            case _:
                for child in _children(node):
                    yield from self.read(child, indents, depth + 1)

    def items(
        self, node: Mapping[str, object], kind: str, indents: tuple[float, ...], depth: int
    ) -> Iterator[Block]:
        items = list(_children(node))
        attrs = node.get("attrs")
        first = read_number(attrs.get("start") if isinstance(attrs, Mapping) else 1, 1)
        digits = len(str(len(items)))
        inner = (*indents, (2.25 + digits) if kind == "orderedList" else 3.25)
        for place, item in enumerate(items):
            marker = "•" if kind == "bulletList" else f"{int(first) + place}."
            for block in self.read(item, inner, depth + 1):
                yield replace(block, marker=marker) if not block.marker else block
                marker = ""

    def runs(self, node: Mapping[str, object], style: Style = PLAIN) -> list[Run]:
        runs = []
        for child in _children(node):
            if self.left <= 0:
                break
            if child.get("type") == "hardBreak":
                runs.append(Run("\n"))
            elif isinstance(text := child.get("text"), str):
                text = clean(text[: self.left])
                self.left -= len(text)
                runs.append(Run(text, _apply_marks(style, child.get("marks"))))
        self.left -= 1
        return runs


def _children(node: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    content = node.get("content")
    if isinstance(content, list):
        for child in content:
            if isinstance(child, Mapping):
                yield child


def _apply_marks(style: Style, marks: object) -> Style:
    if not isinstance(marks, list):
        return style
    for mark in marks[: len(_MARKS) * 2]:
        if isinstance(mark, Mapping):
            kind = mark.get("type")
            if isinstance(kind, str):
                style = replace(style, **_MARKS.get(kind, {}))
    return style
