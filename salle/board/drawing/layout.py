"""Setting text in lines, as a browser would with the same fonts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from salle.board.drawing import theme
from salle.board.drawing.fonts import Face, load_face
from salle.board.drawing.richtext import Block, Run, Style

# A line may break after spaces (which hang over its end), after a hyphen inside a word, and
# around an ideograph; not at the spaces that French puts before its signs.
_SPACE = r" \u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000"
_WIDE = r"\u2e80-\u2fff\u3001-\u9fff\uac00-\ud7af\uff00-\uffef"
_PARTS = re.compile(
    rf"\n|[{_SPACE}]+|[{_WIDE}]|(?:[^\n{_SPACE}{_WIDE}-]|(?<!\w)-|-(?!\w)|-(?=\d))+-?|-"
)
_SPACES = re.compile(rf"[\n{_SPACE}]+")
_HEADING_ABOVE, _HEADING_BELOW = 5.0, 10.0
# Letters of the hand join differently in each word: our measure of them is a hair long.
_SLACK = {"draw": 1.006}
_NO_SLACK = 1.0001


@dataclass(slots=True)
class Piece:
    text: str
    style: Style
    width: float


@dataclass(slots=True)
class Line:
    size: float
    pieces: list[Piece] = field(default_factory=list)
    indent: float = 0.0
    marker: str = ""
    listed: bool = False
    top: float = 0.0
    height: float = 0.0

    def runs(self) -> list[Piece]:
        """The pieces joined where the style stays the same, without the spaces that hang."""
        runs: list[Piece] = []
        for piece in self._standing():
            if runs and runs[-1].style == piece.style:
                last = runs[-1]
                runs[-1] = Piece(last.text + piece.text, last.style, last.width + piece.width)
            else:
                runs.append(piece)
        return runs

    @property
    def width(self) -> float:
        """Without the spaces that hang at the end."""
        return sum(piece.width for piece in self._standing())

    def _standing(self) -> list[Piece]:
        count = len(self.pieces)
        while count and _SPACES.fullmatch(self.pieces[count - 1].text):
            count -= 1
        return self.pieces[:count]


@dataclass(slots=True)
class Setting:
    """Text that has been set: its lines from the top, and the room that they take."""

    font: str
    size: float
    lines: list[Line]
    width: float
    height: float


def face_for(font: str, style: Style) -> Face:
    return load_face("mono" if style.code else font, bold=style.bold, italic=style.italic)


def set_text(
    blocks: Sequence[Block], font: str, size: float, *, max_width: float | None = None
) -> Setting:
    """Break the text into lines no wider than `max_width`; without it only where it says so."""
    lines: list[Line] = []
    top = 0.0
    gap = 0.0
    for i, block in enumerate(blocks):
        # Margins of neighbours are one margin, the larger; the first one's is its own.
        above = _HEADING_ABOVE if block.heading else 0.0
        top += max(gap, above) if i else above
        gap = _HEADING_BELOW if block.heading else 0.0
        for line in _break_block(block, font, size, max_width):
            line.top = top
            line.height = line.size * theme.LINE_HEIGHT
            top += line.height
            lines.append(line)
    width = max((line.indent + line.width for line in lines), default=0.0)
    return Setting(font, size, lines, width, top + gap)


def _break_block(block: Block, font: str, size: float, max_width: float | None) -> Iterator[Line]:
    zero = load_face(font).width("0", size)
    indent = sum(block.indents) * zero
    room = None if max_width is None else max(max_width - indent, size)
    own = size * block.size
    slack = _SLACK.get(font, _NO_SLACK)
    marker = block.marker
    listed = bool(block.indents)
    line = Line(own, [], indent, marker, listed)
    used = 0.0
    for part in _words(block.runs, font, own):
        word = part
        if word[0].text == "\n":
            yield line
            line, used = Line(own, [], indent, "", listed), 0.0
            continue
        width = sum(piece.width for piece in word)
        if (
            room is not None
            and used + width > room * _NO_SLACK
            and not _SPACES.fullmatch(word[0].text)
        ):
            if line.pieces:
                yield line
                line, used = Line(own, [], indent, "", listed), 0.0
            if width > room * slack:
                *full, word = _split_word(word, font, own, room)
                for pieces in full:
                    line.pieces = pieces
                    yield line
                    line = Line(own, [], indent, "", listed)
                width = sum(piece.width for piece in word)
        line.pieces += word
        used += width
    yield line


def _words(runs: Sequence[Run], font: str, size: float) -> Iterator[list[Piece]]:
    """The parts between which a line may break; a word may change its style in the middle."""
    word: list[Piece] = []
    for run in runs:
        face = face_for(font, run.style)
        for match in _PARTS.finditer(run.text):
            text = match.group()
            apart = _SPACES.fullmatch(text) is not None
            piece = Piece(text, run.style, 0.0 if text == "\n" else face.width(text, size))
            if apart:
                if word:
                    yield word
                    word = []
                yield [piece]
                continue
            word.append(piece)
            if match.end() < len(run.text):
                yield word
                word = []
    if word:
        yield word


def _split_word(word: Sequence[Piece], font: str, size: float, room: float) -> list[list[Piece]]:
    """A word wider than the line, cut where the line is full."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in word:
        face = face_for(font, piece.style)
        taken = ""
        for char in piece.text:
            width = face.width(taken + char, size)
            if used + width > room * _NO_SLACK and (taken or lines[-1]):
                if taken:
                    lines[-1].append(Piece(taken, piece.style, face.width(taken, size)))
                lines.append([])
                taken, used = char, 0.0
            else:
                taken += char
        if taken:
            width = face.width(taken, size)
            lines[-1].append(Piece(taken, piece.style, width))
            used += width
    return lines
