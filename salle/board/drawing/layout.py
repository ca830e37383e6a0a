"""Setting text in lines, as a browser would with the same fonts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from salle.board.drawing import theme
from salle.board.drawing.fonts import FAMILIES, Face, load_face
from salle.board.drawing.paths import number
from salle.board.drawing.richtext import Block, Run, Style

# A line may break after spaces (which hang over its end), after a hyphen inside a word, and
# around an ideograph; not at the spaces that French puts before its signs.
_SPACE = r" \u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000"
_WIDE = r"\u2e80-\u2fff\u3001-\u9fff\uac00-\ud7af\uff00-\uffef"
_PARTS = re.compile(
    rf"\n|[{_SPACE}]+|[{_WIDE}]|(?:[^\n{_SPACE}{_WIDE}-]|(?<!\w)-|-(?!\w)|-(?=\d))+-?|-"
)
_HANGING = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u3000"
_SPACES = re.compile(rf"[\n{_SPACE}]+")
_HEADING_ABOVE, _HEADING_BELOW = 5.0, 10.0
_MARKER_GAP = 0.8  # from the middle of a bullet to the text, in sizes
_BULLET = 0.155
_BULLET_HEIGHT = 0.34
_UNDERLINE, _STRIKE, _RULE = 0.1, -0.3, 0.055  # in sizes: from the base line, and thick
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_OUTLINE = 2.0
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

    @property
    def width(self) -> float:
        """Without the spaces that hang at the end."""
        width = sum(piece.width for piece in self.pieces)
        for piece in reversed(self.pieces):
            if not _SPACES.fullmatch(piece.text):
                break
            width -= piece.width
        return width


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


def draw_text(
    setting: Setting,
    at: complex,
    width: float,
    *,
    align: str,
    color: str,
    outline: bool = True,
) -> str:
    """SVG of the text in a column of this width, whose upper left corner is `at`."""
    parts = []
    for line in setting.lines:
        left = at.real + line.indent
        if not line.listed and align != "start":
            free = width - line.width
            left += free / 2 if align == "middle" else free
        face = load_face(setting.font)
        # Browsers round the metrics of a font to whole pixels.
        ascent, descent = round(face.ascent * line.size), round(face.descent * line.size)
        baseline = at.imag + line.top + (line.height - ascent - descent) / 2 + ascent
        parts.append(_draw_marks(line, left, at.imag + line.top))
        parts.append(_draw_marker(setting, line, left, baseline, color))
        anchor = "start" if line.listed else align
        parts.append(
            _draw_line(setting.font, line, left, baseline, color, anchor=anchor, outline=outline)
        )
        parts.append(_draw_rules(line, left, baseline, color))
    return "".join(parts)


def _draw_line(
    font: str,
    line: Line,
    left: float,
    baseline: float,
    color: str,
    *,
    anchor: str,
    outline: bool,
) -> str:
    runs: list[tuple[Style, str]] = []
    for piece in line.pieces:
        if runs and runs[-1][0] == piece.style:
            runs[-1] = (piece.style, runs[-1][1] + piece.text)
        else:
            runs.append((piece.style, piece.text))
    while runs and not (text := runs[-1][1].rstrip(_HANGING)):
        runs.pop()
    if not runs:
        return ""
    runs[-1] = (runs[-1][0], text)
    halo = (
        f' stroke="{theme.BACKGROUND}" stroke-width="{number(_OUTLINE)}"'
        ' stroke-linejoin="round" paint-order="stroke"'
        if outline
        else ""
    )
    spans = "".join(_draw_span(style, text) for style, text in runs)
    x = left + line.width * _ANCHORS[anchor]
    return (
        f'<text xml:space="preserve" text-anchor="{anchor}" x="{number(x)}" y="{number(baseline)}"'
        f' font-family="{FAMILIES[font]}" font-size="{number(line.size)}" fill="{color}"{halo}>'
        f"{spans}</text>"
    )


def _draw_span(style: Style, text: str) -> str:
    attributes = ""
    if style.code:
        attributes += f' font-family="{FAMILIES["mono"]}"'
    if style.bold:
        attributes += ' font-weight="bold"'
    if style.italic:
        attributes += ' font-style="italic"'
    if style.link:
        attributes += f' fill="{theme.LINK}"'
    return f"<tspan{attributes}>{escape(text)}</tspan>" if attributes else escape(text)


def _draw_marks(line: Line, left: float, top: float) -> str:
    parts = []
    for piece in line.pieces:
        if piece.style.marked:
            parts.append(
                f'<rect x="{number(left)}" y="{number(top + line.height * 0.02)}"'
                f' width="{number(piece.width)}" height="{number(line.height * 0.96)}"'
                f' fill="{theme.MARK}"/>'
            )
        left += piece.width
    return "".join(parts)


def _draw_rules(line: Line, left: float, baseline: float, color: str) -> str:
    """Underlines and strikes, drawn here because the halo of the text would cover them."""
    parts = []
    for piece in line.pieces:
        heights = [_UNDERLINE] if piece.style.underlined else []
        heights += [_STRIKE] if piece.style.struck else []
        ink = theme.LINK if piece.style.link else color
        parts += [
            f'<rect x="{number(left)}" y="{number(baseline + height * line.size)}"'
            f' width="{number(piece.width)}" height="{number(line.size * _RULE)}" fill="{ink}"/>'
            for height in heights
        ]
        left += piece.width
    return "".join(parts)


def _draw_marker(setting: Setting, line: Line, left: float, baseline: float, color: str) -> str:
    if not line.marker:
        return ""
    if line.marker == "•":
        return (
            f'<circle cx="{number(left - line.size * _MARKER_GAP)}"'
            f' cy="{number(baseline - line.size * _BULLET_HEIGHT)}"'
            f' r="{number(line.size * _BULLET)}" fill="{color}"/>'
        )
    width = load_face(setting.font).width(line.marker + " ", line.size)
    return (
        f'<text x="{number(left - width)}" y="{number(baseline)}"'
        f' font-family="{FAMILIES[setting.font]}" font-size="{number(line.size)}"'
        f' fill="{color}">{escape(line.marker)}</text>'
    )
