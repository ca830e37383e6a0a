from typing import Any

from salle.board.sync.limits import RECORD_SIZE
from salle.board.sync.protocol import Connect, Reason
from salle.board.sync.room import Hydration, SyncRoom
from salle.board.sync.schema import SCHEMA
from salle.board.sync.sessions import Rights
from tests.board.sync.world import (
    DRAWING,
    WATCHING,
    action_of,
    connect,
    diff_of,
    join,
    make_room,
    make_session,
    push,
    refuse,
    shape,
)

ANA = "instance_presence:ana"
SEAT = {
    "id": ANA,
    "typeName": "instance_presence",
    "userId": "user-ana",
    "userName": "Ana",
    "color": "#ff0000",
}


def see(room: SyncRoom) -> dict[str, Any]:
    """What a newcomer sees of the others."""
    diff = connect(room, make_session("newcomer"))["diff"]
    return {name: op[1] for name, op in diff.items() if name.startswith("instance_presence:")}


def test_a_cursor_is_shown_to_others_and_needs_no_storage() -> None:
    """B18"""
    room = make_room()
    ana = join(room)
    outcome = push(room, ana, presence=["put", {"cursor": 1}])
    assert action_of(outcome) == "commit"
    assert outcome.stored is None
    assert diff_of(outcome.patch) == {ANA: ["put", {"cursor": 1, **SEAT}]}
    outcome = push(room, ana, presence=["patch", {"cursor": ["put", 2]}])
    assert diff_of(outcome.patch) == {ANA: ["patch", {"cursor": ["put", 2]}]}
    assert see(room) == {ANA: {"cursor": 2, **SEAT}}
    assert room.document.clock == 1
    assert ANA not in room.document.snapshot()["store"]


def test_nobody_poses_as_another() -> None:
    """B18"""
    room = make_room()
    ana = join(room)
    mask = {
        "id": "instance_presence:ben",
        "typeName": "page",
        "userId": "user-ben",
        "userName": "Ben",
        "color": "#0000ff",
    }
    push(room, ana, presence=["put", {"cursor": 1, **mask}])
    assert see(room) == {ANA: {"cursor": 1, **SEAT}}
    masks = {key: ["put", value] for key, value in mask.items()}
    outcome = push(room, ana, presence=["patch", masks])
    assert action_of(outcome) == "commit"
    assert outcome.patch is None
    push(room, ana, presence=["put", {"cursor": 2, **mask}])
    assert see(room) == {ANA: {"cursor": 2, **SEAT}}


def test_a_patch_of_a_cursor_that_is_not_there_is_not_seen() -> None:
    """B18"""
    room = make_room()
    outcome = push(room, join(room), presence=["patch", {"cursor": ["put", 2]}])
    assert action_of(outcome) == "commit"
    assert outcome.patch is None


def test_one_does_not_see_oneself() -> None:
    """B11"""
    room = make_room()
    ana = join(room)
    push(room, ana, presence=["put", {"cursor": 1}])
    again = make_session()
    assert ANA not in connect(room, again)["diff"]
    assert ANA in connect(room, make_session("ben"), room.document.clock)["diff"]


def test_a_stroke_and_a_cursor_go_as_one() -> None:
    """B13"""
    room = make_room()
    outcome = push(room, join(room), presence=["put", {"cursor": 1}], a=["put", shape("a")])
    assert diff_of(outcome.patch).keys() == {"shape:a", ANA}
    assert outcome.stored is not None
    assert ANA.encode() not in outcome.stored.diff


def test_a_bad_cursor_refuses_the_push() -> None:
    """B17"""
    room = make_room()
    ana = join(room)
    drawn = {"shape:a": ["put", shape("a")]}
    assert refuse(room, ana, drawn, ["put", {"cursor": "x"}]).reason is Reason.INVALID_RECORD
    push(room, ana, presence=["put", {"cursor": 1}])
    assert refuse(room, ana, drawn, ["patch", {"cursor": ["delete"]}]).detail
    assert see(room) == {ANA: {"cursor": 1, **SEAT}}


def test_who_leaves_is_seen_no_longer() -> None:
    """B25"""
    room = make_room()
    ana = join(room)
    assert room.leave(ana) is None
    push(room, ana, presence=["put", {"cursor": 1}])
    assert diff_of(room.leave(ana)) == {ANA: ["remove"]}
    assert room.leave(ana) is None
    assert see(room) == {}


def test_who_may_not_point_is_not_seen() -> None:
    """B21"""
    room = make_room()
    ana = join(room, "ana", WATCHING)
    outcome = push(room, ana, presence=["put", {"cursor": 1}])
    assert action_of(outcome) == "commit"
    assert outcome.patch is None
    assert see(room) == {}
    assert room.leave(ana) is None


def test_who_may_point_from_now_on_is_seen_where_they_are() -> None:
    """B21: a client says everything once and then what changes, seen or not."""
    room = make_room()
    ana = join(room, "ana", WATCHING)
    push(room, ana, presence=["put", {"cursor": 1, "page": 1, "userName": "Ben"}])
    push(room, ana, presence=["patch", {"cursor": ["put", 5], "userId": ["put", "user-ben"]}])
    where = {"cursor": 5, "page": 1, **SEAT}
    assert diff_of(room.set_rights(ana, Rights(may_point=True))) == {ANA: ["put", where]}
    assert see(room) == {ANA: where}
    assert diff_of(room.set_rights(ana, WATCHING)) == {ANA: ["remove"]}
    assert see(room) == {}
    push(room, ana, presence=["patch", {"cursor": ["put", 6]}])
    room.set_rights(ana, DRAWING)
    assert see(room) == {ANA: {**where, "cursor": 6}}
    assert room.set_rights(ana, DRAWING) is None


def test_a_tab_that_comes_back_without_the_right_is_seen_no_longer() -> None:
    """B21, B26"""
    room = make_room()
    push(room, join(room), presence=["put", {"cursor": 1}])
    answer = room.connect(make_session("ana", WATCHING), Connect("request", 0, 7, SCHEMA))
    assert isinstance(answer, Hydration)
    assert diff_of(answer.patch) == {ANA: ["remove"]}
    assert see(room) == {}


def test_a_bad_hidden_cursor_is_never_shown() -> None:
    """B17, B21"""
    room = make_room()
    ana = join(room, "ana", WATCHING)
    push(room, ana, presence=["put", {"cursor": "x"}])
    assert room.set_rights(ana, DRAWING) is None
    assert see(room) == {}


def test_a_cursor_that_is_too_large_is_not_seen() -> None:
    """B29"""
    room = make_room()
    ana = join(room)
    large = "x" * RECORD_SIZE
    assert push(room, ana, presence=["put", {"cursor": 1, "chat": large}]).patch is None
    push(room, ana, presence=["put", {"cursor": 1}])
    assert push(room, ana, presence=["patch", {"chat": ["put", large]}]).patch is None
    assert see(room) == {ANA: {"cursor": 1, **SEAT}}


def test_a_cursor_moves_for_ever() -> None:
    """B29: sizes are upper bounds until they matter."""
    room = make_room()
    ana = join(room)
    push(room, ana, presence=["put", {"cursor": 1}])
    for number in range(RECORD_SIZE // 50):
        assert push(room, ana, presence=["patch", {"cursor": ["put", number + 10]}]).patch
