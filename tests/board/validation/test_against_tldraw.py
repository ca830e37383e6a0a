"""The verdicts here and those of tldraw's own validators, on the same records."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from tests.board.validation.samples import SAMPLES, Record
from tests.board.validation.spoiling import records_at_random
from tests.board.validation.tldraw import ask_tldraw, disagreements
from tests.board.validation.verdicts import passes

COUNT = 12_000


def test_records_at_random_get_tldraws_verdict() -> None:
    records = records_at_random(COUNT, seed=3)
    verdicts = ask_tldraw(records=records)["records"]
    assert disagreements(records, passes, verdicts) == []
    assert COUNT * 0.3 < sum(verdicts) < COUNT * 0.7


def test_every_choice_has_tldraws_words_and_no_others() -> None:
    known = ask_tldraw()["words"]
    words = sorted({*known, "start", "end", "edge", "edge-point", "center", "free", "straight"})
    records: list[Record] = []
    for sample in SAMPLES:
        for path in paths_to_texts(sample):
            records += [with_value(sample, path, word) for word in [*words, "Black", "", "x"]]
    assert disagreements(records, passes, ask_tldraw(records=records)["records"]) == []


def paths_to_texts(record: Record) -> list[list[Any]]:
    """Of the record's own fields, those of `props`, and of what is directly in these."""
    return [
        path
        for path, value in walk(record)
        if isinstance(value, str) and "content" not in path and "meta" not in path
    ]


def walk(value: Any, path: Sequence[Any] = ()) -> list[tuple[list[Any], Any]]:
    found: list[tuple[list[Any], Any]] = []
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in entries:
        found.append(([*path, key], each))
        if isinstance(each, dict | list):
            found += walk(each, [*path, key])
    return found


def with_value(record: Record, path: Sequence[Any], value: Any) -> Record:
    changed = deepcopy(record)
    container: Any = changed
    for key in path[:-1]:
        container = container[key]
    container[path[-1]] = value
    return changed
