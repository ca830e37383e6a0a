"""uvicorn's WebSocket, and what it cannot do.

It is built on names of uvicorn that are not documented: the version is pinned, and
`tests/kit/test_websocket.py` says which names they are.
"""

from collections.abc import Callable
from typing import NamedTuple, cast

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "salle"
_TEXT = 0x81  # one whole message of text, not masked
_SHORT, _LONG = 126, 127
_SHORTEST_LONG = 1 << 16


class Line(NamedTuple):
    """The connection below a WebSocket, in `scope["extensions"]["salle"]`."""

    abort: Callable[[], None]
    """Drops the connection and what it still holds.

    `close` waits until everything has been sent, which to a peer that has stopped reading is
    never.
    """
    write: Callable[[bytes], None]
    """Sends ready frames (`text_frame`), and never waits. To one that is closing: nothing."""
    waiting: Callable[[], int]
    """Bytes that were written and that the peer's side has not taken yet."""


def line_of(scope: Scope) -> Line:
    return cast("Line", scope["extensions"][EXTENSION])


def text_frame(text: bytes) -> bytes:
    """A message as it travels to a client: made once, it may be written to any number of them."""
    size = len(text)
    if size < _SHORT:
        head = bytes((_TEXT, size))
    elif size < _SHORTEST_LONG:
        head = bytes((_TEXT, _SHORT)) + size.to_bytes(2, "big")
    else:
        head = bytes((_TEXT, _LONG)) + size.to_bytes(8, "big")
    return head + text


class LiveWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket that lets the application at its line, and whose query is not logged.

    A query may hold what lets somebody in (H9).
    """

    async def run_asgi(self) -> None:
        line = Line(self.transport.abort, self._write_frame, self._count_waiting)
        extensions = {**(self.scope["extensions"] or {}), EXTENSION: line}
        asked = {**self.scope, "extensions": extensions}
        app = self.app
        self.app = lambda _scope, receive, send: app(asked, receive, send)
        self.scope["query_string"] = b""  # this scope is what uvicorn tells its log
        await super().run_asgi()

    def _write_frame(self, frame: bytes) -> None:
        # uvloop raises on a transport that is closed, and a broadcast must reach those after it.
        if self.handshake_complete and not self.close_sent and not self.transport.is_closing():
            self.transport.write(frame)

    def _count_waiting(self) -> int:
        return self.transport.get_write_buffer_size()
