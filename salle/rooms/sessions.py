"""A scheduled training and its room: they start together and end together."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.accounts.models import User
from salle.accounts.rules import NotAllowed
from salle.capsules.boards import CapsuleBoards
from salle.capsules.documents import blank_document
from salle.capsules.queries import get_entrusted_capsule
from salle.capsules.records import Document
from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.rooms.actions import (
    Entered,
    Names,
    Subject,
    document_to_teach,
    enter_as_screen,
    enter_with_account,
    enter_with_names,
    enter_with_registration,
    open_room,
)
from salle.rooms.commands import CloseRoom
from salle.rooms.errors import NamesMissing, RoomEnded, RoomNotFound
from salle.rooms.hub import RoomHub
from salle.rooms.models import Room
from salle.rooms.permissions import SERVER
from salle.rooms.queries import room_by_id
from salle.rooms.state import ChatParams, EndReason, RoomParams, RoomRole
from salle.scheduling.access import Viewer
from salle.scheduling.actions import lifecycle
from salle.scheduling.actions.sessions import check_editable
from salle.scheduling.door import check_not_closed
from salle.scheduling.models import TrainingSession
from salle.scheduling.presence import Presence, stand_at_door
from salle.scheduling.queries.registrations import own_registration
from salle.scheduling.queries.sessions import assistants_of, is_host, keep, lock_session
from salle.scheduling.rules import SessionStatus


async def start_session(
    db: AsyncSession, person: Person, session_id: str, *, now: datetime
) -> Room:
    """The room that the session is held in, opened by whoever of its hosts comes first.

    Its owner is the trainer, whoever starts it.
    """
    session = await lock_session(db, session_id, Viewer(person))
    if not await is_host(db, session, person):
        raise NotAllowed
    check_editable(session)
    if session.status == SessionStatus.LIVE:
        return await room_by_id(db, session.room_id or "")
    check_not_closed(session.start_time, session.duration_minutes, now=now)
    subject = Subject(
        session.title,
        await document_of(db, session),
        capsule_id=session.capsule_id,
        session_id=session.id,
        assistant_ids=(await assistants_of(db, [session.id]))[session.id],
        params=RoomParams(chat=ChatParams(active=session.chat_enabled)),
    )
    owner = await db.get_one(User, session.instructor_id)
    room = await open_room(db, owner, subject, name=None, now=now)
    await lifecycle.start_session(db, session.id, room_id=room.id, now=now)
    return room


async def document_of(db: AsyncSession, session: TrainingSession) -> Document:
    """Of the capsule that was chosen for it, also by somebody else than who starts it."""
    if session.capsule_id is None:
        return blank_document()
    return document_to_teach(await get_entrusted_capsule(db, session.capsule_id))


async def prepare_room(databases: Databases, boards: CapsuleBoards, session_id: str) -> None:
    """Makes sure that the session can be started. Raises what its start would raise.

    Opens nothing: a room that is open can be entered and ends without its trainer, and one takes
    no longer to open than a moment. What can go wrong is the capsule, and that is told in time.
    """
    async with databases.read() as db:
        session = await db.get_one(TrainingSession, session_id)
    if session.capsule_id is not None:
        await boards.bring_home(session.capsule_id)
    async with databases.read() as db:
        await document_of(db, session)


async def enter_session(
    db: AsyncSession,
    room: Room,
    viewer: Viewer,
    names: Names | None,
    *,
    is_screen: bool,
    presence: Presence,
    now: datetime,
) -> Entered:
    """Through the door of the session. A screen goes through it as whoever opens it."""
    session_id = room.session_id or ""
    # Who gives up a seat at this moment, or begins to count seats, has done so before, or after.
    session = await keep(db, session_id)
    registration = await own_registration(db, session_id, viewer)
    verdict = await stand_at_door(db, session, viewer, presence=presence, now=now)
    verdict.check()
    registration_id = None if registration is None else registration.id
    if is_screen:
        return await enter_as_screen(db, room, now=now)
    if viewer.person is not None:
        leads = await is_host(db, session, viewer.person)
        return await enter_with_account(
            db,
            room,
            viewer.person,
            names,
            registration_id=registration_id,
            role=RoomRole.TRAINER if leads else RoomRole.PARTICIPANT,
            now=now,
        )
    if registration is not None and registration.first_name and registration.last_name:
        names = Names(registration.first_name, registration.last_name, registration.organisation)
    if names is None:
        raise NamesMissing
    if registration_id is not None:
        return await enter_with_registration(db, room, registration_id, names, now=now)
    return await enter_with_names(db, room, names, now=now)


async def end_session(
    databases: Databases, hub: RoomHub, session_id: str, *, reason: EndReason, clock: Clock
) -> None:
    """With its room, which may live in another process: then `Busy`. Again: nothing happens."""
    async with databases.read() as db:
        session = await db.get_one(TrainingSession, session_id)
    if session.room_id is not None:
        with suppress(RoomEnded, RoomNotFound):
            room = await hub.open(session.room_id)
            await room.ask(SERVER, CloseRoom(reason))
    async with databases.write.begin() as db:
        await lifecycle.end_session(db, session_id, now=clock())


def reason_of(person: Person, session: TrainingSession, assistant_ids: Sequence[str]) -> EndReason:
    if person.id == session.instructor_id:
        return "owner"
    return "trainer" if person.id in assistant_ids else "admin"
