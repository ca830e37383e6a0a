"""Each kind of shape is where it should be, in its colours, and nowhere else."""

from base64 import b64encode
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from salle.board.drawing import Asset, draw_page, theme
from salle.board.drawing.geometries import OUTLINES
from tests.board.slides import PAGE, Print, image_asset, picture, say, shape, store

BOX = {"x": 400, "y": 300, "w": 200, "h": 100}
POINTS = [{"x": i * 10, "y": 50 + (i % 2) * 20, "z": 0.5} for i in range(20)]
INK = [{"type": "free", "points": POINTS}]
RING = [
    {
        "type": "free",
        "points": [{"x": x, "y": y} for x, y in ((0, 0), (200, 0), (200, 100), (0, 100), (0, 0))],
    }
]
LINE = {"a1": {"index": "a1", "x": 0, "y": 0}, "a2": {"index": "a2", "x": 200, "y": 100}}

EVERY_SHAPE: dict[str, dict[str, Any]] = {
    **{f"geo {geo}": shape("geo", geo=geo, **BOX) for geo in OUTLINES},
    **{f"dash {dash}": shape("geo", dash=dash, **BOX) for dash in sorted(theme.DASHES)},
    **{f"fill {fill}": shape("geo", fill=fill, **BOX) for fill in sorted(theme.FILLS)},
    **{
        f"ink {dash}": shape("draw", x=400, y=300, segments=INK, dash=dash)
        for dash in sorted(theme.DASHES)
    },
    "pen": shape("draw", x=400, y=300, segments=INK, isPen=True),
    "dot": shape("draw", x=500, y=350, segments=[{"type": "free", "points": [{"x": 0, "y": 0}]}]),
    "highlight": shape("highlight", x=400, y=300, segments=INK, size="s"),
    "line": shape("line", x=400, y=300, points=LINE),
    "spline": shape("line", x=400, y=300, points=LINE, spline="cubic"),
    "arrow": shape("arrow", x=400, y=350, start={"x": 0, "y": 0}, end={"x": 200, "y": 0}),
    "bent arrow": shape("arrow", x=400, y=320, end={"x": 200, "y": 0}, bend=40),
    "elbow arrow": shape("arrow", x=400, y=300, kind="elbow", end={"x": 200, "y": 100}),
    "text": shape("text", x=420, y=320, richText=say("Bonjour")),
    "frame": shape("frame", name="", **BOX),
    "missing image": shape("image", **BOX),
    "video": shape("video", **BOX),
    "embed": shape("embed", url="https://example.org", **BOX),
    "bookmark": shape("bookmark", url="https://example.org", **BOX),
}


@pytest.mark.parametrize("name", EVERY_SHAPE)
def test_a_shape_is_drawn_in_its_place(name: str) -> None:
    box = Print(store(EVERY_SHAPE[name])).inked()
    assert box is not None
    left, top, right, bottom = box
    assert left >= 388
    assert top >= 288
    assert right <= 612
    assert bottom <= 412


def test_a_note_is_a_square_of_coloured_paper() -> None:
    paper = Print(store(shape("note", x=400, y=300, color="light-blue")))
    assert paper.at(500, 400) == "#9bc4fd"
    assert paper.at(404, 304) == "#9bc4fd"
    assert paper.at(596, 496) == "#9bc4fd"
    assert paper.at(610, 400) == "#ffffff"


@pytest.mark.parametrize("color", theme.COLORS)
def test_a_colour_is_that_of_the_editor(color: str) -> None:
    drawn = Print(store(shape("geo", fill="fill", color=color, **BOX)))
    assert drawn.at(500, 350) == theme.COLORS[color].solid


@pytest.mark.parametrize(
    ("fill", "expected"), [("none", "#ffffff"), ("semi", "#fcfffe"), ("solid", "#f4dadb")]
)
def test_a_fill_is_that_of_the_editor(fill: str, expected: str) -> None:
    assert Print(store(shape("geo", fill=fill, color="red", **BOX))).at(500, 350) == expected


def test_a_pattern_is_strokes_on_paper() -> None:
    drawn = Print(store(shape("geo", fill="pattern", color="red", **BOX)))
    seen = {drawn.at(480 + i, 350) for i in range(16)}
    assert len(seen) > 2


@pytest.mark.parametrize(("size", "thick"), [("s", 2), ("m", 3.5), ("l", 5), ("xl", 10)])
def test_a_stroke_is_as_thick_as_its_size(size: str, thick: float) -> None:
    box = Print(
        store(
            shape(
                "line",
                x=400,
                y=300,
                dash="solid",
                size=size,
                points={
                    "a1": {"index": "a1", "x": 0, "y": 0},
                    "a2": {"index": "a2", "x": 200, "y": 0},
                },
            )
        )
    ).inked()
    assert box is not None
    assert abs(box[3] - box[1] - thick) <= 2


def test_a_closed_line_of_ink_is_filled() -> None:
    drawn = store(
        shape("draw", x=400, y=300, segments=RING, isClosed=True, fill="solid", color="red")
    )
    assert Print(drawn).at(500, 350) == "#f4dadb"


def test_the_highlighter_is_under_text_and_lightly_over_it() -> None:
    text = shape("geo", "under", fill="fill", color="black", index="a1", **BOX)
    line = [{"type": "straight", "points": [{"x": -100, "y": 50}, {"x": 300, "y": 50}]}]
    marker = shape("highlight", "over", x=400, y=300, index="a2", color="yellow", segments=line)
    drawn = Print(store(text, marker))
    assert drawn.at(350, 350) not in {"#ffffff", "#fddd00"}
    assert drawn.at(500, 350) not in {"#1d1d1d", "#fddd00"}


def test_what_has_the_higher_index_is_on_top() -> None:
    low = shape("geo", "z", fill="fill", color="red", index="a1", **BOX)
    high = shape("geo", "a", fill="fill", color="blue", index="a2", **BOX)
    assert Print(store(high, low)).at(500, 350) == "#4465e9"


def test_a_shape_turns_about_its_corner() -> None:
    drawn = Print(store(shape("geo", fill="fill", rotation=1.5707963, **BOX)))
    assert drawn.at(350, 400) == "#1d1d1d"
    assert drawn.at(500, 350) == "#ffffff"


def test_children_are_placed_within_their_group() -> None:
    group = shape("group", "g", x=400, y=300, rotation=1.5707963, opacity=0.5)
    child = shape(
        "geo", "c", parentId="shape:g", x=100, y=0, w=100, h=100, fill="fill", opacity=0.5
    )
    drawn = Print(store(group, child))
    assert drawn.at(350, 450) in {"#c6c6c6", "#c7c7c7"}  # a quarter of the ink
    assert drawn.at(550, 350) == "#ffffff"


def test_a_frame_cuts_off_what_is_outside_of_it() -> None:
    frame = shape("frame", "f", name="Cadre", **BOX)
    child = shape(
        "geo", "c", parentId="shape:f", x=150, y=20, w=100, h=50, fill="fill", color="red"
    )
    drawn = Print(store(frame, child))
    assert drawn.at(580, 340) == "#e03131"
    assert drawn.at(620, 340) == "#ffffff"


def test_the_name_of_a_frame_is_above_it() -> None:
    box = Print(store(shape("frame", name="Cadre", **BOX))).inked()
    assert box is not None
    assert 276 <= box[1] <= 292


def images(**props: Any) -> dict[str, Any]:
    return store(image_asset("/media/1"), shape("image", assetId="asset:picture", **BOX, **props))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_an_image_fills_its_box(kind: str) -> None:
    assets = {"/media/1": Asset(picture("#ff0000", kind=kind), f"image/{kind.lower()}")}
    drawn = Print(images(), assets=assets)
    for x, y in ((405, 305), (595, 395)):
        red, blue = drawn.at(x, y)[1:3], drawn.at(x, y)[5:]
        assert int(red, 16) > 250
        assert int(blue, 16) < 5
    assert drawn.at(610, 350) == "#ffffff"


def halves() -> dict[str, Asset]:
    """Left red, right blue."""
    image = Image.new("RGB", (100, 50), "#ff0000")
    image.paste("#0000ff", (50, 0, 100, 50))
    out = BytesIO()
    image.save(out, "PNG")
    return {"/media/1": Asset(out.getvalue(), "image/png")}


def test_a_crop_shows_a_part() -> None:
    crop = {"topLeft": {"x": 0.5, "y": 0}, "bottomRight": {"x": 1, "y": 1}}
    drawn = Print(images(crop=crop), assets=halves())
    assert drawn.at(410, 350) == "#0000ff"
    assert drawn.at(590, 350) == "#0000ff"
    assert drawn.at(350, 350) == "#ffffff"


def test_a_round_crop_has_no_corners() -> None:
    crop = {"topLeft": {"x": 0, "y": 0}, "bottomRight": {"x": 1, "y": 1}, "isCircle": True}
    drawn = Print(images(crop=crop), assets=halves())
    assert drawn.at(402, 302) == "#ffffff"
    assert drawn.at(450, 350) == "#ff0000"


def test_a_flipped_image_is_mirrored() -> None:
    drawn = Print(images(flipX=True), assets=halves())
    assert drawn.at(410, 350) == "#0000ff"
    assert drawn.at(590, 350) == "#ff0000"


def test_assets_may_be_looked_up_by_a_function() -> None:
    asked = []

    def find(source: str) -> Asset | None:
        asked.append(source)
        return halves()[source]

    drawing = draw_page(images(), PAGE, assets=find)
    assert asked == ["/media/1"]
    assert "data:image/png;base64," in drawing


def test_an_image_kept_in_the_document_is_shown() -> None:
    uri = f"data:image/png;base64,{b64encode(picture('#ff0000')).decode()}"
    document = store(image_asset(uri), shape("image", assetId="asset:picture", **BOX))
    assert Print(document).at(500, 350) == "#ff0000"


def test_a_drawing_refers_to_nothing_outside_itself() -> None:
    records = [{**record, "id": f"shape:{i}"} for i, record in enumerate(EVERY_SHAPE.values())]
    tree = ET.fromstring(draw_page(store(*records), PAGE))  # noqa: S314 -- our own output
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.endswith("href"):
                assert value.startswith("data:image/")


def test_an_unknown_page_is_blank() -> None:
    assert "<path" not in draw_page(store(EVERY_SHAPE["pen"]), "page:other")


def test_names_of_definitions_are_used_once() -> None:
    records = [{**record, "id": f"shape:{i}"} for i, record in enumerate(EVERY_SHAPE.values())]
    tree = ET.fromstring(draw_page(store(*records), PAGE))  # noqa: S314 -- our own output
    names = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(names) == len(set(names))
