from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from salle.mail.models import OutgoingMail, Status


async def any_due(db: AsyncSession, now: datetime) -> bool:
    found = await db.scalar(
        select(OutgoingMail.id)
        .where(OutgoingMail.status == Status.WAITING, OutgoingMail.next_try_at <= now)
        .limit(1)
    )
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
