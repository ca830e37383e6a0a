from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.accounts.rules import NotAllowed, Role, fold
from salle.capsules.rules import fold as fold_text
from salle.scheduling.access import Viewer
from salle.scheduling.door import CLOSES_AFTER
from salle.scheduling.models import (
    Event,
    Registration,
    SessionAssistant,
    SessionAttendance,
    SessionSeries,
    TrainingSession,
)
from salle.scheduling.rules import (
    OPEN,
    EventStatus,
    RegistrationStatus,
    SeriesNotFound,
    SessionNotFound,
    SessionStatus,
    is_member,
)

Sort = Literal["start_time", "title", "created_at", "status"]
Order = Literal["asc", "desc"]
SORTED_BY: Mapping[Sort, SQLColumnExpression[Any]] = {
    "start_time": TrainingSession.start_time,
    "title": TrainingSession.title_key,
    "created_at": TrainingSession.created_at,
    "status": TrainingSession.status,
}


@dataclass(frozen=True)
class SessionFilter:
    """Which sessions somebody wants to see, of those that they may. None leaves it open."""

    search: str = ""
    """Every word of it has to be there; neither case nor accents count."""
    statuses: Sequence[SessionStatus] = ()
    instructor_id: str | None = None
    event_id: str | None = None
    series_id: str | None = None
    ends_after: datetime | None = None
    starts_before: datetime | None = None
    is_upcoming: bool = False
    """Its door has not closed yet."""
    is_mine: bool = False
    """They lead it, assist, or are registered."""
    is_archived: bool = False


class FoundSessions(NamedTuple):
    sessions: Sequence[TrainingSession]
    total: int


def in_order(column: SQLColumnExpression[Any], order: Order) -> ColumnElement[Any]:
    return column.asc() if order == "asc" else column.desc()


def are_theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Registrations of this viewer. An account stands for its address, which it has proven."""
    theirs = [Registration.id == viewer.registration_id] if viewer.registration_id else []
    if viewer.person is not None:
        theirs += [
            Registration.user_id == viewer.person.id,
            Registration.email_key == fold(viewer.person.email),
        ]
    return or_(false(), *theirs)


def is_awaited(viewer: Viewer) -> ColumnElement[bool]:
    """Sessions for which this viewer is registered, waiting or invited."""
    return TrainingSession.id.in_(
        select(Registration.session_id).where(
            are_theirs(viewer), Registration.status != RegistrationStatus.CANCELED
        )
    )


def visits_of(viewer: Viewer) -> ColumnElement[bool]:
    """Attendance of this viewer: under their account, or as whom they registered."""
    registered = select(Registration.id).where(are_theirs(viewer))
    theirs: list[ColumnElement[bool]] = [SessionAttendance.registration_id.in_(registered)]
    if viewer.person is not None:
        theirs.append(SessionAttendance.user_id == viewer.person.id)
    return or_(*theirs)


def is_hosted_by(person: Person) -> ColumnElement[bool]:
    return or_(
        TrainingSession.instructor_id == person.id,
        TrainingSession.id.in_(
            select(SessionAssistant.session_id).where(SessionAssistant.user_id == person.id)
        ),
    )


def is_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The only rule of who sees a session; a session of a draft is shown to nobody else yet."""
    if viewer.is_admin:
        return true()
    is_shown = ~exists().where(
        Event.id == TrainingSession.event_id,
        or_(Event.status == EventStatus.DRAFT, Event.deleted_at.is_not(None)),
    )
    has_come = exists().where(SessionAttendance.registration_id == Registration.id)
    came_by_registration = select(Registration.session_id).where(are_theirs(viewer), has_come)
    ways = [
        is_awaited(viewer),
        TrainingSession.id.in_(came_by_registration),
        TrainingSession.is_public & is_shown,
    ]
    if is_member(viewer.role):
        ways.append(TrainingSession.members_only & is_shown)
    if viewer.person is not None:
        came = SessionAttendance.user_id == viewer.person.id
        ways += [
            is_hosted_by(viewer.person),
            TrainingSession.id.in_(select(SessionAttendance.session_id).where(came)),
        ]
    return or_(*ways)


async def find_sessions(
    db: AsyncSession,
    viewer: Viewer,
    wanted: SessionFilter,
    *,
    now: datetime,
    sort: Sort = "start_time",
    order: Order = "asc",
    limit: int,
    offset: int,
) -> FoundSessions:
    conditions = [is_visible_to(viewer), *_conditions(viewer, wanted, now)]
    total = await db.scalar(select(func.count()).select_from(TrainingSession).where(*conditions))
    found = await db.scalars(
        select(TrainingSession)
        .where(*conditions)
        .order_by(in_order(SORTED_BY[sort], order), in_order(TrainingSession.id, order))
        .limit(limit)
        .offset(offset)
    )
    return FoundSessions(found.all(), total or 0)


def _conditions(viewer: Viewer, wanted: SessionFilter, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [
        TrainingSession.search_text.contains(word, autoescape=True)
        for word in fold_text(wanted.search).split()
    ]
    conditions.append(
        TrainingSession.archived_at.is_not(None)
        if wanted.is_archived
        else TrainingSession.archived_at.is_(None)
    )
    for column, value in (
        (TrainingSession.instructor_id, wanted.instructor_id),
        (TrainingSession.event_id, wanted.event_id),
        (TrainingSession.series_id, wanted.series_id),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.statuses:
        conditions.append(TrainingSession.status.in_(wanted.statuses))
    if wanted.ends_after is not None:
        conditions.append(TrainingSession.end_time > wanted.ends_after)
    if wanted.starts_before is not None:
        conditions.append(TrainingSession.start_time < wanted.starts_before)
    if wanted.is_upcoming:
        conditions += [
            TrainingSession.status.in_(OPEN),
            TrainingSession.end_time > now - CLOSES_AFTER,
        ]
    if wanted.is_mine:
        hosted = [] if viewer.person is None else [is_hosted_by(viewer.person)]
        conditions.append(or_(is_awaited(viewer), *hosted))
    return conditions


async def sessions_of_event(
    db: AsyncSession, event_id: str, viewer: Viewer
) -> Sequence[TrainingSession]:
    found = await db.scalars(
        select(TrainingSession)
        .where(TrainingSession.event_id == event_id, is_visible_to(viewer))
        .order_by(TrainingSession.start_time, TrainingSession.id)
    )
    return found.all()


async def get_session(db: AsyncSession, session_id: str, viewer: Viewer) -> TrainingSession:
    """The session, if this viewer may see it. To anybody else it does not exist."""
    found = await db.execute(
        select(TrainingSession).where(TrainingSession.id == session_id, is_visible_to(viewer))
    )
    session = found.scalar_one_or_none()
    if session is None:
        raise SessionNotFound
    return session


async def lock_session(db: AsyncSession, session_id: str, viewer: Viewer) -> TrainingSession:
    """The same, and nobody else changes it, or who is registered, before this transaction ends."""
    await get_session(db, session_id, viewer)
    return await lock(db, session_id)


async def lock(db: AsyncSession, session_id: str) -> TrainingSession:
    found = await db.scalars(
        select(TrainingSession)
        .where(TrainingSession.id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def keep(db: AsyncSession, session_id: str) -> TrainingSession:
    """Nobody changes it, or who is registered, before this transaction ends.

    Many may do so at once; who locks it waits for them.
    """
    found = await db.scalars(
        select(TrainingSession)
        .where(TrainingSession.id == session_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return found.one()


async def lock_sessions(
    db: AsyncSession, *conditions: ColumnElement[bool]
) -> Sequence[TrainingSession]:
    """In one order everywhere, so that no two transactions wait for each other."""
    found = await db.scalars(
        select(TrainingSession)
        .where(*conditions)
        .order_by(TrainingSession.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


async def get_session_to_manage(
    db: AsyncSession, session_id: str, person: Person
) -> TrainingSession:
    """The session, if this person leads it, assists, or is an admin."""
    session = await get_session(db, session_id, Viewer(person))
    if person.role is not Role.ADMIN and not await is_host(db, session, person):
        raise NotAllowed
    return session


async def lock_session_to_manage(
    db: AsyncSession, session_id: str, person: Person
) -> TrainingSession:
    await get_session_to_manage(db, session_id, person)
    return await lock(db, session_id)


async def is_host(db: AsyncSession, session: TrainingSession, person: Person | None) -> bool:
    """Owner or assistant."""
    if person is None:
        return False
    found = await db.scalar(
        select(TrainingSession.id).where(TrainingSession.id == session.id, is_hosted_by(person))
    )
    return found is not None


async def assistants_of(db: AsyncSession, session_ids: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the assistants of each."""
    found: dict[str, list[str]] = {session_id: [] for session_id in session_ids}
    rows = await db.execute(
        select(SessionAssistant.session_id, SessionAssistant.user_id)
        .where(SessionAssistant.session_id.in_(session_ids))
        .order_by(SessionAssistant.user_id)
    )
    for session_id, user_id in rows:
        found[session_id].append(user_id)
    return found


async def get_series(
    db: AsyncSession, series_id: str, viewer: Viewer
) -> tuple[SessionSeries, Sequence[TrainingSession]]:
    """A series, and those of its sessions that this viewer may see; without any it is not there."""
    series = await db.get(SessionSeries, series_id)
    sessions = (
        await db.scalars(
            select(TrainingSession)
            .where(TrainingSession.series_id == series_id, is_visible_to(viewer))
            .order_by(TrainingSession.series_index)
        )
    ).all()
    if series is None or not sessions:
        raise SeriesNotFound
    return series, sessions
