"""What happens when somebody asks something of a room. Pure: it reads a state and says events."""

import re
from collections.abc import Sequence
from datetime import datetime

from salle.activities.quiz.rules import NotRunning, Quiz
from salle.activities.quiz.run import QuizRun
from salle.activities.rules import ActivityNotFound
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
    RoomCommand,
    SendMessage,
    ShowSlide,
    StartRun,
)
from salle.rooms.errors import (
    ChatInactive,
    KickedOut,
    NameInvalid,
    NoSuchMessage,
    NoSuchPage,
    NoSuchParticipant,
    RoomEnded,
)
from salle.rooms.events import (
    ActivityPutAway,
    ActivityStarted,
    AssistantsChanged,
    ClassEnded,
    HandAcknowledged,
    HandLowered,
    HandRaised,
    Joined,
    Kicked,
    Left,
    MessageDeleted,
    MessageSent,
    PagesChanged,
    ParamsChanged,
    ParticipantRenamed,
    RoomEvent,
    RoomRenamed,
    SlideShown,
)
from salle.rooms.permissions import Actor, check_may_ask
from salle.rooms.state import EndReason, Participant, RoomPage, RoomRole, RoomState

ROOM_NAME = re.compile(r"[a-z0-9-]{3,60}")
TO_TRAINER = "trainer"
quiz = Quiz()


def decide(  # noqa: C901, PLR0911, PLR0912 - one branch for each command
    state: RoomState, command: RoomCommand, actor: Actor, now: datetime
) -> Sequence[RoomEvent]:
    """What happens if this actor asks this, now. Raises a `SalleError` to refuse."""
    if state.ended_at is not None:
        raise RoomEnded
    check_may_ask(_role_of(state, actor), type(command))
    me = actor.participant_id or ""
    match command:
        case RaiseHand():
            if state.people[me].hand_raised_at is not None:
                return []
            return [HandRaised(participant_id=me, created_at=now)]
        case LowerHand():
            if state.people[me].hand_raised_at is None:
                return []
            return [HandLowered(participant_id=me, created_at=now)]
        case AcknowledgeHand(participant_id=who):
            if _participant(state, who).hand_raised_at is None:
                return []
            return [HandAcknowledged(participant_id=who, by=me, created_at=now)]
        case SendMessage():
            return [_message(state, command, me, now)]
        case DeleteMessage(message_id=message_id):
            if message_id not in state.chat:
                raise NoSuchMessage
            return [MessageDeleted(message_id=message_id, participant_id=me, created_at=now)]
        case ShowSlide(page_id=page_id):
            if all(page.id != page_id for page in state.pages):
                raise NoSuchPage
            if page_id == state.page_id:
                return []
            return [SlideShown(page_id=page_id, participant_id=me, created_at=now)]
        case PutPages(pages=pages):
            return _put_pages(state, pages, now)
        case PutAssistants(user_ids=user_ids):
            if user_ids == state.assistant_ids:
                return []
            return [AssistantsChanged(user_ids=tuple(sorted(user_ids)), created_at=now)]
        case ChangeParams():
            return _change_params(state, command, me, now)
        case RenameRoom(name=name):
            if ROOM_NAME.fullmatch(name) is None:
                raise NameInvalid
            if name == state.name:
                return []
            return [RoomRenamed(name=name, participant_id=me, created_at=now)]
        case RenameParticipant(first_name=first_name, last_name=last_name):
            if (first_name, last_name) == (state.people[me].first_name, state.people[me].last_name):
                return []
            return [
                ParticipantRenamed(
                    participant_id=me, first_name=first_name, last_name=last_name, created_at=now
                )
            ]
        case KickParticipant(participant_id=who, reason=reason):
            if _participant(state, who).is_kicked:
                return []
            return [Kicked(participant_id=who, by=me, reason=reason, created_at=now)]
        case StartRun():
            return _start(state, command, me, now)
        case PutActivityAway(run_id=run_id):
            run = _running(state)
            if run.run_id != run_id:
                raise NotRunning
            put_away = ActivityPutAway(run_id=run_id, participant_id=me, created_at=now)
            return [*quiz.finish(run, now, me), put_away]
        case EndClass():
            return _end(state, "trainer", me, now)
        case CloseRoom(reason=reason):
            return _end(state, reason, None, now)
        case Join():
            return _join(state, command, now)
        case Leave(participant_id=who, at=at):
            if who not in state.people or not state.people[who].is_here:
                return []
            return [Left(participant_id=who, at=at, created_at=now)]
        case _:
            return quiz.decide(_running(state), command, me, now)


def _role_of(state: RoomState, actor: Actor) -> RoomRole:
    if actor.role in (RoomRole.SCREEN, RoomRole.SERVER):
        return actor.role
    person = state.people.get(actor.participant_id or "")
    if person is None:
        raise NoSuchParticipant
    if person.is_kicked:
        raise KickedOut
    return person.role


def _participant(state: RoomState, participant_id: str) -> Participant:
    person = state.people.get(participant_id)
    if person is None or person.role is not RoomRole.PARTICIPANT:
        raise NoSuchParticipant
    return person


def _running(state: RoomState) -> QuizRun:
    if state.run is None:
        raise NotRunning
    return state.run


def _message(state: RoomState, command: SendMessage, me: str, now: datetime) -> MessageSent:
    to = command.to
    if me == state.trainer_id:
        if to is not None and _participant(state, to).is_kicked:
            raise NoSuchParticipant
    else:
        if not state.params.chat.active and state.people[me].role is not RoomRole.TRAINER:
            raise ChatInactive
        if to is not None:
            if to not in (TO_TRAINER, state.trainer_id):
                raise NoSuchParticipant
            to = state.trainer_id
    return MessageSent(
        message_id=f"{state.id}-{state.seq + 1}",
        to=to,
        text=command.text,
        participant_id=me,
        created_at=now,
    )


def _put_pages(state: RoomState, pages: Sequence[RoomPage], now: datetime) -> Sequence[RoomEvent]:
    """If the slide that is shown is gone, the one nearest to its place is shown."""
    if tuple(pages) == state.pages:
        return []
    changed = PagesChanged(pages=tuple(pages), created_at=now)
    shown = _nearest(state, {page.id for page in pages})
    if shown is None:
        shown = pages[0].id if pages else None
    if shown is None or shown == state.page_id:
        return [changed]
    return [changed, SlideShown(page_id=shown, created_at=now)]


def _nearest(state: RoomState, kept: set[str]) -> str | None:
    """Of the slides before the change, that which was next to the shown one; the later of two."""
    places = {page.id: place for place, page in enumerate(state.pages)}
    here = places.get(state.page_id or "", 0)
    left = [page_id for page_id in places if page_id in kept]
    return min(left, key=lambda each: (abs(places[each] - here), -places[each]), default=None)


def _change_params(
    state: RoomState, command: ChangeParams, me: str, now: datetime
) -> Sequence[RoomEvent]:
    given = {
        name: value
        for name in type(command).model_fields
        if name != "type" and (value := getattr(command, name)) is not None
    }
    params = state.params.model_copy(update=given)
    unknown = set(params.collaboration.allowed_participant_ids) - state.people.keys()
    if unknown:
        raise NoSuchParticipant
    if params == state.params:
        return []
    return [ParamsChanged(params=params, participant_id=me, created_at=now)]


def _start(state: RoomState, command: StartRun, me: str, now: datetime) -> Sequence[RoomEvent]:
    if command.plan is None:
        raise ActivityNotFound
    finished = [] if state.run is None else quiz.finish(state.run, now, me)
    return [
        *finished,
        ActivityStarted(
            run_id=f"{state.id}-{state.seq + len(finished) + 1}",
            activity_id=command.activity_id,
            plan=command.plan,
            participant_id=me,
            created_at=now,
        ),
    ]


def _end(state: RoomState, reason: EndReason, me: str | None, now: datetime) -> Sequence[RoomEvent]:
    finished = [] if state.run is None else quiz.finish(state.run, now, me)
    return [*finished, ClassEnded(reason=reason, participant_id=me, created_at=now)]


def _join(state: RoomState, command: Join, now: datetime) -> Sequence[RoomEvent]:
    person = state.people.get(command.participant_id)
    if person is not None and person.is_kicked:
        raise KickedOut
    if person is not None and person.is_here:
        return []
    # Who was renamed in the room keeps that name when they come back.
    first_name, last_name = (
        (command.first_name, command.last_name)
        if person is None
        else (person.first_name, person.last_name)
    )
    return [
        Joined(
            participant_id=command.participant_id,
            role=state.role_of(command.participant_id, command.user_id),
            user_id=command.user_id,
            first_name=first_name,
            last_name=last_name,
            organisation=command.organisation,
            created_at=now,
        )
    ]
