"""The kinds of records that a board has, and the two verdicts on them."""

from collections.abc import Mapping
from typing import Any

from salle.board.validation.assets import ASSETS
from salle.board.validation.bindings import BINDINGS
from salle.board.validation.objects import Diff, InvalidRecord, ObjectOf
from salle.board.validation.presence import PRESENCE
from salle.board.validation.scalars import INDEX_KEY, JSON, NUMBER, PAGE_ID, TEXT, one_of
from salle.board.validation.shapes import SHAPES

DOCUMENT = ObjectOf(
    {
        "typeName": one_of("document"),
        "id": one_of("document:document"),
        "gridSize": NUMBER,
        "name": TEXT,
        "meta": JSON,
    }
)
PAGE = ObjectOf(
    {
        "typeName": one_of("page"),
        "id": PAGE_ID,
        "name": TEXT,
        "index": INDEX_KEY,
        "meta": JSON,
    }
)

RECORDS: Mapping[str, ObjectOf] = {
    "document": DOCUMENT,
    "page": PAGE,
    "instance_presence": PRESENCE,
}
TYPED_RECORDS: Mapping[str, Mapping[str, ObjectOf]] = {
    "asset": ASSETS,
    "binding": BINDINGS,
    "shape": SHAPES,
}
"""Those whose `type` decides what is in them."""


def validate_record(record: object) -> None:
    """Raises InvalidRecord where tldraw 3.15.6 would refuse the record.

    The record is JSON as a parser left it: dicts, lists, texts, numbers, flags and None.
    """
    validator_of(record).check(record)


def validate_changed(before: Mapping[str, Any], after: Mapping[str, Any], diff: Diff) -> None:
    """The verdict of `validate_record(after)`, at the cost of what the diff touches.

    `before` is valid, and `after` is what tldraw's apply makes of it with the ObjectDiff, whose
    form (every operation with its operands) has been checked.
    """
    validator = validator_of(after)
    if "typeName" in diff or "type" in diff:
        validator.check(after)
    else:
        validator.recheck(before, after, diff)


def validator_of(record: object) -> ObjectOf:
    if type(record) is not dict:
        raise InvalidRecord("not an object")
    type_name = record.get("typeName")
    if type(type_name) is str:
        if type_name in RECORDS:
            return RECORDS[type_name]
        if type_name in TYPED_RECORDS:
            return of_type(TYPED_RECORDS[type_name], record)
    raise InvalidRecord("not one of the known words", "typeName")


def of_type(validators: Mapping[str, ObjectOf], record: Mapping[str, Any]) -> ObjectOf:
    kind = record.get("type")
    if type(kind) is str and kind in validators:
        return validators[kind]
    raise InvalidRecord("not one of the known words", "type")
