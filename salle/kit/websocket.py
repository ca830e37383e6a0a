"""uvicorn's WebSocket, and what it cannot do.

It is built on names of uvicorn that are not documented: the version is pinned, and
`tests/kit/test_websocket.py` says which names they are.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.speedups import apply_mask

EXTENSION = "salle"
_TEXT = 0x81  # one whole message of text, not masked
_SHORT, _LONG = 126, 127
_SHORTEST_LONG = 1 << 16
_MASKED = 0x80
_MASK = 4


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


Stay = Callable[[Receive], Awaitable[None]]
"""Receives what is no text, and what came before anybody listened, until the line is lost."""


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
    """After the handshake."""
    stop_asking: Callable[[], None]
    """The server asks the peer for signs of life no longer: whoever listens knows when it is
    silent."""
    close: Callable[[int, str], Awaitable[None]]
    """Says goodbye, after what was written. Raises if that cannot be said any more."""
    stay: Callable[[Stay], None]
    """What the application does with the socket after it has returned: by then nobody remembers
    the request, nor keeps what it went through on its way in, which is most of what a socket
    takes."""


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


class _Head(NamedTuple):
    """How a client's frame begins (RFC 6455 §5.2)."""

    is_whole_text: bool
    """One message of text, in one frame, that was not compressed."""
    size: int
    """Of the payload."""
    length: int
    """Of the head."""


def _read_head(data: bytes, at: int) -> _Head | None:
    """None: not all of it is here."""
    begun = len(data) - at
    if begun < 2:  # noqa: PLR2004 - what every frame has
        return None
    size, length = data[at + 1] & ~_MASKED, 2
    if size >= _SHORT:
        length = 4 if size == _SHORT else 10
        if begun < length:
            return None
        size = int.from_bytes(data[at + 2 : at + length], "big")
    is_masked = data[at + 1] & _MASKED
    if is_masked:
        length += _MASK
    return _Head(bool(data[at] == _TEXT and is_masked), size, length)


class LiveWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket that lets the application at its line, and whose query is not logged.

    A query may hold what lets somebody in (H9).

    Where somebody listens, messages of text that come in one piece, which is nearly all there is,
    are read here: uvicorn's parser takes many times as long. All others are its own.
    """

    _listener: Listener | None = None
    _stay: Stay | None = None
    _begun = b""
    """Of the head of a frame."""
    _passing = 0
    """Bytes that are still to come of a frame that uvicorn reads."""

    async def run_asgi(self) -> None:
        self.app = self._make_conversation()
        await super().run_asgi()

    def _make_conversation(self) -> ASGIApp:
        line = Line(
            abort=self.transport.abort,
            write=self._write_frame,
            waiting=self._count_waiting,
            send=self.transport.write,
            listen=self._listen,
            stop_asking=self.stop_keepalive,
            close=self._close,
            stay=self._keep,
        )
        extensions = {**(self.scope["extensions"] or {}), EXTENSION: line}
        requests: list[dict[str, Any]] = [{**self.scope, "extensions": extensions}]
        self.scope["query_string"] = b""  # this scope is what uvicorn tells its log
        app = cast("ASGIApp", self.app)

        async def converse(scope: Scope, receive: Receive, send: Send) -> None:
            await app(requests.pop(), receive, send)
            stay, self._stay = self._stay, None
            if stay is not None:
                scope.clear()
                del self.request, self.response
                await stay(receive)

        return converse

    def data_received(self, data: bytes) -> None:
        if self.handshake_initiated:
            self._split(self._begun + data)
        else:
            super().data_received(data)  # the request, and nothing else
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

    def _split(self, data: bytes) -> None:
        at = min(self._passing, len(data))
        if at:
            self._pass_on(data[:at])
        while (head := _read_head(data, at)) is not None:
            start, end = at + head.length, at + head.length + head.size
            is_here = end <= len(data) and head.size <= self.config.ws_max_size
            if is_here and head.is_whole_text and self._may_hear():
                self._hear(data, at, start, end)
            else:
                self._passing = end - at
                self._pass_on(data[at:end])
            at = min(end, len(data))
        self._begun = data[at:]

    def _pass_on(self, data: bytes) -> None:
        self._passing -= len(data)
        if not self.transport.is_closing():
            super().data_received(data)

    def _may_hear(self) -> bool:
        """Nothing came before that has not been heard, and nobody has said goodbye."""
        return (
            self._listener is not None
            and not self.frames
            and self.queue.empty()
            and not self.close_sent
            and not self.transport.is_closing()
        )

    def _hear(self, data: bytes, at: int, start: int, end: int) -> None:
        try:
            text = apply_mask(data[start:end], data[start - _MASK : start]).decode()
        except UnicodeDecodeError:
            super().data_received(data[at:end])  # knows how to say so
            return
        if self._listener is not None:
            self._listener.hear(text)

    async def _close(self, code: int, reason: str) -> None:
        await self.send({"type": "websocket.close", "code": code, "reason": reason})

    def _keep(self, stay: Stay) -> None:
        self._stay = stay

    def _listen(self, listener: Listener) -> None:
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
