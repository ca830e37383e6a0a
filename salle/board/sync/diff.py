"""Diffs of records: what changed, and putting it into effect (B7 to B9).

A diff maps keys to operations: `["put", value]`, `["patch", diff]`, `["append", values, offset]`
and `["delete"]`. The keys of a list are its indexes as decimal text.
"""

from typing import Any

from salle.board.sync.equality import is_equal

Record = dict[str, Any]
ValueOp = list[Any]
ObjectDiff = dict[str, ValueOp]
RecordOp = list[Any]
"""`["put", record]`, `["patch", diff]` or `["remove"]`."""
NetworkDiff = dict[str, RecordOp]
"""Operations by the id of the record."""

NESTED = frozenset({"props"})
"""Keys of a record whose value is compared key by key."""
CHANGED_SHARE = 5
"""A list of which more than one in five items changed is put whole."""


class Missing:
    """No value, where `None` is one."""


MISSING = Missing()


def apply_object_diff(before: Record, diff: ObjectDiff) -> Record:
    """The same object if the diff changes nothing (B8)."""
    return merge_object(before, diff)[0]


def merge_object(before: Record, diff: ObjectDiff) -> tuple[Record, ObjectDiff | None]:
    """The record after the diff, and the part of the diff that changed it.

    That part is the very object `diff` if all of it did something, and None if none of it did.
    The cost is that of what the diff touches, beside shallow copies of what holds it.
    """
    after = before
    effects: ObjectDiff = {}
    for key, op in diff.items():
        value, effect = merge_value(before.get(key, MISSING), op)
        if effect is None:
            continue
        effects[key] = effect
        if after is before:
            after = before.copy()
        if value is MISSING:
            del after[key]
        else:
            after[key] = value
    return after, name_effect(diff, effects)


def merge_list(before: list[Any], diff: ObjectDiff) -> tuple[list[Any], ObjectDiff | None]:
    after = before
    effects: ObjectDiff = {}
    for key, op in diff.items():
        index = read_index(key, len(before))
        if index is None or op[0] == "delete":
            continue  # JavaScript would leave a hole, which JSON cannot say
        value, effect = merge_value(before[index] if index < len(before) else MISSING, op)
        if effect is None:
            continue
        effects[key] = effect
        if after is before:
            after = before.copy()
        after[index : index + 1] = [value]
    return after, name_effect(diff, effects)


def merge_value(before: object, op: ValueOp) -> tuple[object, ValueOp | None]:
    """The value after an operation, and what of the operation changed it."""
    kind = op[0]
    if kind == "put":
        if before is MISSING or not is_equal(before, op[1]):
            return op[1], op
    elif kind == "append":
        if type(before) is list and len(before) == op[2] and op[1]:
            return before + op[1], op
    elif kind == "delete":
        if before is not MISSING:
            return MISSING, op
    else:
        after: object
        if type(before) is dict:
            after, effect = merge_object(before, op[1])
        elif type(before) is list:
            after, effect = merge_list(before, op[1])
        else:
            return before, None
        if effect is not None:
            return after, op if effect is op[1] else ["patch", effect]
    return before, None


def name_effect(diff: ObjectDiff, effects: ObjectDiff) -> ObjectDiff | None:
    if not effects:
        return None
    is_whole = len(effects) == len(diff) and all(effects[key] is diff[key] for key in effects)
    return diff if is_whole else effects


def read_index(key: str, length: int) -> int | None:
    """An index of a list, or the one after its last; None for any other text."""
    if not (key.isascii() and key.isdecimal()) or (key[0] == "0" and key != "0"):
        return None
    if len(key) > len(str(length)):
        return None
    index = int(key)
    return index if index <= length else None


def diff_record(before: Record, after: Record) -> ObjectDiff | None:
    """The diff that turns one record into the other, in tldraw's form; None if they are equal."""
    return diff_object(before, after, nested=NESTED)


def diff_object(
    before: Record, after: Record, *, nested: frozenset[str] = frozenset()
) -> ObjectDiff | None:
    diff: ObjectDiff = {}
    for key, old in before.items():
        if key not in after:
            diff[key] = ["delete"]
            continue
        new = after[key]
        if is_equal(old, new):
            continue
        if key in nested and type(old) is dict and type(new) is dict:
            diff[key] = ["patch", diff_object(old, new)]
        elif type(old) is list and type(new) is list:
            diff[key] = diff_list(old, new)
        else:
            diff[key] = ["put", new]
    for key, new in after.items():
        if key not in before:
            diff[key] = ["put", new]
    return diff or None


def diff_list(before: list[Any], after: list[Any]) -> ValueOp:
    """Of lists that differ."""
    if len(before) == len(after):
        return diff_items(before, after)
    if len(before) < len(after) and is_equal(before, after[: len(before)]):
        return ["append", after[len(before) :], len(before)]
    return ["put", after]


def diff_items(before: list[Any], after: list[Any]) -> ValueOp:
    """Of lists of the same length that differ."""
    most = max(len(before) / CHANGED_SHARE, 1)
    patch: ObjectDiff = {}
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if is_equal(old, new):
            continue
        if len(patch) + 1 > most:
            return ["put", after]
        if type(old) is dict and type(new) is dict:
            patch[str(index)] = ["patch", diff_object(old, new)]
        elif type(old) is list and type(new) is list:
            patch[str(index)] = diff_list(old, new)
        else:
            patch[str(index)] = ["put", new]
    return ["patch", patch]
