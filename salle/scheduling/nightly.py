"""What is done for all sessions once a night, at two o'clock in the organisation's zone.

Each night is a row. A night that nobody was up for is made up for at the next start; several are
made up for once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.database import Databases
from salle.kit.ids import new_id
from salle.kit.retention import Duty, Parts, change_in_parts
from salle.scheduling.claims import CLAIM_FOR, ClaimLost
from salle.scheduling.door import CLOSES_AFTER
from salle.scheduling.models import DueWork, TrainingSession
from salle.scheduling.recurrence import instant
from salle.scheduling.rules import SessionStatus, WorkKind

logger = structlog.get_logger()

AT = time(2)
ARCHIVED_AFTER = timedelta(days=7)
PART_ENDS_WITHIN = CLAIM_FOR / 2
"""Well before the claim of the night runs out: it is kept between parts."""


class RetentionFailed(Exception):
    """Something is still kept that was to go: the night is done again."""


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


async def retain(
    duties: Sequence[Duty], now: datetime, between: Callable[[], Awaitable[object]]
) -> None:
    """One duty after the other, and something `between` any two of their parts.

    A duty that fails keeps none of the others from being done; in the end, it is told.
    """
    failed = []
    for duty in duties:
        try:
            rows = await _do(duty.forget(now), between)
        except ClaimLost:
            raise
        except Exception:
            logger.exception("retention_failed", duty=duty.name)
            failed.append(duty.name)
        else:
            if rows:
                logger.info("forgotten", duty=duty.name, rows=rows)
    if failed:
        raise RetentionFailed(*failed)


async def _do(parts: Parts, between: Callable[[], Awaitable[object]]) -> int:
    rows = 0
    async with aclosing(parts):
        while True:
            try:
                async with asyncio.timeout(PART_ENDS_WITHIN.total_seconds()):
                    rows += await anext(parts)
            except StopAsyncIteration:
                return rows
            await between()


async def tidy(databases: Databases, now: datetime) -> Parts:
    """Ends what is left, and puts into the archive what has been over for a while."""
    async with databases.write.begin() as db:
        await _end_what_is_left(db, now)
    # Sessions that nobody started, and that nobody can start any more: they have no start.
    never_began = update(TrainingSession).values(
        status=SessionStatus.ENDED, ended_at=now, updated_at=now
    )
    async for part in change_in_parts(
        databases,
        TrainingSession.id,
        TrainingSession.status == SessionStatus.SCHEDULED,
        TrainingSession.end_time <= now - CLOSES_AFTER,
        change=lambda ids: never_began.where(TrainingSession.id.in_(ids)),
    ):
        yield part
    archived = update(TrainingSession).values(archived_at=now)
    async for part in change_in_parts(
        databases,
        TrainingSession.id,
        TrainingSession.status == SessionStatus.ENDED,
        TrainingSession.ended_at <= now - ARCHIVED_AFTER,
        TrainingSession.archived_at.is_(None),
        change=lambda ids: archived.where(TrainingSession.id.in_(ids)),
    ):
        yield part


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
