"""What is done for all sessions once a night, at two o'clock in the organisation's zone.

Each night is a row. A night that nobody was up for is made up for at the next start; several are
made up for once.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.ids import new_id
from salle.scheduling.door import CLOSES_AFTER
from salle.scheduling.models import DueWork, Registration, TrainingSession
from salle.scheduling.recurrence import instant
from salle.scheduling.rules import RegistrationStatus, SessionStatus, WorkKind

AT = time(2)
ARCHIVED_AFTER = timedelta(days=7)
WORK_KEPT_FOR = timedelta(days=90)
REGISTRATIONS_KEPT_FOR = timedelta(days=365)
"""Of people who did not come after all: they canceled, waited, or never answered."""


def next_night(now: datetime, zone: ZoneInfo) -> tuple[str, datetime]:
    """Its name and its moment.

    Where the clocks skip that hour, as much later; where it comes twice, the first time.
    """
    day = now.astimezone(zone).date()
    while (moment := instant(day, AT, zone)) <= now:
        day += timedelta(days=1)
    return f"nightly-{day}", moment


async def is_planned(db: AsyncSession, night: str) -> bool:
    return await db.scalar(select(DueWork.id).where(DueWork.id == night)) is not None


async def plan_night(db: AsyncSession, night: str, moment: datetime) -> None:
    """Once, whichever process is first."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    await db.execute(
        insert(DueWork)
        .values(id=night, kind=WorkKind.NIGHTLY, due_at=moment, attempt=0, message_id=new_id())
        .on_conflict_do_nothing()
    )


async def tidy(db: AsyncSession, now: datetime) -> None:
    await _end_what_is_left(db, now)
    await _end_what_never_began(db, now)
    await db.execute(
        update(TrainingSession)
        .where(
            TrainingSession.status == SessionStatus.ENDED,
            TrainingSession.ended_at <= now - ARCHIVED_AFTER,
            TrainingSession.archived_at.is_(None),
        )
        .values(archived_at=now)
        .execution_options(synchronize_session=False)
    )
    await db.execute(delete(DueWork).where(DueWork.done_at <= now - WORK_KEPT_FOR))
    over = select(TrainingSession.id).where(
        TrainingSession.end_time <= now - REGISTRATIONS_KEPT_FOR
    )
    await db.execute(
        delete(Registration).where(
            Registration.session_id.in_(over),
            Registration.status != RegistrationStatus.REGISTERED,
        )
    )


async def _end_what_never_began(db: AsyncSession, now: datetime) -> None:
    """Sessions that nobody started, and that nobody can start any more: they have no start."""
    await db.execute(
        update(TrainingSession)
        .where(
            TrainingSession.status == SessionStatus.SCHEDULED,
            TrainingSession.end_time <= now - CLOSES_AFTER,
        )
        .values(status=SessionStatus.ENDED, ended_at=now, updated_at=now)
        .execution_options(synchronize_session=False)
    )


async def _end_what_is_left(db: AsyncSession, now: datetime) -> None:
    """Sessions that are live long after their end, and that nothing is going to end."""
    left = await db.scalars(
        select(TrainingSession.id).where(
            TrainingSession.status == SessionStatus.LIVE,
            TrainingSession.end_time <= now - CLOSES_AFTER,
            ~exists().where(
                DueWork.session_id == TrainingSession.id,
                DueWork.kind == WorkKind.AUTO_END,
                DueWork.done_at.is_(None),
            ),
        )
    )
    for session_id in left:
        db.add(
            DueWork(
                id=new_id(),
                kind=WorkKind.AUTO_END,
                session_id=session_id,
                due_at=now,
                message_id=new_id(),
            )
        )
    await db.flush()
