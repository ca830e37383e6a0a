"""The socket of a capsule's board: the same capsule in two tabs, or before two trainers."""

from typing import cast

from fastapi import APIRouter, WebSocket

from salle.board.live import LiveBoard
from salle.board.sitters import Guest
from salle.board.socket import ComeBack, NoEntry, Tab, Ticket, serve_board
from salle.board.sync.protocol import Reason
from salle.capsules.boards import CapsuleBoards
from salle.capsules.rules import CapsuleNotFound, CapsuleOutdated
from salle.kit.errors import Busy

router = APIRouter()


@router.websocket("/live/boards/capsules/{capsule_id}")
async def board_socket(
    websocket: WebSocket, capsule_id: str, tab: Tab = "", ticket: Ticket = ""
) -> None:
    boards = cast("CapsuleBoards", websocket.app.state.capsule_boards)

    async def let_in() -> tuple[LiveBoard, Guest]:
        guest = boards.take_ticket(capsule_id, ticket)
        if guest is None:
            raise ComeBack("ticket")
        try:
            return await boards.open(capsule_id), guest
        except CapsuleNotFound:
            raise NoEntry(Reason.NOT_FOUND) from None
        except CapsuleOutdated:
            raise NoEntry(Reason.CLIENT_TOO_OLD) from None
        except Busy:
            raise ComeBack("busy") from None

    await serve_board(websocket, tab, let_in)
