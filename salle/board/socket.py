"""A board's socket: reads what tldraw's client says and hands it to the board."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import structlog
from fastapi import Query, WebSocket
from starlette.types import Receive
from starlette.websockets import WebSocketDisconnect

from salle.board.live import LiveBoard
from salle.board.sitters import Guest
from salle.board.sync.protocol import COME_BACK_CLOSE, FATAL_CLOSE, Reason
from salle.kit.connection import Connection, TooSlow
from salle.kit.metrics import SOCKETS
from salle.kit.websocket import Line, line_of

logger = structlog.get_logger()

TOO_SLOW = TooSlow("board", COME_BACK_CLOSE)
MOST_QUERY = 200
Ticket = Annotated[str, Query(max_length=MOST_QUERY)]
Tab = Annotated[str, Query(alias="sessionId", max_length=MOST_QUERY)]
"""Of a browser's tab. tldraw's client adds it to the address; it stays when the tab comes back."""


class Goodbye(Exception):
    """The socket closes with this code. FATAL_CLOSE is for good; after any other it comes back."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class NoEntry(Goodbye):
    def __init__(self, reason: Reason) -> None:
        super().__init__(FATAL_CLOSE, reason)


class ComeBack(Goodbye):
    def __init__(self, reason: str) -> None:
        super().__init__(COME_BACK_CLOSE, reason)


LetIn = Callable[[], Awaitable[tuple[LiveBoard, Guest]]]
"""Whose board it is, and who sits down at it; or a `Goodbye`."""


async def serve_board(websocket: WebSocket, tab: str, let_in: LetIn) -> None:
    """Accept a socket before it may be refused: a browser is not told why else, and tries again."""
    await websocket.accept()
    try:
        board, guest = await let_in()
    except WebSocketDisconnect:
        return
    except Goodbye as goodbye:
        await websocket.close(goodbye.code, goodbye.reason)
        return
    except Exception:
        logger.exception("board_not_opened")
        await websocket.close(COME_BACK_CLOSE, "lost")
        return
    sit_down(line_of(websocket.scope), board, tab, guest)


def sit_down(line: Line, board: LiveBoard, tab: str, guest: Guest) -> None:
    """Until the socket is gone."""
    line.stop_asking()  # tldraw's client pings, and the board knows when it is silent
    connection = Connection(line, TOO_SLOW)
    sitter = board.enter(tab, guest, connection)

    def hear(text: str) -> None:
        try:
            board.take(sitter, text)
        except Exception:
            logger.exception("board_socket_failed", board=board.id)
            connection.close(COME_BACK_CLOSE, "lost")

    async def stay(receive: Receive) -> None:
        with SOCKETS.labels("board").track_inprogress():
            try:
                # Messages are heard as they come: only what came too early is received here.
                while (message := await receive())["type"] != "websocket.disconnect":
                    text = message.get("text")
                    if text is None:
                        connection.close(FATAL_CLOSE, Reason.MALFORMED)
                    else:
                        connection.hear(text)
            finally:
                board.lose(sitter)
                await connection.closed()

    connection.listen(hear)
    line.stay(stay)
