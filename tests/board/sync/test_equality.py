import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.board.sync.equality import is_equal
from tests.board.sync.making import values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (0, -0.0),
        ({"a": 1, "b": [2]}, {"b": [2.0], "a": 1.0}),
        ([], []),
        (None, None),
    ],
)
def test_what_javascript_calls_equal_is_equal(one: object, other: object) -> None:
    """B6"""
    assert is_equal(one, other)
    assert is_equal([one], [other])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (False, 0),
        (0, ""),
        (None, False),
        ([], {}),
        ({"a": None}, {}),
        ([None], []),
        ("1", 1),
        ([1, 2], [2, 1]),
        ({"a": [{"b": True}]}, {"a": [{"b": 1}]}),
    ],
)
def test_what_javascript_tells_apart_differs(one: object, other: object) -> None:
    """B6"""
    assert not is_equal(one, other)
    assert not is_equal(other, one)
    assert not is_equal({"in": [one]}, {"in": [other]})


@given(values)
def test_a_value_equals_its_copy(value: Any) -> None:
    assert is_equal(value, copy.deepcopy(value))
    assert is_equal(value, json.loads(json.dumps(value)))


@given(values, values)
def test_equality_is_that_of_the_text_with_sorted_keys(one: Any, other: Any) -> None:
    def write(value: Any) -> Any:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, list):
            return [write(item) for item in value]
        if isinstance(value, dict):
            return {key: write(item) for key, item in value.items()}
        return value

    one_text, other_text = (json.dumps(write(value), sort_keys=True) for value in (one, other))
    assert is_equal(one, other) == (one_text == other_text)


@given(st.lists(values, max_size=3))
def test_the_order_of_keys_does_not_count(items: list[Any]) -> None:
    one = {str(index): item for index, item in enumerate(items)}
    other = dict(reversed(one.items()))
    assert is_equal(one, other)
