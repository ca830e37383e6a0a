"""What lets one socket in, once: a browser can put nothing but an address into a WebSocket.

An address is written down in many places on its way, so that what it holds must be worth nothing
afterwards. Tickets are in the memory of the process that gave them.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from salle.kit.ids import new_secret

Holder = TypeVar("Holder")
GOOD_FOR_SECONDS = 60.0
MOST_OF_ONE = 20
"""With more than this, somebody's oldest go: they ask for tickets and do not come."""


@dataclass(frozen=True, slots=True)
class _Given(Generic[Holder]):
    until: float
    board_id: str
    key: str
    holder: Holder


class Tickets(Generic[Holder]):
    """Who may sit down at which board."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._given: OrderedDict[str, _Given[Holder]] = OrderedDict()
        self._of: dict[str, deque[str]] = {}

    def give(self, board_id: str, key: str, holder: Holder) -> str:
        """`key` tells people apart: what one asks for is taken from nobody else."""
        now = self._monotonic()
        while self._given and next(iter(self._given.values())).until <= now:
            self._drop(next(iter(self._given)))
        own = self._of.setdefault(key, deque())
        if len(own) >= MOST_OF_ONE:
            self._drop(own[0])
            own = self._of.setdefault(key, own)
        ticket = new_secret()
        own.append(ticket)
        self._given[ticket] = _Given(now + GOOD_FOR_SECONDS, board_id, key, holder)
        return ticket

    def take(self, board_id: str, ticket: str) -> Holder | None:
        """Whoever was given it; None: nobody, or for another board, or it has been used."""
        given = self._drop(ticket)
        if given is None or given.board_id != board_id or given.until <= self._monotonic():
            return None
        return given.holder

    def forget(self, is_meant: Callable[[Holder], bool]) -> None:
        """Tickets of these people are worth nothing from now on."""
        for ticket in [key for key, given in self._given.items() if is_meant(given.holder)]:
            self._drop(ticket)

    def _drop(self, ticket: str) -> "_Given[Holder] | None":
        given = self._given.pop(ticket, None)
        if given is not None:
            own = self._of[given.key]
            own.remove(ticket)
            if not own:
                del self._of[given.key]
        return given
