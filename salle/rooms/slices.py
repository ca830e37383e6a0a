"""The parts of a view, as they travel (V1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import NotRequired

from typing_extensions import TypedDict

from salle.activities.quiz.slices import ActivitySlice, AnswerSlice, OwnAnswer, ProgressSlice
from salle.rooms.state import RoomPage, RoomParams, RoomRole


class RoomSlice(TypedDict):
    id: str
    name: str
    title: str
    trainer_name: str
    started_at: datetime | None
    params: RoomParams
    ended_at: datetime | None


class SlideSlice(TypedDict):
    page_id: str | None
    pages: tuple[RoomPage, ...]
    seen: tuple[str, ...]


class PersonSlice(TypedDict):
    id: str
    role: RoomRole
    first_name: str
    last_name: str
    colour: int
    is_here: bool
    hand_raised_at: datetime | None
    may_draw: bool


class PresenceSlice(TypedDict):
    here: int
    hands: int


class MessageSlice(TypedDict):
    id: str
    seq: int
    participant_id: str
    text: str
    sent_at: datetime


class PrivateMessageSlice(MessageSlice):
    to: str


class MineSlice(OwnAnswer):
    hand_raised_at: datetime | None
    acknowledged_at: datetime | None


class RoomView(TypedDict):
    """Every slice there is; which of them are in a view depends on who looks."""

    room: RoomSlice
    slide: SlideSlice
    presence: PresenceSlice
    activity: ActivitySlice | None
    progress: ProgressSlice | None
    people: NotRequired[Mapping[str, PersonSlice]]
    chat: NotRequired[Mapping[str, MessageSlice]]
    private_chat: NotRequired[Mapping[str, PrivateMessageSlice]]
    tally: NotRequired[Mapping[str, int] | None]
    answers: NotRequired[Mapping[str, AnswerSlice]]
    scores: NotRequired[Mapping[str, float]]
    mine: NotRequired[MineSlice]


KEYED = frozenset({"people", "chat", "private_chat", "answers", "scores"})
"""Slices that are patched key by key."""
