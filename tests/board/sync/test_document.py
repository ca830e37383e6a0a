from salle.board.sync.document import (
    CRASH_LEAP,
    PRUNED_AT_ONCE,
    TOMBSTONES,
    Document,
    Entries,
    Entry,
    read_store,
)
from salle.board.sync.protocol import encode
from salle.board.sync.schema import SCHEMA
from tests.board.sync.world import document_record, page, shape


def put(document: Document, *records: dict[str, object]) -> None:
    clock = document.clock + 1
    document.change({str(record["id"]): Entry.measure(record, clock) for record in records})


def remove(document: Document, *record_ids: str) -> None:
    document.change(dict.fromkeys(record_ids))


def test_a_fresh_document_knows_nobody() -> None:
    """B11: a first connect has seen 0, and is told everything."""
    document = Document([document_record(), page()])
    assert document.history_from == document.clock == 1


def test_the_clock_counts_changes_and_records_keep_theirs() -> None:
    """B12"""
    document = Document([page()])
    put(document, shape("a"), shape("b"))
    put(document, shape("b", x=1))
    snapshot = document.snapshot()
    assert snapshot["clock"] == 3
    assert snapshot["clocks"] == {"page:one": 1, "shape:a": 2, "shape:b": 3}
    assert snapshot["schema"] == SCHEMA
    assert snapshot["store"]["shape:b"]["x"] == 1


def test_what_is_removed_leaves_a_tombstone_until_it_comes_back() -> None:
    """B12"""
    document = Document([page(), shape("a")])
    remove(document, "shape:a", "shape:never")
    assert document.tombstones == {"shape:a": 2}
    assert document.get("shape:a") is None
    put(document, shape("a"))
    assert document.tombstones == {}


def test_the_changes_since_a_clock_are_what_came_and_what_went() -> None:
    """B11"""
    document = Document([page(), shape("a"), shape("b")])
    put(document, shape("c"))
    remove(document, "shape:a")
    put(document, shape("b", x=2))
    assert set(document.encode_since(1)) == {
        b'"shape:c":["put",' + encode(shape("c")) + b"]",
        b'"shape:b":["put",' + encode(shape("b", x=2)) + b"]",
        b'"shape:a":["remove"]',
    }
    assert list(document.encode_since(3)) == [b'"shape:b":["put",' + encode(shape("b", x=2)) + b"]"]
    assert list(document.encode_since(4)) == []


def test_what_is_encoded_is_encoded_once() -> None:
    document = Document([page(), shape("a")])
    first, again = document.encode_all(), document.encode_all()
    assert len(first) == 2
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_the_oldest_tombstones_go_and_who_has_not_seen_them_is_told_everything() -> None:
    """B12"""
    document = Document([page(), *(shape(str(number)) for number in range(TOMBSTONES + 1))])
    for number in range(TOMBSTONES):
        remove(document, f"shape:{number}")
    assert len(document.tombstones) == TOMBSTONES
    assert document.history_from == 1
    remove(document, f"shape:{TOMBSTONES}")
    assert len(document.tombstones) == TOMBSTONES - PRUNED_AT_ONCE
    # The first removal came at clock 2: the 301st, the last that is forgotten, at 302.
    assert document.history_from == 302
    assert min(document.tombstones.values()) == 303


def test_a_snapshot_becomes_the_same_document() -> None:
    document = Document([page(), shape("a"), shape("b")])
    put(document, shape("c"))
    remove(document, "shape:a")
    restored = Document.restore(document.snapshot())
    assert restored.snapshot() == document.snapshot()
    assert (restored.size, restored.count("shape")) == (document.size, 2)
    put(restored, shape("d"))
    assert restored.clock == 4


def test_stored_changes_lead_to_the_same_document() -> None:
    """B31"""
    document = Document([page(), shape("a"), shape("b", props={"list": [1]})])
    replayed = Document.restore(document.snapshot())
    put(document, shape("c"))
    put(document, shape("b", x=3, props={"list": [1, 2]}))
    remove(document, "shape:a")
    replayed.replay(2, {"shape:c": ["put", shape("c")]})
    replayed.replay(
        3,
        {
            "shape:b": [
                "patch",
                {"x": ["put", 3], "props": ["patch", {"list": ["append", [2], 1]}]},
            ]
        },
    )
    replayed.replay(4, {"shape:a": ["remove"]})
    assert replayed.snapshot() == document.snapshot()
    assert replayed.measure() == document.measure()


def test_after_a_crash_everybody_is_told_everything() -> None:
    """B31"""
    document = Document([page(), shape("a")])
    remove(document, "shape:a")
    document.forget_history()
    assert document.clock == document.history_from == CRASH_LEAP + 2
    assert document.tombstones == {}


def test_the_size_is_at_least_that_of_the_records_and_exact_when_measured() -> None:
    """B29"""
    document = Document([page(), shape("a")])
    entry = document.entries["shape:a"]
    grown = shape("a", x=12345)
    changes: Entries = {"shape:a": entry.become(grown, 2, 50), "page:one": None}
    document.change(changes)
    assert document.size == len(encode(shape("a"))) + 50
    assert document.measure() == len(encode(grown)) == document.size
    assert document.count("page") == 0


def test_a_board_keeps_the_document_and_not_what_is_one_browsers_own() -> None:
    """B12"""
    store = {
        "page:one": page(),
        "instance:instance": {"id": "instance:instance", "typeName": "instance"},
        "shape:a": shape("a"),
    }
    assert read_store(store) == [page(), shape("a")]
