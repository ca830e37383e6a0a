import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.board.sync.diff import ObjectDiff, apply_object_diff, diff_record, merge_object
from salle.board.sync.equality import is_equal
from tests.board.sync.making import diffs_for, objects, pairs

POINTS = [{"x": number, "y": 0} for number in range(10)]


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ({"a": 1}, {"a": 1.0}, None),
        ({"a": 1}, {"a": True}, {"a": ["put", True]}),
        ({"a": 1, "b": 2}, {"a": 1}, {"b": ["delete"]}),
        ({"a": 1}, {"a": 1, "b": None}, {"b": ["put", None]}),
        # Only `props` is compared key by key, and what lies below it is not.
        ({"props": {"w": 1, "h": 2}}, {"props": {"w": 1}}, {"props": ["patch", {"h": ["delete"]}]}),
        ({"meta": {"w": 1, "h": 2}}, {"meta": {"w": 1}}, {"meta": ["put", {"w": 1}]}),
        (
            {"props": {"crop": {"x": 1, "y": 2}}},
            {"props": {"crop": {"x": 1, "y": 3}}},
            {"props": ["patch", {"crop": ["put", {"x": 1, "y": 3}]}]},
        ),
        # Lists that grow are appended to, lists that shrink are put.
        ({"a": [1]}, {"a": [1, 2, 3]}, {"a": ["append", [2, 3], 1]}),
        ({"a": [1, 2]}, {"a": [1]}, {"a": ["put", [1]]}),
        ({"a": [1, 2]}, {"a": [0, 2, 3]}, {"a": ["put", [0, 2, 3]]}),
        ({"a": []}, {"a": {}}, {"a": ["put", {}]}),
        # One changed item of a list, or one in five, is patched.
        ({"a": [1, 2]}, {"a": [1, 0]}, {"a": ["patch", {"1": ["put", 0]}]}),
        ({"a": [1, 2]}, {"a": [0, 0]}, {"a": ["put", [0, 0]]}),
        (
            {"a": [[1], [2]]},
            {"a": [[1], [2, 3]]},
            {"a": ["patch", {"1": ["append", [3], 1]}]},
        ),
        (
            {"a": POINTS},
            {"a": [{"x": 0, "y": 5}, {"x": 1, "z": 1}, *POINTS[2:]]},
            {
                "a": [
                    "patch",
                    {
                        "0": ["patch", {"y": ["put", 5]}],
                        "1": ["patch", {"y": ["delete"], "z": ["put", 1]}],
                    },
                ]
            },
        ),
        ({"a": POINTS}, {"a": [0, 0, 0, *POINTS[3:]]}, {"a": ["put", [0, 0, 0, *POINTS[3:]]]}),
        ({"a": [{}, 1]}, {"a": [[], 1]}, {"a": ["patch", {"0": ["put", []]}]}),
    ],
)
def test_a_diff_has_the_form_of_tldraws(
    before: dict[str, Any], after: dict[str, Any], diff: dict[str, Any] | None
) -> None:
    """B9"""
    assert diff_record(before, after) == diff
    assert is_equal(apply_object_diff(before, diff or {}), after)


@pytest.mark.parametrize(
    ("before", "diff"),
    [
        ({"a": [1]}, {"a": ["append", [2], 2]}),
        ({"a": [1]}, {"a": ["append", [], 1]}),
        ({"a": 1}, {"a": ["append", [2], 0]}),
        ({}, {"a": ["append", [2], 0]}),
        ({"a": None}, {"a": ["patch", {"b": ["put", 1]}]}),
        ({"a": "text"}, {"a": ["patch", {"0": ["put", 1]}]}),
        ({}, {"a": ["patch", {"b": ["put", 1]}]}),
        ({}, {"a": ["delete"]}),
        ({"a": 1}, {"a": ["put", 1.0]}),
        ({"a": [1]}, {"a": ["patch", {"0": ["delete"]}]}),
        ({"a": [1]}, {"a": ["patch", {"2": ["put", 1]}]}),
        ({"a": [1]}, {"a": ["patch", {"99999999999999999999": ["put", 1]}]}),
        ({"a": [1]}, {"a": ["patch", {"-1": ["put", 2]}]}),
        ({"a": [1]}, {"a": ["patch", {"00": ["put", 2]}]}),
        ({"a": [1]}, {"a": ["patch", {"": ["put", 2]}]}),
        ({"a": [1]}, {"a": ["patch", {"length": ["put", 2]}]}),
        ({"a": [1]}, {"a": ["patch", {"²": ["put", 2]}]}),
    ],
)
def test_an_operation_that_does_not_fit_does_nothing(
    before: dict[str, Any], diff: dict[str, Any]
) -> None:
    """B8"""
    after, effect = merge_object(before, diff)
    assert after is before
    assert effect is None


def test_an_index_after_the_last_adds_an_item() -> None:
    """B8"""
    assert apply_object_diff({"a": [1]}, {"a": ["patch", {"1": ["put", 2]}]}) == {"a": [1, 2]}


def test_what_did_something_is_kept_of_a_diff() -> None:
    """B14"""
    before = {"x": 1, "y": 2, "props": {"w": 1, "list": [1, 2]}}
    idle: ObjectDiff = {"x": ["put", 1], "gone": ["delete"]}
    busy: ObjectDiff = {"y": ["put", 3], "props": ["patch", {"list": ["patch", {"0": ["put", 5]}]}]}
    idle_inside: ObjectDiff = {
        "props": ["patch", {"list": ["patch", {"0": ["put", 5], "1": ["put", 2]}]}]
    }
    after, effect = merge_object(before, {**idle, **busy, **idle_inside})
    assert after == {"x": 1, "y": 3, "props": {"w": 1, "list": [5, 2]}}
    assert effect == busy
    assert merge_object(before, busy)[1] is busy


def test_a_growing_stroke_shares_its_points_with_what_it_was() -> None:
    points = [{"x": number, "y": 0, "z": 0.5} for number in range(100)]
    before = {"props": {"segments": [{"type": "free", "points": points}]}}
    diff: ObjectDiff = {
        "props": [
            "patch",
            {"segments": ["patch", {"0": ["patch", {"points": ["append", [{"x": 1}], 100]}]}]},
        ]
    }
    after = apply_object_diff(before, diff)
    grown = after["props"]["segments"][0]["points"]
    assert all(new is old for new, old in zip(grown, points, strict=False))
    assert len(before["props"]["segments"][0]["points"]) == 100


@given(pairs())
def test_a_diff_leads_from_one_record_to_the_other(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """B9"""
    before, after = pair
    kept = copy.deepcopy(pair)
    diff = diff_record(before, after)
    assert (diff is None) == is_equal(before, after)
    if diff is not None:
        result, effect = merge_object(before, diff)
        assert is_equal(result, after)
        assert effect is diff
    assert pair == kept


@given(st.data())
def test_the_effect_of_a_diff_is_all_that_the_diff_does(data: st.DataObject) -> None:
    """B14"""
    before = data.draw(objects)
    diff = data.draw(diffs_for(before))
    kept = copy.deepcopy((before, diff))
    after, effect = merge_object(before, diff)
    assert (effect is None) == is_equal(before, after)
    if effect is not None:
        again, same = merge_object(before, effect)
        assert is_equal(again, after)
        assert same is effect
    assert (before, diff) == kept
