from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import find_person
from salle.board.storage import read_document
from salle.rooms.errors import IdentityUnknown, KickedOut, RoomEnded, RoomNotFound
from salle.rooms.models import RecordedEvent, Room, RoomName, RoomParticipant, RoomToken
from salle.rooms.secrets import digest
from salle.rooms.state import RoomRole


@dataclass(frozen=True)
class Identity:
    """Who a token lets in. A screen has no participant."""

    role: RoomRole
    participant: RoomParticipant | None
    login_id: str | None
    key: str
    """Sockets with the same key belong together (S10)."""


async def room_by_name(db: AsyncSession, name: str) -> Room:
    """The room that a link leads to, under its name or one that it had before (H6)."""
    is_name = "\0" not in name  # to PostgreSQL that would not even be a text
    link = await db.get(RoomName, name) if is_name else None
    if link is None:
        raise RoomNotFound
    if link.ended_at is not None:
        raise RoomEnded
    return await room_by_id(db, link.room_id)


async def room_by_id(db: AsyncSession, room_id: str) -> Room:
    room = await db.get(Room, room_id)
    if room is not None:
        return room
    was = await db.scalar(select(RecordedEvent.id).where(RecordedEvent.room_id == room_id).limit(1))
    raise RoomEnded if was is not None else RoomNotFound


async def trainer_name(db: AsyncSession, room: Room) -> str:
    trainer = await db.get(RoomParticipant, room.trainer_participant_id)
    return "" if trainer is None else f"{trainer.first_name} {trainer.last_name}".strip()


async def open_rooms(db: AsyncSession, user_id: str) -> Sequence[Room]:
    """What this person teaches in now, the latest first."""
    found = await db.scalars(
        select(Room).where(Room.created_by == user_id).order_by(Room.created_at.desc(), Room.id)
    )
    return found.all()


async def document_of(db: AsyncSession, room_id: str) -> dict[str, object]:
    document = await read_document(db, room_id)
    if document is None:
        raise RoomEnded
    return document


async def identity_of(db: AsyncSession, room_id: str, token: str, now: datetime) -> Identity:
    """Whom this token lets into this room. Raises where it lets in nobody (any more)."""
    key = digest(token)
    found = await db.execute(
        select(RoomToken, RoomParticipant)
        .outerjoin(RoomParticipant, RoomParticipant.id == RoomToken.participant_id)
        .where(RoomToken.secret_hash == key, RoomToken.room_id == room_id)
    )
    row = found.one_or_none()
    if row is None:
        await room_by_id(db, room_id)  # says so, if that is gone
        raise IdentityUnknown
    known, participant = row
    if known.login_id is not None and await find_person(db, known.login_id, now) is None:
        raise IdentityUnknown
    if known.participant_id is None:
        return Identity(RoomRole(known.role), None, None, key)
    check_not_kicked(participant)
    # The token was given for the role that they had then.
    return Identity(RoomRole(participant.role), participant, known.login_id, participant.id)


def check_not_kicked(participant: RoomParticipant) -> None:
    if participant.kicked_at is not None:
        raise KickedOut(reason=participant.kick_reason)


async def participant_of(
    db: AsyncSession, room_id: str, *, user_id: str | None, registration_id: str | None
) -> RoomParticipant | None:
    """Theirs by account, or else by registration."""
    for column, value in (
        (RoomParticipant.user_id, user_id),
        (RoomParticipant.registration_id, registration_id),
    ):
        if value is not None:
            mine = select(RoomParticipant).where(RoomParticipant.room_id == room_id)
            found = await db.scalar(mine.where(column == value))
            if found is not None:
                return found
    return None


async def count_tokens(db: AsyncSession, room_id: str) -> int:
    count = await db.scalar(
        select(func.count()).select_from(RoomToken).where(RoomToken.room_id == room_id)
    )
    return count or 0
