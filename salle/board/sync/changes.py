"""What a diff from a client would do to the document: nothing happens here yet (B15 to B20).

A push is either refused, by an exception, or put into effect as far as it goes: operations that
have no effect, that rights forbid, that a limit forbids or that hang in the air are left out, and
the pusher is told what remains.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from salle.board.sync import limits
from salle.board.sync.diff import NetworkDiff, ObjectDiff, Record, diff_record, merge_object
from salle.board.sync.document import DOCUMENT_TYPES, Document, Entries, Entry
from salle.board.sync.places import find_page, is_below_a_missing_page, is_in_a_circle
from salle.board.sync.protocol import encode_op, encode_remove


class Refused(Exception):
    """A record that no client of ours makes. The text is for the log."""


@dataclass(frozen=True, slots=True)
class Validation:
    """The verdict on records. Both raise `refusal`, whatever is wrong with what they are given."""

    check_record: Callable[[object], None]
    check_change: Callable[[Record, Record, ObjectDiff], None]
    """Of a record before and after a diff, when it was good before."""
    refusal: type[Exception]


@dataclass(slots=True)
class Change:
    entries: Entries = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    """The effect, as encoded entries of a diff."""
    is_as_asked: bool = True
    """The effect is the very diff that was asked for."""
    is_full: bool = False
    """A limit of the board kept something out."""
    has_dropped: bool = False
    """Something hung in the air and was left out."""


PAGE_PREFIXES = ("page:", "document:")
FIRST_PUTS_LAST = {"remove": 0, "patch": 1, "put": 2}


class Planner:
    """Plans one change. Removals go first: they make room."""

    def __init__(
        self, document: Document, validation: Validation, *, may_touch_pages: bool
    ) -> None:
        self._document = document
        self._validation = validation
        self._may_touch_pages = may_touch_pages
        self._change = Change()
        self._clock = document.clock + 1
        self._size = document.size
        self._is_measured = False
        self._records = len(document.entries)
        self._counts = {name: document.count(name) for name in DOCUMENT_TYPES}
        self._pages: Counter[str] | None = None
        self._placed: list[str] = []

    def plan(self, diff: NetworkDiff) -> Change:
        change = self._change
        for record_id, op in sorted(diff.items(), key=lambda item: FIRST_PUTS_LAST[item[1][0]]):
            if not self._may_touch_pages and record_id.startswith(PAGE_PREFIXES):
                is_as_asked = False
            elif op[0] == "remove":
                is_as_asked = self._remove(record_id)
            elif op[0] == "patch":
                is_as_asked = self._patch(record_id, op[1])
            else:
                is_as_asked = self._put(record_id, op[1])
            change.is_as_asked &= is_as_asked
        if self._placed:
            self._drop_what_hangs_in_the_air()
        return change

    def _remove(self, record_id: str) -> bool:
        old = self._document.entries.get(record_id)
        if old is None:
            return False
        self._size -= old.size
        self._records -= 1
        self._counts[old.record["typeName"]] -= 1
        self._set(record_id, None, encode_remove(record_id))
        return True

    def _patch(self, record_id: str, diff: ObjectDiff) -> bool:
        old = self._document.entries.get(record_id)
        if old is None:
            return False
        after, effect = merge_object(old.record, diff)
        return self._replace(record_id, old, after, effect) and effect is diff

    def _put(self, record_id: str, record: Record) -> bool:
        check_identity(record_id, record)
        old = self._document.entries.get(record_id)
        if old is not None:
            self._replace(record_id, old, record, diff_record(old.record, record))
            return False  # others are told the difference, and so is the pusher
        self._validation.check_record(record)
        entry = Entry.measure(record, self._clock)
        if not self._has_room(entry) or not self._has_place(record):
            self._change.is_full = True
            return False
        self._size += entry.size
        self._records += 1
        self._counts[record["typeName"]] += 1
        self._set(record_id, entry, entry.put or b"")
        return True

    def _replace(
        self, record_id: str, old: Entry, after: Record, effect: ObjectDiff | None
    ) -> bool:
        if effect is None:
            return False
        if "id" in effect or "typeName" in effect:
            raise Refused(f"{record_id} would become another record")
        self._validation.check_change(old.record, after, effect)
        part = encode_op(record_id, ["patch", effect])
        entry = old.become(after, self._clock, len(part))
        growth = entry.size - old.size
        is_too_large = entry.size > limits.RECORD_SIZE and growth > 0
        if is_too_large or not self._has_bytes(growth):
            self._change.is_full = True
            return False
        if "parentId" in effect and not self._has_place(after, old.record):
            self._change.is_full = True
            return False
        self._size += growth
        self._set(record_id, entry, part)
        return True

    def _set(self, record_id: str, entry: Entry | None, part: bytes) -> None:
        self._change.entries[record_id] = entry
        self._change.parts[record_id] = part

    def _has_room(self, entry: Entry) -> bool:
        return (
            entry.size <= limits.RECORD_SIZE
            and self._records < limits.RECORDS
            and (entry.record["typeName"] != "asset" or self._counts["asset"] < limits.ASSETS)
            and self._has_bytes(entry.size)
        )

    def _has_bytes(self, growth: int) -> bool:
        if growth <= 0 or self._size + growth <= limits.DOCUMENT_SIZE:
            return True
        if not self._is_measured:  # sizes are upper bounds until somebody has to know
            self._is_measured = True
            self._size = self._document.measure()
            for record_id, entry in self._change.entries.items():
                old = self._document.entries.get(record_id)
                self._size += (entry.size if entry else 0) - (old.size if old else 0)
        return self._size + growth <= limits.DOCUMENT_SIZE

    def _has_place(self, record: Record, before: Record | None = None) -> bool:
        """Whether there is room on the page of a shape that is new or moved below another."""
        if record["typeName"] != "shape":
            return True
        self._placed.append(record["id"])
        if self._counts["shape"] < limits.SHAPES_PER_PAGE:
            return True
        if self._pages is None:
            self._pages = self._count_pages()
        page = find_page(self._get, record)
        if before is not None and find_page(self._document.get, before) == page:
            return True
        if self._pages[page] >= limits.SHAPES_PER_PAGE:
            return False
        self._pages[page] += 1
        return True

    def _count_pages(self) -> Counter[str]:
        """The shapes on each page, without those that go."""
        going = self._change.entries
        return Counter(
            find_page(self._document.get, entry.record)
            for record_id, entry in self._document.entries.items()
            if entry.record["typeName"] == "shape" and going.get(record_id, entry) is not None
        )

    def _get(self, record_id: str) -> Record | None:
        """As it will be."""
        if record_id in self._change.entries:
            entry = self._change.entries[record_id]
            return entry.record if entry else None
        return self._document.get(record_id)

    def _drop_what_hangs_in_the_air(self) -> None:
        """Leaving out a move may leave another in the air: look again, three times at most."""
        for is_last in (False, False, True):
            depths: dict[str, int] = {}
            dropped = [name for name in self._placed if self._hangs_in_the_air(name, depths)]
            if not dropped:
                return
            for record_id in self._placed if is_last else dropped:
                self._change.entries.pop(record_id, None)
                self._change.parts.pop(record_id, None)
            self._change.has_dropped = True
            self._change.is_as_asked = False

    def _hangs_in_the_air(self, record_id: str, depths: dict[str, int]) -> bool:
        entry = self._change.entries.get(record_id)
        return entry is not None and (
            is_below_a_missing_page(self._get, entry.record)
            or is_in_a_circle(self._get, record_id, depths)
        )


def check_identity(record_id: str, record: Record) -> None:
    type_name = record.get("typeName")
    if type(type_name) is not str or type_name not in DOCUMENT_TYPES:
        raise Refused(f"{record_id} is of no type that is kept")
    if record.get("id") != record_id or not record_id.startswith(f"{type_name}:"):
        raise Refused(f"{record_id} has another id inside")
