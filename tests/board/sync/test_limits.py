import pytest

from salle.board.sync import limits
from salle.board.sync.changes import Refused
from salle.board.sync.limits import Allowance, Bucket
from salle.board.sync.protocol import encode
from tests.board.sync.world import (
    TRAINER,
    action_of,
    diff_of,
    join,
    make_room,
    page,
    push,
    push_diff,
    shape,
)


@pytest.fixture
def small_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORDS", 6)
    monkeypatch.setattr(limits, "ASSETS", 2)
    monkeypatch.setattr(limits, "SHAPES_PER_PAGE", 2)
    monkeypatch.setattr(limits, "DOCUMENT_SIZE", 2_000)


def asset(name: str) -> dict[str, object]:
    return {"id": f"asset:{name}", "typeName": "asset", "meta": {}}


def test_the_longest_stroke_of_tldraw_fits_a_record() -> None:
    """B29"""
    point = {"x": -12345.678901234567, "y": -12345.678901234567, "z": 0.12345678901234567}
    stroke = shape("a", props={"segments": [{"type": "free", "points": [point] * 600}]})
    assert len(encode(stroke)) < limits.RECORD_SIZE / 2


def test_a_record_that_is_too_large_is_left_out_and_the_rest_goes_in() -> None:
    """B29"""
    room = make_room(shape("a"))
    ana = join(room)
    large = "x" * limits.RECORD_SIZE
    ops = {
        "large": ["put", shape("large", text=large)],
        "a": ["patch", {"text": ["put", large]}],
        "b": ["put", shape("b")],
    }
    outcome = push(room, ana, **ops)
    assert outcome.is_full
    assert action_of(outcome) == {"rebaseWithDiff": {"shape:b": ["put", shape("b")]}}


def test_a_record_may_be_as_large_as_the_limit_and_then_shrink() -> None:
    """B29"""
    room = make_room()
    ana = join(room)
    empty = len(encode(shape("a", text="")))
    largest = shape("a", text="x" * (limits.RECORD_SIZE - empty))
    assert action_of(push(room, ana, a=["put", largest])) == "commit"
    assert push(room, ana, a=["patch", {"x": ["put", 10]}]).is_full
    assert action_of(push(room, ana, a=["patch", {"x": ["put", 5]}])) == "commit"
    assert action_of(push(room, ana, a=["patch", {"text": ["put", ""]}])) == "commit"


def test_a_record_changes_for_ever() -> None:
    """B29: sizes are upper bounds until they matter."""
    room = make_room(shape("a", text="x" * (limits.RECORD_SIZE - 200)))
    ana = join(room)
    for number in range(100):
        assert action_of(push(room, ana, a=["patch", {"x": ["put", number + 1]}])) == "commit"


@pytest.mark.usefixtures("small_board")
def test_a_board_holds_so_many_records() -> None:
    """B29"""
    room = make_room(page("two"), shape("a"), shape("b", parent="page:two"))
    trainer = join(room, "eva", TRAINER)
    diff = {"page:three": ["put", page("three")], "page:four": ["put", page("four")]}
    outcome = push_diff(room, trainer, diff)
    assert outcome.is_full
    assert diff_of(outcome.patch) == {"page:three": ["put", page("three")]}
    # What goes makes room for what comes, whatever the order.
    diff = {"page:four": ["put", page("four")], "page:three": ["remove"]}
    assert action_of(push_diff(room, trainer, diff)) == "commit"


@pytest.mark.usefixtures("small_board")
def test_a_board_holds_so_many_assets() -> None:
    """B29"""
    room = make_room()
    diff = {f"asset:{name}": ["put", asset(name)] for name in "abc"}
    outcome = push_diff(room, join(room), diff)
    assert outcome.is_full
    assert diff_of(outcome.patch).keys() == {"asset:a", "asset:b"}


@pytest.mark.usefixtures("small_board")
def test_a_page_holds_so_many_shapes_in_groups_too() -> None:
    """B29"""
    room = make_room(page("two"), shape("a"))
    ana = join(room)
    below = shape("b", parent="shape:a")
    assert action_of(push(room, ana, b=["put", below])) == "commit"
    outcome = push(room, ana, c=["put", shape("c", parent="shape:b")])
    assert outcome.is_full
    assert action_of(outcome) == "discard"
    assert action_of(push(room, ana, c=["put", shape("c", parent="page:two")])) == "commit"
    moved = push(room, ana, c=["patch", {"parentId": ["put", "page:one"]}])
    assert moved.is_full
    assert action_of(moved) == "discard"
    inside = push(room, ana, b=["patch", {"parentId": ["put", "page:one"]}])
    assert action_of(inside) == "commit"
    instead = push(room, ana, b=["remove"], d=["put", shape("d")])
    assert action_of(instead) == "commit"


@pytest.mark.usefixtures("small_board")
def test_a_board_is_so_large_and_may_always_shrink() -> None:
    """B29"""
    room = make_room(shape("a"))
    ana = join(room)
    for number in range(60):  # what was written before does not count
        outcome = push(room, ana, a=["patch", {"text": ["put", f"{number:100}"]}])
        assert action_of(outcome) == "commit"
    outcome = push(room, ana, b=["put", shape("b", text="x" * 1_700)])
    assert outcome.is_full
    assert action_of(outcome) == "discard"
    outcome = push(room, ana, a=["patch", {"text": ["put", "x" * 1_700]}])
    assert outcome.is_full
    assert action_of(push(room, ana, a=["patch", {"text": ["put", ""]}])) == "commit"
    assert action_of(push(room, ana, b=["put", shape("b", text="x" * 1_300)])) == "commit"


@pytest.mark.usefixtures("small_board")
def test_the_server_keeps_to_the_limits_of_the_board() -> None:
    """B29"""
    room = make_room(shape("a"), shape("b"))
    with pytest.raises(Refused):
        room.edit(lambda edit: edit.put(shape("c")))


def test_a_bucket_fills_with_time() -> None:
    """B30"""
    bucket = Bucket(size=3, rate=2, level=3, at=10)
    assert [bucket.take(1, 10) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(1, 10.4)
    assert bucket.take(1, 10.5)
    assert not bucket.take(4, 1_000)
    assert bucket.take(3, 1_000)


def test_a_tab_may_push_so_often_and_send_so_much() -> None:
    """B30"""
    allowance = Allowance(0)
    assert all(allowance.take_push(0) for _ in range(limits.PUSHES_AT_ONCE))
    assert not allowance.take_push(0)
    assert all(allowance.take_push(1) for _ in range(limits.PUSHES_A_SECOND))
    assert not allowance.take_push(1)
    assert allowance.take_bytes(limits.MESSAGE_LENGTH, 0)
    assert not allowance.take_bytes(1, 0)
    assert allowance.take_bytes(limits.BYTES_A_SECOND, 1)


def test_drawing_with_a_cursor_never_runs_out() -> None:
    """B30: a client of 3.15 sends at most 60 times a second."""
    allowance = Allowance(0)
    assert all(allowance.take_push(frame / 60) for frame in range(6_000))
