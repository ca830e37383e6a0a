import pytest

from salle.board.sync.changes import Refused
from salle.board.sync.document import Document
from salle.board.sync.places import DEEPEST
from salle.board.sync.protocol import Connect, Push, Reason, Rejection
from salle.board.sync.room import NOTHING, Edit
from salle.board.sync.schema import SCHEMA
from salle.board.sync.sessions import State
from tests.board.sync.world import (
    TRAINER,
    Invalid,
    action_of,
    connect,
    diff_of,
    document_record,
    join,
    make_room,
    make_session,
    page,
    picture,
    push,
    push_diff,
    read,
    refuse,
    shape,
)


def test_a_first_connect_is_told_everything() -> None:
    """B11"""
    room = make_room(shape("a"))
    assert connect(room, make_session()) == {
        "type": "connect",
        "connectRequestId": "request",
        "hydrationType": "wipe_all",
        "protocolVersion": 7,
        "schema": SCHEMA,
        "serverClock": 1,
        "isReadonly": False,
        "diff": {
            "document:document": ["put", document_record()],
            "page:one": ["put", page()],
            "shape:a": ["put", shape("a")],
        },
    }


def test_who_comes_back_is_told_what_changed() -> None:
    """B11"""
    room = make_room(shape("a"), shape("b"))
    ana = join(room)
    seen = room.document.clock
    push(room, ana, a=["remove"], c=["put", shape("c")])
    answer = connect(room, make_session("ben"), seen)
    assert answer["hydrationType"] == "wipe_presence"
    assert answer["serverClock"] == seen + 1
    assert answer["diff"] == {"shape:a": ["remove"], "shape:c": ["put", shape("c")]}
    assert connect(room, make_session("eva"), seen + 1)["diff"] == {}


@pytest.mark.parametrize("seen", [0, 99])
def test_who_saw_too_little_or_another_future_is_told_everything(seen: int) -> None:
    """B11"""
    room = make_room()
    answer = connect(room, make_session(), seen)
    assert answer["hydrationType"] == "wipe_all"
    assert answer["diff"].keys() == {"document:document", "page:one"}


def test_another_version_does_not_come_in() -> None:
    """B10"""
    room = make_room()
    session = make_session()
    assert room.connect(session, Connect("request", 0, 6, SCHEMA)) == Rejection(
        Reason.CLIENT_TOO_OLD
    )
    assert session.state is State.AWAITING_CONNECT


def test_a_connection_connects_once() -> None:
    """B10"""
    room = make_room()
    session = join(room)
    answer = room.connect(session, Connect("request", 0, 7, SCHEMA))
    assert isinstance(answer, Rejection)
    assert answer.reason is Reason.MALFORMED


def test_who_is_not_connected_pushes_in_vain() -> None:
    """B13"""
    room = make_room()
    session = make_session()
    message = Push(0, {"shape:a": ["put", shape()]})
    assert room.push(session, message) is NOTHING
    connect(room, session)
    session.state = State.AWAITING_REMOVAL
    assert room.push(session, message) is NOTHING
    assert room.document.clock == 1


def test_a_new_record_is_committed_and_shown_and_stored() -> None:
    """B13, B14, B15"""
    room = make_room()
    outcome = push(room, join(room), a=["put", shape()])
    assert action_of(outcome) == "commit"
    assert diff_of(outcome.patch) == {"shape:a": ["put", shape()]}
    assert outcome.stored is not None
    assert outcome.stored.clock == room.document.clock == 2
    assert read(outcome.stored.diff) == {"shape:a": ["put", shape()]}


def test_a_patch_is_committed_when_all_of_it_did_something() -> None:
    """B14"""
    room = make_room(shape("a", x=1, props={"list": [1]}))
    op = ["patch", {"x": ["put", 2], "props": ["patch", {"list": ["append", [2], 1]}]}]
    outcome = push(room, join(room), a=op)
    assert action_of(outcome) == "commit"
    assert diff_of(outcome.patch) == {"shape:a": op}
    assert room.document.get("shape:a") == shape("a", x=2, props={"list": [1, 2]})


def test_what_did_nothing_is_taken_out_of_the_diff_and_the_pusher_told() -> None:
    """B14"""
    room = make_room(shape("a", x=1), shape("b"))
    ops = {
        "a": ["patch", {"x": ["put", 1], "name": ["put", "new"]}],
        "b": ["put", shape("b", x=5)],
        "gone": ["remove"],
        "missing": ["patch", {"x": ["put", 1]}],
    }
    outcome = push(room, join(room), **ops)
    effect = {
        "shape:a": ["patch", {"name": ["put", "new"]}],
        "shape:b": ["patch", {"x": ["put", 5]}],
    }
    assert action_of(outcome) == {"rebaseWithDiff": effect}
    assert diff_of(outcome.patch) == effect
    assert outcome.stored is not None
    assert read(outcome.stored.diff) == effect


def test_a_push_without_effect_is_discarded_and_nobody_hears_of_it() -> None:
    """B14"""
    room = make_room(shape("a"))
    ana = join(room)
    for outcome in (
        push(room, ana, a=["put", shape("a")]),
        push(room, ana, gone=["remove"]),
        push_diff(room, ana, {}),
    ):
        assert action_of(outcome) == "discard"
        assert outcome.patch is None
        assert outcome.stored is None
    assert room.document.clock == 1


def test_a_push_of_nothing_is_committed() -> None:
    """B14"""
    room = make_room()
    outcome = push_diff(room, join(room), None)
    assert action_of(outcome) == "commit"
    assert (outcome.patch, outcome.stored) == (None, None)


def test_what_had_to_be_mended_is_given_back_as_it_was_read() -> None:
    """B4"""
    room = make_room()
    diff = {"shape:a": ["put", shape()]}
    outcome = room.push(join(room), Push(7, diff, is_mended=True))
    assert not isinstance(outcome, Rejection)
    assert action_of(outcome) == {"rebaseWithDiff": diff}


@pytest.mark.parametrize(
    "op",
    [
        ["put", shape("b")],
        ["put", {**shape("a"), "typeName": "page"}],
        ["put", {**shape("a"), "typeName": "instance"}],
        ["put", {**shape("a"), "typeName": ["shape"]}],
        ["put", {"id": "shape:a"}],
        ["put", {}],
        ["put", shape("a", parent="room:one")],
        ["patch", {"id": ["put", "shape:b"]}],
        ["patch", {"id": ["delete"]}],
        ["patch", {"typeName": ["put", "page"]}],
        ["patch", {"x": ["put", "left"]}],
        ["patch", {"parentId": ["delete"]}],
    ],
)
def test_a_bad_record_refuses_the_whole_push_and_changes_nothing(op: list[object]) -> None:
    """B13, B17"""
    room = make_room(shape("a"), shape("c"))
    ana = join(room)
    diff = {
        "shape:new": ["put", shape("new")],
        "shape:c": ["remove"],
        "shape:a": op,
        "page:one": ["patch", {"name": ["put", "renamed"]}],
    }
    rejection = refuse(room, ana, diff, presence=["put", {"cursor": 1}])
    assert rejection.reason is Reason.INVALID_RECORD
    assert rejection.detail


def test_a_record_comes_back_under_an_id_that_is_gone() -> None:
    """B15"""
    room = make_room(shape("a"))
    ana = join(room)
    push(room, ana, a=["remove"])
    assert action_of(push(room, ana, a=["put", shape("a", x=3)])) == "commit"
    assert connect(room, make_session("ben"), 2)["diff"] == {"shape:a": ["put", shape("a", x=3)]}


def test_a_shape_below_a_page_that_is_not_there_is_left_out() -> None:
    """B16: somebody removed the page while the stroke was on its way."""
    room = make_room(shape("a"))
    ana = join(room, rights=TRAINER)
    ops = {
        "lost": ["put", shape("lost", parent="page:gone")],
        "a": ["patch", {"parentId": ["put", "page:gone"], "x": ["put", 1]}],
        "kept": ["put", shape("kept")],
    }
    outcome = push(room, ana, **ops)
    assert action_of(outcome) == {"rebaseWithDiff": {"shape:kept": ["put", shape("kept")]}}
    assert room.document.get("shape:a") == shape("a")


def test_a_page_may_come_after_its_shapes_and_go_before_them() -> None:
    """B16"""
    room = make_room(shape("a"))
    ana = join(room, rights=TRAINER)
    diff = {"shape:b": ["put", shape("b", parent="page:two")], "page:two": ["put", page("two")]}
    assert action_of(push_diff(room, ana, diff)) == "commit"
    assert action_of(push_diff(room, ana, {"page:one": ["remove"]})) == "commit"
    assert action_of(push(room, ana, a=["patch", {"x": ["put", 1]}])) == "commit"


def test_a_shape_below_a_shape_that_is_not_there_stays() -> None:
    """B16: a browser does not draw it, and nothing breaks."""
    room = make_room()
    outcome = push(room, join(room), a=["put", shape("a", parent="shape:gone")])
    assert action_of(outcome) == "commit"


def test_shapes_cannot_become_their_own_ancestors() -> None:
    """B16: two people may do so together, each putting one group into the other."""
    room = make_room(shape("a"), shape("b"), shape("c", parent="shape:b"))
    ana, ben = join(room), join(room, "ben")
    assert action_of(push(room, ana, a=["patch", {"parentId": ["put", "shape:c"]}])) == "commit"
    outcome = push(room, ben, b=["patch", {"parentId": ["put", "shape:a"]}])
    assert action_of(outcome) == "discard"
    both = {
        "x": ["put", shape("x", parent="shape:y")],
        "y": ["put", shape("y", parent="shape:x")],
        "self": ["put", shape("self", parent="shape:self")],
        "good": ["put", shape("good", parent="shape:a")],
    }
    outcome = push(room, ana, **both)
    assert action_of(outcome) == {"rebaseWithDiff": {"shape:good": both["good"]}}


def test_leaving_out_one_move_leaves_out_what_it_puts_in_the_air() -> None:
    """B16"""
    room = make_room(shape("a", parent="shape:b"), shape("b"))
    ops = {
        "b": ["patch", {"parentId": ["put", "shape:a"]}],
        "a": ["patch", {"parentId": ["put", "page:gone"]}],
    }
    assert action_of(push(room, join(room), **ops)) == "discard"
    assert room.document.get("shape:b") == shape("b")


def test_shapes_nest_so_deep_and_no_deeper() -> None:
    """B16"""
    room = make_room()
    ana = join(room)
    chain = {
        str(number): [
            "put",
            shape(str(number), parent=f"shape:{number - 1}" if number else "page:one"),
        ]
        for number in range(DEEPEST + 2)
    }
    outcome = push(room, ana, **dict(reversed(chain.items())))
    assert len(action_of(outcome)["rebaseWithDiff"]) == DEEPEST + 1
    assert room.document.get(f"shape:{DEEPEST}")
    assert room.document.get(f"shape:{DEEPEST + 1}") is None


def test_the_server_changes_the_board_and_everybody_is_told() -> None:
    """B15"""
    room = make_room(shape("a"), shape("b"))

    def change(edit: Edit) -> None:
        edit.put(shape("a", x=4))
        edit.remove("shape:b")

    outcome = room.edit(change)
    effect = {"shape:a": ["patch", {"x": ["put", 4]}], "shape:b": ["remove"]}
    assert outcome.result is None
    assert diff_of(outcome.patch) == effect
    assert outcome.stored is not None
    assert read(outcome.stored.diff) == effect


def test_a_change_by_the_server_sees_itself() -> None:
    room = make_room(shape("a"), shape("b"))
    seen: list[object] = []

    def change(edit: Edit) -> None:
        edit.put(shape("c"))
        edit.remove("shape:a")
        seen.append((edit.get("shape:a"), edit.get("shape:b"), edit.get("shape:c")))
        seen.append(sorted(record["id"] for record in edit.records()))

    room.edit(change)
    assert seen == [
        (None, shape("b"), shape("c")),
        ["document:document", "page:one", "shape:b", "shape:c"],
    ]


def test_a_change_by_the_server_that_changes_nothing_is_not_told() -> None:
    room = make_room(shape("a"))
    outcome = room.edit(lambda edit: edit.put(shape("a")))
    assert (outcome.patch, outcome.stored) == (None, None)


def test_a_change_by_the_server_is_whole_or_none() -> None:
    """B13"""
    room = make_room(shape("a"))
    before = picture(room)
    with pytest.raises(Refused):
        room.edit(lambda edit: edit.put(shape("b", parent="page:gone")))
    with pytest.raises(Invalid):
        room.edit(lambda edit: edit.put(shape("b", x="left")))  # type: ignore[arg-type]  # that is the point
    assert picture(room) == before


def test_what_was_stored_leads_to_the_same_document() -> None:
    """B31"""
    room = make_room(shape("a", props={"list": [1]}))
    start = room.document.snapshot()
    ana = join(room)
    outcomes = [
        push(room, ana, b=["put", shape("b")], a=["put", shape("a", x=2, props={"list": [1, 2]})]),
        push(room, ana, b=["patch", {"x": ["put", 9]}]),
        push(room, ana, a=["remove"]),
        push(room, ana, a=["put", shape("a")], b=["remove"]),
    ]
    replayed = Document.restore(start)
    for outcome in outcomes:
        assert outcome.stored is not None
        replayed.replay(outcome.stored.clock, read(outcome.stored.diff))
    assert replayed.snapshot() == room.document.snapshot()
