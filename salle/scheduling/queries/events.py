from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.accounts.rules import NotAllowed, Role
from salle.capsules.rules import fold
from salle.scheduling.access import Viewer
from salle.scheduling.models import Event, TrainingSession
from salle.scheduling.queries.sessions import Order, in_order, is_awaited, is_hosted_by
from salle.scheduling.rules import (
    EventNotFound,
    EventStatus,
    EventType,
    Visibility,
    is_member,
)

Sort = Literal["start_time", "title", "created_at"]
SORTED_BY: Mapping[Sort, SQLColumnExpression[Any]] = {
    "start_time": Event.start_time,
    "title": Event.title_key,
    "created_at": Event.created_at,
}


@dataclass(frozen=True)
class EventFilter:
    """Which events somebody wants to see, of those that they may. None leaves it open."""

    search: str = ""
    types: Sequence[EventType] = ()
    statuses: Sequence[EventStatus] = ()
    is_remote: bool | None = None
    ends_after: datetime | None = None
    starts_before: datetime | None = None
    is_upcoming: bool = False
    """It has not ended yet."""
    is_mine: bool = False
    is_deleted: bool = False
    """Those that this person may restore."""


class FoundEvents(NamedTuple):
    events: Sequence[Event]
    total: int


IS_ANNOUNCED = and_(Event.status != EventStatus.DRAFT, Event.deleted_at.is_(None))
IS_PUBLIC = and_(IS_ANNOUNCED, Event.visibility == Visibility.PUBLIC)


def is_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The only rule of who sees an event that is not deleted."""
    if viewer.is_admin:
        return true()
    ways = [
        IS_PUBLIC,
        IS_ANNOUNCED & _has_session(is_awaited(viewer)),
    ]
    if is_member(viewer.role):
        ways.append(IS_ANNOUNCED & (Event.visibility == Visibility.MEMBERS_ONLY))
    if viewer.person is not None:
        ways += [
            Event.created_by == viewer.person.id,
            IS_ANNOUNCED & _has_session(is_hosted_by(viewer.person)),
        ]
    return or_(*ways)


def _has_session(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Event.id.in_(
        select(TrainingSession.event_id).where(TrainingSession.event_id.is_not(None), condition)
    )


async def find_events(
    db: AsyncSession,
    viewer: Viewer,
    wanted: EventFilter,
    *,
    now: datetime,
    sort: Sort = "start_time",
    order: Order = "asc",
    limit: int,
    offset: int,
) -> FoundEvents:
    conditions = [is_visible_to(viewer), *_conditions(viewer, wanted, now)]
    total = await db.scalar(select(func.count()).select_from(Event).where(*conditions))
    found = await db.scalars(
        select(Event)
        .where(*conditions)
        .order_by(in_order(SORTED_BY[sort], order), in_order(Event.id, order))
        .limit(limit)
        .offset(offset)
    )
    return FoundEvents(found.all(), total or 0)


def _conditions(viewer: Viewer, wanted: EventFilter, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [
        Event.search_text.contains(word, autoescape=True) for word in fold(wanted.search).split()
    ]
    if wanted.is_deleted:
        conditions.append(Event.deleted_at.is_not(None))
    else:
        conditions.append(Event.deleted_at.is_(None))
    if wanted.types:
        conditions.append(Event.type.in_(wanted.types))
    if wanted.statuses:
        conditions.append(Event.status.in_(wanted.statuses))
    if wanted.is_remote is not None:
        conditions.append(Event.is_remote.is_(wanted.is_remote))
    if wanted.ends_after is not None:
        conditions.append(Event.end_time > wanted.ends_after)
    if wanted.starts_before is not None:
        conditions.append(Event.start_time < wanted.starts_before)
    if wanted.is_upcoming:
        conditions += [Event.end_time > now, Event.status != EventStatus.CANCELED]
    if wanted.is_mine:
        person_id = None if viewer.person is None else viewer.person.id
        conditions.append(Event.created_by == person_id)
    return conditions


async def get_event(db: AsyncSession, event_id: str, viewer: Viewer) -> Event:
    """The event, if this viewer may see it. To anybody else it does not exist."""
    return await _get(db, event_id, is_visible_to(viewer), Event.deleted_at.is_(None))


async def get_public_event(db: AsyncSession, event_id: str) -> Event:
    return await _get(db, event_id, IS_PUBLIC)


async def lock_event_to_manage(
    db: AsyncSession, event_id: str, person: Person, *, is_deleted_too: bool = False
) -> Event:
    """The event, if this person made it or is an admin; nobody else changes it meanwhile."""
    conditions = [is_visible_to(Viewer(person))]
    if not is_deleted_too:
        conditions.append(Event.deleted_at.is_(None))
    event = await _get(db, event_id, *conditions)
    if not may_manage(event, person):
        raise NotAllowed
    found = await db.scalars(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


def may_manage(event: Event, person: Person | None) -> bool:
    return person is not None and (event.created_by == person.id or person.role is Role.ADMIN)


async def _get(db: AsyncSession, event_id: str, *conditions: ColumnElement[bool]) -> Event:
    found = await db.execute(select(Event).where(Event.id == event_id, *conditions))
    event = found.scalar_one_or_none()
    if event is None:
        raise EventNotFound
    return event
