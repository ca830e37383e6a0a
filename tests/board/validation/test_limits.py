"""What tldraw takes and Salle does not, because it would hurt who sees it."""

import pytest

from salle.board.sync.diff import apply_object_diff, diff_record
from salle.board.sync.limits import RECORD_SIZE
from salle.board.validation import InvalidRecord
from salle.board.validation.limits import check_changed_limits, check_limits
from tests.board.validation import places
from tests.board.validation.samples import SAMPLES, Record, draw_shape, rich_text
from tests.board.validation.test_changes import POINT, grow
from tests.board.validation.verdicts import passes


def kind_of(record: Record) -> str:
    return f"{record['typeName']}.{record['type']}" if "type" in record else record["typeName"]


BY_KIND = {kind_of(each): each for each in reversed(SAMPLES)}
GEO = BY_KIND["shape.geo"]


def changed(record: Record, path: str, value: object) -> Record:
    after: Record = places.changed(record, path.split("."), value)
    return after


def document(*nodes: object, kind: str = "doc") -> Record:
    return {"type": kind, "content": [*nodes]}


def paragraph(*nodes: object, **fields: object) -> Record:
    return {"type": "paragraph", "content": [*nodes], **fields}


def text(letters: object = "x", **fields: object) -> Record:
    return {"type": "text", "text": letters, **fields}


def link(address: object) -> Record:
    return document(paragraph(text(marks=[{"type": "link", "attrs": {"href": address}}])))


CROP = {"topLeft": {"x": 0.5, "y": 0}, "bottomRight": {"x": 0.5, "y": 1}}
POINT_OF_LINE = {"id": "a1", "index": "a1", "x": 0, "y": 0}

REFUSED: list[tuple[str, str, str, object]] = [
    ("V1", "asset.image", "props.src", "https://example.com/a.png"),
    ("V1", "asset.image", "props.src", "data:image/png;base64,AAAA"),
    ("V1", "asset.image", "props.src", "/files/../api/logout"),
    ("V1", "asset.image", "props.src", "/files/a?b"),
    ("V1", "asset.image", "props.src", "/files/"),
    ("V1", "asset.image", "props.src", "//files/a"),
    ("V1", "asset.image", "props.src", "asset:1"),
    ("V1", "asset.video", "props.src", "https://example.com/a.mp4"),
    ("V2", "asset.bookmark", "props.src", "data:text/html,x"),
    ("V1", "asset.bookmark", "props.image", "https://example.com/a.png"),
    ("V1", "asset.bookmark", "props.favicon", "https://example.com/favicon.ico"),
    ("V2", "shape.embed", "props.url", "javascript:alert(1)"),
    ("V2", "shape.embed", "props.url", "java\tscript:alert(1)"),
    ("V2", "shape.embed", "props.url", "file:///etc/passwd"),
    ("V4", "shape.draw", "x", 1e9),
    ("V4", "shape.draw", "props.segments.0.points.1.y", -1e300),
    ("V6", "shape.draw", "props.segments", []),
    ("V6", "shape.draw", "props.segments.0.points", []),
    ("V4", "shape.draw", "props.scale", 1e-9),
    ("V6", "shape.highlight", "props.segments", []),
    ("V8", "shape.draw", "index", "a1!"),
    ("V8", "shape.draw", "index", "a1é"),
    ("V8", "shape.draw", "index", "a1" + "V" * 200),
    ("V8", "page", "index", "a1-"),
    ("V9", "shape.draw", "parentId", "shape:draw"),
    ("V10", "shape.draw", "meta", {"a": [{"__proto__": 1}]}),
    ("V11", "shape.draw", "meta", {"text": "x" * RECORD_SIZE}),
    ("V10", "shape.group", "props", []),
    ("V6", "shape.line", "props.points", {}),
    ("V6", "shape.line", "props.points", {"a1": POINT_OF_LINE}),
    ("V10", "shape.line", "props.points", [POINT_OF_LINE, POINT_OF_LINE]),
    ("V8", "shape.line", "props.points.a1.index", "a0!"),
    ("V7", "shape.image", "props.crop", CROP),
    ("V4", "shape.image", "props.w", 1e-300),
    ("V4", "shape.geo", "props.w", 1e8),
    ("V9", "binding.arrow", "fromId", "shape:geo"),
    ("V4", "document", "gridSize", 0),
    ("V4", "instance_presence", "camera.z", 0),
    ("V4", "instance_presence", "camera.z", -1),
    ("V4", "instance_presence", "screenBounds.w", 0),
    ("V4", "instance_presence", "brush.x", 1e300),
]
TEXTS_REFUSED = [
    document(kind="paragraph"),
    document(None),
    document("text"),
    document({"type": "image"}),
    document({}),
    document({"type": ["text"]}),
    document(paragraph(text(""))),
    document(paragraph(text(1))),
    document(paragraph({"type": "text"})),
    document({"type": "paragraph", "content": {}}),
    document({"type": "paragraph", "attrs": []}),
    document({"type": "paragraph", "attrs": {"dir": ["ltr"]}}),
    document(document()),
    document(paragraph(text(marks={}))),
    document(paragraph(text(marks=[None]))),
    document(paragraph(text(marks=[{"type": "blink"}]))),
    document(paragraph(text(marks=[{"type": "bold", "attrs": 1}]))),
    link("javascript:alert(1)"),
    link(" JavaScript\n:alert(1)"),
    link("data:text/html,x"),
    link(1),
]
TEXTS_TAKEN = [
    rich_text(),
    document(),
    document({"type": "paragraph"}),
    document(paragraph(attrs={"dir": "rtl"}), {"type": "heading", "attrs": {"level": 2}}),
    document({"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph()]}]}),
    document(paragraph(text(), {"type": "hardBreak"}, text(marks=[{"type": "highlight"}]))),
    link("https://example.com"),
    link("mailto:a@b.fr"),
    link("tel:112"),
    link("example.com/a:b"),
    link(None),
]


def name(value: object) -> str:
    return str(value)[:40]


def is_within(record: Record) -> bool:
    try:
        check_limits(record)
    except InvalidRecord:
        return False
    return True


def is_change_within(before: Record, after: Record) -> bool:
    diff = diff_record(before, after)
    assert diff is not None
    try:
        check_changed_limits(apply_object_diff(before, diff), diff, 1_000)
    except InvalidRecord:
        return False
    return True


@pytest.mark.parametrize("record", SAMPLES, ids=[*map(kind_of, SAMPLES)])
def test_what_tldraw_makes_is_within_limits(record: Record) -> None:
    assert is_within(record)
    assert is_within(record | {"meta": {"number": 1e300, "text": "javascript:"}})


@pytest.mark.parametrize(("_rule", "kind", "path", "value"), REFUSED, ids=name)
def test_what_would_hurt_others_is_refused_though_tldraw_takes_it(
    _rule: str, kind: str, path: str, value: object
) -> None:
    before = BY_KIND[kind]
    after = changed(before, path, value)
    assert passes(after)
    assert not is_within(after)
    assert not is_change_within(before, after)


@pytest.mark.parametrize("value", TEXTS_REFUSED, ids=name)
@pytest.mark.parametrize("kind", ["geo", "note", "text"])
def test_text_that_the_editor_cannot_read_is_refused(kind: str, value: Record) -> None:
    """V3"""
    before = BY_KIND[f"shape.{kind}"]
    after = changed(before, "props.richText", value)
    assert passes(after)
    assert not is_within(after)
    assert not is_change_within(before, after)


@pytest.mark.parametrize("value", TEXTS_TAKEN, ids=name)
def test_text_that_the_editor_writes_is_taken(value: Record) -> None:
    assert is_within(changed(BY_KIND["shape.text"], "props.richText", value))


def test_a_refusal_tells_the_field() -> None:
    with pytest.raises(InvalidRecord) as caught:
        check_limits(changed(BY_KIND["asset.image"], "props.src", "https://example.com"))
    assert caught.value.path == "props.src"


def test_a_cloud_may_be_large_and_not_endlessly_longer_than_wide() -> None:
    """V5"""
    cloud = changed(GEO, "props.geo", "cloud")
    assert is_within(cloud)
    assert is_within(changed(cloud, "props.w", 80_000))
    flat = changed(changed(cloud, "props.w", 200_000), "props.h", 0.01)
    assert not is_within(flat)
    assert not is_within(changed(cloud, "props.growY", 1e8))
    assert not is_change_within(cloud, flat)


def test_what_a_change_does_not_touch_is_not_looked_at() -> None:
    """A document from elsewhere may have what nobody may send; it can still be moved."""
    before = changed(GEO, "props.richText", document({"type": "image"}))
    after = changed(before, "x", 5)
    assert is_change_within(before, after)
    assert not is_change_within(before, changed(before, "props.w", 1e9))
    put = {"props": ["put", after["props"]]}
    with pytest.raises(InvalidRecord):
        check_changed_limits(after, put, 1_000)


def test_the_size_of_a_stroke_is_known_as_it_grows() -> None:
    record = draw_shape(1)
    size = check_limits(record)
    for count in range(1, 3_000, 10):
        diff = grow(count, *[POINT] * 10)
        record = apply_object_diff(record, diff)
        size = check_changed_limits(record, diff, size)
        assert check_limits(record) <= size


def test_a_record_that_grows_beyond_the_limit_is_refused() -> None:
    """V11"""
    record = draw_shape(7_500)
    size = check_limits(record)
    diff = grow(7_500, *[POINT] * 2_000)
    with pytest.raises(InvalidRecord, match="too large"):
        check_changed_limits(apply_object_diff(record, diff), diff, size)


def test_changes_that_add_nothing_do_not_add_up_to_the_limit() -> None:
    record, size = GEO, check_limits(GEO)
    text = "x" * 100_000
    for turn in range(10):
        diff = {"meta": ["put", {"text": text + str(turn)}]}
        record = apply_object_diff(record, diff)
        size = check_changed_limits(record, diff, size)
        assert size <= RECORD_SIZE


@pytest.mark.parametrize("value", ["\ud800", 2**70])
def test_what_cannot_be_written_is_refused(value: object) -> None:
    assert not is_within(changed(GEO, "meta", {"x": value}))
