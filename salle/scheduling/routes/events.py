from dataclasses import replace
from typing import Annotated, cast

from fastapi import APIRouter, Body, Depends, Query

from salle.accounts.access import CurrentPerson, Instructor
from salle.accounts.rules import NotAllowed
from salle.accounts.schemas import RowId
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.media.rules import MediaNotFound
from salle.scheduling.access import Viewer
from salle.scheduling.actions import events as actions
from salle.scheduling.actions.events import EventFields
from salle.scheduling.describing import describe_event
from salle.scheduling.models import Event
from salle.scheduling.queries import events as queries
from salle.scheduling.queries.events import EventFilter, FoundEvents
from salle.scheduling.queries.sessions import Order, sessions_of_event
from salle.scheduling.routes.questions import MOST_CHOICES, Offset, PageSize, Search, given
from salle.scheduling.rules import (
    EventEndsBeforeStart,
    EventHasLiveSession,
    EventHasSessions,
    EventInThePast,
    EventIsCanceled,
    EventNotFound,
    EventStale,
    EventStatus,
    EventTooLong,
    EventType,
)
from salle.scheduling.schemas.asked import EditedEvent, EventCopy, NewEvent
from salle.scheduling.schemas.fields import Moment
from salle.scheduling.schemas.told import EventCard, EventOut, EventPage

router = APIRouter(prefix="/events")


def filter_of(
    *,
    search: Search = "",
    types: Annotated[list[EventType] | None, Query(alias="type", max_length=MOST_CHOICES)] = None,
    statuses: Annotated[
        list[EventStatus] | None, Query(alias="status", max_length=MOST_CHOICES)
    ] = None,
    is_remote: bool | None = None,
    ends_after: Moment | None = None,
    starts_before: Moment | None = None,
    upcoming: bool = False,
) -> EventFilter:
    return EventFilter(
        search=search,
        types=types or (),
        statuses=statuses or (),
        is_remote=is_remote,
        ends_after=ends_after,
        starts_before=starts_before,
        is_upcoming=upcoming,
    )


Wanted = Annotated[EventFilter, Depends(filter_of)]


@router.get("")
async def list_events(
    *,
    person: CurrentPerson,
    db: Reading,
    now: Now,
    wanted: Wanted,
    mine: bool = False,
    deleted: bool = False,
    sort: queries.Sort = "start_time",
    order: Order = "asc",
    limit: PageSize = 20,
    offset: Offset = 0,
) -> EventPage:
    """Those that this person may see. `deleted`: those that they may restore."""
    wanted = replace(wanted, is_mine=mine, is_deleted=deleted)
    found = await queries.find_events(
        db, Viewer(person), wanted, now=now, sort=sort, order=order, limit=limit, offset=offset
    )
    return page_of(found, limit, offset)


@router.get("/public")
async def list_public_events(
    *,
    db: Reading,
    now: Now,
    wanted: Wanted,
    sort: queries.Sort = "start_time",
    order: Order = "asc",
    limit: PageSize = 20,
    offset: Offset = 0,
) -> EventPage:
    # Whoever asks, it is the same for everybody.
    found = await queries.find_events(
        db, Viewer(), wanted, now=now, sort=sort, order=order, limit=limit, offset=offset
    )
    return page_of(found, limit, offset)


def page_of(found: FoundEvents, limit: int, offset: int) -> EventPage:
    cards = [EventCard.model_validate(event) for event in found.events]
    return EventPage(events=cards, total=found.total, limit=limit, offset=offset)


@router.get("/public/{event_id}")
@refuses(EventNotFound)
async def show_public_event(event_id: RowId, db: Reading) -> EventOut:
    """The same for everybody, whoever asks."""
    return await describe(db, await queries.get_public_event(db, event_id), Viewer())


@router.get("/{event_id}")
@refuses(EventNotFound)
async def show_event(event_id: RowId, person: CurrentPerson, db: Reading) -> EventOut:
    viewer = Viewer(person)
    return await describe(db, await queries.get_event(db, event_id, viewer), viewer)


async def describe(db: Reading, event: Event, viewer: Viewer) -> EventOut:
    sessions = await sessions_of_event(db, event.id, viewer)
    return await describe_event(db, event, sessions, viewer)


@router.post("", status_code=201)
@refuses(EventEndsBeforeStart, EventInThePast, EventTooLong, MediaNotFound)
async def create_event(new: NewEvent, person: Instructor, db: Database, now: Now) -> EventOut:
    fields = cast("EventFields", new.model_dump())
    event = await actions.create_event(db, person, fields, now=now)
    return await describe(db, event, Viewer(person))


@router.put("/{event_id}")
@refuses(
    EventEndsBeforeStart,
    EventInThePast,
    EventIsCanceled,
    EventNotFound,
    EventStale,
    EventTooLong,
    MediaNotFound,
    NotAllowed,
)
async def edit_event(
    event_id: RowId, edited: EditedEvent, person: CurrentPerson, db: Database, now: Now
) -> EventOut:
    changes = cast("EventFields", given(edited, clearable={"picture_id"}))
    event = await actions.edit_event(db, person, event_id, changes, version=edited.version, now=now)
    return await describe(db, event, Viewer(person))


@router.post("/{event_id}/publish")
@refuses(EventInThePast, EventIsCanceled, EventNotFound, NotAllowed)
async def publish_event(event_id: RowId, person: CurrentPerson, db: Database, now: Now) -> EventOut:
    event = await actions.publish_event(db, person, event_id, now=now)
    return await describe(db, event, Viewer(person))


@router.post("/{event_id}/duplicate", status_code=201)
@refuses(EventEndsBeforeStart, EventInThePast, EventNotFound, EventTooLong)
async def duplicate_event(
    event_id: RowId,
    person: Instructor,
    db: Database,
    now: Now,
    copy: Annotated[EventCopy | None, Body()] = None,
) -> EventOut:
    asked = copy or EventCopy()
    event = await actions.duplicate_event(
        db, person, event_id, title=asked.title, start_time=asked.start_time, now=now
    )
    return await describe(db, event, Viewer(person))


@router.post("/{event_id}/cancel")
@refuses(EventHasLiveSession, EventNotFound, NotAllowed)
async def cancel_event(event_id: RowId, person: CurrentPerson, db: Database, now: Now) -> EventOut:
    event = await actions.cancel_event(db, person, event_id, now=now)
    return await describe(db, event, Viewer(person))


@router.delete("/{event_id}", status_code=204)
@refuses(EventHasSessions, EventNotFound, NotAllowed)
async def delete_event(event_id: RowId, person: CurrentPerson, db: Database, now: Now) -> None:
    await actions.delete_event(db, person, event_id, now=now)


@router.post("/{event_id}/restore")
@refuses(EventNotFound, NotAllowed)
async def restore_event(event_id: RowId, person: CurrentPerson, db: Database) -> EventOut:
    event = await actions.restore_event(db, person, event_id)
    return await describe(db, event, Viewer(person))
