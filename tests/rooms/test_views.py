from typing import Any

import orjson
import pytest

from salle.activities.contract import Audience
from salle.rooms.commands import (
    ChangeParams,
    DeleteMessage,
    Leave,
    RaiseHand,
    SendMessage,
    ShowSlide,
)
from salle.rooms.frames import encode
from salle.rooms.state import CollaborationParams, RoomState
from salle.rooms.views import changes, concerned, own_view, shared_view
from tests.rooms.making import ADA, EVE, NOW, TOM, a_class, a_quiz, ask

FOR_ALL = {"room", "slide", "presence", "activity", "progress"}
WITH_NAMES = FOR_ALL | {"people", "chat"}


def view(state: RoomState, audience: Audience) -> dict[str, Any]:
    shown: dict[str, Any] = orjson.loads(encode(shared_view(state, audience).view))
    return shown


@pytest.mark.parametrize(
    ("audience", "slices"),
    [
        (Audience.TRAINER, WITH_NAMES | {"tally", "answers", "scores"}),
        (Audience.PARTICIPANT, WITH_NAMES),
        (Audience.SCREEN, FOR_ALL),
    ],
)
def test_each_audience_sees_its_slices(audience: Audience, slices: set[str]) -> None:
    """(V1)"""
    for state in (a_class(), a_quiz()):
        assert view(state, audience).keys() == slices


def test_own_slices_are_for_one_person() -> None:
    """(V1, V2)"""
    state = ask(a_class(), SendMessage(text="Psst", to="trainer"), TOM)
    state = ask(state, SendMessage(text="Oui ?", to=TOM), ADA)
    state = ask(state, SendMessage(text="Et moi ?", to="trainer"), EVE)

    def texts(who: str) -> list[str]:
        private: Any = own_view(state, who)["private_chat"]
        return [message["text"] for message in private.values()]

    assert texts(ADA) == ["Psst", "Oui ?", "Et moi ?"]
    assert texts(TOM) == ["Psst", "Oui ?"]
    assert texts(EVE) == ["Et moi ?"]
    assert own_view(state, ADA).keys() == {"private_chat"}
    assert own_view(state, TOM).keys() == {"private_chat", "mine"}
    for audience in Audience:
        assert b"Psst" not in encode(shared_view(state, audience).view)


def test_who_entered_and_never_came_has_nothing_of_their_own() -> None:
    assert own_view(a_class(), "zoe") == {
        "private_chat": {},
        "mine": {
            "choice_ids": None,
            "is_right": None,
            "score": None,
            "hand_raised_at": None,
            "acknowledged_at": None,
        },
    }


def test_a_screen_sees_no_names_and_no_chat() -> None:
    """(H5)"""
    state = ask(a_quiz(), SendMessage(text="Bonjour"), TOM)
    shown = encode(shared_view(state, Audience.SCREEN).view).decode()
    for secret in ("Tom", "Eve", "Durand", "Bonjour", TOM):
        assert f'"{secret}' not in shown


def test_presence_counts_participants_and_not_the_trainer() -> None:
    """(V1)"""
    state = ask(a_class(), RaiseHand(), TOM)
    assert view(state, Audience.SCREEN)["presence"] == {"here": 2, "hands": 1}
    state = ask(state, Leave(EVE, NOW), "server")
    assert view(state, Audience.SCREEN)["presence"] == {"here": 1, "hands": 1}


@pytest.mark.parametrize(
    ("params", "who_may"),
    [
        (CollaborationParams(), set()),
        (CollaborationParams(allow_all=True), set()),
        (CollaborationParams(active=True), set()),
        (CollaborationParams(active=True, allow_all=True), {TOM, EVE}),
        (CollaborationParams(active=True, allowed_participant_ids=(EVE,)), {EVE}),
    ],
)
def test_who_may_draw(params: CollaborationParams, who_may: set[str]) -> None:
    state = ask(a_class(), ChangeParams(collaboration=params), ADA)
    people = view(state, Audience.PARTICIPANT)["people"]
    assert {who for who, person in people.items() if person["may_draw"]} == {ADA, *who_may}


def test_rights_that_change_are_shown_for_people_who_did_not() -> None:
    before = a_class()
    allowed = CollaborationParams(active=True, allow_all=True)
    after = ask(before, ChangeParams(collaboration=allowed), ADA)
    old = shared_view(before, Audience.PARTICIPANT)
    new = shared_view(after, Audience.PARTICIPANT, old)
    assert changes(old.view, new.view).patch["people"].keys() == {"put"}
    assert new.view == shared_view(after, Audience.PARTICIPANT).view


def test_a_join_is_a_patch_of_one_person() -> None:
    """(S6) What a change costs does not grow with the people who are here."""
    before = a_class(*(f"p{number}" for number in range(50)))
    after = ask(before, RaiseHand(), "p7")
    old = shared_view(before, Audience.PARTICIPANT)
    new = shared_view(after, Audience.PARTICIPANT, old)
    changed = changes(old.view, new.view)
    people: Any = changed.patch["people"]
    assert people.keys() == {"put"}
    assert people["put"].keys() == {"p7"}
    assert changed.set.keys() == {"presence"}
    assert new.view["chat"] is old.view["chat"]


def test_a_message_that_is_removed_is_a_patch() -> None:
    """(S6)"""
    before = ask(a_class(), SendMessage(text="Bonjour"), TOM)
    [message_id] = before.chat
    after = ask(before, DeleteMessage(message_id=message_id), ADA)
    old = shared_view(before, Audience.PARTICIPANT)
    changed = changes(old.view, shared_view(after, Audience.PARTICIPANT, old).view)
    assert changed == ({}, {"chat": {"remove": [message_id]}})


def test_own_views_are_looked_at_again_only_where_something_may_have_changed() -> None:
    state = a_class()
    assert concerned(state, ask(state, ShowSlide(page_id="page:2"), ADA)) == set()
    assert concerned(state, ask(state, RaiseHand(), TOM)) == {TOM}
    private = ask(state, SendMessage(text="Psst", to="trainer"), TOM)
    assert concerned(state, private) == {TOM, ADA}
    assert concerned(state, a_quiz()) is None
