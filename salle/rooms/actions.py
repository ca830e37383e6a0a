from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.accounts.models import User
from salle.board.pages import pages_of
from salle.board.storage import add_board
from salle.capsules.documents import is_current
from salle.capsules.models import Capsule
from salle.capsules.records import Document
from salle.capsules.rules import CapsuleOutdated
from salle.kit.ids import new_id, new_secret
from salle.rooms.errors import NameInvalid, NameTaken, RoomEnded, RoomFull
from salle.rooms.events import ClassLaunched
from salle.rooms.folding import fold
from salle.rooms.log import first_row, projection, take_name
from salle.rooms.models import Chat, RecordedEvent, Room, RoomName, RoomParticipant, RoomToken
from salle.rooms.naming import candidates
from salle.rooms.queries import (
    check_not_kicked,
    count_tokens,
    identity_of,
    open_rooms,
    participant_of,
)
from salle.rooms.rules import ROOM_NAME
from salle.rooms.secrets import digest
from salle.rooms.state import DEFAULT_PARAMS, RoomPage, RoomParams, RoomRole

MOST_TOKENS = 10_000
"""People and screens that one room lets in over its whole life."""
MOST_OPEN_ROOMS = 20
NAMES_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Entered:
    role: RoomRole
    participant_id: str | None
    token: str


@dataclass(frozen=True)
class Subject:
    """What a class is about. Later changes of a capsule do not touch it."""

    title: str
    document: Document
    capsule_id: str | None = None
    session_id: str | None = None
    assistant_ids: Sequence[str] = ()
    params: RoomParams = DEFAULT_PARAMS


@dataclass(frozen=True)
class Names:
    first_name: str
    last_name: str
    organisation: str


async def launch_room(
    db: AsyncSession, person: Person, capsule: Capsule, *, name: str | None, now: datetime
) -> Room:
    """A room with its board, its chat, its trainer and its first event.

    `capsule` with its document.
    """
    subject = Subject(capsule.title, document_to_teach(capsule), capsule_id=capsule.id)
    return await open_room(db, person, subject, name=name, now=now)


def document_to_teach(capsule: Capsule) -> Document:
    document = cast("Document", capsule.document)
    if not is_current(document):
        raise CapsuleOutdated
    return document


async def open_room(
    db: AsyncSession, trainer: Person | User, subject: Subject, *, name: str | None, now: datetime
) -> Room:
    if len(await open_rooms(db, trainer.id)) >= MOST_OPEN_ROOMS:
        raise RoomFull
    room_id, trainer_id = new_id(), new_id()
    name = await _take_free_name(db, room_id, name, subject.title)
    shown = pages_of(subject.document["store"])
    pages = tuple(RoomPage(id=page.id, name=page.name) for page in shown)
    launched = ClassLaunched(
        participant_id=trainer_id,
        created_at=now,
        room_id=room_id,
        name=name,
        title=subject.title,
        capsule_id=subject.capsule_id,
        session_id=subject.session_id,
        assistant_ids=tuple(subject.assistant_ids),
        user_id=trainer.id,
        first_name=trainer.first_name,
        last_name=trainer.last_name,
        organisation=trainer.organisation,
        pages=pages,
        page_id=pages[0].id if pages else None,
        params=subject.params,
    )
    state = fold([launched])
    room = Room(
        id=room_id,
        created_at=now,
        created_by=trainer.id,
        title=subject.title,
        capsule_id=subject.capsule_id,
        session_id=subject.session_id,
        trainer_participant_id=trainer_id,
        **projection(state),
    )
    db.add(room)
    await db.flush()
    document = cast("dict[str, Any]", subject.document)
    await add_board(db, room_id, document, keeps_log=True, now=now)
    db.add(Chat(id=new_id(), created_at=now, room_id=room_id))
    db.add(
        RoomParticipant(
            id=trainer_id,
            room_id=room_id,
            user_id=trainer.id,
            role=RoomRole.TRAINER,
            first_name=trainer.first_name,
            last_name=trainer.last_name,
            organisation=trainer.organisation,
            created_at=now,
        )
    )
    await db.execute(insert(RecordedEvent), [first_row(state, launched)])
    await db.flush()
    return room


async def enter_with_names(db: AsyncSession, room: Room, names: Names, *, now: datetime) -> Entered:
    """A guest (H2). Two people of the same name are two people."""
    participant = await _add_participant(db, room, names, now=now)
    return await _give_token(db, room, participant, login_id=None, now=now)


async def enter_with_account(
    db: AsyncSession,
    room: Room,
    person: Person,
    names: Names | None,
    *,
    registration_id: str | None = None,
    role: RoomRole | None = None,
    now: datetime,
) -> Entered:
    """The trainer, or somebody else with an account; the same participant every time (H4).

    `role` as it is known now, where it may have changed since they entered first (H11).
    """
    participant = await participant_of(
        db, room.id, user_id=person.id, registration_id=registration_id
    )
    if participant is None:
        own = Names(person.first_name or person.name, person.last_name, person.organisation)
        participant = await _add_participant(
            db,
            room,
            names or own,
            user_id=person.id,
            registration_id=registration_id,
            role=role or RoomRole.PARTICIPANT,
            now=now,
        )
    check_not_kicked(participant)
    participant.role = role or participant.role
    return await _give_token(db, room, participant, login_id=person.login_id, now=now)


async def enter_with_registration(
    db: AsyncSession, room: Room, registration_id: str, names: Names, *, now: datetime
) -> Entered:
    """Somebody with the link of a mail; the same participant every time."""
    participant = await participant_of(
        db, room.id, user_id=None, registration_id=registration_id
    ) or await _add_participant(db, room, names, registration_id=registration_id, now=now)
    check_not_kicked(participant)
    return await _give_token(db, room, participant, login_id=None, now=now)


async def enter_as_screen(db: AsyncSession, room: Room, *, now: datetime) -> Entered:
    return await _give_token(db, room, None, login_id=None, now=now)


async def enter_again(db: AsyncSession, room: Room, token: str, *, now: datetime) -> Entered:
    """Whoever has this token, once more (H3)."""
    identity = await identity_of(db, room.id, token, now)
    who = None if identity.participant is None else identity.participant.id
    return Entered(identity.role, who, token)


async def forget_old_names(db: AsyncSession, now: datetime) -> None:
    """Links to rooms that ended lead nowhere after a while (H1)."""
    await db.execute(delete(RoomName).where(RoomName.ended_at < now - NAMES_KEPT_FOR))


async def _add_participant(
    db: AsyncSession,
    room: Room,
    names: Names,
    *,
    user_id: str | None = None,
    registration_id: str | None = None,
    role: RoomRole = RoomRole.PARTICIPANT,
    now: datetime,
) -> RoomParticipant:
    participant = RoomParticipant(
        id=new_id(),
        room_id=room.id,
        user_id=user_id,
        registration_id=registration_id,
        role=role,
        first_name=names.first_name,
        last_name=names.last_name,
        organisation=names.organisation,
        created_at=now,
    )
    try:
        async with db.begin_nested():
            db.add(participant)
            await db.flush()
    except IntegrityError:
        # The class ended a moment ago, or the same person has just entered in another tab.
        known = await participant_of(db, room.id, user_id=user_id, registration_id=registration_id)
        if known is None:
            raise RoomEnded from None
        return known
    return participant


async def _give_token(
    db: AsyncSession,
    room: Room,
    participant: RoomParticipant | None,
    *,
    login_id: str | None,
    now: datetime,
) -> Entered:
    if await count_tokens(db, room.id) >= MOST_TOKENS:
        raise RoomFull
    token = new_secret()
    role = RoomRole.SCREEN if participant is None else RoomRole(participant.role)
    who = None if participant is None else participant.id
    db.add(
        RoomToken(
            secret_hash=digest(token),
            room_id=room.id,
            participant_id=who,
            login_id=login_id,
            role=role,
            created_at=now,
        )
    )
    await db.flush()
    return Entered(role, who, token)


async def _take_free_name(db: AsyncSession, room_id: str, wanted: str | None, title: str) -> str:
    """The first name that nobody has. The database decides, also between two launches at once."""
    if wanted is not None and ROOM_NAME.fullmatch(wanted) is None:
        raise NameInvalid
    for name in [wanted] if wanted is not None else candidates(title):
        try:
            async with db.begin_nested():
                for statement, rows in take_name(room_id, name):
                    await db.execute(statement, rows or None)
        except IntegrityError:
            continue
        return name
    raise NameTaken
