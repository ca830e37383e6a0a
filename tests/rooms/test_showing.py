"""When a room is shown, and that everybody then holds it as it is."""

from typing import Any

import orjson
import pytest

from salle.rooms.commands import LowerHand, RaiseHand, ShowSlide
from salle.rooms.frames import RoomPosition
from salle.rooms.members import Member
from salle.rooms.permissions import Actor
from salle.rooms.showing import MOST_SOCKETS, SECONDS_A_MEMBER, Showing
from salle.rooms.state import RoomRole, RoomState
from salle.rooms.views import own_view, shared_view
from tests.rooms.making import ADA, EVE, NOW, TOM, a_class, ask, join
from tests.rooms.test_members import Peer
from tests.rooms.test_random_rooms import patched, plain

EPOCH = 3


class Watcher:
    """A client that keeps its view up to date, as docs/protocol.md has it."""

    def __init__(self, who: str | None, role: RoomRole = RoomRole.PARTICIPANT) -> None:
        self.peer = Peer()
        self.who = who
        key = who or "screen"
        self.member = Member(Actor(who, role), key, self.peer.connection())

    @property
    def frames(self) -> list[dict[str, Any]]:
        return [orjson.loads(text) for text in self.peer.texts]

    def holds(self, state: RoomState) -> bool:
        for frame in self.frames:
            if frame["type"] == "welcome":
                view = frame["view"]
            else:
                view = patched(view, {"set": {}, "patch": {}, **frame})
        fresh = dict(shared_view(state, self.member.audience).view)
        if self.who is not None:
            fresh |= own_view(state, self.who)
        return bool(view == plain(fresh))


@pytest.fixture
def everyone() -> list[Watcher]:
    return [
        Watcher(ADA, RoomRole.TRAINER),
        Watcher(TOM),
        Watcher(EVE),
        Watcher(None, RoomRole.SCREEN),
    ]


@pytest.fixture
def showing(everyone: list[Watcher]) -> Showing:
    state = a_class()
    showing = Showing(EPOCH, state)
    for each in everyone:
        showing.add(each.member, None)
    assert showing.due_in(state, 0) == 0
    showing.show(state, 0, NOW)
    assert showing.due_in(state, 1) is None
    return showing


def test_a_quiet_room_is_shown_at_once_and_a_busy_one_a_moment_later(showing: Showing) -> None:
    state = ask(a_class(), RaiseHand(), TOM)
    pause = 4 * SECONDS_A_MEMBER
    assert showing.due_in(state, 1) == 0
    assert showing.due_in(state, pause / 4) == pytest.approx(3 * pause / 4)
    assert showing.due_in(state, pause) == 0


async def test_steps_that_were_not_shown_one_by_one_are_one_frame(
    showing: Showing, everyone: list[Watcher]
) -> None:
    """(S6, S7)"""
    state = ask(a_class(), RaiseHand(), TOM)
    state = ask(state, ShowSlide(page_id="page:2"), ADA)
    state = ask(state, ShowSlide(page_id="page:3"), ADA)
    showing.show(state, 1, NOW)
    for each in everyone:
        assert len(each.frames) == (3 if each.who == TOM else 2)
        assert each.frames[-1]["seq"] == state.seq
        assert each.holds(state)
    assert "seq" not in everyone[1].frames[1]


async def test_who_comes_between_two_steps_holds_what_the_others_hold(
    showing: Showing, everyone: list[Watcher]
) -> None:
    """Also where the second step takes back what the first one did."""
    state = ask(a_class(), RaiseHand(), TOM)
    late = Watcher("zoe")
    state = ask(state, join("zoe"), "server")
    showing.add(late.member, None)
    assert not late.frames
    state = ask(state, LowerHand(), TOM)
    showing.show(state, 1, NOW)
    state = ask(state, ShowSlide(page_id="page:2"), ADA)
    showing.show(state, 2, NOW)
    assert [frame["type"] for frame in late.frames] == ["welcome", "changes"]
    for each in (*everyone, late):
        assert each.holds(state)


def test_who_holds_the_room_as_it_is_when_they_are_welcomed_is_not_told_again(
    showing: Showing,
) -> None:
    """(S4)"""
    state = a_class()
    here, behind = Watcher(TOM), Watcher(EVE)
    showing.add(here.member, RoomPosition(epoch=EPOCH, seq=state.seq + 1))
    showing.add(behind.member, RoomPosition(epoch=EPOCH, seq=state.seq))
    state = ask(state, ShowSlide(page_id="page:2"), ADA)
    showing.show(state, 1, NOW)
    assert here.frames[0]["view"] is None
    assert behind.holds(state)


async def test_who_left_or_came_too_often_before_being_welcomed_is_shown_nothing(
    showing: Showing,
) -> None:
    """(S10)"""
    gone, *many = [Watcher("zoe") for _ in range(MOST_SOCKETS + 2)]
    showing.add(gone.member, None)
    assert showing.remove(gone.member)
    assert not showing.remove(gone.member)
    for each in many:
        showing.add(each.member, None)
    state = ask(a_class(), join("zoe"), "server")
    showing.show(state, 1, NOW)
    assert [len(each.frames) for each in (gone, *many)] == [0, 0] + MOST_SOCKETS * [1]
    await many[0].member.closed()
    assert many[0].peer.closed == (4206, "too_many_sockets")
