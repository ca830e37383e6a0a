from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query

from salle.accounts.access import CurrentPerson, Instructor
from salle.accounts.rules import NotAllowed
from salle.accounts.schemas import RowId
from salle.capsules.rules import CapsuleNotFound
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.scheduling.access import CurrentViewer, Viewer
from salle.scheduling.actions import sessions as actions
from salle.scheduling.actions.sessions import Scope, SessionFields
from salle.scheduling.describing import describe_session, describe_sessions
from salle.scheduling.presence import WhoIsInside, stand_at_door
from salle.scheduling.queries import sessions as queries
from salle.scheduling.queries.sessions import Order, SessionFilter
from salle.scheduling.routes.questions import MOST_CHOICES, Offset, PageSize, Search, given
from salle.scheduling.rules import (
    AssistantUnknown,
    CapacityBelowTaken,
    EventFull,
    EventIsCanceled,
    EventNotFound,
    NotInASeries,
    SessionAlreadyStarted,
    SessionInThePast,
    SessionNotFound,
    SessionOver,
    SessionStale,
    SessionStatus,
)
from salle.scheduling.schemas.asked import EditedSession, NewSession
from salle.scheduling.schemas.fields import Moment
from salle.scheduling.schemas.told import DoorAnswer, SessionOut, SessionPage

router = APIRouter(prefix="/training/sessions")

CLEARABLE = frozenset({"event_id", "capacity", "skill_level", "capsule_id"})


def filter_of(
    *,
    search: Search = "",
    statuses: Annotated[
        list[SessionStatus] | None, Query(alias="status", max_length=MOST_CHOICES)
    ] = None,
    instructor_id: RowId | None = None,
    event_id: RowId | None = None,
    series_id: RowId | None = None,
    ends_after: Moment | None = None,
    starts_before: Moment | None = None,
    upcoming: bool = False,
    mine: bool = False,
    archived: bool = False,
) -> SessionFilter:
    return SessionFilter(
        search=search,
        statuses=statuses or (),
        instructor_id=instructor_id,
        event_id=event_id,
        series_id=series_id,
        ends_after=ends_after,
        starts_before=starts_before,
        is_upcoming=upcoming,
        is_mine=mine,
        is_archived=archived,
    )


Wanted = Annotated[SessionFilter, Depends(filter_of)]


@router.get("")
async def list_sessions(
    *,
    viewer: CurrentViewer,
    db: Reading,
    now: Now,
    wanted: Wanted,
    sort: queries.Sort = "start_time",
    order: Order = "asc",
    limit: PageSize = 20,
    offset: Offset = 0,
) -> SessionPage:
    """Those that whoever asks may see; `mine`: lead, assist, or are registered for."""
    found = await queries.find_sessions(
        db, viewer, wanted, now=now, sort=sort, order=order, limit=limit, offset=offset
    )
    cards = await describe_sessions(db, found.sessions, viewer)
    return SessionPage(sessions=cards, total=found.total, limit=limit, offset=offset)


@router.post("", status_code=201)
@refuses(
    AssistantUnknown,
    CapsuleNotFound,
    EventFull,
    EventIsCanceled,
    EventNotFound,
    NotAllowed,
    SessionInThePast,
)
async def create_session(
    new: NewSession, person: Instructor, db: Database, inside: WhoIsInside, now: Now
) -> SessionOut:
    fields = cast("SessionFields", new.model_dump())
    session = await actions.create_session(db, person, fields, now=now)
    return await describe_session(db, session, Viewer(person), presence=inside, now=now)


@router.get("/{session_id}")
@refuses(SessionNotFound)
async def show_session(
    session_id: RowId, viewer: CurrentViewer, db: Reading, inside: WhoIsInside, now: Now
) -> SessionOut:
    session = await queries.get_session(db, session_id, viewer)
    return await describe_session(db, session, viewer, presence=inside, now=now)


@router.put("/{session_id}")
@refuses(
    AssistantUnknown,
    CapacityBelowTaken,
    CapsuleNotFound,
    EventFull,
    EventIsCanceled,
    EventNotFound,
    NotAllowed,
    NotInASeries,
    SessionAlreadyStarted,
    SessionInThePast,
    SessionNotFound,
    SessionOver,
    SessionStale,
)
async def edit_session(
    *,
    session_id: RowId,
    edited: EditedSession,
    person: CurrentPerson,
    db: Database,
    inside: WhoIsInside,
    now: Now,
    scope: Scope = Scope.ONE,
) -> SessionOut:
    """`scope`: of a series, this one, this and those that follow, or all of those to come."""
    session = await actions.edit_session(
        db,
        person,
        session_id,
        cast("SessionFields", given(edited, clearable=CLEARABLE)),
        version=edited.version,
        scope=scope,
        presence=inside,
        now=now,
    )
    return await describe_session(db, session, Viewer(person), presence=inside, now=now)


@router.delete("/{session_id}")
@refuses(NotAllowed, NotInASeries, SessionAlreadyStarted, SessionNotFound, SessionOver)
async def cancel_session(
    *,
    session_id: RowId,
    person: CurrentPerson,
    db: Database,
    inside: WhoIsInside,
    now: Now,
    scope: Scope = Scope.ONE,
) -> SessionOut:
    """Cancels; nothing is deleted, and everybody expected is told."""
    session = await actions.cancel_session(db, person, session_id, scope=scope, now=now)
    return await describe_session(db, session, Viewer(person), presence=inside, now=now)


@router.get("/{session_id}/can-join")
@refuses(SessionNotFound)
async def ask_at_door(
    session_id: RowId, viewer: CurrentViewer, db: Reading, inside: WhoIsInside, now: Now
) -> DoorAnswer:
    """Whether whoever asks may enter now. Asking changes nothing."""
    session = await queries.get_session(db, session_id, viewer)
    verdict = await stand_at_door(db, session, viewer, presence=inside, now=now)
    return DoorAnswer.model_validate(verdict)
