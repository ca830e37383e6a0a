"""One live socket: ready frames go out at once, and nobody waits for a slow reader."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

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


PIECE = 64 << 10  # bytes


class Limits(NamedTuple):
    """How far a reader may fall behind before it is sent away to come back."""

    waiting: int = 832 << 10
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
        "_frames",
        "_goodbye",
        "_handed_over",
        "_hear",
        "_kept",
        "_limits",
        "_line",
        "_look_later",
        "_pieces",
        "_size",
        "_taken",
        "_taken_at",
        "_too_slow",
        "is_behind",
        "is_closing",
        "write",
    )

    def __init__(self, line: Line, too_slow: TooSlow, limits: Limits = DEFAULT_LIMITS) -> None:
        self.is_closing = False
        self.is_behind = False
        """More than 64 KiB wait to be taken."""
        self.write = line.write
        self._line = line
        self._too_slow = too_slow
        self._limits = limits
        self._hear: Callable[[str], None]
        self._kept = 0
        """Bytes that were written to one that is behind, and wait here.

        To a transport each frame is an object of its own, with what it takes to send it: to keep
        small ones there would cost several times what they hold.
        """
        self._pieces: list[bytes] = []
        self._frames: list[bytes] = []
        """Behind the pieces: the next one, as long as it is small."""
        self._size = 0
        """Of that one."""
        self._handed_over = 0
        """Bytes, to the transport, since it fell behind."""
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
        self.is_behind, self._handed_over, self._taken = True, 0, None
        if not self.is_closing:
            self.write = self._keep
        self._wait_and_look()

    def catch_up(self) -> None:
        self.is_behind = False
        self._look_no_more()
        self._go_on()

    def end(self) -> None:
        self._look_no_more()
        self._stop()

    def check(self, now: float) -> None:
        """Drops a reader that has stopped, without a word: it would not be read.

        It is called again and again while more than 64 KiB wait to be taken.
        """
        taken = self._handed_over - self._line.waiting()
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
            while self._kept:
                self._hand_over()
            self._stop()
            self._goodbye = asyncio.create_task(self._say_goodbye(code, reason), name="goodbye")

    async def closed(self) -> None:
        """Returns when the goodbye has been said, if there is one."""
        if self._goodbye is not None:
            await asyncio.wait([self._goodbye])

    def _keep(self, frame: bytes) -> None:
        if self._kept + len(frame) > self._limits.waiting:
            self._note_dropped("behind")
            self.close(self._too_slow.code, self._too_slow.reason)
            return
        self._kept += len(frame)
        self._size += len(frame)
        self._frames.append(frame)
        if self._size >= PIECE:
            self._join()

    def _join(self) -> None:
        self._pieces.append(b"".join(self._frames))
        self._frames, self._size = [], 0

    def _go_on(self) -> None:
        """Hand over what was kept, as it is taken. Then frames go straight to the transport."""
        if self.is_closing or self.is_behind:
            return
        if self._kept:
            self._hand_over()
        if self._kept:
            asyncio.get_running_loop().call_soon(self._go_on)
        elif not self.is_behind:
            self.write = self._line.send

    def _hand_over(self) -> None:
        if not self._pieces:
            self._join()
        piece = self._pieces.pop(0)
        self._kept -= len(piece)
        self._handed_over += len(piece)
        self._line.send(piece)

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
        self._pieces.clear()
        self._frames, self._size, self._kept = [], 0, 0

    def _note_dropped(self, why: str) -> None:
        logger.info("reader_dropped", socket=self._too_slow.socket, why=why)
        READERS_DROPPED.labels(self._too_slow.socket, why).inc()

    async def _say_goodbye(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(self._limits.goodbye_seconds):
                await self._line.close(code, reason)
        except Exception:  # noqa: BLE001 - whatever a lost socket raises, it is lost
            self._line.abort()


def write_nothing(_frame: bytes) -> None:
    """To one that is closing."""
