"""The same records, given to us and to tldraw's own package under Node."""

import json
import random
from typing import Any

import pytest

from salle.board.sync.diff import apply_object_diff, diff_record
from salle.board.sync.equality import is_equal
from salle.board.sync.schema import SCHEMA
from tools.tldraw import run_script

SCALARS = [None, True, False, 0, 1, 1.0, -2, 0.5, 1e21, "", "a", "é\u2028", "🙂"]
KEYS = ["a", "b", "c", "meta", "é"]
Random = random.Random
NUMBER = 600


def make_value(chance: Random, depth: int = 3) -> Any:
    kind = chance.random() if depth else 1
    if kind < 0.2:
        return {key: make_value(chance, depth - 1) for key in KEYS if chance.random() < 0.5}
    if kind < 0.5:
        return [make_value(chance, depth - 1) for _ in range(chance.randrange(12))]
    return chance.choice(SCALARS)


def make_record(chance: Random) -> dict[str, Any]:
    record = {key: make_value(chance) for key in KEYS if chance.random() < 0.7}
    return {**record, "props": {key: make_value(chance) for key in KEYS if chance.random() < 0.7}}


def change_value(chance: Random, value: Any, rate: float) -> Any:
    if chance.random() < rate / 4:
        return make_value(chance)
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if chance.random() > rate / 3}
        changed = {key: change_value(chance, item, rate) for key, item in kept.items()}
        return {**changed, "new": 1} if chance.random() < rate / 3 else changed
    if isinstance(value, list):
        items = [change_item(chance, item, rate / 2) for item in value]
        grown = [make_value(chance, 1) for _ in range(chance.randrange(3))]
        return items + grown if chance.random() < rate else items
    return chance.choice(SCALARS) if chance.random() < rate else value


def change_item(chance: Random, item: Any, rate: float) -> Any:
    """Of a list that becomes an object inside a list, tldraw makes a patch that fits neither."""
    changed = change_value(chance, item, rate)
    are_containers = isinstance(item, list | dict) and isinstance(changed, list | dict)
    return item if are_containers and type(item) is not type(changed) else changed


def change_record(chance: Random, record: dict[str, Any]) -> dict[str, Any]:
    rate = chance.choice([0.1, 0.5, 1])
    parts = {key: change_value(chance, value, rate) for key, value in record.items()}
    props = parts["props"] if isinstance(parts["props"], dict) else {}
    return {**parts, "props": props, **({"later": 0} if chance.random() < 0.2 else {})}


def make_diff(chance: Random, value: Any) -> dict[str, list[Any]]:
    """Not for this value alone: some of it does not fit."""
    if isinstance(value, list):
        indexes = chance.sample(range(len(value) + 1), min(len(value) + 1, 2))
        items = {str(index): value[index] if index < len(value) else None for index in indexes}
        return {
            index: make_op(chance, item, ["put", "append", "patch"])
            for index, item in items.items()
        }
    known = value if isinstance(value, dict) else {}
    keys = chance.sample(sorted({*known, *KEYS, "props"}), 3)
    return {
        key: make_op(chance, known.get(key), ["put", "append", "patch", "delete"]) for key in keys
    }


def make_op(chance: Random, value: Any, kinds: list[str]) -> list[Any]:
    kind = chance.choice(kinds)
    if kind == "put":
        return ["put", value if chance.random() < 0.3 else make_value(chance)]
    if kind == "append":
        length = len(value) if isinstance(value, list) else 0
        return ["append", [make_value(chance, 1)], length + (chance.random() < 0.3)]
    if kind == "patch":
        return ["patch", make_diff(chance, value)]
    return ["delete"]


@pytest.fixture(scope="module")
def questions() -> dict[str, Any]:
    chance = random.Random(20260807)  # noqa: S311  # the same records every time
    befores = [make_record(chance) for _ in range(NUMBER)]
    return {
        "pairs": [[before, change_record(chance, before)] for before in befores],
        "merges": [[before, make_diff(chance, before)] for before in befores],
    }


@pytest.fixture(scope="module")
def answers(questions: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(run_script("diffs.mjs", stdin=json.dumps(questions)))
    return answers


def test_tldraw_makes_the_same_diffs(questions: dict[str, Any], answers: dict[str, Any]) -> None:
    """B9"""
    kinds: set[str] = set()
    for (before, after), theirs in zip(questions["pairs"], answers["diffs"], strict=True):
        ours = diff_record(before, after)
        assert is_equal(ours, theirs), (before, after)
        kinds.update(
            word for word in ("append", "patch", "delete") if f'"{word}"' in json.dumps(ours)
        )
    assert kinds == {"append", "patch", "delete"}


def test_tldraw_applies_diffs_to_the_same_end(
    questions: dict[str, Any], answers: dict[str, Any]
) -> None:
    """B8"""
    for (before, diff), theirs in zip(questions["merges"], answers["merged"], strict=True):
        assert is_equal(apply_object_diff(before, diff), theirs), (before, diff)


def test_tldraw_has_the_same_schema(answers: dict[str, Any]) -> None:
    """B10"""
    assert answers["schema"] == SCHEMA
