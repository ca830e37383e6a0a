"""Which process does what is due: a row is claimed for a while, and finished by its claim.

Of several processes one gets it. A process that dies leaves a claim that runs out; one that was
frozen for longer than its claim finds that its work is another's, and undoes what it did.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.mail.rules import LONGEST_DELAY, delay_after
from salle.scheduling.models import DueWork
from salle.scheduling.rules import WorkKind, WorkNotFailed, WorkNotFound

CLAIM_FOR = timedelta(minutes=2)
MAX_ATTEMPTS = 20
"""Half a day, by the delays in between. Also for work that ends the process that does it."""

AT_ONCE = (
    WorkKind.CONFIRMATION,
    WorkKind.MOVED,
    WorkKind.CANCELED,
    WorkKind.PROMOTED,
    WorkKind.INVITED,
)


class ClaimLost(Exception):
    """It was taken back, or another process took this one for dead."""


def is_due(kinds: Collection[WorkKind], now: datetime) -> ColumnElement[bool]:
    # Two ways in which a clock that was wrong, and was set right, could hold work up for ever:
    # a moment in the future of what is to be done at once, and a claim that never runs out.
    return and_(
        DueWork.done_at.is_(None),
        DueWork.kind.in_(kinds),
        or_(DueWork.due_at <= now, DueWork.kind.in_(AT_ONCE)),
        or_(
            DueWork.claimed_until.is_(None),
            DueWork.claimed_until <= now,
            DueWork.claimed_until > now + 2 * LONGEST_DELAY,
        ),
    )


async def any_due(db: AsyncSession, kinds: Collection[WorkKind], now: datetime) -> bool:
    return await db.scalar(select(DueWork.id).where(is_due(kinds, now)).limit(1)) is not None


async def claim_due(
    db: AsyncSession, kinds: Collection[WorkKind], *, by: str, now: datetime
) -> DueWork | None:
    """The one that waits longest, for this process alone. One: a crash can repeat no more."""
    due = (
        select(DueWork.id)
        .where(is_due(kinds, now))
        .order_by(DueWork.due_at, DueWork.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed: DueWork | None = await db.scalar(
        update(DueWork)
        .where(DueWork.id == due.scalar_subquery())
        .values(claimed_by=by, claimed_until=now + CLAIM_FOR, attempt=DueWork.attempt + 1)
        .returning(DueWork)
    )
    return claimed


async def keep(db: AsyncSession, work: DueWork, *, now: datetime) -> None:
    """For as long again: what is done in parts may take longer than any claim."""
    kept = await db.scalar(
        _by_claim(work).values(claimed_until=now + CLAIM_FOR).returning(DueWork.id)
    )
    if kept is None:
        raise ClaimLost


async def finish(
    db: AsyncSession, work: DueWork, *, failed_code: str | None = None, now: datetime
) -> None:
    """In the transaction of what was done: with its claim, the work is lost as well."""
    finished = await db.scalar(
        _by_claim(work)
        .values(done_at=now, failed_code=failed_code, claimed_by=None, claimed_until=None)
        .returning(DueWork.id)
    )
    if finished is None:
        raise ClaimLost


async def put_off(db: AsyncSession, work: DueWork, *, now: datetime) -> None:
    """It did not work out now: again after a while, longer each time."""
    await db.execute(
        _by_claim(work).values(claimed_by=None, claimed_until=now + delay_after(work.attempt))
    )


async def try_again(db: AsyncSession, work_id: str) -> DueWork:
    """What was given up becomes due once more."""
    work = await db.get(DueWork, work_id, with_for_update=True)
    if work is None:
        raise WorkNotFound
    if work.failed_code is None:
        raise WorkNotFailed
    work.done_at = work.failed_code = work.claimed_until = None
    work.attempt = 0
    await db.flush()
    return work


def _by_claim(work: DueWork) -> Update:
    return update(DueWork).where(
        DueWork.id == work.id,
        DueWork.claimed_by == work.claimed_by,
        DueWork.attempt == work.attempt,
        DueWork.done_at.is_(None),
    )
