from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling.models import SessionAttendance


class FoundAttendance(NamedTuple):
    attendance: Sequence[SessionAttendance]
    total: int


async def find_attendance(
    db: AsyncSession, session_id: str, *, limit: int | None = None, offset: int = 0
) -> FoundAttendance:
    """In the order of arrival."""
    of_session = SessionAttendance.session_id == session_id
    total = await db.scalar(select(func.count()).select_from(SessionAttendance).where(of_session))
    found = await db.scalars(
        select(SessionAttendance)
        .where(of_session)
        .order_by(SessionAttendance.joined_at, SessionAttendance.id)
        .limit(limit)
        .offset(offset)
    )
    return FoundAttendance(found.all(), total or 0)
