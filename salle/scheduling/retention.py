"""What is kept of sessions, and for how long."""

from collections.abc import AsyncGenerator, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from salle.kit.database import Databases
from salle.kit.retention import DELETED_KEPT_FOR, Parts, delete_in_parts, each_key
from salle.media.retention import FILES, LastShown, Shown, Shows, files_in
from salle.scheduling.models import (
    DueWork,
    Event,
    Registration,
    SessionAttendance,
    SessionSeries,
    TrainingSession,
)
from salle.scheduling.rules import OPEN, RegistrationStatus

WORK_KEPT_FOR = timedelta(days=90)
REGISTRATIONS_KEPT_FOR = timedelta(days=365)
"""Of people who did not come after all: they canceled, waited, or never answered."""


def capsules_to_be_taught() -> Select[str | None]:
    return select(TrainingSession.capsule_id).where(
        TrainingSession.status.in_(OPEN), TrainingSession.capsule_id.is_not(None)
    )


async def shown_by_events(
    databases: Databases, only: Collection[str] | None = None
) -> AsyncGenerator[Shown, None]:
    shows = or_(Event.picture_id.is_not(None), Event.description.contains(FILES))
    async for event_id in each_key(databases, Event.id, shows, only=only):
        async with databases.read() as db:
            event = await db.get(Event, event_id)
        if event is not None:
            picture = set() if event.picture_id is None else {event.picture_id}
            yield Shown(event_id, picture | files_in(event.description.encode()))


async def shown_by_sessions(
    databases: Databases, only: Collection[str] | None = None
) -> AsyncGenerator[Shown, None]:
    shows = TrainingSession.description.contains(FILES)
    async for session_id in each_key(databases, TrainingSession.id, shows, only=only):
        async with databases.read() as db:
            session = await db.get(TrainingSession, session_id)
        if session is not None:
            yield Shown(session_id, files_in(session.description.encode()))


def forget_work(databases: Databases, now: datetime) -> Parts:
    return delete_in_parts(databases, DueWork.id, DueWork.done_at <= now - WORK_KEPT_FOR)


def forget_unused_registrations(databases: Databases, now: datetime) -> Parts:
    return delete_in_parts(
        databases,
        Registration.id,
        _is_of(Registration.session_id, TrainingSession.end_time <= now - REGISTRATIONS_KEPT_FOR),
        Registration.status != RegistrationStatus.REGISTERED,
    )


def _is_of(
    session_id: InstrumentedAttribute[str], condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Asked of one row at a time: SQLite would read all rows of all such sessions for an IN."""
    return exists().where(TrainingSession.id == session_id, condition)


async def forget_events(databases: Databases, now: datetime, *, shows: Sequence[Shows]) -> Parts:
    """Those that were deleted, with their sessions.

    One that a class was held in stays for as long as what is kept of that class.
    """
    is_due = and_(
        Event.deleted_at <= now - DELETED_KEPT_FOR,
        ~exists().where(TrainingSession.event_id == Event.id, _still_counts()),
    )
    due = [each async for each in each_key(databases, Event.id, is_due)]
    theirs = TrainingSession.event_id.in_(select(Event.id).where(is_due))
    sessions = [each async for each in each_key(databases, TrainingSession.id, theirs)]
    last_shown = LastShown([*due, *sessions])
    async for part in last_shown.look(databases, shows):
        yield part
    # First, as there may be thousands.
    people = _is_of(Registration.session_id, theirs)
    async for part in delete_in_parts(databases, Registration.id, people):
        yield part
    for event_id in due:
        async with databases.write.begin() as db:
            locked = select(Event.id).where(Event.id == event_id, is_due).with_for_update()
            if await db.scalar(locked) is None:
                continue
            gone = await db.scalars(
                delete(TrainingSession)
                .where(TrainingSession.event_id == event_id)
                .returning(TrainingSession.id)
                .execution_options(synchronize_session=False)
            )
            owner_ids = [event_id, *gone.all()]
            await db.execute(delete(Event).where(Event.id == event_id))
            await last_shown.forget(db, owner_ids)
        yield len(owner_ids)


def _still_counts() -> ColumnElement[bool]:
    return or_(
        TrainingSession.status.in_(OPEN),
        TrainingSession.room_id.is_not(None),
        exists().where(SessionAttendance.session_id == TrainingSession.id),
    )


def forget_empty_series(databases: Databases, now: datetime) -> Parts:
    return delete_in_parts(
        databases,
        SessionSeries.id,
        SessionSeries.updated_at <= now - DELETED_KEPT_FOR,
        ~exists().where(TrainingSession.series_id == SessionSeries.id),
    )


async def forget_people(databases: Databases, now: datetime, *, kept_for: timedelta) -> Parts:
    """Who registered for sessions, and who came. The sessions stay, and how many seats they had."""
    ended = func.coalesce(
        TrainingSession.ended_at, TrainingSession.canceled_at, TrainingSession.end_time
    )
    is_over = and_(TrainingSession.status.not_in(OPEN), ended <= now - kept_for)
    for key, session_id in (
        (SessionAttendance.id, SessionAttendance.session_id),
        (Registration.id, Registration.session_id),
    ):
        async for part in delete_in_parts(databases, key, _is_of(session_id, is_over)):
            yield part
