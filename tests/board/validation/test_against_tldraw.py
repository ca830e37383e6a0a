"""The verdicts here and those of tldraw's own validators, on the same records."""

from collections.abc import Iterator

import pytest

from salle.board.validation.index_keys import length_of_whole
from tests.board.validation.places import Path, changed, paths_in, value_at, without
from tests.board.validation.samples import SAMPLES, SCALARS, Record, shape
from tests.board.validation.spoiling import records_at_random
from tests.board.validation.tldraw import ask_tldraw, disagreements
from tests.board.validation.verdicts import passes

COUNT = 12_000
UNLISTED_WORDS = ["start", "end", "center", "edge", "edge-point", "free", "straight", "Black"]
"""Words of choices that tldraw does not export, and one that is none."""


def every_field() -> Iterator[tuple[Record, Path]]:
    """What records of a kind have in common is looked at in one of them."""
    seen: set[object] = set()
    for sample in SAMPLES:
        for path in paths_in(sample):
            field = (sample["typeName"], path[0] == "props" and sample["type"], path)
            if field not in seen:
                seen.add(field)
                yield sample, path


def with_each(values: list[object], record: Record, path: Path) -> list[Record]:
    return [changed(record, path, value) for value in values]


def test_records_at_random_get_tldraws_verdict() -> None:
    records = records_at_random(COUNT, seed=3)
    verdicts = ask_tldraw(records=records)["records"]
    assert disagreements(records, passes, verdicts) == []
    assert COUNT * 0.3 < sum(verdicts) < COUNT * 0.7


def test_every_field_takes_the_words_that_tldraw_takes_and_no_others() -> None:
    words = [*ask_tldraw()["words"], *UNLISTED_WORDS]
    records = [
        record
        for sample, path in every_field()
        if isinstance(value_at(sample, path), str)
        for record in with_each(words, sample, path)
    ]
    assert disagreements(records, passes, ask_tldraw(records=records)["records"]) == []


def test_every_field_takes_the_odd_values_that_tldraw_takes_and_no_others() -> None:
    odd = [*SCALARS, [], {}, [0], {"x": 0}]
    records = [
        record
        for sample, path in every_field()
        for record in (*with_each(odd, sample, path), without(sample, path))
    ]
    assert disagreements(records, passes, ask_tldraw(records=records)["records"]) == []


GROUP, FRAME = shape("group"), shape("frame", w=1, h=1, name="", color="black")
LAST_BEFORE_Z = "y" + "z" * (length_of_whole("y") - 2) + "y"
PARTICULARS: dict[str, tuple[object, bool]] = {
    "an array is an object without fields": (GROUP | {"props": []}, True),
    "an array has its indexes as fields": (GROUP | {"props": [1]}, False),
    "a name in an array is that name to an object, but no type": (
        GROUP | {"typeName": ["shape"]},
        False,
    ),
    "a name of Object's prototype is no field": (FRAME | {"props": {"toString": 1}}, False),
    "a name of Object's prototype is no kind": (GROUP | {"type": "constructor"}, False),
    "a prototype is a field like another": (GROUP | {"__proto__": {}}, False),
    "negative zero is not negative": (GROUP | {"opacity": -0.0}, True),
    "an integer too large is infinite": (GROUP | {"x": 10**309}, False),
    "a whole float is an integer": (GROUP | {"x": 1.0, "opacity": 1.0}, True),
    "true is no number": (GROUP | {"opacity": True}, False),
    "one is not true": (GROUP | {"isLocked": 1}, False),
    "an id is its prefix": (GROUP | {"id": "shape:"}, True),
    "a fraction of an index may be anything": (GROUP | {"index": "a0 !é🎨"}, True),
    "an index may end in zeros": (GROUP | {"index": "a100"}, True),
    "the last index before the heads of two letters": (GROUP | {"index": LAST_BEFORE_Z}, False),
    "a record that tldraw has and a board has not": ({"typeName": "camera"}, False),
    "nothing": (None, False),
    "half a character": (GROUP | {"meta": {"name": "\ud800"}}, True),
}


@pytest.mark.parametrize("name", PARTICULARS)
def test_particulars_of_javascript(name: str) -> None:
    record, verdict = PARTICULARS[name]
    assert passes(record) is verdict


def test_tldraw_agrees_on_the_particulars() -> None:
    records = [record for record, _ in PARTICULARS.values()]
    assert ask_tldraw(records=records)["records"] == [each for _, each in PARTICULARS.values()]
