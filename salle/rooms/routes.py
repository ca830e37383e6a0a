from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, cast

import orjson
import segno
from fastapi import APIRouter, Depends, Header, Request, Response

from salle.accounts.access import CurrentPerson, Instructor, Person
from salle.accounts.rules import NotAllowed, Role
from salle.accounts.schemas import RowId
from salle.board.schemas import BoardTicket
from salle.capsules.boards import CapsuleBoards
from salle.capsules.queries import get_capsule
from salle.capsules.rules import CapsuleNotFound, CapsuleOutdated
from salle.kit.database import Database, Reading
from salle.kit.limits import Attempts, TooManyAttempts, address_of
from salle.kit.openapi import files
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.rooms import actions
from salle.rooms.boards import RoomBoards
from salle.rooms.commands import CloseRoom, RenameRoom
from salle.rooms.errors import (
    IdentityUnknown,
    KickedOut,
    NameInvalid,
    NamesMissing,
    NameTaken,
    RoomEnded,
    RoomFull,
    RoomNotFound,
)
from salle.rooms.hub import RoomHub
from salle.rooms.models import Room
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.queries import (
    document_of,
    identity_of,
    open_rooms,
    room_by_id,
    room_by_name,
    trainer_name,
)
from salle.rooms.schemas import (
    EnterRoom,
    NewRoom,
    OpenRoom,
    OpenRooms,
    RenamedRoom,
    RoomBoard,
    RoomPass,
    RoomPreview,
    link_to,
)
from salle.rooms.sessions import enter_session
from salle.rooms.state import EndReason, RoomRole
from salle.scheduling.access import CurrentViewer
from salle.scheduling.door import REFUSALS
from salle.scheduling.presence import WhoIsInside

# A whole school may sit behind one address: what is counted strictly is guessing.
ENTRIES = "1200/minute"
MISSES = "60/minute"

router = APIRouter(prefix="/rooms", tags=["rooms"])


@dataclass(frozen=True)
class HandedDown:
    """What `salle.app` puts on `app.state` for us, and who calls."""

    hub: RoomHub
    boards: RoomBoards
    capsule_boards: CapsuleBoards
    attempts: Attempts
    origin: str
    caller: str

    async def find(self, db: Reading, name: str) -> Room:
        """The room of this link. Whoever looks for many that do not exist is stopped."""
        try:
            return await room_by_name(db, name)
        except (RoomNotFound, RoomEnded):
            await self.attempts.spend(MISSES, "room-lookup", self.caller)
            raise


def take(request: Request) -> HandedDown:
    state = request.app.state
    return HandedDown(
        hub=cast("RoomHub", state.hub),
        boards=cast("RoomBoards", state.room_boards),
        capsule_boards=cast("CapsuleBoards", state.capsule_boards),
        attempts=cast("Attempts", state.attempts),
        origin=cast("str", state.origin),
        caller=address_of(request),
    )


Server = Annotated[HandedDown, Depends(take)]
RoomToken = Annotated[str, Header(alias="Room-Token", max_length=200)]


@router.post("", status_code=201)
@refuses(CapsuleNotFound, CapsuleOutdated, NameInvalid, NameTaken)
async def launch(
    given: NewRoom, person: Instructor, db: Database, server: Server, now: Now
) -> OpenRoom:
    await server.capsule_boards.bring_home(given.capsule_id)
    capsule = await get_capsule(db, given.capsule_id, person)
    room = await actions.launch_room(db, person, capsule, name=given.name, now=now)
    return OpenRoom.of(room, server.origin)


@router.get("")
async def list_open_rooms(person: CurrentPerson, db: Reading, server: Server) -> OpenRooms:
    rooms = await open_rooms(db, person.id)
    return OpenRooms(rooms=[OpenRoom.of(room, server.origin) for room in rooms])


@router.get("/{room}")
@refuses(RoomEnded, RoomNotFound, TooManyAttempts)
async def preview(room: str, db: Reading, server: Server) -> RoomPreview:
    """By its name. (By its id it is renamed: to OpenAPI both are one address, with one name.)"""
    found = await server.find(db, room)
    return RoomPreview(
        name=found.name,
        title=found.title,
        trainer_name=await trainer_name(db, found),
        started_at=found.created_at,
    )


@router.post("/{name}/enter")
@refuses(
    IdentityUnknown,
    KickedOut,
    NamesMissing,
    RoomEnded,
    RoomFull,
    RoomNotFound,
    TooManyAttempts,
    *REFUSALS.values(),
)
async def enter(
    *,
    name: str,
    given: EnterRoom,
    viewer: CurrentViewer,
    db: Database,
    server: Server,
    inside: WhoIsInside,
    now: Now,
) -> RoomPass:
    """The room of a session lets in as the door of the session does; a token is let in again."""
    await server.attempts.spend(ENTRIES, "room-enter", server.caller)
    room = await server.find(db, name)
    names = None
    if given.first_name is not None and given.last_name is not None:
        names = actions.Names(given.first_name, given.last_name, given.organisation)
    if given.token is not None:
        entered = await actions.enter_again(db, room, given.token, now=now)
    elif room.session_id is not None:
        is_screen = given.as_ is not None
        entered = await enter_session(
            db, room, viewer, names, is_screen=is_screen, presence=inside, now=now
        )
    elif given.as_ is not None:
        entered = await actions.enter_as_screen(db, room, now=now)
    elif viewer.person is not None:
        entered = await actions.enter_with_account(db, room, viewer.person, names, now=now)
    elif names is not None:
        entered = await actions.enter_with_names(db, room, names, now=now)
    else:
        raise NamesMissing
    return RoomPass(
        room_id=room.id,
        name=room.name,
        participant_id=entered.participant_id,
        role=entered.role,
        token=entered.token,
    )


@router.get("/{room_id}/board", response_model=RoomBoard)
@refuses(IdentityUnknown, KickedOut, RoomEnded, RoomNotFound)
async def board(
    room_id: RowId, token: RoomToken, db: Reading, server: Server, now: Now
) -> Response:
    """The document as everybody sees it now."""
    await identity_of(db, room_id, token, now)
    document = server.boards.find_document(room_id) or await document_of(db, room_id)
    return Response(orjson.dumps({"document": document}), media_type="application/json")


@router.post("/{room_id}/board/ticket", status_code=201)
@refuses(IdentityUnknown, KickedOut, RoomEnded, RoomNotFound)
async def give_board_ticket(
    room_id: RowId, token: RoomToken, db: Reading, server: Server, now: Now
) -> BoardTicket:
    """Lets one socket in to the board, once, within a minute (H9)."""
    identity = await identity_of(db, room_id, token, now)
    return BoardTicket(ticket=server.boards.give_ticket(room_id, identity))


@router.get("/{name}/qr.svg", responses=files("image/svg+xml"), response_class=Response)
@refuses(RoomEnded, RoomNotFound, TooManyAttempts)
async def qr_code(name: str, db: Reading, server: Server) -> Response:
    room = await server.find(db, name)
    drawn = BytesIO()
    segno.make(link_to(server.origin, room.name), micro=False).save(
        drawn, kind="svg", scale=8, border=2, light="#fff", xmldecl=False
    )
    return Response(drawn.getvalue(), media_type="image/svg+xml")


@router.put("/{room}")
@refuses(NameInvalid, NameTaken, NotAllowed, RoomEnded, RoomNotFound)
async def rename(
    room: RowId, given: RenamedRoom, person: CurrentPerson, db: Reading, server: Server
) -> OpenRoom:
    """By its id."""
    own = await _own_room(db, room, person)
    trainer = Actor(own.trainer_participant_id, RoomRole.TRAINER)
    await db.close()  # nothing is held of the database while the room does it
    live = await server.hub.open(own.id)
    await live.ask(trainer, RenameRoom(name=given.name))
    own.name = given.name
    return OpenRoom.of(own, server.origin)


@router.post("/{room_id}/end", status_code=204)
@refuses(NotAllowed, RoomNotFound)
async def end(room_id: RowId, person: CurrentPerson, db: Reading, server: Server) -> None:
    """Ending what has ended is nothing new."""
    with suppress(RoomEnded):
        room = await _own_room(db, room_id, person)
        await db.close()
        live = await server.hub.open(room_id)
        reason: EndReason = "owner" if room.created_by == person.id else "admin"
        await live.ask(SERVER, CloseRoom(reason))


async def _own_room(db: Reading, room_id: str, person: Person) -> Room:
    room = await room_by_id(db, room_id)
    if room.created_by != person.id and person.role is not Role.ADMIN:
        raise NotAllowed
    return room
