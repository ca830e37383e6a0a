from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling.models import DueWork, TrainingSession


class WorkStatus(StrEnum):
    FAILED = "failed"
    """Given up."""
    TRIED = "tried"
    """Did not work out yet, and is tried again."""
    WAITING = "waiting"
    """Neither done nor given up, whether it was tried or not."""


async def work_page(
    db: AsyncSession, status: WorkStatus, *, after: str | None, limit: int
) -> Sequence[tuple[DueWork, str | None]]:
    """With the title of its session. What was due last comes first."""
    order = tuple_(DueWork.due_at, DueWork.id)
    query = select(DueWork, TrainingSession.title).outerjoin(
        TrainingSession, TrainingSession.id == DueWork.session_id
    )
    match status:
        case WorkStatus.FAILED:
            query = query.where(DueWork.failed_code.is_not(None))
        case WorkStatus.TRIED:
            query = query.where(DueWork.done_at.is_(None), DueWork.attempt > 0)
        case WorkStatus.WAITING:
            query = query.where(DueWork.done_at.is_(None))
    if after is not None and (mark := await db.get(DueWork, after)) is not None:
        query = query.where(order < (mark.due_at, mark.id))
    rows = await db.execute(query.order_by(DueWork.due_at.desc(), DueWork.id.desc()).limit(limit))
    return [(work, title) for work, title in rows]
