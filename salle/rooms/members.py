"""A socket, as a room sees it: frames go in and never make the room wait."""

import asyncio
from collections import deque
from datetime import datetime
from typing import NamedTuple, Protocol

import structlog

from salle.activities.contract import Audience
from salle.kit.errors import SalleError
from salle.rooms.frames import CloseCode, cut_reason, encode
from salle.rooms.permissions import Actor

logger = structlog.get_logger()


class Socket(Protocol):
    """What a member needs of a WebSocket. `abort` drops the connection and what it still holds."""

    async def send_text(self, data: str) -> None: ...
    async def close(self, code: int, reason: str) -> None: ...
    def abort(self) -> None: ...


class Limits(NamedTuple):
    """How far a reader may fall behind before it is sent away to come back (4001)."""

    frames: int = 512
    characters: int = 1 << 20
    signals_above: int = 32
    """While more frames than this wait, signals are not worth sending."""
    send_seconds: float = 5


DEFAULT_LIMITS = Limits()


class _Waiting(NamedTuple):
    text: str
    is_signal: bool


class Member:
    """One socket of one person, or of a screen. Sending never waits: it only fills the outbox."""

    def __init__(
        self,
        actor: Actor,
        key: str,
        audience: Audience,
        socket: Socket,
        *,
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
        self._socket = socket
        self._limits = limits
        self._outbox: deque[_Waiting] = deque()
        self._characters = 0
        self._something = asyncio.Event()
        self._closing: tuple[int, str] | None = None
        self.sender = asyncio.create_task(self._send_all(), name="member")

    @property
    def is_closing(self) -> bool:
        return self._closing is not None

    def send(self, text: str) -> None:
        if self._closing is not None:
            return
        # A frame larger than the limit may go to a reader that has taken everything before it.
        is_full = len(self._outbox) >= self._limits.frames or (
            self._outbox and self._characters + len(text) > self._limits.characters
        )
        if is_full and not self._drop_signals():
            self._outbox.clear()
            self.close(CloseCode.BEHIND, "behind")
            return
        self._put(text, is_signal=False)

    def send_signal(self, text: str) -> None:
        if self._closing is None and len(self._outbox) <= self._limits.signals_above:
            self._put(text, is_signal=True)

    def settle(self, command_id: str, seq: int) -> None:
        self.send(encode({"type": "settled", "id": command_id, "seq": seq}))

    def refuse(self, command_id: str, error: SalleError) -> None:
        frame = {"type": "refused", "id": command_id, "code": error.code, "details": error.details}
        self.send(encode(frame))

    def close(self, code: int, reason: str = "") -> None:
        """After what already waits has been sent. The first reason counts."""
        if self._closing is None:
            self._closing = code, cut_reason(reason)
            self._something.set()

    def _put(self, text: str, *, is_signal: bool) -> None:
        self._outbox.append(_Waiting(text, is_signal))
        self._characters += len(text)
        self._something.set()

    def _drop_signals(self) -> bool:
        kept = [each for each in self._outbox if not each.is_signal]
        if len(kept) == len(self._outbox):
            return False
        self._outbox = deque(kept)
        self._characters = sum(len(each.text) for each in kept)
        return True

    async def _send_all(self) -> None:
        try:
            while True:
                await self._something.wait()
                self._something.clear()
                while self._outbox:
                    waiting = self._outbox.popleft()
                    self._characters -= len(waiting.text)
                    async with asyncio.timeout(self._limits.send_seconds):
                        await self._socket.send_text(waiting.text)
                if self._closing is not None:
                    async with asyncio.timeout(self._limits.send_seconds):
                        await self._socket.close(*self._closing)
                    return
        except TimeoutError:
            logger.info("reader_dropped")
            self._closing = self._closing or (CloseCode.BEHIND, "behind")
            self._socket.abort()
        except Exception:  # noqa: BLE001 - whatever a lost socket raises, it is lost
            self._closing = self._closing or (CloseCode.LOST, "lost")
        finally:
            self._outbox.clear()
