"""uvicorn's WebSocket, and what it cannot do.

It is built on names of uvicorn that are not documented: the version is pinned, and
`tests/kit/test_websocket.py` says which names they are.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol, cast

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "salle"
_TEXT = 0x81  # one whole message of text, not masked
_SHORT, _LONG = 126, 127
_SHORTEST_LONG = 1 << 16


class Listener(Protocol):
    """Who is told at once what happens on a line. None of this may raise."""

    def hear(self, text: str) -> None:
        """A message, in its turn. `receive` gives those that came before, and all else."""
        ...

    def fall_behind(self) -> None:
        """More than 64 KiB wait for the peer."""
        ...

    def catch_up(self) -> None:
        """The peer has taken most of it."""
        ...

    def end(self) -> None:
        """Nothing may be sent any more."""
        ...


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
    send: Callable[[bytes], None]
    """The transport's own `write`, the cheapest there is: for who listens, and until the end."""
    listen: Callable[[Listener], None]
    """After the handshake. The server asks the peer for signs of life no longer: whoever listens
    knows when it is silent."""


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

    _listener: Listener | None = None

    async def run_asgi(self) -> None:
        line = Line(
            abort=self.transport.abort,
            write=self._write_frame,
            waiting=self._count_waiting,
            send=self.transport.write,
            listen=self._listen,
        )
        extensions = {**(self.scope["extensions"] or {}), EXTENSION: line}
        asked = {**self.scope, "extensions": extensions}
        app = self.app
        self.app = lambda _scope, receive, send: app(asked, receive, send)
        self.scope["query_string"] = b""  # this scope is what uvicorn tells its log
        await super().run_asgi()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._listener is not None and self.transport.is_closing():
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._listener is not None:
            self._listener.fall_behind()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._listener is not None:
            self._listener.catch_up()

    def send_receive_event_to_app(self) -> None:
        # A message in the queue, where everything goes while nobody listens, has its turn first.
        listener = self._listener if self.queue.empty() else None
        if listener is None or self.curr_msg_data_type != "text" or self.close_sent:
            super().send_receive_event_to_app()
            return
        try:
            text = b"".join(self.frames).decode()
        except UnicodeDecodeError:
            super().send_receive_event_to_app()  # knows how to say so
            return
        self.frames = []
        listener.hear(text)

    def _listen(self, listener: Listener) -> None:
        self.stop_keepalive()
        self._listener = listener
        if self.transport.is_closing():
            self._end()
        elif not self.writable.is_set():
            listener.fall_behind()

    def _end(self) -> None:
        # uvloop raises on a transport that is closed, and a broadcast must reach those after it.
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.end()

    def _write_frame(self, frame: bytes) -> None:
        # The same, for those who do not listen.
        if self.handshake_complete and not self.close_sent and not self.transport.is_closing():
            self.transport.write(frame)

    def _count_waiting(self) -> int:
        return self.transport.get_write_buffer_size()
