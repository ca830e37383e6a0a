"""What one may ask of a room: by a frame of the socket, or from inside the server."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from salle.accounts.schemas import PersonName
from salle.activities.contract import Asked
from salle.activities.quiz.commands import AnyId, QuizCommand
from salle.activities.quiz.plan import WITHOUT_NUL, QuizPlan
from salle.rooms.state import (
    ChatParams,
    CollaborationParams,
    EndReason,
    NavigationParams,
    RoomPage,
)

MAX_MESSAGE = 1000
MAX_REASON = 200

GivenName = Annotated[PersonName, StringConstraints(min_length=1)]


class RaiseHand(Asked):
    type: Literal["hand.raise"] = "hand.raise"


class LowerHand(Asked):
    type: Literal["hand.lower"] = "hand.lower"


class AcknowledgeHand(Asked):
    type: Literal["hand.acknowledge"] = "hand.acknowledge"
    participant_id: AnyId


class SendMessage(Asked):
    """`to` is null for everyone, "trainer", or, from the trainer, a participant's id."""

    type: Literal["chat.send"] = "chat.send"
    text: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=MAX_MESSAGE, pattern=WITHOUT_NUL
        ),
    ]
    to: AnyId | None = None


class DeleteMessage(Asked):
    type: Literal["chat.delete"] = "chat.delete"
    message_id: AnyId


class ShowSlide(Asked):
    type: Literal["slide.show"] = "slide.show"
    page_id: Annotated[str, StringConstraints(max_length=200)]


class ChangeParams(Asked):
    """What is given is replaced as a whole."""

    type: Literal["params.change"] = "params.change"
    navigation: NavigationParams | None = None
    collaboration: CollaborationParams | None = None
    chat: ChatParams | None = None


class RenameRoom(Asked):
    type: Literal["room.rename"] = "room.rename"
    name: Annotated[str, StringConstraints(max_length=200)]


class RenameParticipant(Asked):
    type: Literal["participant.rename"] = "participant.rename"
    first_name: GivenName
    last_name: GivenName


class KickParticipant(Asked):
    type: Literal["participant.kick"] = "participant.kick"
    participant_id: AnyId
    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=MAX_REASON, pattern=WITHOUT_NUL),
    ] = ""


class StartActivity(Asked):
    type: Literal["activity.start"] = "activity.start"
    activity_id: AnyId


class PutActivityAway(Asked):
    type: Literal["activity.put_away"] = "activity.put_away"
    run_id: AnyId


class EndClass(Asked):
    type: Literal["class.end"] = "class.end"


_Steered = (
    RaiseHand
    | LowerHand
    | AcknowledgeHand
    | SendMessage
    | DeleteMessage
    | ShowSlide
    | ChangeParams
    | RenameRoom
    | RenameParticipant
    | KickParticipant
    | PutActivityAway
    | EndClass
    | QuizCommand
)

WireCommand = Annotated[_Steered | StartActivity, Field(discriminator="type")]
"""All that a frame can hold. Nothing below this line can come from a socket."""


@dataclass(frozen=True, slots=True)
class StartRun:
    """`activity.start` with the plan that the server found; None: the trainer has no such one."""

    activity_id: str
    plan: QuizPlan | None


@dataclass(frozen=True, slots=True)
class Join:
    """Somebody's first socket is open."""

    participant_id: str
    user_id: str | None
    first_name: str
    last_name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody's last socket was lost at this time, and they did not come back."""

    participant_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """The class ends without its trainer saying so in the room."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class PutPages:
    """The slides of the board are these now."""

    pages: tuple[RoomPage, ...]


@dataclass(frozen=True, slots=True)
class PutAssistants:
    """Those who lead the class with its trainer are these now, by their accounts."""

    user_ids: frozenset[str]


RoomCommand = _Steered | StartRun | Join | Leave | CloseRoom | PutPages | PutAssistants
"""What a room decides on."""
