from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import User
from salle.accounts.rules import fold
from salle.scheduling.models import (
    CalendarFeed,
    Registration,
    SessionAssistant,
    TrainingSession,
)
from salle.scheduling.rules import RegistrationStatus

FED_FROM = timedelta(days=92)
"""So long before today; calendars keep what they have read."""
MOST_FED = 1_000
GOING = (RegistrationStatus.REGISTERED, RegistrationStatus.WAITLISTED)


class Fed(NamedTuple):
    session: TrainingSession
    is_waiting: bool


async def key_of(db: AsyncSession, user_id: str) -> str | None:
    return await db.scalar(select(CalendarFeed.key).where(CalendarFeed.user_id == user_id))


async def owner_of_feed(db: AsyncSession, key: str) -> User | None:
    found: User | None = await db.scalar(
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.key == key, User.disabled_at.is_(None))
    )
    return found


async def sessions_to_feed(db: AsyncSession, user: User, now: datetime) -> Sequence[Fed]:
    """What this person leads, assists or goes to, of the last months and to come.

    Sessions that were canceled are among them, so that calendars cross them out.
    """
    own = and_(
        Registration.session_id == TrainingSession.id,
        Registration.status.in_(GOING),
        or_(Registration.user_id == user.id, Registration.email_key == fold(user.email)),
    )
    hosted = or_(
        TrainingSession.instructor_id == user.id,
        TrainingSession.id.in_(
            select(SessionAssistant.session_id).where(SessionAssistant.user_id == user.id)
        ),
    )
    going = TrainingSession.id.in_(select(Registration.session_id).where(own))
    has_seat = TrainingSession.id.in_(
        select(Registration.session_id).where(
            own, Registration.status == RegistrationStatus.REGISTERED
        )
    )
    rows = await db.execute(
        select(TrainingSession, ~or_(hosted, has_seat))
        .where(TrainingSession.end_time > now - FED_FROM, or_(hosted, going))
        .order_by(TrainingSession.start_time, TrainingSession.id)
        .limit(MOST_FED)
    )
    return [Fed(session, bool(is_waiting)) for session, is_waiting in rows]
