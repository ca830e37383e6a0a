"""The board of a room: who may do what on it, and its slides, follow the room and it them."""

import asyncio
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.board.colours import colour_at
from salle.board.hub import BoardHub
from salle.board.live import RESTART_CLOSE, LiveBoard
from salle.board.models import Board
from salle.board.pages import PageInfo
from salle.board.sitters import Guest, Sitter
from salle.board.storage import Snapshot, Statements
from salle.board.sync.protocol import FATAL_CLOSE, Reason
from salle.board.sync.sessions import Rights, Seat
from salle.board.tickets import Tickets
from salle.kit.errors import Busy, SalleError
from salle.rooms.commands import PutPages
from salle.rooms.errors import KickedOut, NoSuchParticipant, RoomEnded
from salle.rooms.hub import RoomHub
from salle.rooms.live import LiveRoom
from salle.rooms.permissions import SERVER
from salle.rooms.queries import Identity
from salle.rooms.state import Participant, RoomPage, RoomRole, RoomState

RETRY_SECONDS = 1.0
WATCHES = Rights()
TEACHES = Rights(may_edit=True, may_touch_pages=True, may_point=True)
DRAWS = Rights(may_edit=True, may_point=True)
NOBODY = Seat(user_id="", name="", color=colour_at(0))


class Comer(NamedTuple):
    """Somebody with a ticket. A screen is nobody."""

    participant_id: str | None
    login_id: str | None


class RoomHome(NamedTuple):
    """That the board of a class is kept, also when it was drawn: it is replayed."""

    id: str
    keeps_log: bool = True

    async def prepare(self, db: AsyncSession) -> None:
        """It is made with the room."""
        if await db.scalar(select(Board.id).where(Board.id == self.id)) is None:
            raise RoomEnded

    def besides(self, _snapshot: Snapshot) -> Statements:
        return []


class RoomBoards:
    """The boards of the rooms that live in this process."""

    def __init__(self, rooms: RoomHub, boards: BoardHub) -> None:
        self._rooms = rooms
        self._boards = boards
        self._open: dict[str, RoomBoard] = {}
        self._tickets: Tickets[Comer] = Tickets(asyncio.get_running_loop().time)

    def give_ticket(self, room_id: str, identity: Identity) -> str:
        who = None if identity.participant is None else identity.participant.id
        return self._tickets.give(room_id, identity.key, Comer(who, identity.login_id))

    def take_ticket(self, room_id: str, ticket: str) -> Comer | None:
        return self._tickets.take(room_id, ticket)

    def find_document(self, room_id: str) -> dict[str, object] | None:
        """As everybody sees it, if it lives here."""
        board = self._boards.find(room_id)
        return None if board is None else board.document

    async def open(self, room_id: str, comer: Comer) -> tuple[LiveBoard, Guest]:
        """The board of a room, which comes to live here as well, and who sits down at it.

        Raises as `RoomHub.open` and `RoomBoard.guest`.
        """
        room = await self._rooms.open(room_id)
        board = await self._boards.open(RoomHome(room_id))
        known = self._open.get(room_id)
        if known is None or known.room is not room or room.is_over:
            known = RoomBoard(room, self._boards)
            try:
                room.watch(known)
            except (RoomEnded, Busy):
                known.let_go()
                raise
            self._open = {key: each for key, each in self._open.items() if not each.room.is_over}
            self._open[room_id] = known
        known.attach(board)
        return board, known.guest(comer)

    def end_logins(self, login_ids: Collection[str]) -> None:
        """For `Revocations.subscribe`."""
        self._tickets.forget(lambda comer: comer.login_id in login_ids)
        for room_board in self._open.values():
            room_board.end_logins(login_ids)


class RoomBoard:
    """A `Watcher` of a room: makes of its state what each socket at the board may do."""

    def __init__(self, room: LiveRoom, boards: BoardHub) -> None:
        self.room = room
        self._boards = boards
        self._followed: RoomState | None = None
        self._pages: tuple[RoomPage, ...] = ()
        self._telling: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def _board(self) -> LiveBoard | None:
        """It is put away when nobody looks, and read again when somebody does."""
        return self._boards.find(self.room.state.id)

    def attach(self, board: LiveBoard) -> None:
        if board.on_pages != self.put_pages:
            board.on_pages = self.put_pages
            self.put_pages(board.pages)

    def guest(self, comer: Comer) -> Guest:
        """Raises `KickedOut`, or `NoSuchParticipant` of who never opened the room."""
        state, who = self.room.state, comer.participant_id
        if who is None:
            return Guest(None, NOBODY, WATCHES, comer.login_id)
        person = state.people.get(who)
        if person is None:
            raise NoSuchParticipant
        if person.is_kicked:
            raise KickedOut
        return Guest(who, seat_of(person), rights_of(state, person), comer.login_id)

    def follow(self, state: RoomState) -> None:
        before, self._followed = self._followed, state
        known = before.people if before and before.params is state.params else {}
        if known is state.people:
            return
        if board := self._board:
            for sitter in board.sitters:
                who = sitter.guest.who or ""
                person = state.people.get(who)
                if person is not None and person is not known.get(who):
                    reseat(board, sitter, state, person)

    def let_go(self) -> None:
        has_ended = self.room.state.ended_at is not None
        code, reason = (FATAL_CLOSE, Reason.NOT_FOUND) if has_ended else (RESTART_CLOSE, "restart")
        if self._telling is not None:
            self._telling.cancel()
        self._ending = asyncio.create_task(self._boards.close(self.room.state.id, code, reason))

    def end_logins(self, login_ids: Collection[str]) -> None:
        if board := self._board:
            board.end_logins(login_ids)

    def put_pages(self, pages: Sequence[PageInfo]) -> None:
        self._pages = tuple(RoomPage(id=page.id, name=page.name) for page in pages)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_pages())

    async def _tell_pages(self) -> None:
        told: tuple[RoomPage, ...] | None = None
        while told != self._pages:
            pages = self._pages
            try:
                await self.room.ask(SERVER, PutPages(pages))
                told = pages
            except Busy:
                await asyncio.sleep(RETRY_SECONDS)
            except SalleError:
                return  # it has ended


def reseat(board: LiveBoard, sitter: Sitter, state: RoomState, person: Participant) -> None:
    if person.is_kicked:
        sitter.connection.close(FATAL_CLOSE, Reason.FORBIDDEN)
    sitter.session.seat = seat_of(person)
    board.set_rights(sitter, rights_of(state, person))


def seat_of(person: Participant) -> Seat:
    name = f"{person.first_name} {person.last_name}".strip()
    return Seat(user_id=person.id, name=name, color=colour_at(person.colour))


def rights_of(state: RoomState, person: Participant) -> Rights:
    if person.role is RoomRole.TRAINER:
        return TEACHES
    return DRAWS if state.params.collaboration.lets_draw(person.id) else WATCHES
