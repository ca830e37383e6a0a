"""Validating what a diff touches says what validating the whole would."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from salle.board.sync.diff import apply_object_diff, diff_record
from salle.board.validation import InvalidRecord, validate_changed, validate_record
from tests.board.validation.samples import (
    SAMPLES,
    Record,
    any_value,
    draw_shape,
    shape,
)
from tests.board.validation.spoiling import spoil
from tests.board.validation.tldraw import ask_tldraw, disagreements
from tests.board.validation.verdicts import passes

Diff = dict[str, Any]
COUNT = 12_000


def passes_changed(before: Record, diff: Diff) -> bool:
    try:
        validate_changed(before, apply_object_diff(before, diff), diff)
    except InvalidRecord:
        return False
    return True


def change_at_random(random: Random) -> tuple[Record, Diff]:
    before = deepcopy(random.choice(SAMPLES))
    if random.random() < 0.5:
        after = deepcopy(before)
        spoil(after, random)
        diff = diff_record(before, after)
        if diff is not None:
            return before, diff
    return before, diff_at_random(before, random, depth=4)


def diff_at_random(value: Any, random: Random, depth: int) -> Diff:
    """Mostly of what is there, and also of what is not; half of it without effect or wrong."""
    if isinstance(value, list):
        keys = [str(index) for index in range(len(value) + 2)] + ["01", "-1", "1.0", "length"]
    else:
        keys = [*value, *value, *value, "extra", "z", "__proto__", "0"]
    chosen = random.sample(keys, min(len(keys), random.choice([1, 1, 2, 3])))
    return {key: operation_at_random(entry_of(value, key), random, depth) for key in chosen}


def entry_of(value: Any, key: str) -> Any:
    if isinstance(value, list):
        return value[int(key)] if key.isdecimal() and int(key) < len(value) else None
    return value.get(key)


def operation_at_random(value: Any, random: Random, depth: int) -> list[Any]:
    if isinstance(value, dict | list) and depth and random.random() < 0.8:
        if isinstance(value, list) and random.random() < 0.4:
            like = [deepcopy(each) for each in value[:2]]
            items = random.choice([like, like, [any_value(random)], []])
            return ["append", items, random.choice([len(value), len(value), 0, 9])]
        return ["patch", diff_at_random(value, random, depth - 1)]
    choices: list[list[Any]] = [
        ["delete"],
        ["put", any_value(random)],
        ["put", deepcopy(value)],
        ["put", value + 1 if type(value) in (int, float) else deepcopy(value)],
        ["patch", {"x": ["put", 1]}],
        ["append", [any_value(random)], random.randrange(3)],
    ]
    return random.choice(choices)


def test_random_changes_get_the_verdict_of_the_whole_and_of_tldraw() -> None:
    random = Random(5)  # noqa: S311 - the same changes every time
    changes = [change_at_random(random) for _ in range(COUNT)]
    differing = [
        (before["type"] if "type" in before else before["typeName"], diff)
        for before, diff in changes
        if passes_changed(before, diff) != passes(apply_object_diff(before, diff))
    ]
    assert differing == []
    after = [apply_object_diff(before, diff) for before, diff in changes]
    verdicts = ask_tldraw(records=after)["records"]
    assert disagreements(after, passes, verdicts) == []
    assert COUNT * 0.2 < sum(verdicts) < COUNT * 0.8


def grow(first: int, *points: object) -> Diff:
    """What the pen's movement sends."""
    append = ["append", [*points], first]
    return {"props": ["patch", {"segments": ["patch", {"0": ["patch", {"points": append}]}]}]}


POINT = {"x": 1.5, "y": 2, "z": 0.5}


def test_a_stroke_that_grows_is_validated_by_what_it_grew() -> None:
    """The point before is wrong, which cannot be: that nobody says so shows that nobody looks."""
    before = draw_shape(500)
    before["props"]["segments"][0]["points"][250] = "wrong"
    assert passes_changed(before, grow(500, POINT, POINT, POINT))
    assert not passes(apply_object_diff(before, grow(500, POINT)))


def test_a_key_that_is_no_index_hides_nothing_beside_it() -> None:
    before = draw_shape(2)
    points = {"length": ["put", 0], "0": ["patch", {"x": ["put", None]}]}
    diff = {
        "props": ["patch", {"segments": ["patch", {"0": ["patch", {"points": ["patch", points]}]}]}]
    }
    assert not passes_changed(before, diff)


def test_a_refusal_tells_where_in_a_change() -> None:
    before = draw_shape(500)
    diff = grow(500, POINT, {"x": None, "y": 0})
    with pytest.raises(InvalidRecord) as caught:
        validate_changed(before, apply_object_diff(before, diff), diff)
    assert caught.value.path == "props.segments.0.points.501.x"
    assert str(caught.value) == "props.segments.0.points.501.x: not a finite number"


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ({}, "typeName"),
        (shape("circle"), "type"),
        (shape("group", w=1), "props.w"),
        (shape("embed", w=1, h=1, url=None), "props.url"),
        (shape("group") | {"index": "b"}, "index"),
        (shape("group") | {"extra": 1}, "extra"),
        ([], ""),
    ],
)
def test_a_refusal_tells_where_in_a_record(record: object, path: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        validate_record(record)
    assert caught.value.path == path


def test_a_record_may_not_become_another_kind_by_a_change() -> None:
    before = shape("group")
    for diff in ({"type": ["put", "frame"]}, {"typeName": ["put", "page"]}, {"type": ["delete"]}):
        assert not passes_changed(before, diff)
