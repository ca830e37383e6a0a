"""Text that has been set, as SVG."""

from html import escape
from math import floor

from salle.board.drawing import theme
from salle.board.drawing.fonts import FAMILIES, load_face
from salle.board.drawing.layout import Line, Setting
from salle.board.drawing.paths import number
from salle.board.drawing.richtext import Style

# In sizes of the text.
_BULLET_DISTANCE, _BULLET_HEIGHT, _BULLET = 0.8, 0.34, 0.155
_UNDERLINE, _STRIKE, _RULE = 0.13, -0.4, 0.07
_HALO = 2.0
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def draw_text(
    setting: Setting,
    at: complex,
    width: float,
    *,
    align: str,
    color: str,
    outline: bool = True,
) -> str:
    """The text in a column of this width, whose upper left corner is `at`.

    The `outline` is a halo in the colour of the page, by which a label is read on any fill.
    """
    face = load_face(setting.font)
    parts = []
    for line in setting.lines:
        anchor = "start" if line.listed else align
        left = at.real + line.indent + (width - line.indent - line.width) * _ANCHORS[anchor]
        # Browsers set the metrics of a font in whole pixels.
        ascent, descent = round(face.ascent * line.size), round(face.descent * line.size)
        top = at.imag + line.top
        baseline = top + floor((line.height - ascent - descent) / 2) + ascent
        start = complex(left, baseline)
        parts += [
            _draw_marks(line, left, top),
            _draw_marker(setting.font, line, at.real + line.indent, baseline, color),
            _draw_line(setting.font, line, start, anchor, color, outline=outline),
            _draw_rules(line, start, color),
        ]
    return "".join(parts)


def _draw_line(
    font: str, line: Line, start: complex, anchor: str, color: str, *, outline: bool
) -> str:
    runs = line.runs()
    if not runs:
        return ""
    halo = (
        f' stroke="{theme.BACKGROUND}" stroke-width="{number(_HALO)}"'
        ' stroke-linejoin="round" paint-order="stroke"'
        if outline
        else ""
    )
    spans = []
    left = start.real
    ruled = any(_is_ruled(run.style) for run in runs)
    for run in runs:
        # Rules are drawn by our measure, so the text above them keeps to it as well.
        place = f' x="{number(left)}"' if ruled else ""
        spans.append(_draw_span(run.style, run.text, place))
        left += run.width
    if ruled:
        anchor = "start"
    x = start.real + line.width * _ANCHORS[anchor]
    return (
        f'<text xml:space="preserve" text-anchor="{anchor}" x="{number(x)}"'
        f' y="{number(start.imag)}" font-family="{FAMILIES[font]}"'
        f' font-size="{number(line.size)}" fill="{color}"{halo}>{"".join(spans)}</text>'
    )


def _is_ruled(style: Style) -> bool:
    return style.marked or style.struck or style.underlined


def _draw_span(style: Style, text: str, place: str) -> str:
    attributes = place
    if style.code:
        attributes += f' font-family="{FAMILIES["mono"]}"'
    if style.bold:
        attributes += ' font-weight="bold"'
    if style.italic:
        attributes += ' font-style="italic"'
    if style.link:
        attributes += f' fill="{theme.LINK}"'
    if style.marked:
        attributes += ' stroke="none"'
    return f"<tspan{attributes}>{escape(text)}</tspan>" if attributes else escape(text)


def _draw_marks(line: Line, left: float, top: float) -> str:
    parts = []
    for run in line.runs():
        if run.style.marked:
            parts.append(
                f'<rect x="{number(left)}" y="{number(top + line.height * 0.02)}" rx="2"'
                f' width="{number(run.width)}" height="{number(line.height * 0.96)}"'
                f' fill="{theme.MARK}"/>'
            )
        left += run.width
    return "".join(parts)


def _draw_rules(line: Line, start: complex, color: str) -> str:
    """Underlines and strikes, drawn here because the halo of the text would cover them."""
    parts = []
    left = start.real
    for run in line.runs():
        heights = [_UNDERLINE] if run.style.underlined else []
        heights += [_STRIKE] if run.style.struck else []
        ink = theme.LINK if run.style.link else color
        parts += [
            f'<rect x="{number(left)}" y="{number(start.imag + height * line.size)}"'
            f' width="{number(run.width)}" height="{number(line.size * _RULE)}" fill="{ink}"/>'
            for height in heights
        ]
        left += run.width
    return "".join(parts)


def _draw_marker(font: str, line: Line, left: float, baseline: float, color: str) -> str:
    """The bullet or the number of a list item, left of the text."""
    if not line.marker:
        return ""
    if line.marker == "•":
        return (
            f'<circle cx="{number(left - line.size * _BULLET_DISTANCE)}"'
            f' cy="{number(baseline - line.size * _BULLET_HEIGHT)}"'
            f' r="{number(line.size * _BULLET)}" fill="{color}"/>'
        )
    width = load_face(font).width(line.marker + " ", line.size)
    return (
        f'<text x="{number(left - width)}" y="{number(baseline)}"'
        f' font-family="{FAMILIES[font]}" font-size="{number(line.size)}"'
        f' fill="{color}">{escape(line.marker)}</text>'
    )
