"""What happened in a room, as it is kept for ever. Never rename a type, never change a meaning."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from salle.activities.contract import Fact
from salle.activities.quiz.events import QuizEvent
from salle.activities.quiz.plan import QuizPlan
from salle.rooms.state import EndReason, RoomPage, RoomParams, RoomRole


class ClassLaunched(Fact):
    """The first fact of every room. `participant_id` is the trainer."""

    type: Literal["class_launched"] = "class_launched"
    participant_id: str
    room_id: str
    name: str
    title: str
    capsule_id: str | None
    """None: it began with an empty slide."""
    session_id: str | None = None
    """Of the scheduled training that it is, if it is one."""
    assistant_ids: tuple[str, ...] = ()
    """Accounts that lead it with the trainer, as `AssistantsChanged` has them."""
    user_id: str
    first_name: str
    last_name: str
    organisation: str = ""
    pages: tuple[RoomPage, ...]
    page_id: str | None
    params: RoomParams = RoomParams()


class ClassEnded(Fact):
    """The last fact of every room."""

    type: Literal["class_ended"] = "class_ended"
    reason: EndReason


class Joined(Fact):
    type: Literal["joined"] = "joined"
    participant_id: str
    role: RoomRole = RoomRole.PARTICIPANT
    user_id: str | None = None
    """Of an account. The log's own user_id names the trainer where a guest has none."""
    first_name: str
    last_name: str
    organisation: str = ""


class AssistantsChanged(Fact):
    """All accounts that lead the class with its trainer from now on, in the room or not."""

    type: Literal["assistants_changed"] = "assistants_changed"
    user_ids: tuple[str, ...]


class Left(Fact):
    """`at` is when their last socket was lost, a little before this was recorded (L1)."""

    type: Literal["left"] = "left"
    participant_id: str
    at: AwareDatetime


class HandRaised(Fact):
    type: Literal["hand_raised"] = "hand_raised"
    participant_id: str


class HandLowered(Fact):
    type: Literal["hand_lowered"] = "hand_lowered"
    participant_id: str


class HandAcknowledged(Fact):
    type: Literal["hand_acknowledged"] = "hand_acknowledged"
    participant_id: str
    by: str


class MessageSent(Fact):
    """Kept with the chat, not with the events: it is gone when the room is."""

    type: Literal["message_sent"] = "message_sent"
    participant_id: str
    message_id: str
    to: str | None
    text: str


class MessageDeleted(Fact):
    type: Literal["message_deleted"] = "message_deleted"
    message_id: str


class SlideShown(Fact):
    type: Literal["slide_shown"] = "slide_shown"
    page_id: str


class PagesChanged(Fact):
    """All of them as they are from now on: the trainer works on the slides in the class."""

    type: Literal["pages_changed"] = "pages_changed"
    pages: tuple[RoomPage, ...]


class ParamsChanged(Fact):
    """All of them as they are from now on."""

    type: Literal["params_changed"] = "params_changed"
    params: RoomParams


class RoomRenamed(Fact):
    type: Literal["room_renamed"] = "room_renamed"
    name: str


class ParticipantRenamed(Fact):
    type: Literal["participant_renamed"] = "participant_renamed"
    participant_id: str
    first_name: str
    last_name: str


class Kicked(Fact):
    type: Literal["kicked"] = "kicked"
    participant_id: str
    by: str
    reason: str


class ActivityStarted(Fact):
    type: Literal["activity_started"] = "activity_started"
    run_id: str
    activity_id: str
    plan: QuizPlan


class ActivityPutAway(Fact):
    type: Literal["activity_put_away"] = "activity_put_away"
    run_id: str


RoomEvent = Annotated[
    ClassLaunched
    | ClassEnded
    | Joined
    | AssistantsChanged
    | Left
    | HandRaised
    | HandLowered
    | HandAcknowledged
    | MessageSent
    | MessageDeleted
    | SlideShown
    | PagesChanged
    | ParamsChanged
    | RoomRenamed
    | ParticipantRenamed
    | Kicked
    | ActivityStarted
    | ActivityPutAway
    | QuizEvent,
    Field(discriminator="type"),
]


def who_did(event: RoomEvent) -> str | None:
    """The participant that an event is due to, where it concerns another one."""
    return event.by if isinstance(event, HandAcknowledged | Kicked) else event.participant_id
