"""The events of a room, from and to the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.ids import new_id, new_ids
from salle.kit.writer import Rows
from salle.rooms.attendance import attendance
from salle.rooms.events import (
    AssistantsChanged,
    ClassEnded,
    Kicked,
    MessageDeleted,
    MessageSent,
    ParticipantRenamed,
    RoomEvent,
    RoomRenamed,
    who_did,
)
from salle.rooms.folding import fold
from salle.rooms.models import Chat, ChatMessage, RecordedEvent, Room, RoomName, RoomParticipant
from salle.rooms.state import RoomRole, RoomState
from salle.scheduling.actions.lifecycle import ending

event_adapter: TypeAdapter[RoomEvent] = TypeAdapter(RoomEvent)
IN_COLUMNS = {"type", "participant_id", "created_at"}
Statements = list[tuple[Executable, Rows]]


class Entry(NamedTuple):
    """An event at its place, and the command that made it."""

    seq: int
    event: RoomEvent
    command_id: str | None


class Restored(NamedTuple):
    state: RoomState
    commands: Sequence[tuple[str | None, str]]
    """Who sent which command, of those that left an event behind; in their order."""
    last_at: datetime


async def restore(db: AsyncSession, room_id: str) -> Restored | None:
    """The room as its events and its chat have made it. None: there is no such room."""
    entries = await read_log(db, room_id)
    if not entries:
        return None
    commands = [
        (who_did(entry.event), entry.command_id)
        for entry in entries
        if entry.command_id is not None
    ]
    state = fold(entry.event for entry in entries)
    return Restored(state, commands, entries[-1].event.created_at)


async def read_log(db: AsyncSession, room_id: str) -> list[Entry]:
    """In the order in which it happened."""
    rows = await db.execute(
        select(
            RecordedEvent.seq,
            RecordedEvent.type,
            RecordedEvent.participant_id,
            RecordedEvent.created_at,
            RecordedEvent.data,
            RecordedEvent.command_id,
        ).where(RecordedEvent.room_id == room_id)
    )
    entries = [
        Entry(seq, read_event(kind, who, created_at, data), command_id)
        for seq, kind, who, created_at, data, command_id in rows
    ]
    lines = await db.execute(
        select(
            ChatMessage.id,
            ChatMessage.seq,
            ChatMessage.participant_id,
            ChatMessage.to_participant_id,
            ChatMessage.text,
            ChatMessage.sent_at,
            ChatMessage.command_id,
        ).where(ChatMessage.room_id == room_id)
    )
    entries += [
        Entry(
            seq,
            MessageSent(
                message_id=message_id, participant_id=who, to=to, text=text, created_at=sent_at
            ),
            command_id,
        )
        for message_id, seq, who, to, text, sent_at, command_id in lines
    ]
    entries.sort(key=lambda entry: entry.seq)
    return entries


def read_event(
    kind: str, participant_id: str | None, created_at: datetime, data: Mapping[str, Any]
) -> RoomEvent:
    return event_adapter.validate_python(
        {**data, "type": kind, "participant_id": participant_id, "created_at": created_at}
    )


def statements(before: RoomState, after: RoomState, entries: Sequence[Entry]) -> Statements:
    """All that storing these events takes. `after` is the state that they lead to."""
    events, lines, ids = [], [], new_ids(len(entries))
    rest: Statements = []
    for entry in entries:
        event = entry.event
        if isinstance(event, MessageSent):
            lines.append(_line(after, entry, event))
        else:
            events.append(_row(after, entry, next(ids)))
        rest += _besides(after, event)
    stored: Statements = []
    if events:
        stored.append((insert(RecordedEvent), events))
    if lines:
        stored.append((INSERT_LINE, lines))
    old, new = projection(before), projection(after)
    if after.ended_at is None and old != new:
        stored.append((update(Room).where(Room.id == after.id).values(new), []))
    return stored + rest


def projection(state: RoomState) -> dict[str, Any]:
    """What the row of the room repeats of its state."""
    run = state.run
    return {
        "name": state.name,
        "quiz_id": None if run is None else run.activity_id,
        "quiz_scores": {} if run is None else dict(run.scores),
        "params": state.params.model_dump(mode="json"),
    }


INSERT_LINE = insert(ChatMessage).values(
    chat_id=select(Chat.id).where(Chat.room_id == bindparam("in_room")).scalar_subquery()
)


def first_row(state: RoomState, event: RoomEvent) -> dict[str, Any]:
    """The row of a room's first event."""
    return _row(state, Entry(1, event, None), new_id())


def _row(state: RoomState, entry: Entry, row_id: str) -> dict[str, Any]:
    event = entry.event
    data = event.model_dump(mode="json", exclude=IN_COLUMNS)
    concerned = state.people.get(event.participant_id or "")
    if concerned is not None and concerned.user_id is None:
        data |= {"first_name": concerned.first_name, "last_name": concerned.last_name}
    author = state.people.get(who_did(event) or "")
    return {
        "id": row_id,
        "created_at": event.created_at,
        "room_id": state.id,
        "seq": entry.seq,
        "user_id": (author.user_id if author else None) or state.trainer.user_id,
        "participant_id": event.participant_id,
        "type": event.type,
        "data": data,
        "command_id": entry.command_id,
    }


def _line(state: RoomState, entry: Entry, event: MessageSent) -> dict[str, Any]:
    return {
        "id": event.message_id,
        "room_id": state.id,
        "in_room": state.id,
        "seq": entry.seq,
        "participant_id": event.participant_id,
        "to_participant_id": event.to,
        "text": event.text,
        "sent_at": event.created_at,
        "command_id": entry.command_id,
    }


def _besides(state: RoomState, event: RoomEvent) -> Iterable[tuple[Executable, Rows]]:
    """What an event changes outside the log."""
    match event:
        case MessageDeleted(message_id=message_id):
            yield update(ChatMessage).where(ChatMessage.id == message_id).values(text=""), []
        case AssistantsChanged(user_ids=user_ids):
            yield from _put_roles(state, user_ids)
        case Kicked(participant_id=who, reason=reason):
            kicked = {"kicked_at": event.created_at, "kick_reason": reason}
            yield update(RoomParticipant).where(RoomParticipant.id == who).values(kicked), []
        case ParticipantRenamed(participant_id=who):
            names = {"first_name": event.first_name, "last_name": event.last_name}
            yield update(RoomParticipant).where(RoomParticipant.id == who).values(names), []
        case RoomRenamed(name=name):
            yield from take_name(state.id, name)
        case ClassEnded():
            if state.session_id is not None:
                for statement in ending(state.session_id, now=event.created_at):
                    yield statement, []
                yield from attendance(state, state.session_id, event.created_at)
            mine = update(RoomName).where(RoomName.room_id == state.id)
            yield mine.values(ended_at=event.created_at), []
            yield delete(Room).where(Room.id == state.id), []
        case _:
            pass


def _put_roles(state: RoomState, user_ids: Sequence[str]) -> Iterable[tuple[Executable, Rows]]:
    """Also of those who have entered and not opened their first socket yet."""
    leads = RoomParticipant.user_id.in_(user_ids)
    others = update(RoomParticipant).where(
        RoomParticipant.room_id == state.id, RoomParticipant.id != state.trainer_id
    )
    yield others.where(leads).values(role=RoomRole.TRAINER), []
    yield others.where(~leads).values(role=RoomRole.PARTICIPANT), []


def take_name(room_id: str, name: str) -> Iterable[tuple[Executable, Rows]]:
    """Fails on the primary key while another open room has the name."""
    is_free = (RoomName.ended_at.is_not(None)) | (RoomName.room_id == room_id)
    yield delete(RoomName).where(RoomName.name == name, is_free), []
    yield insert(RoomName), [{"name": name, "room_id": room_id, "ended_at": None}]
