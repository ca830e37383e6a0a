"""Who may ask what (C7). What is not in the table is refused to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from salle.activities.quiz.commands import (
    AnswerQuestion,
    CloseAnswers,
    FinishActivity,
    NextQuestion,
    ShowResults,
    WithdrawAnswer,
)
from salle.kit.errors import SalleError
from salle.rooms.commands import (
    AcknowledgeHand,
    ChangeParams,
    CloseRoom,
    DeleteMessage,
    EndClass,
    Join,
    KickParticipant,
    Leave,
    LowerHand,
    PutActivityAway,
    PutAssistants,
    PutPages,
    RaiseHand,
    RenameParticipant,
    RenameRoom,
    SendMessage,
    ShowSlide,
    StartRun,
)
from salle.rooms.errors import OnlyParticipants, OnlyTheTrainer, ScreensWatch
from salle.rooms.state import RoomRole


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `role` is what the socket came as; what a person may do is looked up (C8)."""

    participant_id: str | None
    role: RoomRole


SERVER = Actor(None, RoomRole.SERVER)

_TRAINER = frozenset({RoomRole.TRAINER})
_PARTICIPANT = frozenset({RoomRole.PARTICIPANT})
_BOTH = _TRAINER | _PARTICIPANT
_SERVER = frozenset({RoomRole.SERVER})

MAY_ASK: Mapping[type, frozenset[RoomRole]] = {
    RaiseHand: _PARTICIPANT,
    LowerHand: _PARTICIPANT,
    AcknowledgeHand: _TRAINER,
    SendMessage: _BOTH,
    DeleteMessage: _TRAINER,
    ShowSlide: _TRAINER,
    ChangeParams: _TRAINER,
    RenameRoom: _TRAINER,
    RenameParticipant: _BOTH,
    KickParticipant: _TRAINER,
    StartRun: _TRAINER,
    AnswerQuestion: _PARTICIPANT,
    WithdrawAnswer: _PARTICIPANT,
    CloseAnswers: _TRAINER,
    ShowResults: _TRAINER,
    NextQuestion: _TRAINER,
    FinishActivity: _TRAINER,
    PutActivityAway: _TRAINER,
    EndClass: _TRAINER,
    Join: _SERVER,
    Leave: _SERVER,
    CloseRoom: _SERVER,
    PutPages: _SERVER,
    PutAssistants: _SERVER,
}


def check_may_ask(role: RoomRole, command: type) -> None:
    allowed = MAY_ASK.get(command, frozenset())
    if role not in allowed:
        raise _refusal(role, allowed)


def _refusal(role: RoomRole, allowed: frozenset[RoomRole]) -> SalleError:
    if role is RoomRole.SCREEN:
        return ScreensWatch()
    return OnlyParticipants() if allowed == _PARTICIPANT else OnlyTheTrainer()
