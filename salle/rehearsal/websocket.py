"""The client's side of RFC 6455, as little as a load generator needs and as cheap as can be."""

import struct
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
CONTINUATION, FINAL = 0x0, 0x80
KEY = "AAAAAAAAAAAAAAAAAAAAAA=="
MASKED = 0x80
SHORT = 2  # bytes before the payload of a small frame
LIMIT_16 = 126
LIMIT_64 = 127


def client_frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Masked by zeros: legal, and nothing to compute."""
    size = len(payload)
    if size < LIMIT_16:
        head = struct.pack("!BB", FINAL | opcode, MASKED | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", FINAL | opcode, MASKED | LIMIT_16, size)
    else:
        head = struct.pack("!BBQ", FINAL | opcode, MASKED | LIMIT_64, size)
    return head + bytes(4) + payload


def holds_whole_texts(buffer: bytearray, size: int) -> bool:
    """Whether there is nothing but text frames in it, and the last of them is whole."""
    start = 0
    while start + 2 <= size and buffer[start] == FINAL | TEXT:
        length = buffer[start + 1]
        start += 2
        if length == LIMIT_16:
            length, start = int.from_bytes(buffer[start : start + 2], "big"), start + 2
        elif length == LIMIT_64:
            length, start = int.from_bytes(buffer[start : start + 8], "big"), start + 8
        start += length
    return start == size


class MessageReader:
    """Puts together what arrives in pieces."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._parts: list[bytes] = []
        self._opcode = 0

    @property
    def is_between_messages(self) -> bool:
        return not self._waiting and not self._parts

    def feed(self, chunk: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
        """Each whole message, or control frame, with its opcode."""
        self._waiting += chunk
        while (frame := self._take_frame()) is not None:
            first, payload = frame
            opcode = first & 0x0F
            if opcode >= CLOSE:
                yield opcode, payload
                continue
            if opcode != CONTINUATION:
                self._opcode = opcode
            self._parts.append(payload)
            if first & FINAL:
                message = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
                self._parts = []
                yield self._opcode, message

    def _take_frame(self) -> tuple[int, bytes] | None:
        waiting = self._waiting
        if len(waiting) < SHORT:
            return None
        size, start = waiting[1], SHORT
        if size == LIMIT_16:
            start = 4
        elif size == LIMIT_64:
            start = 10
        if len(waiting) < start:
            return None
        if start > SHORT:
            size = int.from_bytes(waiting[SHORT:start], "big")
        if len(waiting) < start + size:
            return None
        first, payload = waiting[0], bytes(waiting[start : start + size])
        del waiting[: start + size]
        return first, payload


def request_websocket(authority: str, path: str) -> bytes:
    """Without an origin, which only browsers have to name."""
    return (
        f"GET {path} HTTP/1.1\r\n"
        f"Host: {authority}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n"
    ).encode()
