from typing import Annotated

from fastapi import APIRouter, Path, Response

from salle.accounts.access import CurrentPerson
from salle.accounts.handed_down import Server
from salle.accounts.schemas import RowId
from salle.kit.database import Database, Reading
from salle.kit.limits import TooManyAttempts
from salle.kit.openapi import files
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.scheduling.access import CurrentViewer
from salle.scheduling.actions import calendars as actions
from salle.scheduling.calendars import Entry, link_to_calendars, write_calendar
from salle.scheduling.links import Feeds, Links, page_of
from salle.scheduling.queries import calendars as queries
from salle.scheduling.queries.registrations import own_registration
from salle.scheduling.queries.sessions import get_session
from salle.scheduling.rules import FeedNotFound, SessionNotFound
from salle.scheduling.schemas.calendars import CalendarAddress, CalendarLinks

router = APIRouter()
feeds = APIRouter(tags=["scheduling"])
"""Outside /api: an address that people paste into other programs."""

CALENDAR = files("text/calendar")
Secret = Annotated[str, Path(max_length=100, pattern=r"^[0-9A-Za-z_.-]+$")]


@feeds.get("/calendar/{secret}.ics", responses=CALENDAR, response_class=Response)
@refuses(FeedNotFound, TooManyAttempts)
async def read_feed(secret: Secret, db: Reading, links: Feeds, server: Server) -> Response:
    """The sessions of whoever made this address. It is the only secret that is in one."""
    key = links.read(secret)
    owner = None if key is None else await queries.owner_of_feed(db, key)
    if owner is None:
        await server.attempts.spend("100/hour", "calendar feed", server.caller)
        raise FeedNotFound
    fed = await queries.sessions_to_feed(db, owner, server.now)
    entries = [
        Entry(
            each.session,
            page_of(server.origin, each.session.id),
            is_tentative=each.is_waiting,
        )
        for each in fed
    ]
    answer = file_of(write_calendar(entries, name="Salle", now=server.now), "salle")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@router.get("/me/calendar")
async def show_calendar_address(
    person: CurrentPerson, db: Reading, links: Feeds, server: Server
) -> CalendarAddress:
    key = await queries.key_of(db, person.id)
    return CalendarAddress(url=None if key is None else links.address(server.origin, key=key))


@router.post("/me/calendar")
async def renew_calendar_address(
    person: CurrentPerson, db: Database, links: Feeds, server: Server
) -> CalendarAddress:
    """From now on it is this one; the one before is good for nothing."""
    key = await actions.renew_feed(db, person.id, now=server.now)
    return CalendarAddress(url=links.address(server.origin, key=key))


@router.delete("/me/calendar", status_code=204)
async def close_calendar_address(person: CurrentPerson, db: Database) -> None:
    await actions.close_feed(db, person.id)


@router.get(
    "/training/sessions/{session_id}/calendar.ics", responses=CALENDAR, response_class=Response
)
@refuses(SessionNotFound)
async def download_calendar(
    *,
    session_id: RowId,
    viewer: CurrentViewer,
    db: Reading,
    registrations: Links,
    server: Server,
    now: Now,
) -> Response:
    """One session, for a calendar on one's own device; with the link of who followed one here."""
    session = await get_session(db, session_id, viewer)
    own = await own_registration(db, session_id, viewer)
    url = page_of(server.origin, session_id)
    if own is not None and own.id == viewer.registration_id:
        url = registrations.address(server.origin, session_id=session_id, registration_id=own.id)
    return file_of(write_calendar([Entry(session, url)], name="", now=now), "session")


@router.get("/training/sessions/{session_id}/calendar")
@refuses(SessionNotFound)
async def link_calendars(
    session_id: RowId, viewer: CurrentViewer, db: Reading, server: Server
) -> CalendarLinks:
    """With the public page of the session: what is in these links is told to others."""
    session = await get_session(db, session_id, viewer)
    return CalendarLinks.model_validate(
        link_to_calendars(Entry(session, page_of(server.origin, session_id)))
    )


def file_of(text: str, name: str) -> Response:
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
