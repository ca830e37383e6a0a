"""The socket of a room's board. tldraw's client can give an address alone: it holds a ticket."""

from typing import cast

from fastapi import APIRouter, WebSocket

from salle.board.live import LiveBoard
from salle.board.sitters import Guest
from salle.board.socket import ComeBack, NoEntry, Tab, Ticket, serve_board
from salle.board.sync.protocol import Reason
from salle.kit.errors import Busy
from salle.rooms.boards import RoomBoards
from salle.rooms.errors import KickedOut, NoSuchParticipant, RoomEnded, RoomNotFound

router = APIRouter()


@router.websocket("/live/boards/rooms/{room_id}")
async def board_socket(
    websocket: WebSocket, room_id: str, tab: Tab = "", ticket: Ticket = ""
) -> None:
    boards = cast("RoomBoards", websocket.app.state.room_boards)

    async def let_in() -> tuple[LiveBoard, Guest]:
        comer = boards.take_ticket(room_id, ticket)
        if comer is None:
            raise ComeBack("ticket")
        try:
            return await boards.open(room_id, comer)
        except KickedOut:
            raise NoEntry(Reason.FORBIDDEN) from None
        except (RoomEnded, RoomNotFound):
            raise NoEntry(Reason.NOT_FOUND) from None
        except (Busy, NoSuchParticipant):
            raise ComeBack("busy") from None

    await serve_board(websocket, tab, let_in)
