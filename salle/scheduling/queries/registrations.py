from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.capsules.rules import fold
from salle.scheduling.access import Viewer
from salle.scheduling.models import Registration
from salle.scheduling.queries.attendance import has_attended
from salle.scheduling.queries.sessions import Order, are_theirs, in_order
from salle.scheduling.rules import RegistrationNotFound, RegistrationStatus

Sort = Literal["name", "created_at", "status"]
SORTED_BY: Mapping[Sort, SQLColumnExpression[Any]] = {
    "name": Registration.name_key,
    "created_at": Registration.created_at,
    "status": Registration.status,
}


@dataclass(frozen=True)
class RegistrationFilter:
    search: str = ""
    statuses: Sequence[RegistrationStatus] = ()
    is_checked_in: bool | None = None
    has_attended: bool | None = None
    """Was in the room."""


class FoundRegistrations(NamedTuple):
    registrations: Sequence[Registration]
    total: int


async def find_registrations(
    db: AsyncSession,
    session_id: str,
    wanted: RegistrationFilter,
    *,
    sort: Sort,
    order: Order,
    limit: int,
    offset: int,
) -> FoundRegistrations:
    conditions: list[ColumnElement[bool]] = [
        Registration.session_id == session_id,
        *(
            Registration.name_key.contains(word, autoescape=True)
            for word in fold(wanted.search).split()
        ),
    ]
    if wanted.statuses:
        conditions.append(Registration.status.in_(wanted.statuses))
    if wanted.is_checked_in is not None:
        checked_in = Registration.checked_in_at
        conditions.append(checked_in.is_not(None) if wanted.is_checked_in else checked_in.is_(None))
    if wanted.has_attended is not None:
        conditions.append(has_attended() if wanted.has_attended else ~has_attended())
    total = await db.scalar(select(func.count()).select_from(Registration).where(*conditions))
    found = await db.scalars(
        select(Registration)
        .where(*conditions)
        .order_by(in_order(SORTED_BY[sort], order), in_order(Registration.id, order))
        .limit(limit)
        .offset(offset)
    )
    return FoundRegistrations(found.all(), total or 0)


async def all_registrations(db: AsyncSession, session_id: str) -> Sequence[Registration]:
    found = await db.scalars(
        select(Registration)
        .where(Registration.session_id == session_id)
        .order_by(Registration.name_key, Registration.id)
    )
    return found.all()


async def count_registrations(db: AsyncSession, session_id: str) -> dict[RegistrationStatus, int]:
    """How many there are of each status."""
    rows = await db.execute(
        select(Registration.status, func.count())
        .where(Registration.session_id == session_id)
        .group_by(Registration.status)
    )
    counted = {RegistrationStatus(status): count for status, count in rows}
    return {status: counted.get(status, 0) for status in RegistrationStatus}


async def get_registration(db: AsyncSession, session_id: str, registration_id: str) -> Registration:
    registration = await db.get(Registration, registration_id)
    if registration is None or registration.session_id != session_id:
        raise RegistrationNotFound
    return registration


async def own_registrations(
    db: AsyncSession, session_ids: Sequence[str], viewer: Viewer
) -> dict[str, Registration]:
    """Those of this viewer, by session.

    Of several, the one that the link of a mail names, then the one made with the account.
    """
    rows = await db.scalars(
        select(Registration).where(Registration.session_id.in_(session_ids), are_theirs(viewer))
    )
    user_id = viewer.person.id if viewer.person else None

    def how_near(registration: Registration) -> int:
        if registration.id == viewer.registration_id:
            return 2
        return int(user_id is not None and registration.user_id == user_id)

    return {each.session_id: each for each in sorted(rows, key=how_near)}


async def own_registration(
    db: AsyncSession, session_id: str, viewer: Viewer
) -> Registration | None:
    return (await own_registrations(db, [session_id], viewer)).get(session_id)


async def place_in_line(db: AsyncSession, registration: Registration) -> int | None:
    """1 for who is promoted next; None for who does not wait."""
    if registration.status != RegistrationStatus.WAITLISTED:
        return None
    ahead = await db.scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.session_id == registration.session_id,
            Registration.status == RegistrationStatus.WAITLISTED,
            Registration.waitlist_place < registration.waitlist_place,
        )
    )
    return (ahead or 0) + 1
