"""Sockets by the thousand, as cheap as Python allows: what arrives is looked at in one loop."""

import select
import socket
import ssl
from typing import Generic, TypeVar

from salle.rehearsal.addresses import Address
from salle.rehearsal.websocket import (
    CLOSE,
    PING,
    PONG,
    TEXT,
    MessageReader,
    client_frame,
    holds_whole_texts,
    request_websocket,
)

AT_ONCE = 128  # sockets looked at between two looks at the clock
WRITE_SECONDS = 10.0
LOST = 1006
"""The code of a line that nobody closed."""

BUFFER = bytearray(1 << 20)
VIEW = memoryview(BUFFER)


class Closed(Exception):
    """The server closed a line, or it was lost on the way."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"a line was closed: {code} {reason}".rstrip())
        self.code = code
        self.reason = reason


class Line:
    """One WebSocket. Raises `Closed` from whatever is done with it, once."""

    def __init__(self, address: Address, path: str) -> None:
        self.is_open = False
        self._head: bytes | None = b""
        self._reader = MessageReader()
        try:
            self.socket: socket.socket = address.connect()
        except OSError as error:
            raise Closed(LOST, str(error)) from None
        self.socket.setblocking(False)
        self._write(request_websocket(address.authority, path))

    def opened(self) -> None:
        """Called once, when there is a WebSocket."""

    def hear(self, message: bytes) -> None:
        """Called with each text."""

    def hear_all(self, size: int) -> None:
        """Called with whole frames of texts and nothing else, which lie at the start of `BUFFER`.

        Whoever only counts overrides it.
        """
        self._put_together(VIEW[:size])

    def receive(self) -> None:
        """To be called when there is something to read."""
        try:
            size = self.socket.recv_into(BUFFER)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except OSError as error:
            raise Closed(LOST, str(error)) from None
        if not size:
            raise Closed(LOST, "without a word")
        if self.is_open and self._reader.is_between_messages and holds_whole_texts(BUFFER, size):
            self.hear_all(size)
        else:
            self._put_together(VIEW[:size])

    def say(self, message: bytes) -> None:
        self._write(client_frame(message))

    def close(self) -> None:
        self.is_open = False
        self.socket.close()

    def _put_together(self, chunk: bytes | memoryview) -> None:
        if self._head is not None:
            self._head += chunk
            head, found, chunk = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101 "):
                raise Closed(LOST, head.partition(b"\r\n")[0].decode(errors="replace"))
            self._head = None
            self.is_open = True
            self.opened()
        for opcode, payload in self._reader.feed(chunk):
            if opcode == TEXT:
                self.hear(payload)
            elif opcode == PING:
                self._write(client_frame(payload, PONG))
            elif opcode == CLOSE:
                code = int.from_bytes(payload[:2], "big") or LOST
                raise Closed(code, payload[2:].decode(errors="replace"))

    def _write(self, content: bytes) -> None:
        """Whole. Only a server that reads nothing for long makes one wait."""
        left = memoryview(content)
        while left:
            try:
                left = left[self.socket.send(left) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                waiting = select.poll()
                waiting.register(self.socket, select.POLLOUT)
                if not waiting.poll(WRITE_SECONDS * 1000):
                    raise Closed(LOST, "nothing is read there") from None
            except OSError as error:
                raise Closed(LOST, str(error)) from None


AnyLine = TypeVar("AnyLine", bound=Line)


class Lines(Generic[AnyLine]):
    """Those that are listened to."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._by_descriptor: dict[int, AnyLine] = {}

    def add(self, line: AnyLine) -> None:
        self._by_descriptor[line.socket.fileno()] = line
        self._epoll.register(line.socket, select.EPOLLIN)

    def end(self, line: AnyLine) -> None:
        """Close it, and forget it."""
        del self._by_descriptor[line.socket.fileno()]
        line.close()  # which takes it from the epoll as well

    def arrived(self, timeout: float) -> list[AnyLine]:
        """Where there is something to read; waits for it so many seconds."""
        return [self._by_descriptor[each] for each, _ in self._epoll.poll(timeout, AT_ONCE)]

    def close(self) -> None:
        for line in self._by_descriptor.values():
            line.close()
        self._by_descriptor.clear()
        self._epoll.close()
