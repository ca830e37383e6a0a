"""How whoever asked hears of it."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from prometheus_client import Histogram

from salle.kit.errors import Kind, SalleError
from salle.kit.metrics import REGISTRY, SECONDS
from salle.rooms.members import Member

ANSWER_SECONDS = Histogram(
    "salle_room_command_seconds",
    "From when a command of a socket reached its room to when it was answered",
    ["answer"],
    buckets=SECONDS,
    registry=REGISTRY,
)
SETTLED, REFUSED = ANSWER_SECONDS.labels("settled"), ANSWER_SECONDS.labels("refused")


class Reply(Protocol):
    @property
    def member(self) -> Member | None:
        """The socket that asked, if it was one."""
        ...

    def settle(self, seq: int) -> None: ...
    def refuse(self, error: SalleError) -> None: ...
    def deliver(self) -> None:
        """What was answered may wait for what changed no longer."""
        ...


class ToSocket:
    """An answer frame (C2)."""

    __slots__ = ("_asked_at", "_command_id", "member")

    def __init__(self, member: Member, command_id: str) -> None:
        self.member = member
        self._command_id = command_id
        self._asked_at = time.monotonic()

    def settle(self, seq: int) -> None:
        SETTLED.observe(time.monotonic() - self._asked_at)
        self.member.settle(self._command_id, seq)

    def refuse(self, error: SalleError) -> None:
        REFUSED.observe(time.monotonic() - self._asked_at)
        self.member.refuse(self._command_id, error)

    def deliver(self) -> None:
        self.member.send_held()


class ToCaller:
    """The result of `await reply.settled`, or the refusal raised there."""

    member = None

    def __init__(self) -> None:
        self.settled: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(self, seq: int) -> None:
        if not self.settled.done():
            self.settled.set_result(seq)

    def refuse(self, error: SalleError) -> None:
        if not self.settled.done():
            self.settled.set_exception(error)

    def deliver(self) -> None:
        pass


class Unheard:
    """Nobody asked: the room itself did, and will again."""

    member = None

    def settle(self, seq: int) -> None:
        pass

    def refuse(self, error: SalleError) -> None:
        pass

    def deliver(self) -> None:
        pass


class UntilStored(Unheard):
    """The room itself asked, and does not give up while the server is too busy to store it."""

    def __init__(self, again: Callable[[], object]) -> None:
        self._again = again

    def refuse(self, error: SalleError) -> None:
        if error.kind is Kind.BUSY:
            self._again()
