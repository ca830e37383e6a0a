"""Who leads a class with its trainer may change while it is held: rights follow at once (C8)."""

from datetime import timedelta

import pytest

from salle.activities.contract import Audience
from salle.rooms.commands import (
    ChangeParams,
    Leave,
    PutAssistants,
    RaiseHand,
    RoomCommand,
    ShowSlide,
)
from salle.rooms.folding import fold
from salle.rooms.frames import RoomPosition
from salle.rooms.permissions import Actor
from salle.rooms.showing import Showing
from salle.rooms.state import ChatParams, RoomRole, RoomState, Visit
from salle.rooms.views import shared_view
from tests.rooms.making import (
    ADA,
    EVE,
    LATER,
    LAUNCHED,
    NOW,
    TOM,
    a_quiz,
    ask,
    happen,
    join,
    refusal,
)
from tests.rooms.test_showing import EPOCH, Watcher

TOM_TOO = PutAssistants(frozenset({"user-of-tom"}))
NOBODY = PutAssistants(frozenset())


def a_class_with_accounts() -> RoomState:
    state = ask(fold([LAUNCHED]), join(ADA, "user-of-ada"), "server")
    for who in (TOM, EVE):
        state = ask(state, join(who, f"user-of-{who}"), "server")
    return state


def test_rights_come_and_go_with_who_assists() -> None:
    state = a_class_with_accounts()
    steers: list[RoomCommand] = [
        ShowSlide(page_id="page:2"),
        ChangeParams(chat=ChatParams(active=False)),
    ]
    for each in steers:
        assert refusal(state, each, TOM) == "room.only_the_trainer"
    state = ask(ask(state, RaiseHand(), TOM), TOM_TOO, "server")
    assert state.people[TOM].role is RoomRole.TRAINER
    assert state.people[TOM].hand_raised_at is None
    assert state.people[EVE].role is RoomRole.PARTICIPANT
    for each in steers:
        assert happen(state, each, TOM)
    assert refusal(state, RaiseHand(), TOM) == "room.only_participants"
    assert happen(state, TOM_TOO, "server") == []
    state = ask(state, NOBODY, "server")
    for each in steers:
        assert refusal(state, each, TOM) == "room.only_the_trainer"
    assert happen(state, RaiseHand(), TOM)


def test_the_trainer_leads_whoever_assists() -> None:
    state = ask(a_class_with_accounts(), NOBODY, "server")
    assert state.trainer.role is RoomRole.TRAINER


def test_who_comes_in_is_what_they_are_by_then() -> None:
    """Whatever they were when they entered."""
    launched = LAUNCHED.model_copy(update={"assistant_ids": ("user-of-tom",)})
    state = ask(fold([launched]), join(TOM, "user-of-tom"), "server")
    assert state.people[TOM].role is RoomRole.TRAINER
    state = ask(fold([launched]), NOBODY, "server")
    assert ask(state, join(TOM, "user-of-tom"), "server").people[TOM].role is RoomRole.PARTICIPANT
    state = ask(ask(state, TOM_TOO, "server"), join(TOM, "user-of-tom"), "server")
    assert state.people[TOM].role is RoomRole.TRAINER
    assert ask(state, join(EVE), "server").people[EVE].role is RoomRole.PARTICIPANT


def test_a_change_of_role_ends_a_visit_and_begins_another() -> None:
    state = ask(a_class_with_accounts(), TOM_TOO, "server", LATER)
    then = LATER + timedelta(minutes=5)
    state = ask(state, NOBODY, "server", then)
    end = then + timedelta(minutes=2)
    assert state.people[TOM].visits_until(end) == (
        Visit(NOW, LATER, RoomRole.PARTICIPANT),
        Visit(LATER, then, RoomRole.TRAINER),
        Visit(then, end, RoomRole.PARTICIPANT),
    )
    assert state.people[EVE].visits_until(end) == (Visit(NOW, end, RoomRole.PARTICIPANT),)
    gone = ask(state, Leave(TOM, end), "server", end)
    back = ask(gone, TOM_TOO, "server", end + timedelta(minutes=1))
    assert back.people[TOM].visits == gone.people[TOM].visits
    assert back.people[TOM].away_since == end


def test_a_class_is_taught_while_one_who_became_an_assistant_is_there() -> None:
    state = ask(a_class_with_accounts(), Leave(ADA, LATER), "server", LATER)
    assert state.untaught_since == LATER
    assert ask(state, TOM_TOO, "server").untaught_since is None


@pytest.mark.parametrize("was_welcomed", [True, False])
async def test_sockets_are_welcomed_anew_in_the_new_role(*, was_welcomed: bool) -> None:
    """(S4) None of what was shown to the old role follows, and no position is left behind."""
    before = a_class_with_accounts()
    showing = Showing(EPOCH, before)
    tom, again, eve = Watcher(TOM), Watcher(TOM), Watcher(EVE)
    for each in (tom, eve):
        showing.add(each.member, None)
    if was_welcomed:
        showing.show(before, 0, NOW)
    showing.add(again.member, RoomPosition(epoch=EPOCH, seq=before.seq))
    state = ask(before, TOM_TOO, "server")
    showing.recast(state.people)
    showing.show(state, 1, NOW)
    for each in (tom, again):
        last = each.frames[-1]
        assert (last["type"], last["seq"]) == ("welcome", state.seq)
        assert last["me"] == {"participant_id": TOM, "role": "trainer"}
        assert last["view"].keys() >= shared_view(state, Audience.TRAINER).view.keys()
        assert each.holds(state)
    assert [frame["type"] for frame in tom.frames] == ["welcome"] * (1 + was_welcomed)
    assert [frame["type"] for frame in again.frames] == ["welcome"]
    assert [frame["type"] for frame in eve.frames] == ["welcome", "changes"][: 1 + was_welcomed]
    state = ask(state, ShowSlide(page_id="page:2"), TOM)
    showing.show(state, 2, NOW)
    assert all(each.holds(state) for each in (tom, again, eve))
    showing.remove(tom.member)
    assert tom.member not in showing.watching[Audience.TRAINER]


async def test_what_only_trainers_see_is_gone_with_the_role() -> None:
    state = a_quiz()
    tom = Watcher(TOM, RoomRole.TRAINER)
    showing = Showing(EPOCH, state)
    showing.add(tom.member, None)
    showing.show(state, 0, NOW)
    assert "answers" in tom.frames[-1]["view"]
    showing.recast(state.people)
    showing.show(state, 1, NOW)
    assert tom.frames[-1]["me"]["role"] == "participant"
    assert not tom.frames[-1]["view"].keys() & {"answers", "tally", "scores"}
    assert "plan" not in tom.frames[-1]["view"]["activity"]


def test_no_socket_puts_assistants() -> None:
    for actor in (Actor(ADA, RoomRole.TRAINER), Actor(TOM, RoomRole.PARTICIPANT)):
        assert refusal(a_class_with_accounts(), TOM_TOO, actor.participant_id or "") == (
            "room.only_the_trainer"
        )
