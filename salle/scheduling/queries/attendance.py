from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling.access import Viewer
from salle.scheduling.models import Registration, SessionAttendance
from salle.scheduling.queries.sessions import visits_of
from salle.scheduling.rules import RegistrationStatus


@dataclass(frozen=True)
class Attendee:
    visits: Sequence[SessionAttendance]
    """In their order, never none."""
    is_registered: bool

    @property
    def watch_time_seconds(self) -> int:
        return sum(visit.watch_time_seconds for visit in self.visits)


class FoundAttendees(NamedTuple):
    attendees: Sequence[Attendee]
    total: int
    absent: int
    """How many hold a seat and did not come."""


def has_attended() -> ColumnElement[bool]:
    """Of a registration: whoever holds it came."""
    return exists().where(SessionAttendance.registration_id == Registration.id)


async def find_attendees(
    db: AsyncSession, session_id: str, *, limit: int, offset: int
) -> FoundAttendees:
    """In the order of arrival."""
    who = SessionAttendance.participant_id
    people = (
        select(who)
        .where(SessionAttendance.session_id == session_id)
        .group_by(who)
        .order_by(func.min(SessionAttendance.joined_at), who)
    )
    total = await db.scalar(select(func.count()).select_from(people.order_by(None).subquery()))
    absent = await db.scalar(
        select(func.count()).where(
            Registration.session_id == session_id,
            Registration.status == RegistrationStatus.REGISTERED,
            ~has_attended(),
        )
    )
    page = (await db.scalars(people.limit(limit).offset(offset))).all()
    rows = await db.execute(
        select(SessionAttendance, Registration.status)
        .outerjoin(Registration, Registration.id == SessionAttendance.registration_id)
        .where(SessionAttendance.session_id == session_id, who.in_(page))
        .order_by(who, SessionAttendance.joined_at, SessionAttendance.id)
    )
    found = {}
    for participant_id, group in groupby(rows, key=lambda row: row[0].participant_id):
        visits, statuses = zip(*group, strict=True)
        is_registered = statuses[0] == RegistrationStatus.REGISTERED
        found[participant_id] = Attendee(visits, is_registered)
    return FoundAttendees([found[each] for each in page], total or 0, absent or 0)


async def own_visits(
    db: AsyncSession, session_id: str, viewer: Viewer
) -> Sequence[SessionAttendance]:
    """In their order."""
    found = await db.scalars(
        select(SessionAttendance)
        .where(SessionAttendance.session_id == session_id, visits_of(viewer))
        .order_by(SessionAttendance.joined_at, SessionAttendance.id)
    )
    return found.all()


async def all_visits(db: AsyncSession, session_id: str) -> Sequence[SessionAttendance]:
    """In the order of arrival."""
    found = await db.scalars(
        select(SessionAttendance)
        .where(SessionAttendance.session_id == session_id)
        .order_by(SessionAttendance.joined_at, SessionAttendance.id)
    )
    return found.all()
