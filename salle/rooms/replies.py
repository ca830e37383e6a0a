"""How whoever asked hears of it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from salle.kit.errors import Kind, SalleError
from salle.rooms.members import Member


class Reply(Protocol):
    def settle(self, seq: int) -> None: ...
    def refuse(self, error: SalleError) -> None: ...


class ToSocket:
    """An answer frame (C2)."""

    __slots__ = ("_command_id", "_member")

    def __init__(self, member: Member, command_id: str) -> None:
        self._member = member
        self._command_id = command_id

    def settle(self, seq: int) -> None:
        self._member.settle(self._command_id, seq)

    def refuse(self, error: SalleError) -> None:
        self._member.refuse(self._command_id, error)


class ToCaller:
    """The result of `await reply.settled`, or the refusal raised there."""

    def __init__(self) -> None:
        self.settled: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(self, seq: int) -> None:
        if not self.settled.done():
            self.settled.set_result(seq)

    def refuse(self, error: SalleError) -> None:
        if not self.settled.done():
            self.settled.set_exception(error)


class Unheard:
    """Nobody asked: the room itself did, and will again."""

    def settle(self, seq: int) -> None:
        pass

    def refuse(self, error: SalleError) -> None:
        pass


class UntilStored(Unheard):
    """The room itself asked, and does not give up while the server is too busy to store it."""

    def __init__(self, again: Callable[[], object]) -> None:
        self._again = again

    def refuse(self, error: SalleError) -> None:
        if error.kind is Kind.BUSY:
            self._again()
