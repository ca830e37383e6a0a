from datetime import datetime
from typing import TypedDict

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.capsules.rules import fold
from salle.kit.ids import new_id
from salle.media.queries import find_media
from salle.media.rules import MediaNotFound
from salle.scheduling.access import Viewer
from salle.scheduling.actions.sessions import cancel_locked
from salle.scheduling.models import Event, TrainingSession
from salle.scheduling.queries.events import get_event, lock_event_to_manage
from salle.scheduling.queries.sessions import lock_sessions
from salle.scheduling.rules import (
    MAX_SEARCH_TEXT,
    MAX_TITLE_KEY,
    OPEN,
    EventHasLiveSession,
    EventHasSessions,
    EventInThePast,
    EventIsCanceled,
    EventStale,
    EventStatus,
    EventType,
    SessionStatus,
    Visibility,
    check_event_times,
)

logger = structlog.get_logger()


class EventFields(TypedDict, total=False):
    """What people decide about an event; in a change, what is missing stays."""

    title: str
    description: str
    type: EventType
    start_time: datetime
    end_time: datetime
    time_zone: str
    place: str
    is_remote: bool
    picture_id: str | None
    visibility: Visibility


async def create_event(
    db: AsyncSession, person: Person, fields: EventFields, *, now: datetime
) -> Event:
    """A draft: nobody else sees it before it is published."""
    if fields["start_time"] <= now:
        raise EventInThePast
    await check_picture(db, person, fields)
    event = blank_event(person, now=now)
    put_fields(event, fields)
    db.add(event)
    await db.flush()
    logger.info("event_created", event_id=event.id, by=person.id)
    return event


def blank_event(person: Person, *, now: datetime) -> Event:
    return Event(
        id=new_id(),
        title="",
        title_key="",
        search_text="",
        type=EventType.COURSE,
        start_time=now,
        end_time=now,
        time_zone="UTC",
        visibility=Visibility.MEMBERS_ONLY,
        created_by=person.id,
        created_at=now,
        updated_at=now,
    )


async def check_picture(db: AsyncSession, person: Person, fields: EventFields) -> None:
    """A picture of one's own."""
    if (picture_id := fields.get("picture_id")) is not None:
        picture = await find_media(db, picture_id)
        if picture.owner_id != person.id:
            raise MediaNotFound


def put_fields(event: Event, fields: EventFields) -> None:
    for name, value in fields.items():
        setattr(event, name, value)
    check_event_times(event.start_time, event.end_time)
    event.title_key = fold(event.title)[:MAX_TITLE_KEY]
    words = f"{event.title} {event.place} {event.description}"
    event.search_text = fold(words)[:MAX_SEARCH_TEXT]


async def edit_event(
    db: AsyncSession,
    person: Person,
    event_id: str,
    changes: EventFields,
    *,
    version: int,
    now: datetime,
) -> Event:
    """Refuses a change that was made on another version than the one that is there."""
    event = await lock_event_to_manage(db, event_id, person)
    if event.version != version:
        raise EventStale(version=event.version, updated_at=event.updated_at.isoformat())
    if event.status == EventStatus.CANCELED:
        raise EventIsCanceled
    if changes.get("picture_id") != event.picture_id:
        await check_picture(db, person, changes)
    start_time = event.start_time
    put_fields(event, changes)
    if event.start_time != start_time and event.start_time <= now:
        raise EventInThePast
    touch(event, now=now)
    await db.flush()
    return event


def touch(event: Event, *, now: datetime) -> None:
    event.version += 1
    event.updated_at = now


async def publish_event(db: AsyncSession, person: Person, event_id: str, *, now: datetime) -> Event:
    """From now on it is seen by those whom its visibility names. Again: nothing happens."""
    event = await lock_event_to_manage(db, event_id, person)
    if event.status == EventStatus.CANCELED:
        raise EventIsCanceled
    if event.status == EventStatus.DRAFT:
        if event.end_time <= now:
            raise EventInThePast
        event.status = EventStatus.PUBLISHED
        touch(event, now=now)
        await db.flush()
    return event


async def duplicate_event(
    db: AsyncSession,
    person: Person,
    event_id: str,
    *,
    title: str | None,
    start_time: datetime | None,
    now: datetime,
) -> Event:
    """A draft of one's own without the sessions; it lasts as long, from another start if given."""
    original = await get_event(db, event_id, Viewer(person))
    if start_time is not None and start_time <= now:
        raise EventInThePast
    start = start_time or original.start_time
    copy = blank_event(person, now=now)
    fields: EventFields = {
        "title": title or original.title,
        "description": original.description,
        "type": original.type,
        "start_time": start,
        "end_time": start + (original.end_time - original.start_time),
        "time_zone": original.time_zone,
        "place": original.place,
        "is_remote": original.is_remote,
        "picture_id": original.picture_id,
        "visibility": original.visibility,
    }
    put_fields(copy, fields)
    db.add(copy)
    await db.flush()
    return copy


async def cancel_event(db: AsyncSession, person: Person, event_id: str, *, now: datetime) -> Event:
    """With its sessions to come, whose people are told. Again: nothing happens."""
    event = await lock_event_to_manage(db, event_id, person)
    if event.status == EventStatus.CANCELED:
        return event
    sessions = await lock_sessions(
        db, TrainingSession.event_id == event_id, TrainingSession.status.in_(OPEN)
    )
    if any(each.status == SessionStatus.LIVE for each in sessions):
        raise EventHasLiveSession
    for each in sessions:
        await cancel_locked(db, each, now=now)
    event.status = EventStatus.CANCELED
    touch(event, now=now)
    await db.flush()
    logger.info("event_canceled", event_id=event.id, sessions=len(sessions))
    return event


async def delete_event(db: AsyncSession, person: Person, event_id: str, *, now: datetime) -> None:
    """Out of sight, and still there to be restored."""
    event = await lock_event_to_manage(db, event_id, person)
    to_come = await db.scalar(
        select(TrainingSession.id)
        .where(TrainingSession.event_id == event_id, TrainingSession.status.in_(OPEN))
        .limit(1)
    )
    if to_come is not None:
        raise EventHasSessions
    event.deleted_at = now


async def restore_event(db: AsyncSession, person: Person, event_id: str) -> Event:
    """As it was when it was deleted. One that is not deleted stays as it is."""
    event = await lock_event_to_manage(db, event_id, person, is_deleted_too=True)
    event.deleted_at = None
    await db.flush()
    return event
