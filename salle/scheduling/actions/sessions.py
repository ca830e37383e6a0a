from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypedDict
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.accounts.models import User
from salle.accounts.rules import NotAllowed, Role
from salle.capsules.queries import get_capsule
from salle.capsules.rules import fold
from salle.kit.ids import new_id
from salle.scheduling import work
from salle.scheduling.actions.seats import promote_waiting
from salle.scheduling.actions.series import add_series, lay_out_anew, split_series
from salle.scheduling.models import SessionAssistant, SessionSeries, TrainingSession
from salle.scheduling.presence import Presence
from salle.scheduling.queries.events import lock_event_to_manage
from salle.scheduling.queries.sessions import (
    get_session_to_manage,
    is_hosted_by,
    lock,
    lock_sessions,
)
from salle.scheduling.recurrence import Rule, days_of, instant, move_wall_clock, wall_clock
from salle.scheduling.rules import (
    MAX_SEARCH_TEXT,
    MAX_SESSIONS_OF_AN_EVENT,
    MAX_TITLE_KEY,
    OPEN,
    AssistantUnknown,
    CapacityBelowTaken,
    EventFull,
    EventIsCanceled,
    EventStatus,
    NotInASeries,
    SessionAlreadyStarted,
    SessionInThePast,
    SessionOver,
    SessionStale,
    SessionStatus,
    planned_end,
)

logger = structlog.get_logger()


class SessionFields(TypedDict, total=False):
    """What people decide about a session; in a change, what is missing stays."""

    event_id: str | None
    title: str
    description: str
    start_time: datetime
    duration_minutes: int
    time_zone: str
    capacity: int | None
    recording_enabled: bool
    chat_enabled: bool
    is_public: bool
    members_only: bool
    tags: list[str]
    topics: list[str]
    skill_level: str | None
    capsule_id: str | None
    assistant_ids: list[str]


class Scope(StrEnum):
    """How much of a series is meant."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


async def create_session(
    db: AsyncSession, person: Person, fields: SessionFields, *, now: datetime
) -> TrainingSession:
    [session] = await create_sessions(db, person, fields, [fields["start_time"]], now=now)
    return session


async def create_sessions(
    db: AsyncSession,
    person: Person,
    fields: SessionFields,
    start_times: Sequence[datetime],
    *,
    series_id: str | None = None,
    now: datetime,
) -> list[TrainingSession]:
    """The same at several times, all of them in the future."""
    if min(start_times) <= now:
        raise SessionInThePast
    await check_references(db, person, fields, sessions=len(start_times))
    sessions = []
    for index, start_time in enumerate(start_times):
        session = TrainingSession(
            id=new_id(),
            series_id=series_id,
            series_index=None if series_id is None else index,
            title="",
            title_key="",
            search_text="",
            start_time=start_time,
            end_time=start_time,
            duration_minutes=0,
            time_zone="",
            instructor_id=person.id,
            created_at=now,
            updated_at=now,
        )
        put_fields(session, {**fields, "start_time": start_time})
        sessions.append(session)
    db.add_all(sessions)
    await db.flush()
    for session in sessions:
        await put_assistants(db, session, fields.get("assistant_ids", []))
    await work.plan_sessions(db, sessions, now=now)
    logger.info("sessions_created", by=person.id, sessions=len(sessions))
    return sessions


async def create_series(
    db: AsyncSession,
    person: Person,
    fields: SessionFields,
    rule: Rule,
    exceptions: list[date],
    *,
    now: datetime,
) -> tuple[SessionSeries, list[TrainingSession]]:
    """From the day of the start, at its time of day in its zone, all year round."""
    zone = ZoneInfo(fields["time_zone"])
    local = wall_clock(fields["start_time"], zone)
    days = days_of(rule, local.date(), exceptions)
    series = await add_series(
        db,
        rule=rule,
        exceptions=exceptions,
        time_zone=zone.key,
        created_by=person.id,
        now=now,
    )
    sessions = await create_sessions(
        db,
        person,
        fields,
        [instant(day, local.time(), zone) for day in days],
        series_id=series.id,
        now=now,
    )
    return series, sessions


async def check_references(
    db: AsyncSession, person: Person, fields: SessionFields, *, sessions: int
) -> None:
    """What is named exists, and this person may put a session there."""
    if (event_id := fields.get("event_id")) is not None:
        event = await lock_event_to_manage(db, event_id, person)
        if event.status == EventStatus.CANCELED:
            raise EventIsCanceled
        there = await db.scalar(
            select(func.count())
            .select_from(TrainingSession)
            .where(TrainingSession.event_id == event_id)
        )
        if (there or 0) + sessions > MAX_SESSIONS_OF_AN_EVENT:
            raise EventFull(limit=MAX_SESSIONS_OF_AN_EVENT)
    if (capsule_id := fields.get("capsule_id")) is not None:
        await get_capsule(db, capsule_id, person, with_document=False)
    if assistant_ids := set(fields.get("assistant_ids", [])):
        known = await db.scalars(
            select(User.id).where(User.id.in_(assistant_ids), User.disabled_at.is_(None))
        )
        if unknown := assistant_ids - set(known):
            raise AssistantUnknown(ids=sorted(unknown))


def put_fields(session: TrainingSession, fields: SessionFields) -> None:
    for name, value in fields.items():
        if name != "assistant_ids":
            setattr(session, name, value)
    session.title_key = fold(session.title)[:MAX_TITLE_KEY]
    words = (session.title, session.description, *session.tags, *session.topics)
    session.search_text = fold(" ".join(words))[:MAX_SEARCH_TEXT]
    session.end_time = planned_end(session.start_time, session.duration_minutes)


async def put_assistants(
    db: AsyncSession, session: TrainingSession, assistant_ids: Collection[str]
) -> None:
    """These and no others; the owner is none of them."""
    await db.execute(delete(SessionAssistant).where(SessionAssistant.session_id == session.id))
    for user_id in sorted({*assistant_ids} - {session.instructor_id}):
        db.add(SessionAssistant(session_id=session.id, user_id=user_id))
    await db.flush()


async def edit_session(
    db: AsyncSession,
    person: Person,
    session_id: str,
    changes: SessionFields,
    *,
    version: int,
    scope: Scope = Scope.ONE,
    presence: Presence,
    now: datetime,
) -> TrainingSession:
    """Refuses a change that was made on another version than the one that is there.

    Of a series, only sessions to come change with the one that is named. They move as far as it
    does on the clock on the wall, so that a change of summer time moves none of them.
    """
    session = await get_session_to_manage(db, session_id, person)
    # An event is locked before its sessions, here as when it is canceled.
    await check_references(
        db,
        person,
        _new_references(session, changes),
        sessions=await _count_meant(db, session, scope),
    )
    session, others = await _lock_scope(db, person, session, scope, now=now)
    if session.version != version:
        raise SessionStale(version=session.version, updated_at=session.updated_at.isoformat())
    check_editable(session)
    moved_by = _moved_by(session, changes)
    if scope is Scope.FOLLOWING:
        await split_series(db, session, now=now)
    for each in (session, *others):
        own = changes
        if each is not session and "start_time" in changes:
            own = {**changes, "start_time": _moved(each, moved_by, changes)}
        await _change(db, each, own, presence, now=now)
    if scope is not Scope.ONE and moved_by:
        await lay_out_anew(db, session, now=now)
    if "assistant_ids" in changes:
        presence.tell_assistants_after_commit(db, session)
    return session


def check_editable(session: TrainingSession) -> None:
    if session.status not in OPEN:
        raise SessionOver(status=session.status)


def _new_references(session: TrainingSession, changes: SessionFields) -> SessionFields:
    """An assistant may edit a session whose capsule and event are the owner's and stay so."""
    kept = {
        name
        for name in ("event_id", "capsule_id")
        if name in changes and changes[name] == getattr(session, name)
    }
    found: SessionFields = {**changes}
    for name in kept:
        del found[name]
    return found


def _moved_by(session: TrainingSession, changes: SessionFields) -> timedelta:
    if "start_time" not in changes:
        return timedelta()
    zone = ZoneInfo(changes.get("time_zone", session.time_zone))
    before = wall_clock(session.start_time, ZoneInfo(session.time_zone))
    return wall_clock(changes["start_time"], zone) - before


def _moved(session: TrainingSession, by: timedelta, changes: SessionFields) -> datetime:
    zone = ZoneInfo(session.time_zone)
    new_zone = ZoneInfo(changes.get("time_zone", session.time_zone))
    return move_wall_clock(session.start_time, by, zone=zone, new_zone=new_zone)


async def _count_meant(db: AsyncSession, session: TrainingSession, scope: Scope) -> int:
    if scope is Scope.ONE:
        return 1
    query = select(func.count()).where(TrainingSession.series_id == session.series_id)
    return await db.scalar(query) or 0


async def _change(
    db: AsyncSession,
    session: TrainingSession,
    changes: SessionFields,
    presence: Presence,
    *,
    now: datetime,
) -> None:
    before = (session.start_time, session.end_time, session.title, session.time_zone)
    put_fields(session, changes)
    is_start_moved = session.start_time != before[0]
    if is_start_moved and session.status == SessionStatus.LIVE:
        raise SessionAlreadyStarted
    if is_start_moved and session.start_time <= now:
        raise SessionInThePast
    if session.capacity is not None and "capacity" in changes:
        taken = session.taken + await presence.count_unseated(db, session)
        if session.capacity < taken:
            raise CapacityBelowTaken(taken=taken, session_id=session.id)
    session.version += 1
    session.updated_at = now
    if before != (session.start_time, session.end_time, session.title, session.time_zone):
        session.sequence += 1
    await db.flush()
    if "assistant_ids" in changes:
        await put_assistants(db, session, changes["assistant_ids"])
    if before[:2] != (session.start_time, session.end_time):
        await work.plan_moved(db, session, now=now, is_start_moved=is_start_moved)
    if "capacity" in changes:
        await promote_waiting(db, session, presence, now=now)


async def cancel_session(
    db: AsyncSession, person: Person, session_id: str, *, scope: Scope = Scope.ONE, now: datetime
) -> TrainingSession:
    """Everybody expected is told. Once canceled, it stays so; again: nothing happens."""
    session = await get_session_to_manage(db, session_id, person)
    session, others = await _lock_scope(db, person, session, scope, now=now)
    if session.status == SessionStatus.LIVE:
        raise SessionAlreadyStarted
    if session.status == SessionStatus.ENDED:
        raise SessionOver(status=session.status)
    for each in (session, *others):
        await cancel_locked(db, each, now=now)
    return session


async def cancel_locked(db: AsyncSession, session: TrainingSession, *, now: datetime) -> None:
    if session.status != SessionStatus.SCHEDULED:
        return
    session.status = SessionStatus.CANCELED
    session.canceled_at = now
    session.updated_at = now
    session.version += 1
    session.sequence += 1
    await db.flush()
    await work.plan_canceled(db, session, now=now)
    logger.info("session_canceled", session=session.id)


async def _lock_scope(
    db: AsyncSession, person: Person, session: TrainingSession, scope: Scope, *, now: datetime
) -> tuple[TrainingSession, list[TrainingSession]]:
    """The session that is named, and the others to come that are meant with it."""
    if scope is Scope.ONE:
        return await lock(db, session.id), []
    if session.series_id is None or session.series_index is None:
        raise NotInASeries
    meant = [TrainingSession.series_id == session.series_id]
    if scope is Scope.FOLLOWING:
        meant.append(TrainingSession.series_index >= session.series_index)
    locked = await lock_sessions(db, *meant)
    others = [
        each
        for each in locked
        if each is not session and each.status == SessionStatus.SCHEDULED and each.start_time > now
    ]
    if person.role is not Role.ADMIN:
        hosted = await db.scalars(
            select(TrainingSession.id).where(
                TrainingSession.series_id == session.series_id, is_hosted_by(person)
            )
        )
        if not {each.id for each in others} <= set(hosted):
            raise NotAllowed
    return session, sorted(others, key=lambda each: each.start_time)
