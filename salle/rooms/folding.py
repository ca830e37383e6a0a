"""What is true after an event. Accepts every event ever recorded, and never refuses."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce

from salle.rooms.events import (
    ActivityPutAway,
    ActivityStarted,
    AssistantsChanged,
    ClassEnded,
    ClassLaunched,
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
from salle.rooms.rules import quiz
from salle.rooms.state import (
    PEOPLE_COLOURS,
    Message,
    Messages,
    Participant,
    RoomPage,
    RoomRole,
    RoomState,
)

MOST_MESSAGES = 1_000
MOST_IN_A_THREAD = 500


def fold(events: Iterable[RoomEvent]) -> RoomState:
    """The room that these events, from its first on, have made."""
    return reduce(apply, events, RoomState())


def apply(state: RoomState, event: RoomEvent) -> RoomState:
    return _happen(state, event)._replace(seq=state.seq + 1)


def _happen(state: RoomState, event: RoomEvent) -> RoomState:  # noqa: C901, PLR0911, PLR0912 - one branch for each event
    match event:
        case ClassLaunched():
            return _launch(event)
        case ClassEnded():
            return state._replace(ended_at=event.created_at)
        case Joined():
            return _join(state, event)
        case AssistantsChanged():
            return _put_assistants(state, event)
        case Left(participant_id=who):
            return _change(state, who, lambda each: _leave(each, event.at))
        case HandRaised(participant_id=who):
            raised_at = event.created_at
            return _change(
                state,
                who,
                lambda each: each._replace(hand_raised_at=raised_at, acknowledged_at=None),
            )
        case HandLowered(participant_id=who):
            return _change(state, who, lambda each: each._replace(hand_raised_at=None))
        case HandAcknowledged(participant_id=who):
            seen_at = event.created_at
            return _change(
                state,
                who,
                lambda each: each._replace(hand_raised_at=None, acknowledged_at=seen_at),
            )
        case MessageSent():
            return _add_message(state, event)
        case MessageDeleted(message_id=message_id):
            rest = {key: each for key, each in state.chat.items() if key != message_id}
            return state._replace(chat=rest)
        case SlideShown(page_id=page_id):
            seen = state.seen if page_id in state.seen else (*state.seen, page_id)
            return state._replace(page_id=page_id, seen=seen)
        case PagesChanged(pages=pages):
            return _put_pages(state, pages)
        case ParamsChanged(params=params):
            return state._replace(params=params)
        case RoomRenamed(name=name):
            return state._replace(name=name)
        case ParticipantRenamed(participant_id=who):
            return _rename(state, event)
        case Kicked(participant_id=who):
            gone_at = event.created_at
            return _change(
                state,
                who,
                lambda each: _leave(each, gone_at)._replace(is_kicked=True, hand_raised_at=None),
            )
        case ActivityStarted():
            return state._replace(run=quiz.start(event.run_id, event.activity_id, event.plan))
        case ActivityPutAway():
            return state._replace(run=None)
        case _:
            return state if state.run is None else state._replace(run=quiz.apply(state.run, event))


def _change(state: RoomState, who: str, change: Callable[[Participant], Participant]) -> RoomState:
    person = state.people.get(who)
    if person is None:
        return state
    return state._replace(people={**state.people, who: change(person)})


def _launch(event: ClassLaunched) -> RoomState:
    trainer = Participant(
        id=event.participant_id,
        role=RoomRole.TRAINER,
        user_id=event.user_id,
        first_name=event.first_name,
        last_name=event.last_name,
        organisation=event.organisation,
        colour=0,
        away_since=event.created_at,
    )
    return RoomState(
        id=event.room_id,
        name=event.name,
        title=event.title,
        trainer_id=trainer.id,
        session_id=event.session_id,
        assistant_ids=frozenset(event.assistant_ids),
        started_at=event.created_at,
        params=event.params,
        pages=event.pages,
        page_id=event.page_id,
        seen=() if event.page_id is None else (event.page_id,),
        people={trainer.id: trainer},
    )


def _join(state: RoomState, event: Joined) -> RoomState:
    before = state.people.get(event.participant_id)
    if before is not None:
        here_since = before.here_since or event.created_at
        person = before._replace(is_here=True, away_since=None, here_since=here_since)
    else:
        person = Participant(
            id=event.participant_id,
            role=event.role,
            user_id=event.user_id,
            first_name=event.first_name,
            last_name=event.last_name,
            organisation=event.organisation,
            colour=len(state.people) % PEOPLE_COLOURS,
            is_here=True,
            here_since=event.created_at,
        )
    return state._replace(people={**state.people, person.id: person})


def _put_assistants(state: RoomState, event: AssistantsChanged) -> RoomState:
    state = state._replace(assistant_ids=frozenset(event.user_ids))
    people = {
        who: _play(person, state.role_of(who, person.user_id), event.created_at)
        for who, person in state.people.items()
    }
    return state._replace(people=people)


def _play(person: Participant, role: RoomRole, since: datetime) -> Participant:
    if role is person.role:
        return person
    if person.here_since is not None:
        person = person._replace(visits=person.visits_until(since), here_since=since)
    return person._replace(role=role, hand_raised_at=None)


def _leave(person: Participant, at: datetime) -> Participant:
    return person._replace(
        is_here=False, away_since=at, here_since=None, visits=person.visits_until(at)
    )


def _rename(state: RoomState, event: ParticipantRenamed) -> RoomState:
    return _change(
        state,
        event.participant_id,
        lambda each: each._replace(first_name=event.first_name, last_name=event.last_name),
    )


def _put_pages(state: RoomState, pages: tuple[RoomPage, ...]) -> RoomState:
    ids = {page.id for page in pages}
    return state._replace(
        pages=pages,
        page_id=state.page_id if state.page_id in ids else None,
        seen=tuple(page_id for page_id in state.seen if page_id in ids),
    )


def _add_message(state: RoomState, event: MessageSent) -> RoomState:
    message = Message(
        id=event.message_id,
        seq=state.seq + 1,
        participant_id=event.participant_id,
        to=event.to,
        text=event.text,
        sent_at=event.created_at,
    )
    if message.to is None:
        return state._replace(chat=_latest(state.chat, message, MOST_MESSAGES))
    other = message.to if message.participant_id == state.trainer_id else message.participant_id
    thread = _latest(state.threads.get(other, {}), message, MOST_IN_A_THREAD)
    return state._replace(threads={**state.threads, other: thread})


def _latest(messages: Messages, message: Message, most: int) -> Mapping[str, Message]:
    kept = {**messages, message.id: message}
    if len(kept) > most:
        del kept[next(iter(kept))]
    return kept
