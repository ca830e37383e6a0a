import pytest

from salle.board.sync.sessions import Rights
from tests.board.sync.world import (
    DRAWING,
    TRAINER,
    WATCHING,
    action_of,
    connect,
    diff_of,
    document_record,
    join,
    make_room,
    make_session,
    page,
    push,
    push_diff,
    refuse,
    shape,
)


def test_who_may_not_edit_is_told_so_and_their_changes_are_discarded() -> None:
    """B19"""
    room = make_room(shape("a"))
    assert connect(room, make_session(rights=WATCHING))["isReadonly"] is True
    ana = join(room, "ana", WATCHING)
    outcome = push(room, ana, a=["remove"], b=["put", {"typeName": "nonsense"}])
    assert action_of(outcome) == "discard"
    assert (outcome.patch, outcome.stored) == (None, None)
    assert room.document.get("shape:a") == shape("a")


def test_who_may_not_edit_may_point() -> None:
    """B19"""
    room = make_room(shape("a"))
    ana = join(room, "ana", Rights(may_point=True))
    outcome = push(room, ana, a=["remove"], presence=["put", {"cursor": 1}])
    assert action_of(outcome) == "discard"
    assert diff_of(outcome.patch).keys() == {"instance_presence:ana"}


def test_rights_hold_from_the_next_push_on() -> None:
    """B19"""
    room = make_room()
    ana = join(room, "ana", WATCHING)
    assert room.set_rights(ana, DRAWING) is None
    assert action_of(push(room, ana, a=["put", shape("a")])) == "commit"
    room.set_rights(ana, WATCHING)
    assert action_of(push(room, ana, a=["remove"])) == "discard"


@pytest.mark.parametrize(
    ("record_id", "op"),
    [
        ("page:two", ["put", page("two")]),
        ("page:one", ["put", {**page(), "name": "mine"}]),
        ("page:one", ["remove"]),
        ("page:one", ["patch", {"name": ["put", "mine"]}]),
        ("page:one", ["patch", {"index": ["put", "a9"]}]),
        ("document:document", ["patch", {"name": ["put", "mine"]}]),
        ("document:document", ["put", {**document_record(), "name": "mine"}]),
        ("document:document", ["remove"]),
    ],
)
def test_participants_leave_pages_alone_while_the_rest_of_a_push_goes_in(
    record_id: str, op: list[object]
) -> None:
    """B20"""
    drawn = {"shape:a": ["put", shape("a")]}
    room = make_room()
    outcome = push_diff(room, join(room), {record_id: op, **drawn})
    assert action_of(outcome) == {"rebaseWithDiff": drawn}
    assert diff_of(outcome.patch) == drawn
    assert action_of(push_diff(room, join(room, "ben"), {record_id: op})) == "discard"
    outcome = push_diff(room, join(room, "eva", TRAINER), {record_id: op})
    assert action_of(outcome) != "discard"


def test_a_shape_on_a_page_that_may_not_be_made_is_left_out_with_it() -> None:
    """B16, B20"""
    room = make_room()
    diff = {"page:two": ["put", page("two")], "shape:a": ["put", shape("a", parent="page:two")]}
    assert action_of(push_diff(room, join(room), diff)) == "discard"


def test_a_page_under_the_name_of_a_shape_is_no_way_round() -> None:
    """B15, B20"""
    room = make_room()
    refuse(room, join(room), {"shape:two": ["put", {**page("two"), "id": "shape:two"}]})
