"""Whatever a document holds, the page is drawn: well-formed, in bounds, in time."""

import json
import re
from base64 import b64encode
from io import BytesIO
from math import inf, nan
from time import process_time
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from salle.board.drawing import Asset, draw_page
from salle.board.drawing.pictures import BYTE_LIMIT, prepare_image
from salle.board.drawing.scene import SHAPE_LIMIT
from salle.board.drawing.sheet import PICTURE_LIMIT
from salle.board.pdf import draw_png
from tests.board.slides import PAGE, bind, image_asset, picture, say, shape, store

KINDS = [
    "arrow", "bookmark", "draw", "embed", "frame", "geo", "group", "highlight",
    "image", "line", "note", "text", "video", "unknown",
]  # fmt: skip
NAMES = [
    "w", "h", "geo", "color", "labelColor", "fill", "dash", "size", "font", "align",
    "verticalAlign", "textAlign", "autoSize", "richText", "text", "growY", "scale",
    "segments", "isClosed", "isPen", "isComplete", "points", "spline", "start", "end", "bend",
    "kind", "arrowheadStart", "arrowheadEnd", "labelPosition", "elbowMidPoint", "crop",
    "flipX", "assetId", "url", "name", "fontSizeAdjustment",
]  # fmt: skip
WORDS = st.sampled_from(
    ["red", "cloud", "solid", "dotted", "xl", "mono", "middle-legacy", "elbow", "cubic", "dot",
     "doc", "paragraph", "text", "free", "straight", "bulletList", "\ud800", "<&\"'>", "-", ""]
)  # fmt: skip
NUMBERS = st.one_of(
    st.sampled_from([0, -1, 1e-300, 1e308, -1e308, nan, inf, -inf, 10**400, True]),
    st.floats(-3000, 3000),
)
POINT = st.fixed_dictionaries({"x": NUMBERS, "y": NUMBERS}, optional={"z": NUMBERS, "index": WORDS})
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, st.text(max_size=20), POINT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.dictionaries(
            st.sampled_from(
                ["type", "content", "text", "marks", "points", "attrs", "topLeft", "a1"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=25,
)
POINTS = st.lists(POINT, max_size=30)
SEGMENTS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["free", "straight"]), "points": POINTS}),
    max_size=3,
)
PROPS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES, JUNK),
        "w": st.one_of(NUMBERS, JUNK),
        "h": st.one_of(NUMBERS, JUNK),
        "scale": st.one_of(NUMBERS, JUNK),
        "bend": st.one_of(NUMBERS, JUNK),
        "segments": st.one_of(SEGMENTS, JUNK),
        "points": st.one_of(POINTS, st.dictionaries(WORDS, POINT, max_size=5), JUNK),
        "start": st.one_of(POINT, JUNK),
        "end": st.one_of(POINT, JUNK),
        "text": st.one_of(st.text(max_size=200), JUNK),
    },
)
_FINITE = re.compile(r"nan|inf\b|\de[+-]?\d", re.IGNORECASE)


def check(drawing: str) -> None:
    tree = ET.fromstring(drawing)  # noqa: S314 -- our own output
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name not in {"href", "id"} and not value.startswith("#"):
                assert not _FINITE.search(value), (element.tag, name, value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), NUMBERS, NUMBERS, NUMBERS, NUMBERS, PROPS), max_size=4
    )
)
def test_any_props_make_a_well_formed_page(shapes: list[tuple[Any, ...]]) -> None:
    records = []
    for i, (kind, x, y, rotation, opacity, props) in enumerate(shapes):
        record = shape(kind, str(i), x=x, y=y, rotation=rotation, opacity=opacity)
        records.append({**record, "props": props})
        records.append(bind(str(i), str(i - 1), "start"))
        records.append(bind(str(i), str(i + 1), "end", isPrecise=True))
    check(draw_page(store(*records), PAGE))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["shape:a", "page:one", "asset:a", "binding:a", "x"]), JUNK))
def test_any_store_makes_a_well_formed_page(document: dict[str, Any]) -> None:
    check(draw_page(document, PAGE))


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_without_props_costs_nothing_but_itself(kind: str) -> None:
    record = shape(kind, "odd")
    del record["props"]
    good = shape("geo", "good", index="a2", x=50, y=50, w=77, h=55, dash="solid", fill="fill")
    drawing = draw_page(store(record, good), PAGE)
    check(drawing)
    assert "M0 0L77 0L77 55" in drawing


def test_shapes_that_are_each_other_s_parents_are_not_on_the_page() -> None:
    one = shape("geo", "one", parentId="shape:two")
    two = shape("group", "two", parentId="shape:one")
    self_made = shape("frame", "self", parentId="shape:self")
    drawing = draw_page(store(one, two, self_made), PAGE)
    assert "stroke" not in drawing


def test_groups_nested_without_end_are_cut_off() -> None:
    records = [
        shape("group", str(i), parentId=f"shape:{i - 1}" if i else PAGE, x=0) for i in range(5_000)
    ]
    check(draw_page(store(*records), PAGE))


def test_a_rich_text_nested_without_end_is_cut_off() -> None:
    node: dict[str, Any] = {"type": "paragraph", "content": [{"type": "text", "text": "fond"}]}
    for _ in range(500):
        node = {"type": "bulletList", "content": [{"type": "listItem", "content": [node]}]}
    drawing = draw_page(store(shape("text", richText={"type": "doc", "content": [node]})), PAGE)
    assert "fond" not in drawing


LONG_INK = [
    {"type": "free", "points": [{"x": i % 1900, "y": i * 7 % 1000} for i in range(100_000)]}
]
EXPENSIVE: dict[str, list[dict[str, Any]]] = {
    "points": [shape("draw", str(i), segments=LONG_INK) for i in range(20)],
    "dashed points": [shape("draw", segments=LONG_INK, dash="dotted", size="s")],
    "shapes": [shape("geo", str(i), geo="cloud", x=i % 1900) for i in range(2 * SHAPE_LIMIT)],
    "bumps": [shape("geo", geo="cloud", w=1e9, h=1)],
    "dashes": [shape("geo", str(i), w=1e9, h=1e9, dash="dotted", size="s") for i in range(500)],
    "words": [shape("text", str(i), richText=say("mot " * 50_000), w=9) for i in range(20)],
    "one word": [shape("text", autoSize=False, w=20, richText=say("a" * 100_000))],
    "paragraphs": [shape("note", richText=say(*["a"] * 50_000))],
    "bound arrows": [
        shape("draw", "target", segments=LONG_INK),
        *(shape("arrow", str(i), bend=30) for i in range(2_000)),
        *(bind(str(i), "target", "end") for i in range(2_000)),
    ],
    "long names": [shape("frame", name="W" * 10**6, w=100, h=100)],
    "long addresses": [shape("bookmark", url="https://" + "a" * 10**6, w=100, h=100)],
    "line points": [shape("line", points=[{"x": i, "y": i} for i in range(100_000)])],
}


@pytest.mark.parametrize("name", EXPENSIVE)
def test_the_work_for_a_page_is_bounded(name: str) -> None:
    document = store(*EXPENSIVE[name])
    began = process_time()
    drawing = draw_page(document, PAGE)
    assert process_time() - began < 15
    assert len(drawing) < 30_000_000
    check(drawing)


def test_a_heavy_image_is_not_shown_without_end() -> None:
    noise = Image.effect_noise((1500, 1500), 100)
    out = BytesIO()
    noise.save(out, "PNG")
    shapes = [shape("image", str(i), assetId="asset:picture", w=90, h=90) for i in range(1_000)]
    document = store(image_asset("/i"), *shapes)
    drawing = draw_page(document, PAGE, assets={"/i": Asset(out.getvalue(), "image/png")})
    assert 1 < drawing.count("<image") < 100
    assert len(drawing) < PICTURE_LIMIT * 1.1


def test_a_shape_that_is_too_much_leaves_room_for_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ink = [{"type": "free", "points": LONG_INK[0]["points"][:9_000]}]
    heavy = [shape("draw", f"heavy{i}", index=f"a{i:02}", segments=ink) for i in range(50)]
    light = shape("geo", "light", index="b1", w=77, h=55, dash="solid")
    drawing = draw_page(store(*heavy, light), PAGE)
    assert "M0 0L77 0L77 55" in drawing
    (record,) = caplog.records
    assert "shapes of 'page:one' are left out" in record.getMessage()


def test_a_page_of_far_dashes_can_be_printed() -> None:
    began = process_time()
    draw_png(store(*EXPENSIVE["dashes"]), PAGE, width=320)
    assert process_time() - began < 15


@pytest.mark.parametrize("field", ["text", "name", "url"])
def test_text_cannot_leave_its_place(field: str) -> None:
    evil = "\"/><script xlink:href='https://example.org'>]]>&amp;<!--"
    for kind in KINDS:
        tree = ET.fromstring(draw_page(store(shape(kind, **{field: evil})), PAGE))  # noqa: S314 -- ours
        assert {element.tag.partition("}")[2] for element in tree.iter()} <= {
            "svg", "g", "clipPath", "rect", "path", "text", "tspan", "circle", "defs", "pattern",
        }  # fmt: skip


def test_props_are_words_of_the_editor_or_nothing() -> None:
    evil = '"/><script>'
    names = ("color", "labelColor", "fill", "dash", "size", "font", "align", "geo", "kind")
    drawing = draw_page(
        store(*(shape(k, k, **dict.fromkeys(names, evil)) for k in KINDS[:-1])), PAGE
    )
    assert "script" not in drawing


BROKEN = {
    "nothing": b"",
    "no image": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "half a PNG": picture(size=(300, 300))[:60],
    "half a JPEG": picture(size=(300, 300), kind="JPEG")[:300],
    "a bomb": picture(size=(8, 8)).replace(b"\x00\x00\x00\x08", b"\x00\x01\x00\x00"),
    "too much": bytes(BYTE_LIMIT + 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_image_is_a_grey_box(name: str) -> None:
    document = store(image_asset("/i"), shape("image", assetId="asset:picture", w=100, h=100))
    drawing = draw_page(document, PAGE, assets={"/i": Asset(BROKEN[name], "image/png")})
    assert "<image" not in drawing
    assert "#eceff2" in drawing


@pytest.mark.parametrize(
    "source",
    ["data:image/png;base64,%%%", "data:image/png,abc", "data:", "javascript:1", "/missing"],
)
def test_a_source_that_leads_to_no_image_is_a_grey_box(source: str) -> None:
    document = store(image_asset(source), shape("image", assetId="asset:picture", w=100, h=100))
    assert "<image" not in draw_page(document, PAGE, assets={})


def test_a_picture_larger_than_the_page_is_made_smaller() -> None:
    uri = prepare_image(picture(size=(5_000, 20)))
    assert uri is not None
    assert len(uri) < len(b64encode(picture(size=(5_000, 20)))) * 4
    assert uri.startswith("data:image/jpeg;base64,")


def test_a_document_read_from_json_is_drawn_like_any_other() -> None:
    document = store(shape("geo", w=100, h=100), shape("text", "t", richText=say("été")))
    again = json.loads(json.dumps(document))
    assert draw_page(again, PAGE) == draw_page(document, PAGE)
