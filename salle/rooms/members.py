"""A socket, as a room sees it: ready frames go out at once, and nobody waits for a slow reader."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import structlog
from prometheus_client import Counter

from salle.activities.contract import Audience
from salle.kit.errors import SalleError
from salle.kit.metrics import REGISTRY
from salle.kit.websocket import Line
from salle.rooms.frames import CloseCode, cut_reason, write_frame
from salle.rooms.permissions import Actor

logger = structlog.get_logger()

READERS_DROPPED = Counter(
    "salle_room_readers_dropped",
    "Sockets of rooms that were closed because they did not read, or not fast enough",
    ["why"],
    registry=REGISTRY,
)


class Closing(Protocol):
    """Starlette's WebSocket, as far as it is needed here."""

    def close(self, code: int, reason: str) -> Coroutine[Any, Any, None]: ...


class Limits(NamedTuple):
    """How far a reader may fall behind before it is sent away to come back (4001)."""

    waiting: int = 1 << 20
    """Bytes, beside one frame that is larger: a room of thousands, for who has just come."""
    little: int = 64 << 10
    """Bytes. Who has no more than this to take yet is sent signals, and a frame of any size."""
    stalled_seconds: float = 8
    """Who takes nothing for this long, while something waits, has stopped reading."""
    goodbye_seconds: float = 5


DEFAULT_LIMITS = Limits()


class Member:
    """One socket of one person, or of a screen.

    `send` is what a room spends most of its time in: an addition, two comparisons, and the write,
    which the loop hands to the system at once. What `hold` was given goes with it.
    """

    __slots__ = (
        "_goodbye",
        "_held",
        "_large_until",
        "_limits",
        "_line",
        "_look_at",
        "_taken",
        "_taken_at",
        "_websocket",
        "_written",
        "actor",
        "audience",
        "is_closing",
        "key",
        "login_id",
        "lost_at",
    )

    def __init__(
        self,
        actor: Actor,
        key: str,
        audience: Audience,
        line: Line,
        websocket: Closing,
        *,
        now: float,
        login_id: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self.actor = actor
        self.key = key
        """Whose sockets count together: a participant's id, or a screen's token (S10)."""
        self.audience = audience
        self.login_id = login_id
        """Of the sign-in that it hangs on, if it does."""
        self.lost_at: datetime | None = None
        self.is_closing = False
        self._line = line
        self._websocket = websocket
        self._limits = limits
        self._held = b""
        self._written = 0
        self._look_at = limits.waiting
        """Before so many bytes were written in all, no more than the limit can wait."""
        self._large_until = 0
        self._taken = 0
        self._taken_at = now
        self._goodbye: asyncio.Task[None] | None = None

    def send(self, frame: bytes) -> None:
        """A ready frame (`write_frame`); the same may go to any number of members."""
        if self.is_closing:
            return
        if self._held:
            frame, self._held = self._held + frame, b""
        self._written += len(frame)
        if self._written > self._look_at and not self._may_have(len(frame)):
            _note_dropped("behind")
            self.close(CloseCode.BEHIND, "behind")
            return
        self._line.write(frame)

    def hold(self, frame: bytes) -> None:
        """Sends it with the next frame, or by itself when this turn of the loop is over."""
        if self.is_closing:
            return
        if not self._held:
            asyncio.get_running_loop().call_soon(self._send_held)
        self._held += frame

    def send_signal(self, frame: bytes) -> None:
        """Unless there are better things to read (G3)."""
        if self._line.waiting() <= self._limits.little:
            self.send(frame)

    def settle(self, command_id: str, seq: int) -> None:
        self.hold(write_frame({"type": "settled", "id": command_id, "seq": seq}))

    def refuse(self, command_id: str, error: SalleError) -> None:
        frame = {"type": "refused", "id": command_id, "code": error.code, "details": error.details}
        self.hold(write_frame(frame))

    def check(self, now: float) -> None:
        """Drops a reader that has stopped, without a word: it would not be read.

        To be called every second or so.
        """
        taken = self._written - self._line.waiting()  # less, while a ping of the server's waits
        if taken > self._taken or taken == self._written:
            self._taken, self._taken_at = taken, now
        elif now - self._taken_at >= self._limits.stalled_seconds:
            if not self.is_closing:
                _note_dropped("stalled")
            self.is_closing = True
            self._line.abort()

    def close(self, code: int, reason: str = "") -> None:
        """After what was sent. The first reason counts."""
        self._send_held()
        if not self.is_closing:
            self.is_closing = True
            goodbye = self._say_goodbye(code, cut_reason(reason))
            self._goodbye = asyncio.create_task(goodbye, name="goodbye")

    def drop(self) -> None:
        """The socket is gone already."""
        self.is_closing = True

    async def closed(self) -> None:
        """Returns when the goodbye has been said, if there is one."""
        if self._goodbye is not None:
            await asyncio.wait([self._goodbye])

    def _send_held(self) -> None:
        if self._held:
            self.send(b"")

    def _may_have(self, size: int) -> bool:
        """What was written, with these bytes, may wait for them or is taken."""
        waiting = self._line.waiting()
        taken = self._written - size - waiting
        most = self._limits.waiting
        if self._written > taken + most and waiting <= self._limits.little:
            self._large_until = self._written
        self._look_at = max(taken, self._large_until) + most
        return self._written <= self._look_at

    async def _say_goodbye(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(self._limits.goodbye_seconds):
                await self._websocket.close(code, reason)
        except Exception:  # noqa: BLE001 - whatever a lost socket raises, it is lost
            self._line.abort()


def _note_dropped(why: str) -> None:
    logger.info("reader_dropped", why=why)
    READERS_DROPPED.labels(why).inc()
