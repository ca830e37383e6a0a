"""The parts that validators are made of, and how a change is validated without the whole."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Final

Check = Callable[[object], object]
"""Raises InvalidRecord. What it returns, if anything, is the value with its type known."""
Diff = Mapping[str, Any]
"""tldraw's ObjectDiff: keys, and for each a `put`, `patch`, `append` or `delete`."""


LONGEST_KEY = 64
"""Characters of a key in a path, for whoever sends a record may choose it."""


class InvalidRecord(Exception):
    """tldraw or a limit refuses the record; `path` says where, as `props.segments.3.points.0.x`.

    The message has names and positions, and nothing that somebody drew or wrote: it may be logged.
    """

    def __init__(self, reason: str, *keys: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.keys: list[str | int] = [*keys]

    @property
    def path(self) -> str:
        return ".".join(str(key)[:LONGEST_KEY] for key in self.keys)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.keys else self.reason

    def below(self, key: str | int) -> "InvalidRecord":
        """The same, seen from the object or list that has the value under `key`."""
        self.keys.insert(0, key)
        return self


class Undefined(Enum):
    """What JavaScript finds under a key that is not there: no check but Optional's takes it."""

    UNDEFINED = "undefined"


UNDEFINED: Final = Undefined.UNDEFINED


class Validator:
    """A check, and a cheaper one for a value that was valid before something in it changed."""

    def __init__(self, check: Check) -> None:
        self.check = check

    def recheck(self, before: object, after: object, diff: Diff) -> None:  # noqa: ARG002 - used by those that contain others
        """The verdict of `check(after)`, where `before` passed and `diff` made `after` of it."""
        self.check(after)

    def recheck_longer(self, before: object, after: object) -> None:  # noqa: ARG002 - used by lists
        """The verdict of `check(after)`, where something was appended to `before`, which passed."""
        self.check(after)


class Optional(Validator):
    """May be missing, but not null."""

    def __init__(self, inner: Validator) -> None:
        check_inner = inner.check

        def check(value: object) -> None:
            if value is not UNDEFINED:
                check_inner(value)

        super().__init__(check)


class Nullable(Validator):
    """May be null, but not missing."""

    def __init__(self, inner: Validator) -> None:
        check_inner = inner.check

        def check(value: object) -> None:
            if value is not None:
                check_inner(value)

        super().__init__(check)


class ObjectOf(Validator):
    """Has these fields and no others."""

    def __init__(self, fields: Mapping[str, Validator]) -> None:
        self._fields = dict(fields)
        checks = [(name, field.check) for name, field in fields.items()]
        names = frozenset(fields)

        def check(value: object) -> None:
            found = entries_of(value)
            name = ""
            try:
                for name, check_field in checks:
                    check_field(found.get(name, UNDEFINED))
            except InvalidRecord as error:
                raise error.below(name) from None
            if not found.keys() <= names:
                raise InvalidRecord("unexpected", min(found.keys() - names))

        super().__init__(check)

    def recheck(self, before: object, after: object, diff: Diff) -> None:
        if not (type(before) is dict and type(after) is dict):
            self.check(after)
            return
        for name, operation in diff.items():
            if name in self._fields:
                field = self._fields[name]
                old, new = before.get(name, UNDEFINED), after.get(name, UNDEFINED)
                recheck_entry(field, name, old, new, operation)
            elif name in after:
                raise InvalidRecord("unexpected", name)


class DictOf(Validator):
    """Has any keys, and such a value under each."""

    def __init__(self, value: Validator) -> None:
        self._value = value
        check_value = value.check

        def check(value: object) -> None:
            for key, each in entries_of(value).items():
                try:
                    check_value(each)
                except InvalidRecord as error:
                    raise error.below(key) from None

        super().__init__(check)

    def recheck(self, before: object, after: object, diff: Diff) -> None:
        if not (type(before) is dict and type(after) is dict):
            self.check(after)
            return
        for key, operation in diff.items():
            if key in after:
                old = before.get(key, UNDEFINED)
                recheck_entry(self._value, key, old, after[key], operation)


class ListOf(Validator):
    """A list of such values.

    `are_valid` may know at once that all are; when it says no, they are looked at one by one.
    """

    def __init__(
        self, item: Validator, are_valid: Callable[[list[Any]], bool] = lambda _: False
    ) -> None:
        self._item = item
        check_item = item.check

        def check_items(items: list[object], first: int) -> None:
            if are_valid(items):
                return
            for index, each in enumerate(items, first):
                try:
                    check_item(each)
                except InvalidRecord as error:
                    raise error.below(index) from None

        def check(value: object) -> None:
            if type(value) is not list:
                raise InvalidRecord("not a list")
            check_items(value, 0)

        super().__init__(check)
        self._check_items = check_items

    def recheck(self, before: object, after: object, diff: Diff) -> None:
        if not (type(before) is list and type(after) is list):
            self.check(after)
            return
        for key, operation in diff.items():
            index = index_of(key)
            if index is None:
                self.check(after)
                return
            if index < min(len(before), len(after)):
                recheck_entry(self._item, index, before[index], after[index], operation)
        self.recheck_longer(before, after)

    def recheck_longer(self, before: object, after: object) -> None:
        """Also finds the holes that a value put far beyond the end leaves before it."""
        if not (type(before) is list and type(after) is list):
            self.check(after)
        elif len(after) > len(before):
            self._check_items(after[len(before) :], len(before))


def recheck_entry(
    validator: Validator, key: str | int, old: object, new: object, operation: Sequence[Any]
) -> None:
    """What stands under `key` now, whether the operation had an effect or was ignored."""
    if old is new:
        return
    kind = operation[0]
    try:
        if kind == "append":
            validator.recheck_longer(old, new)
        elif kind == "patch":
            validator.recheck(old, new, operation[1])
        else:
            validator.check(new)
    except InvalidRecord as error:
        raise error.below(key) from None


def entries_of(value: object) -> dict[str, Any]:
    """JavaScript's Object.entries, for which an array is an object whose keys are its indexes."""
    if type(value) is dict:
        return value
    if type(value) is list:
        return {str(index): each for index, each in enumerate(value)}
    raise InvalidRecord("not an object")


def index_of(key: str) -> int | None:
    return int(key) if key.isascii() and key.isdigit() and len(key) <= MAX_INDEX_DIGITS else None


MAX_INDEX_DIGITS = 10
