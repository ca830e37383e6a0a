"""One socket of a board: ready frames go out at once, and nobody waits for a slow reader."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

import structlog

from salle.kit.websocket import Line

logger = structlog.get_logger()

MOST_BYTES = 1 << 20
"""What may wait for a reader, beside one frame that is larger: a whole document."""
LITTLE = 64 << 10
"""Whoever has no more than this to take yet may be sent a frame of any size."""
STALLED_SECONDS = 8.0
"""Whoever takes nothing for this long, while something waits, has stopped reading."""
GOODBYE_SECONDS = 5.0


class Closing(Protocol):
    """Starlette's WebSocket, as far as it is needed here."""

    def close(self, code: int, reason: str) -> Coroutine[Any, Any, None]: ...


class Connection:
    """Writes to one client, for as long as it reads."""

    def __init__(self, line: Line, websocket: Closing, *, now: float) -> None:
        self.is_closing = False
        self._line = line
        self._websocket = websocket
        self._large_until = 0
        self._written = 0
        self._taken = 0
        self._taken_at = now
        self._goodbye: asyncio.Task[None] | None = None

    def write(self, frame: bytes) -> None:
        if self.is_closing:
            return
        waiting = self._line.waiting()
        if waiting + len(frame) > MOST_BYTES:
            if waiting <= LITTLE:
                self._large_until = self._written + len(frame)
            elif waiting + len(frame) > MOST_BYTES + self._left_of_large(waiting):
                self.abort()
                return
        self._written += len(frame)
        self._line.write(frame)

    def check(self, now: float) -> None:
        """Drops a reader that has stopped. To be called every second or so."""
        taken = self._written - self._line.waiting()
        if taken != self._taken or taken == self._written:
            self._taken, self._taken_at = taken, now
        elif now - self._taken_at >= STALLED_SECONDS:
            self.abort()

    def abort(self) -> None:
        """Without a word: it would not be read."""
        if not self.is_closing:
            logger.info("board_reader_dropped")
        self.is_closing = True
        self._line.abort()

    def close(self, code: int, reason: str) -> None:
        """After what has been written. The first reason counts."""
        if not self.is_closing:
            self.is_closing = True
            self._goodbye = asyncio.create_task(self._say_goodbye(code, reason), name="goodbye")

    async def closed(self) -> None:
        """Returns when the goodbye has been said, if there is one."""
        if self._goodbye is not None:
            await asyncio.wait([self._goodbye])

    def _left_of_large(self, waiting: int) -> int:
        return max(0, self._large_until - (self._written - waiting))

    async def _say_goodbye(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self._websocket.close(code, reason)
        except Exception:  # noqa: BLE001 - whatever a lost socket raises, it is lost
            self._line.abort()
