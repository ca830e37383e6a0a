"""One client of a board's socket, as cheap as Python allows: it counts patches and parses none."""

import json
import time
from contextlib import ExitStack, suppress
from typing import Any

from benchmarks.board.drawing import StrokeKey, connect_message, draw, key_of_patch
from benchmarks.board.peers import Board, Seat
from benchmarks.websocket import body_of_single_frame, open_websocket
from salle.rehearsal.websocket import CLOSE, PING, PONG, TEXT, MessageReader, client_frame

PATCH = b'"type":"patch"'
"""Both servers write JSON without spaces, and no record of a drawing has this type."""
DOCUMENT = b'{"type":"connect"'
RESULT = b'{"type":"data","data":[{"type":"push_result"'
CLIENT_PING = client_frame(b'{"type":"ping"}')
DONE = (1000).to_bytes(2, "big")
HANDSHAKE_SECONDS = 60.0

BUFFER = bytearray(1 << 18)
VIEW = memoryview(BUFFER)


class Lost(Exception):
    """The server closed a socket in the middle of a measurement."""


class Session:
    def __init__(self, board: Board, seat: Seat) -> None:
        self.socket, rest = open_websocket(
            board.port, board.address(seat), timeout=HANDSHAKE_SECONDS
        )
        self._reader = MessageReader()
        with ExitStack() as failing:
            failing.enter_context(self.socket)
            self.socket.sendall(client_frame(connect_message("first")))
            self.wait_for(DOCUMENT, rest)
            failing.pop_all()

    def wait_for(self, start: bytes, chunk: bytes = b"") -> None:
        """Until a message comes that starts like this."""
        while True:
            for opcode, payload in self._reader.feed(chunk):
                self._answer(opcode, payload)
                if opcode == TEXT and payload.startswith(start):
                    return
            size = self.socket.recv_into(BUFFER)
            if not size:
                raise Lost("the server closed a socket instead of an answer")
            chunk = bytes(VIEW[:size])

    def receive(self) -> int:
        """How many patches have arrived; to be called when there is something to read."""
        size = self.socket.recv_into(BUFFER)
        if not size:
            raise Lost("the server closed a socket")
        if self._reader.is_between_messages:
            start = body_of_single_frame(BUFFER, size)
            if start:
                patches = BUFFER.count(PATCH, start, size)
                if patches:
                    self.note(VIEW[start:size])
                return patches
        patches = 0
        for opcode, payload in self._reader.feed(VIEW[:size]):
            if opcode == TEXT:
                found = payload.count(PATCH)
                if found:
                    self.note(payload)
                patches += found
            else:
                self._answer(opcode, payload)
        return patches

    def note(self, message: bytes | memoryview) -> None:
        """Called with every message that has patches."""

    def _answer(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.socket.sendall(client_frame(payload, PONG))
        elif opcode == CLOSE:
            code, reason = int.from_bytes(payload[:2], "big"), payload[2:].decode()
            raise Lost(f"the server closed a socket: {code} {reason}")

    def send(self, message: bytes) -> None:
        self.socket.sendall(client_frame(message))

    def ping(self) -> None:
        self.socket.sendall(CLIENT_PING)

    def close(self) -> None:
        with self.socket, suppress(OSError):  # the server may have been first
            self.socket.sendall(client_frame(DONE, CLOSE))


class Viewer(Session):
    patches = 0


class Witness(Viewer):
    """The one viewer that reads what it gets: all others get the same in the same order."""

    def __init__(self, board: Board, seat: Seat) -> None:
        super().__init__(board, seat)
        self.order: list[StrokeKey | None] = []
        """Of every patch, which stroke it showed; other patches show none."""
        self.strokes = 0

    def note(self, message: bytes | memoryview) -> None:
        read: dict[str, Any] = json.loads(bytes(message))
        for event in read["data"]:
            if event["type"] == "patch":
                key = key_of_patch(event["diff"])
                self.order.append(key)
                self.strokes += key is not None


class Drawer(Session):
    """Its own strokes come back as results; the others' are counted nowhere."""

    def __init__(self, board: Board, seat: Seat, name: str, seed: int) -> None:
        super().__init__(board, seat)
        self._strokes = draw(name, seed)

    def push(self) -> tuple[StrokeKey, float]:
        """What was sent, and when."""
        stroke = next(self._strokes)
        frame = client_frame(stroke.message)
        sent_at = time.perf_counter()
        self.socket.sendall(frame)
        return stroke.key, sent_at
