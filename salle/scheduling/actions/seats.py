"""The only place that changes how many seats of a session are taken."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling import work
from salle.scheduling.models import Registration, TrainingSession
from salle.scheduling.presence import Presence
from salle.scheduling.rules import OPEN, RegistrationStatus


async def take_seat(db: AsyncSession, session: TrainingSession, *, unseated: int) -> bool:
    """One more, if there is one left: the database looks and takes in one step.

    `unseated` people are inside without a seat, and need as many.
    """
    taken = await db.scalar(
        update(TrainingSession)
        .where(
            TrainingSession.id == session.id,
            TrainingSession.status.in_(OPEN),
            or_(
                TrainingSession.capacity.is_(None),
                TrainingSession.taken + unseated < TrainingSession.capacity,
            ),
        )
        .values(taken=TrainingSession.taken + 1)
        .returning(TrainingSession.id)
        .execution_options(synchronize_session=False)
    )
    await db.refresh(session, ["taken"])
    return taken is not None


async def give_seat_back(db: AsyncSession, session: TrainingSession) -> None:
    await db.execute(
        update(TrainingSession)
        .where(TrainingSession.id == session.id)
        .values(taken=TrainingSession.taken - 1)
        .execution_options(synchronize_session=False)
    )
    await db.refresh(session, ["taken"])


async def promote_waiting(
    db: AsyncSession, session: TrainingSession, presence: Presence, *, now: datetime
) -> None:
    """Free seats go to those who wait, in their order. The session is locked."""
    if session.status not in OPEN:
        return
    unseated = await presence.count_unseated(db, session)
    free = None
    if session.capacity is not None:
        free = max(0, session.capacity - session.taken - unseated)
    waiting = await db.scalars(
        select(Registration)
        .where(
            Registration.session_id == session.id,
            Registration.status == RegistrationStatus.WAITLISTED,
        )
        .order_by(Registration.waitlist_place)
        .limit(free)
    )
    for registration in waiting.all():
        if not await take_seat(db, session, unseated=unseated):
            return
        registration.status = RegistrationStatus.REGISTERED
        registration.waitlist_place = None
        await work.plan_promoted(db, session, registration, now=now)
    await db.flush()
