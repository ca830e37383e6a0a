"""A room without a server: its state, and short ways to ask something of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from salle.activities.quiz.plan import QuizPlan
from salle.kit.errors import SalleError
from salle.rooms.commands import Join, RoomCommand, StartRun
from salle.rooms.events import ClassLaunched, RoomEvent
from salle.rooms.folding import apply, fold
from salle.rooms.permissions import Actor
from salle.rooms.rules import decide
from salle.rooms.state import RoomPage, RoomRole, RoomState
from tests.rooms.world import PLAN

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
ADA, TOM, EVE = "ada", "tom", "eve"
THE_PLAN = QuizPlan.model_validate(PLAN)
LAUNCHED = ClassLaunched(
    participant_id=ADA,
    created_at=NOW,
    room_id="room",
    name="premiers-secours",
    title="Premiers secours",
    capsule_id="c1",
    user_id="user-of-ada",
    first_name="Ada",
    last_name="Martin",
    pages=tuple(RoomPage(id=f"page:{n}", name=f"Page {n}") for n in (1, 2, 3)),
    page_id="page:1",
)


def join(who: str, user_id: str | None = None) -> Join:
    return Join(who, user_id, who.title(), "Durand", "")


def actor(who: str) -> Actor:
    """Who came as a screen, or as the server, is told by the name."""
    if who in ("screen", "server"):
        return Actor(None, RoomRole(who))
    return Actor(who, RoomRole.TRAINER if who == ADA else RoomRole.PARTICIPANT)


def happen(
    state: RoomState, command: RoomCommand, who: str, now: datetime = NOW
) -> Sequence[RoomEvent]:
    return decide(state, command, actor(who), now)


def ask(state: RoomState, command: RoomCommand, who: str, now: datetime = NOW) -> RoomState:
    return reduce(apply, happen(state, command, who, now), state)


def refusal(state: RoomState, command: RoomCommand, who: str) -> str:
    with pytest.raises(SalleError) as refused:
        happen(state, command, who)
    return refused.value.code


def a_class(*people: str) -> RoomState:
    """Ada teaches Tom and Eve, or whoever is named."""
    state = fold([LAUNCHED])
    state = ask(state, join(ADA, "user-of-ada"), "server")
    for who in people or (TOM, EVE):
        state = ask(state, join(who), "server")
    return state


def a_quiz(*people: str) -> RoomState:
    return ask(a_class(*people), StartRun("a1", THE_PLAN), ADA)


def run_id(state: RoomState) -> str:
    assert state.run is not None
    return state.run.run_id
