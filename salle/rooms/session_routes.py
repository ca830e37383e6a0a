"""The steps of a scheduled training that its room takes with it."""

from typing import cast

from fastapi import APIRouter, Request

from salle.accounts.access import CurrentPerson
from salle.accounts.rules import NotAllowed
from salle.accounts.schemas import RowId
from salle.capsules.rules import CapsuleNotFound, CapsuleOutdated
from salle.kit.clock import Clock
from salle.kit.database import Database, Reading, databases_of
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.rooms import sessions
from salle.rooms.errors import RoomNotFound
from salle.rooms.routes import Server
from salle.rooms.schemas import OpenRoom
from salle.scheduling.access import Viewer
from salle.scheduling.describing import describe_session
from salle.scheduling.door import SessionTooLate
from salle.scheduling.presence import WhoIsInside
from salle.scheduling.queries.sessions import assistants_of, get_session, get_session_to_manage
from salle.scheduling.rules import SessionNotFound, SessionNotLive, SessionOver
from salle.scheduling.schemas.told import SessionOut

router = APIRouter(prefix="/training/sessions/{session_id}", tags=["scheduling"])


@router.post("/start")
@refuses(
    CapsuleNotFound,
    CapsuleOutdated,
    NotAllowed,
    RoomNotFound,
    SessionNotFound,
    SessionOver,
    SessionTooLate,
)
async def start(
    *,
    session_id: RowId,
    person: CurrentPerson,
    looking: Reading,
    db: Database,
    server: Server,
    now: Now,
) -> OpenRoom:
    """By its owner or an assistant. Again: the room that is open."""
    session = await get_session(looking, session_id, Viewer(person))
    await looking.close()
    if session.capsule_id is not None:
        await server.capsule_boards.bring_home(session.capsule_id)
    room = await sessions.start_session(db, person, session_id, now=now)
    return OpenRoom.of(room, server.origin)


@router.post("/end")
@refuses(NotAllowed, SessionNotFound, SessionNotLive, SessionOver)
async def end(
    *,
    session_id: RowId,
    person: CurrentPerson,
    db: Reading,
    server: Server,
    request: Request,
    inside: WhoIsInside,
) -> SessionOut:
    """By its owner, an assistant or an admin. Again: nothing happens."""
    session = await get_session_to_manage(db, session_id, person)
    assistants = (await assistants_of(db, [session_id]))[session_id]
    reason = sessions.reason_of(person, session, assistants)
    await db.close()  # nothing is held of the database while the room does it
    clock = cast("Clock", request.app.state.clock)
    databases = databases_of(request)
    await sessions.end_session(databases, server.hub, session_id, reason=reason, clock=clock)
    session = await get_session(db, session_id, Viewer(person))
    return await describe_session(db, session, Viewer(person), presence=inside, now=clock())
