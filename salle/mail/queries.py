from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from salle.mail.models import OutgoingMail, Status
from salle.mail.rules import LONGEST_DELAY


def is_due(now: datetime) -> ColumnElement[bool]:
    # No try is put off for that long: what says so was written while the clock was wrong.
    next_try_at = OutgoingMail.next_try_at
    return and_(
        OutgoingMail.status == Status.WAITING,
        or_(next_try_at <= now, next_try_at > now + 2 * LONGEST_DELAY),
    )


async def any_due(db: AsyncSession, now: datetime) -> bool:
    found = await db.scalar(select(OutgoingMail.id).where(is_due(now)).limit(1))
    return found is not None


async def mails_page(
    db: AsyncSession, *, status: Status | None = None, after: str | None = None, limit: int = 50
) -> Sequence[OutgoingMail]:
    """The latest first, from the one after `after`."""
    order = tuple_(OutgoingMail.created_at, OutgoingMail.id)
    query = select(OutgoingMail)
    if status is not None:
        query = query.where(OutgoingMail.status == status)
    if after is not None and (mark := await db.get(OutgoingMail, after)) is not None:
        query = query.where(order < (mark.created_at, mark.id))
    found = await db.scalars(
        query.order_by(OutgoingMail.created_at.desc(), OutgoingMail.id.desc()).limit(limit)
    )
    return found.all()
