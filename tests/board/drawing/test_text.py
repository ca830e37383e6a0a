"""What a text says and where its lines break."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from salle.board.drawing import draw_page, theme
from salle.board.drawing.fonts import load_face
from salle.board.drawing.layout import set_text
from salle.board.drawing.records import Props
from salle.board.drawing.richtext import TEXT_LIMIT, Block, Run, Style, read_blocks
from tests.board.slides import PAGE, Print, rich, say, shape, store, words

SVG = "{http://www.w3.org/2000/svg}"


def texts(document: dict[str, Any]) -> list[ET.Element]:
    return list(ET.fromstring(draw_page(document, PAGE)).iter(f"{SVG}text"))  # noqa: S314 -- ours


def lines_of(text: str, width: float | None, font: str = "mono") -> list[str]:
    """In a type whose letters are all 12 wide."""
    setting = set_text([Block([Run(text)])], font, 20, max_width=width)
    return ["".join(piece.text for piece in line.pieces) for line in setting.lines]


def test_a_width_is_the_sum_of_the_advances() -> None:
    assert load_face("mono").width("abcé", 20) == pytest.approx(48)


def test_a_width_counts_the_kerning() -> None:
    face = load_face("sans")
    assert face.width("AV", 20) < face.width("A", 20) + face.width("V", 20)


@pytest.mark.parametrize("font", theme.FONTS)
def test_every_font_has_the_letters_of_french_and_its_neighbours(font: str) -> None:
    wanted = "éèêëàâçùûüîïôöœæÿÉÀÇŒ«»’…–—€ßñåøłčšžőțğ\u00a0\u202f"
    for bold in (False, True):
        for italic in (False, True):
            face = load_face(font, bold=bold, italic=italic)
            assert not [char for char in wanted if ord(char) not in face.advances]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("un deux trois", ["un deux ", "trois"]),
        ("un  deux  trois", ["un  deux  ", "trois"]),
        ("a\n\nb", ["a", "", "b"]),
        ("arrow-right", ["arrow-", "right"]),
        ("il y aura -5", ["il y aura ", "-5"]),
        ("anticonstitution", ["anticonst", "itution"]),
        ("Oui\u202f? Non\u00a0!", ["Oui\u202f? ", "Non\u00a0!"]),
        ("日本語のかな文字列です", ["日本語のかな文字列", "です"]),
        ("", [""]),
    ],
)
def test_lines_break_where_a_browser_breaks_them(text: str, expected: list[str]) -> None:
    assert lines_of(text, 9 * 12 + 1) == expected


def test_without_a_width_only_the_text_itself_breaks() -> None:
    assert lines_of("un deux trois\nquatre", None) == ["un deux trois", "quatre"]


def test_a_word_that_changes_its_style_in_the_middle_stays_whole() -> None:
    runs = [Run("abcd ef"), Run("gh", Style(bold=True)), Run(" ij")]
    setting = set_text([Block(runs)], "mono", 20, max_width=8 * 12 + 1)
    lines = ["".join(piece.text for piece in line.pieces) for line in setting.lines]
    assert lines == ["abcd ", "efgh ij"]


def test_a_line_is_as_high_as_the_editor_makes_it() -> None:
    setting = set_text([Block([Run("a\nb")])], "sans", 20)
    assert setting.height == pytest.approx(2 * 27)


def test_a_rich_text_keeps_its_marks() -> None:
    marked = [words("gras", "bold"), words("penché", "italic"), words("code", "code")]
    document = store(
        shape("text", richText=rich({"type": "paragraph", "content": marked})),
    )
    (text,) = texts(document)
    spans = {span.text: span.attrib for span in text}
    assert spans["gras"] == {"font-weight": "bold"}
    assert spans["penché"] == {"font-style": "italic"}
    assert spans["code"] == {"font-family": "Salle Mono"}


def test_a_ruled_line_keeps_to_the_measure_of_its_rules() -> None:
    content = [words("avant "), words("barré", "strike")]
    document = store(
        shape(
            "text", font="mono", size="m", richText=rich({"type": "paragraph", "content": content})
        )
    )
    drawing = ET.fromstring(draw_page(document, PAGE))  # noqa: S314 -- ours
    span = next(span for span in drawing.iter(f"{SVG}tspan") if span.text == "barré")
    rule = list(drawing.iter(f"{SVG}rect"))[-1]
    assert span.attrib["x"] == rule.attrib["x"]
    assert float(rule.attrib["width"]) == pytest.approx(5 * 0.6 * 24)


def test_a_link_is_blue_and_leads_nowhere() -> None:
    link = {
        "type": "text",
        "text": "ici",
        "marks": [{"type": "link", "attrs": {"href": "javascript:x"}}],
    }
    document = store(shape("text", richText=rich({"type": "paragraph", "content": [link]})))
    drawing = draw_page(document, PAGE)
    assert theme.LINK in drawing
    assert "javascript" not in drawing


def test_a_highlighted_text_stands_on_yellow() -> None:
    marked = rich({"type": "paragraph", "content": [words("mmmm", "highlight")]})
    drawn = Print(store(shape("text", x=100, y=100, size="xl", richText=marked)))
    assert drawn.at(103, 106) == theme.MARK


def test_a_struck_text_has_a_line_through_it() -> None:
    struck = rich({"type": "paragraph", "content": [words("mm", "strike")]})
    drawing = draw_page(store(shape("text", richText=struck)), PAGE)
    assert drawing.count("<rect") == 3  # the page, its clip, the line


def test_lists_are_marked_and_indented() -> None:
    def item(text: str) -> dict[str, Any]:
        return {"type": "listItem", "content": [{"type": "paragraph", "content": [words(text)]}]}

    numbered = {"type": "orderedList", "attrs": {"start": 3}, "content": [item("a"), item("b")]}
    dotted = {"type": "bulletList", "content": [item("c")]}
    document = store(shape("text", richText=rich(numbered, dotted)))
    found = {"".join(text.itertext()): float(text.attrib["x"]) for text in texts(document)}
    assert set(found) == {"3.", "4.", "a", "b", "c"}
    assert 0 < found["3."] < found["a"]
    assert found["c"] == found["a"]
    assert draw_page(document, PAGE).count("<circle") == 1


def test_a_heading_is_bold_and_twice_as_large() -> None:
    heading = {"type": "heading", "attrs": {"level": 1}, "content": [words("Titre")]}
    (text,) = texts(store(shape("text", size="m", richText=rich(heading))))
    assert text.attrib["font-size"] == "48"
    assert text[0].attrib["font-weight"] == "bold"


@pytest.mark.parametrize("kind", ["geo", "note", "text"])
def test_a_plain_text_of_an_older_document_is_drawn(kind: str) -> None:
    found = texts(store(shape(kind, text="un\ndeux")))
    assert ["".join(text.itertext()) for text in found] == ["un", "deux"]


def test_an_arrow_has_a_label() -> None:
    arrow = shape("arrow", x=100, y=100, end={"x": 400, "y": 0}, text="vers")
    (text,) = texts(store(arrow))
    assert "".join(text.itertext()) == "vers"
    assert float(text.attrib["x"]) == pytest.approx(200, abs=1)


@pytest.mark.parametrize(
    ("align", "anchor", "x"),
    [("start", "start", 16), ("middle", "middle", 150), ("end", "end", 284)],
)
def test_a_label_is_aligned_in_its_shape(align: str, anchor: str, x: float) -> None:
    (text,) = texts(store(shape("geo", w=300, h=200, align=align, richText=say("Oui"))))
    assert text.attrib["text-anchor"] == anchor
    assert float(text.attrib["x"]) == pytest.approx(x, abs=0.1)


def test_a_label_stands_at_the_top_middle_or_bottom() -> None:
    heights = []
    for align in ("start", "middle", "end"):
        (text,) = texts(store(shape("geo", w=300, h=200, verticalAlign=align, richText=say("A"))))
        heights.append(float(text.attrib["y"]))
    top, middle, bottom = heights
    assert middle - top == pytest.approx(bottom - middle)
    assert 30 < top < 45


def test_a_text_of_fixed_width_is_wrapped() -> None:
    document = store(
        shape("text", autoSize=False, w=100, font="mono", richText=say("un deux trois"))
    )
    assert len(texts(document)) > 1


def test_a_scaled_text_is_scaled_as_a_whole() -> None:
    drawing = draw_page(store(shape("text", scale=2, richText=say("a"))), PAGE)
    assert '<g transform="scale(2)">' in drawing


def test_a_note_takes_the_smaller_size_that_made_its_words_fit() -> None:
    (text,) = texts(store(shape("note", size="xl", fontSizeAdjustment=14, richText=say("a"))))
    assert text.attrib["font-size"] == "14"


def test_signs_of_xml_are_only_text() -> None:
    said = "</text><script>&amp;\"'\x00\x0b\ud800￾"
    (text,) = texts(store(shape("text", richText=say(said))))
    assert "".join(text.itertext()) == "</text><script>&amp;\"'"


def test_an_accent_in_two_pieces_becomes_one_letter() -> None:
    (text,) = texts(store(shape("text", richText=say("e\u0301te\u0301"))))
    assert "".join(text.itertext()) == "été"


def test_a_text_is_read_up_to_a_limit() -> None:
    blocks = read_blocks(Props({"richText": say(*["a" * 1_000] * 100)}))
    assert sum(len(run.text) for block in blocks for run in block.runs) <= TEXT_LIMIT


@pytest.mark.parametrize(
    "props", [{}, {"text": " \n "}, {"richText": rich()}, {"richText": say("")}]
)
def test_a_shape_that_says_nothing_has_no_text(props: dict[str, Any]) -> None:
    assert read_blocks(Props(props)) == []
