"""What each person is shown of a room. Secrets stop here, and nowhere else."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple, TypeVar

from salle.activities.contract import Audience
from salle.activities.quiz.rules import Quiz
from salle.activities.quiz.slices import OwnAnswer
from salle.rooms.slices import (
    KEYED,
    MessageSlice,
    MineSlice,
    PersonSlice,
    PresenceSlice,
    PrivateMessageSlice,
    RoomSlice,
    SlideSlice,
)
from salle.rooms.state import Message, Participant, RoomRole, RoomState

View = Mapping[str, object]
"""Slices by name. Never edited: what did not change is the same object in the next view."""

Item = TypeVar("Item")
Shown = TypeVar("Shown")

quiz = Quiz()
NO_RUN: Mapping[Audience, View] = {
    Audience.TRAINER: {
        "activity": None,
        "progress": None,
        "tally": None,
        "answers": {},
        "scores": {},
    },
    Audience.PARTICIPANT: {"activity": None, "progress": None},
    Audience.SCREEN: {"activity": None, "progress": None},
}


class Changes(NamedTuple):
    """What makes one view into the next (S6)."""

    set: Mapping[str, object]
    patch: Mapping[str, Mapping[str, object]]

    def __bool__(self) -> bool:
        return bool(self.set or self.patch)


class Shared(NamedTuple):
    """A view that a whole audience has, with the state that it shows."""

    audience: Audience
    state: RoomState
    view: View


def shared_view(state: RoomState, audience: Audience, before: Shared | None = None) -> Shared:
    """What everyone of this audience sees alike.

    With the view before this one, only what changed is made anew: the result is the same.
    """
    old, known = (before.state, before.view) if before else (None, {})
    view: dict[str, object] = {}
    for part in PARTS[audience]:
        if old is not None and all(map(_is_same, part.made_of(old), part.made_of(state))):
            view |= {name: known[name] for name in part.slices}
        else:
            view |= part.show(state, audience, before)
    return Shared(audience, state, view)


def own_view(state: RoomState, participant_id: str) -> View:
    """What concerns this person alone (V2)."""
    if participant_id == state.trainer_id:
        everyone = [each for thread in state.threads.values() for each in thread.values()]
        everyone.sort(key=lambda message: message.seq)
        return {"private_chat": _private(everyone)}
    thread = state.threads.get(participant_id, {})
    return {"private_chat": _private(thread.values()), "mine": _mine(state, participant_id)}


def concerned(before: RoomState, after: RoomState) -> Collection[str] | None:
    """Whose own view may differ between two states of a room; None: anybody's."""
    who: set[str] = set()
    if before.people is not after.people:
        who.update(_differing(before.people, after.people))
    if before.threads is not after.threads:
        who.update(_differing(before.threads, after.threads))
        who.add(after.trainer_id)
    if before.run is not after.run:
        if before.run is None or after.run is None:
            return None
        in_run = quiz.concerned(before.run, after.run)
        if in_run is None:
            return None
        who.update(in_run)
    return who


def changes(before: View, after: View) -> Changes:
    """Applied to `before`, gives `after`. Both hold the same slices."""
    whole: dict[str, object] = {}
    patches: dict[str, Mapping[str, object]] = {}
    for name, value in after.items():
        old = before[name]
        if old is value or old == value:
            continue
        if name in KEYED and isinstance(old, dict) and isinstance(value, dict):
            patches[name] = _patch(old, value)
        else:
            whole[name] = value
    return Changes(whole, patches)


class _Part(NamedTuple):
    """Slices that are made of the same things: while those are the same, so are the slices."""

    slices: tuple[str, ...]
    made_of: Callable[[RoomState], tuple[object, ...]]
    show: Callable[[RoomState, Audience, Shared | None], View]


def _room(state: RoomState, _audience: Audience, _before: Shared | None) -> View:
    trainer = state.trainer
    room: RoomSlice = {
        "id": state.id,
        "name": state.name,
        "title": state.title,
        "trainer_name": f"{trainer.first_name} {trainer.last_name}".strip(),
        "started_at": state.started_at,
        "params": state.params,
        "ended_at": state.ended_at,
    }
    return {"room": room}


def _slide(state: RoomState, _audience: Audience, _before: Shared | None) -> View:
    slide: SlideSlice = {"page_id": state.page_id, "pages": state.pages, "seen": state.seen}
    return {"slide": slide}


def _people(state: RoomState, _audience: Audience, before: Shared | None) -> View:
    rights = state.params.collaboration
    known = None
    if before is not None and before.state.params.collaboration == rights:
        known = before.state.people, before.view["people"]

    def show(person: Participant) -> PersonSlice:
        is_trainer = person.role is RoomRole.TRAINER
        return {
            "id": person.id,
            "role": person.role,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "colour": person.colour,
            "is_here": person.is_here,
            "hand_raised_at": person.hand_raised_at,
            "may_draw": is_trainer or rights.lets_draw(person.id),
        }

    return {"people": _keyed(state.people, show, known)}


def _presence(state: RoomState, _audience: Audience, _before: Shared | None) -> View:
    presence: PresenceSlice = {"here": _here(state), "hands": _hands(state)}
    return {"presence": presence}


def _chat(state: RoomState, _audience: Audience, before: Shared | None) -> View:
    known = None if before is None else (before.state.chat, before.view["chat"])
    return {"chat": _keyed(state.chat, _message, known)}


def _activity(state: RoomState, audience: Audience, _before: Shared | None) -> View:
    if state.run is None:
        return NO_RUN[audience]
    return quiz.shared_view(state.run, audience, here=_here(state))


_FOR_ALL = (
    _Part(("room",), lambda s: (s.name, s.params, s.ended_at, s.trainer), _room),
    _Part(("slide",), lambda s: (s.page_id, s.pages, s.seen), _slide),
    _Part(("presence",), lambda s: (s.people,), _presence),
)
_WITH_NAMES = (
    _Part(("people",), lambda s: (s.people, s.params.collaboration), _people),
    _Part(("chat",), lambda s: (s.chat,), _chat),
)
PARTS: Mapping[Audience, tuple[_Part, ...]] = {
    Audience.SCREEN: _FOR_ALL,
    Audience.PARTICIPANT: (*_FOR_ALL, *_WITH_NAMES),
    Audience.TRAINER: (*_FOR_ALL, *_WITH_NAMES),
}
PARTS = {
    audience: (*parts, _Part(tuple(NO_RUN[audience]), lambda s: (s.run, s.people), _activity))
    for audience, parts in PARTS.items()
}


def _keyed(
    items: Mapping[str, Item],
    show: Callable[[Item], Shown],
    known: tuple[Mapping[str, Item], object] | None,
) -> dict[str, Shown]:
    """Shows each item, but for those that were shown before and are the same object."""
    if known is None:
        return {key: show(item) for key, item in items.items()}
    old_items, old = known
    assert isinstance(old, dict)  # noqa: S101 - tells the type checker what made it
    return {
        key: old[key] if old_items.get(key) is item else show(item) for key, item in items.items()
    }


def _patch(old: Mapping[str, object], new: Mapping[str, object]) -> Mapping[str, object]:
    put = {
        key: value
        for key, value in new.items()
        if (known := old.get(key)) is not value and known != value
    }
    removed = [key for key in old if key not in new]
    return {**({"put": put} if put else {}), **({"remove": removed} if removed else {})}


def _mine(state: RoomState, participant_id: str) -> MineSlice:
    person = state.people.get(participant_id)
    answer: OwnAnswer = (
        {"choice_ids": None, "is_right": None, "score": None}
        if state.run is None
        else quiz.own_view(state.run, participant_id)
    )
    return {
        **answer,
        "hand_raised_at": person.hand_raised_at if person else None,
        "acknowledged_at": person.acknowledged_at if person else None,
    }


def _message(message: Message) -> MessageSlice:
    return {
        "id": message.id,
        "seq": message.seq,
        "participant_id": message.participant_id,
        "text": message.text,
        "sent_at": message.sent_at,
    }


def _private(messages: Iterable[Message]) -> dict[str, PrivateMessageSlice]:
    return {each.id: {**_message(each), "to": each.to or ""} for each in messages}


def _participants(state: RoomState) -> Iterable[Participant]:
    return (each for each in state.people.values() if each.role is RoomRole.PARTICIPANT)


def _here(state: RoomState) -> int:
    return sum(each.is_here for each in _participants(state))


def _hands(state: RoomState) -> int:
    return sum(each.hand_raised_at is not None for each in _participants(state))


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    return [key for key, value in after.items() if before.get(key) is not value]


def _is_same(one: object, other: object) -> bool:
    return one is other
