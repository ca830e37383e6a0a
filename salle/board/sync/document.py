"""The records of a board, when each was changed last, and which are gone (B12, B31)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from salle.board.sync.diff import NetworkDiff, Record, apply_object_diff
from salle.board.sync.limits import RECORD_SIZE
from salle.board.sync.protocol import encode, encode_put, encode_remove
from salle.board.sync.schema import SCHEMA

DOCUMENT_TYPES = frozenset({"asset", "binding", "document", "page", "shape"})
"""The types of records that are kept. The others are one browser's own, or presence."""
TOMBSTONES = 3_000
PRUNED_AT_ONCE = 300
CRASH_LEAP = 1_000_000


class Snapshot(TypedDict):
    """All of a document. What `store` and `schema` hold is what tldraw calls a store snapshot."""

    store: dict[str, Record]
    schema: dict[str, object]
    clock: int
    clocks: dict[str, int]
    tombstones: dict[str, int]
    history_from: int


@dataclass(slots=True)
class Entry:
    """A record. It is replaced when the record changes, never changed."""

    record: Record
    clock: int
    size: int
    """At least the bytes of its JSON; exactly those once `put` is there."""
    put: bytes | None = None
    """`"id":["put",{…}]`, made when first needed."""

    @classmethod
    def measure(cls, record: Record, clock: int) -> "Entry":
        entry = cls(record, clock, 0)
        entry.encode()
        return entry

    def encode(self) -> bytes:
        if self.put is None:
            text = encode(self.record)
            self.size = len(text)
            self.put = encode_put(self.record["id"], text)
        return self.put

    def become(self, record: Record, clock: int, diff_size: int) -> "Entry":
        """The entry after a diff of so many bytes, which is at least what it grew by."""
        entry = Entry(record, clock, self.size + diff_size)
        if entry.size > RECORD_SIZE:
            entry.encode()
        return entry


Entries = dict[str, Entry | None]
"""What records become; None are gone."""


class Document:
    """`clock` counts the changes. Whoever has seen less than `history_from` is told everything."""

    def __init__(self, records: Iterable[Record] = (), *, clock: int = 1) -> None:
        self.clock = clock
        self.history_from = clock
        self.entries: dict[str, Entry] = {}
        self.tombstones: dict[str, int] = {}
        self.size = 0
        self._counts = dict.fromkeys(DOCUMENT_TYPES, 0)
        for record in records:
            self._set(record["id"], Entry.measure(record, clock))

    @classmethod
    def restore(cls, snapshot: Snapshot) -> "Document":
        document = cls(clock=snapshot["clock"])
        for record_id, record in snapshot["store"].items():
            document._set(record_id, Entry.measure(record, snapshot["clocks"][record_id]))
        document.tombstones = dict(snapshot["tombstones"])
        document.history_from = snapshot["history_from"]
        return document

    def snapshot(self) -> Snapshot:
        return Snapshot(
            store={record_id: entry.record for record_id, entry in self.entries.items()},
            schema=SCHEMA,
            clock=self.clock,
            clocks={record_id: entry.clock for record_id, entry in self.entries.items()},
            tombstones=dict(self.tombstones),
            history_from=self.history_from,
        )

    def get(self, record_id: str) -> Record | None:
        entry = self.entries.get(record_id)
        return entry.record if entry else None

    def count(self, type_name: str) -> int:
        return self._counts[type_name]

    def change(self, entries: Mapping[str, Entry | None]) -> None:
        """Puts a change into effect. Entries carry the clock that follows, and it comes."""
        self.clock += 1
        for record_id, entry in entries.items():
            if entry is not None:
                self._set(record_id, entry)
                self.tombstones.pop(record_id, None)
            elif self._drop(record_id):
                self.tombstones[record_id] = self.clock
        if len(self.tombstones) > TOMBSTONES:
            self._prune_tombstones()

    def replay(self, clock: int, diff: NetworkDiff) -> None:
        """A stored change once more. The diff is an effect: it has been checked and it fits."""
        entries: Entries = {}
        for record_id, op in diff.items():
            if op[0] == "put":
                entries[record_id] = Entry.measure(op[1], clock)
            elif op[0] == "patch":
                entry = self.entries[record_id]
                after = apply_object_diff(entry.record, op[1])
                entries[record_id] = entry.become(after, clock, len(encode(op)))
            else:
                entries[record_id] = None
        self.clock = clock - 1
        self.change(entries)

    def forget_history(self) -> None:
        """After a crash: what clients were shown last may be lost, so each is told everything.

        The clock leaps past all that they may have seen. Store it before anybody comes in: a
        second crash would else leap to where the first one did.
        """
        self.clock += CRASH_LEAP
        self.history_from = self.clock
        self.tombstones.clear()

    def encode_all(self) -> list[bytes]:
        """The entries of a diff that puts every record."""
        return [entry.put or self._encode(entry) for entry in self.entries.values()]

    def encode_since(self, clock: int) -> Iterator[bytes]:
        """The entries of a diff from what was at that clock."""
        for entry in self.entries.values():
            if entry.clock > clock:
                yield entry.put or self._encode(entry)
        for record_id, removed_at in self.tombstones.items():
            if removed_at > clock:
                yield encode_remove(record_id)

    def measure(self) -> int:
        """The exact size of the document, which is at most what `size` said."""
        self.encode_all()
        return self.size

    def _encode(self, entry: Entry) -> bytes:
        self.size -= entry.size
        put = entry.encode()
        self.size += entry.size
        return put

    def _set(self, record_id: str, entry: Entry) -> None:
        old = self.entries.get(record_id)
        self.entries[record_id] = entry
        self.size += entry.size
        if old is None:
            self._counts[entry.record["typeName"]] += 1
        else:
            self.size -= old.size

    def _drop(self, record_id: str) -> bool:
        old = self.entries.pop(record_id, None)
        if old is None:
            return False
        self.size -= old.size
        self._counts[old.record["typeName"]] -= 1
        return True

    def _prune_tombstones(self) -> None:
        """Who has not seen the youngest that goes is told everything."""
        by_age = sorted(self.tombstones.items(), key=lambda tombstone: tombstone[1])
        excess = len(by_age) - TOMBSTONES + PRUNED_AT_ONCE
        self.history_from = max(self.history_from, by_age[excess - 1][1])
        self.tombstones = dict(by_age[excess:])


def read_store(store: Mapping[str, Any]) -> list[Record]:
    """The records of a store snapshot that a board keeps."""
    return [record for record in store.values() if record.get("typeName") in DOCUMENT_TYPES]
