"""One live socket: ready frames go out at once, and nobody waits for a slow reader."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol

import structlog
from prometheus_client import Counter

from salle.kit.metrics import REGISTRY
from salle.kit.websocket import Line

logger = structlog.get_logger()

READERS_DROPPED = Counter(
    "salle_readers_dropped",
    "Live sockets that were closed because they did not read, or not fast enough",
    ["socket", "why"],
    registry=REGISTRY,
)


class Closing(Protocol):
    """Starlette's WebSocket, as far as it is needed here."""

    def close(self, code: int, reason: str) -> Coroutine[Any, Any, None]: ...


class Limits(NamedTuple):
    """How far a reader may fall behind before it is sent away to come back."""

    waiting: int = 896 << 10
    """Bytes, beside what it fell behind with, which is 64 KiB and one frame of any size: a whole
    document."""
    stalled_seconds: float = 8.0
    """Who has fallen behind and takes nothing for this long has stopped reading."""
    look_every_seconds: float = 1.0
    goodbye_seconds: float = 5.0


DEFAULT_LIMITS = Limits()


class TooSlow(NamedTuple):
    """What is said to a reader that has fallen too far behind."""

    socket: str
    """What kind it is, to the metrics."""
    code: int
    reason: str = "behind"


class Connection:
    """Writes to one client, for as long as it reads, and hears it.

    `write` is what a room and its board spend most of their time in. It is the transport's own,
    unless there is something to look after: so it changes, and is not to be kept.
    """

    __slots__ = (
        "_goodbye",
        "_hear",
        "_limits",
        "_line",
        "_look_later",
        "_taken",
        "_taken_at",
        "_too_slow",
        "_websocket",
        "_written",
        "is_behind",
        "is_closing",
        "write",
    )

    def __init__(
        self, line: Line, websocket: Closing, too_slow: TooSlow, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self.is_closing = False
        self.is_behind = False
        """More than 64 KiB wait to be taken."""
        self.write = line.write
        self._line = line
        self._websocket = websocket
        self._too_slow = too_slow
        self._limits = limits
        self._hear: Callable[[str], None]
        self._written = 0
        """Since it fell behind."""
        self._taken: int | None = None
        """Of that; less than nothing as long as it takes what came before."""
        self._taken_at = 0.0
        self._look_later: asyncio.TimerHandle | None = None
        self._goodbye: asyncio.Task[None] | None = None

    def listen(self, hear: Callable[[str], None]) -> None:
        """From here on each message goes to `hear`, which does not raise, until one side closes."""
        self._hear = hear
        if not self.is_closing:
            self.write = self._line.send
        self._line.listen(self)

    def hear(self, text: str) -> None:
        if not self.is_closing:
            self._hear(text)

    def fall_behind(self) -> None:
        self.is_behind, self._written, self._taken = True, 0, None
        if not self.is_closing:
            self.write = self._write_behind
        self._wait_and_look()

    def catch_up(self) -> None:
        self.is_behind = False
        self._look_no_more()
        if not self.is_closing:
            self.write = self._line.send

    def end(self) -> None:
        self._look_no_more()
        self._stop()

    def check(self, now: float) -> None:
        """Drops a reader that has stopped, without a word: it would not be read.

        It is called again and again while more than 64 KiB wait to be taken.
        """
        taken = self._written - self._line.waiting()
        if self._taken is None or taken > self._taken:
            self._taken, self._taken_at = taken, now
        elif now - self._taken_at >= self._limits.stalled_seconds:
            if not self.is_closing:
                self._note_dropped("stalled")
            self.end()
            self._line.abort()

    def close(self, code: int, reason: str = "") -> None:
        """After what has been written. The first reason counts."""
        if not self.is_closing:
            self._stop()
            self._goodbye = asyncio.create_task(self._say_goodbye(code, reason), name="goodbye")

    async def closed(self) -> None:
        """Returns when the goodbye has been said, if there is one."""
        if self._goodbye is not None:
            await asyncio.wait([self._goodbye])

    def _write_behind(self, frame: bytes) -> None:
        # What was written first is taken first: the last that was written is what waits.
        waiting = min(self._written, self._line.waiting())
        if waiting + len(frame) > self._limits.waiting:
            self._note_dropped("behind")
            self.close(self._too_slow.code, self._too_slow.reason)
        else:
            self._written += len(frame)
            self._line.send(frame)

    def _wait_and_look(self) -> None:
        later = asyncio.get_running_loop().call_later(self._limits.look_every_seconds, self._look)
        self._look_later = later

    def _look(self) -> None:
        self._wait_and_look()
        self.check(asyncio.get_running_loop().time())

    def _look_no_more(self) -> None:
        if self._look_later is not None:
            self._look_later.cancel()

    def _stop(self) -> None:
        self.is_closing = True
        self.write = write_nothing

    def _note_dropped(self, why: str) -> None:
        logger.info("reader_dropped", socket=self._too_slow.socket, why=why)
        READERS_DROPPED.labels(self._too_slow.socket, why).inc()

    async def _say_goodbye(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(self._limits.goodbye_seconds):
                await self._websocket.close(code, reason)
        except Exception:  # noqa: BLE001 - whatever a lost socket raises, it is lost
            self._line.abort()


def write_nothing(_frame: bytes) -> None:
    """To one that is closing."""
