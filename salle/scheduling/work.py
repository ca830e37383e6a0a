"""Plans what is to be done later, as rows of `due_work`, in the transaction that makes it due.

Planned twice for the same moment, it is planned once. What was not done yet is moved or taken back
with the session or the registration that it belongs to; what was done stays.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.ids import new_id
from salle.scheduling.door import closes_at
from salle.scheduling.models import DueWork, Registration, TrainingSession
from salle.scheduling.rules import EXPECTED, RegistrationStatus, WorkKind

REMINDERS: Mapping[WorkKind, timedelta] = {
    WorkKind.REMINDER_24H: timedelta(hours=24),
    WorkKind.REMINDER_1H: timedelta(hours=1),
    WorkKind.REMINDER_10M: timedelta(minutes=10),
}
"""How long before the start."""
ROOM_PREPARED_BEFORE = timedelta(hours=2)
OF_SESSION = (WorkKind.PREPARE_ROOM, WorkKind.AUTO_END)
INSERTED_AT_ONCE = 500


async def plan_sessions(
    db: AsyncSession, sessions: Iterable[TrainingSession], *, now: datetime
) -> None:
    """Their rooms two hours ahead, or at once; their ends when the door closes."""
    rows = []
    for session in sessions:
        prepared_at = max(now, session.start_time - ROOM_PREPARED_BEFORE)
        closed_at = closes_at(session.start_time, session.duration_minutes)
        rows.append(_row(WorkKind.PREPARE_ROOM, session.id, prepared_at))
        rows.append(_row(WorkKind.AUTO_END, session.id, closed_at))
    await _plan(db, rows)


async def plan_registered(
    db: AsyncSession, session: TrainingSession, registration: Registration, *, now: datetime
) -> None:
    """A confirmation, of a seat or of a place on the waiting list; reminders for who has a seat."""
    await _take_back(db, (WorkKind.INVITED,), registration_id=registration.id)
    rows = [_row(WorkKind.CONFIRMATION, session.id, now, registration.id)]
    if registration.status == RegistrationStatus.REGISTERED:
        rows += _reminders(session, registration.id, now)
    await _plan(db, rows)


async def plan_promoted(
    db: AsyncSession, session: TrainingSession, registration: Registration, *, now: datetime
) -> None:
    rows = [_row(WorkKind.PROMOTED, session.id, now, registration.id)]
    await _plan(db, rows + _reminders(session, registration.id, now))


async def plan_invited(
    db: AsyncSession, session: TrainingSession, registration_ids: Iterable[str], *, now: datetime
) -> None:
    await _plan(db, [_row(WorkKind.INVITED, session.id, now, each) for each in registration_ids])


async def plan_withdrawn(db: AsyncSession, registration: Registration, *, now: datetime) -> None:
    """Somebody's registration was canceled: nothing more but the word that it was."""
    await _take_back(db, tuple(WorkKind), registration_id=registration.id)
    await _plan(db, [_row(WorkKind.CANCELED, registration.session_id, now, registration.id)])


async def plan_moved(
    db: AsyncSession, session: TrainingSession, *, now: datetime, is_start_moved: bool
) -> None:
    """The session has another start or end: everybody expected is told, and reminded of the new."""
    await _take_back(db, (*OF_SESSION, WorkKind.MOVED), session_id=session.id)
    await plan_sessions(db, [session], now=now)
    expected = await _expected(db, session.id)
    rows = [_row(WorkKind.MOVED, session.id, now, each) for each in expected]
    if is_start_moved:
        await _take_back(db, tuple(REMINDERS), session_id=session.id)
        for registration_id, status in expected.items():
            if status == RegistrationStatus.REGISTERED:
                rows += _reminders(session, registration_id, now)
    await _plan(db, rows)


async def plan_canceled(db: AsyncSession, session: TrainingSession, *, now: datetime) -> None:
    """The session is canceled: everybody expected is told, and nothing else happens any more."""
    await _take_back(db, tuple(WorkKind), session_id=session.id)
    expected = await _expected(db, session.id)
    await _plan(db, [_row(WorkKind.CANCELED, session.id, now, each) for each in expected])


def nothing_more(session_id: str) -> Delete:
    """The session has ended: what was still to be done before or at its end is not needed."""
    kinds = (*REMINDERS, *OF_SESSION)
    return _not_done(kinds).where(DueWork.session_id == session_id)


async def _expected(db: AsyncSession, session_id: str) -> dict[str, RegistrationStatus]:
    found = await db.execute(
        select(Registration.id, Registration.status).where(
            Registration.session_id == session_id, Registration.status.in_(EXPECTED)
        )
    )
    return {each: RegistrationStatus(status) for each, status in found}


def _reminders(
    session: TrainingSession, registration_id: str, now: datetime
) -> list[dict[str, Any]]:
    """Those that are still to come: nobody is reminded at once of what they have just done."""
    return [
        _row(kind, session.id, session.start_time - before, registration_id)
        for kind, before in REMINDERS.items()
        if session.start_time - before > now
    ]


def _row(
    kind: WorkKind, session_id: str, due_at: datetime, registration_id: str | None = None
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": kind,
        "session_id": session_id,
        "registration_id": registration_id,
        "due_at": due_at,
        "attempt": 0,
        "message_id": new_id(),
    }


async def _plan(db: AsyncSession, rows: list[dict[str, Any]]) -> None:
    dialect = db.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    await db.flush()
    for first in range(0, len(rows), INSERTED_AT_ONCE):
        some = rows[first : first + INSERTED_AT_ONCE]
        await db.execute(insert(DueWork).values(some).on_conflict_do_nothing())


async def _take_back(
    db: AsyncSession,
    kinds: Iterable[WorkKind],
    *,
    session_id: str | None = None,
    registration_id: str | None = None,
) -> None:
    query = _not_done(kinds)
    if session_id is not None:
        query = query.where(DueWork.session_id == session_id)
    if registration_id is not None:
        query = query.where(DueWork.registration_id == registration_id)
    await db.execute(query)


def _not_done(kinds: Iterable[WorkKind]) -> Delete:
    return delete(DueWork).where(DueWork.kind.in_(tuple(kinds)), DueWork.done_at.is_(None))
