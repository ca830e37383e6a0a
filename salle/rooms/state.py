"""What is true of a room now. Rebuilt from its events, replaced by `apply`, never edited."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from salle.activities.quiz.run import QuizRun

MOST_ALLOWED = 2_000


class RoomRole(StrEnum):
    """As what somebody is in a room. SERVER is the room itself: no socket can be it."""

    TRAINER = "trainer"
    PARTICIPANT = "participant"
    SCREEN = "screen"
    SERVER = "server"


EndReason = Literal["trainer", "owner", "admin", "trainer_gone", "time_over"]
NavigationMode = Literal["animateur", "libre", "pratico"]
ParticipantId = Annotated[str, Field(max_length=64)]


class _Params(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # recorded: old shapes stay readable


class NavigationParams(_Params):
    mode: NavigationMode = "animateur"


class CollaborationParams(_Params):
    active: bool = False
    allow_all: bool = False
    allowed_participant_ids: Annotated[
        tuple[ParticipantId, ...], Field(max_length=MOST_ALLOWED)
    ] = ()

    @cached_property
    def _allowed(self) -> frozenset[str]:
        return frozenset(self.allowed_participant_ids)

    def lets_draw(self, participant_id: str) -> bool:
        return self.active and (self.allow_all or participant_id in self._allowed)


class ChatParams(_Params):
    active: bool = True


class RoomParams(_Params):
    navigation: NavigationParams = NavigationParams()
    collaboration: CollaborationParams = CollaborationParams()
    chat: ChatParams = ChatParams()


DEFAULT_PARAMS = RoomParams()


class RoomPage(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    name: str


class Visit(NamedTuple):
    """A time that somebody was there as one thing: whose role changes begins another."""

    joined_at: datetime
    left_at: datetime
    role: RoomRole


class Participant(NamedTuple):
    id: str
    role: RoomRole
    user_id: str | None
    first_name: str
    last_name: str
    organisation: str
    colour: int
    """A place in the palette of people, by the order of arrival."""
    is_here: bool = False
    away_since: datetime | None = None
    """When their last socket was lost; None before they first came, and while they are here."""
    hand_raised_at: datetime | None = None
    acknowledged_at: datetime | None = None
    is_kicked: bool = False
    here_since: datetime | None = None
    visits: tuple[Visit, ...] = ()
    """Those that are over."""

    def visits_until(self, end: datetime) -> tuple[Visit, ...]:
        """All of them, the last one too."""
        if self.here_since is None:
            return self.visits
        return (*self.visits, Visit(self.here_since, max(self.here_since, end), self.role))


class Message(NamedTuple):
    id: str
    seq: int
    participant_id: str
    to: str | None
    text: str
    sent_at: datetime


Messages = Mapping[str, Message]
PEOPLE_COLOURS = 12


class RoomState(NamedTuple):
    id: str = ""
    name: str = ""
    title: str = ""
    trainer_id: str = ""
    session_id: str | None = None
    assistant_ids: frozenset[str] = frozenset()
    """Accounts that lead the class with the trainer, in the room or not."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    seq: int = 0
    """How many facts made this state."""
    params: RoomParams = DEFAULT_PARAMS
    pages: tuple[RoomPage, ...] = ()
    page_id: str | None = None
    seen: tuple[str, ...] = ()
    """Pages that were shown, in the order of their first time."""
    people: Mapping[str, Participant] = {}
    chat: Mapping[str, Message] = {}
    """The latest public messages, the oldest first."""
    threads: Mapping[str, Messages] = {}
    """Private messages between the trainer and each participant, by participant."""
    run: QuizRun | None = None

    @property
    def trainer(self) -> Participant:
        return self.people[self.trainer_id]

    def role_of(self, participant_id: str, user_id: str | None) -> RoomRole:
        """As what somebody with this account, or none, is in this room."""
        leads = participant_id == self.trainer_id or user_id in self.assistant_ids
        return RoomRole.TRAINER if leads else RoomRole.PARTICIPANT

    @property
    def untaught_since(self) -> datetime | None:
        """When the last of those who teach was lost; None while one of them is here."""
        trainers = [each for each in self.people.values() if each.role is RoomRole.TRAINER]
        if any(each.is_here for each in trainers):
            return None
        return max((each.away_since for each in trainers if each.away_since), default=None)
