"""What lets one socket in, once: a browser can put nothing but an address into a WebSocket.

An address is written down in many places on its way, so that what it holds must be worth nothing
afterwards. Tickets are in the memory of the process that gave them.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from salle.kit.ids import new_secret

Holder = TypeVar("Holder")
GOOD_FOR_SECONDS = 60.0
MOST_GIVEN = 20_000
"""With more than this, the oldest go: somebody asks for tickets and does not come."""


class Tickets(Generic[Holder]):
    """Who may sit down at which board."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._given: OrderedDict[str, tuple[float, str, Holder]] = OrderedDict()

    def give(self, board_id: str, holder: Holder) -> str:
        now = self._monotonic()
        while self._given and (
            len(self._given) >= MOST_GIVEN or next(iter(self._given.values()))[0] <= now
        ):
            self._given.popitem(last=False)
        ticket = new_secret()
        self._given[ticket] = now + GOOD_FOR_SECONDS, board_id, holder
        return ticket

    def take(self, board_id: str, ticket: str) -> Holder | None:
        """Whoever was given it; None: nobody, or for another board, or it has been used."""
        until, for_board, holder = self._given.pop(ticket, (0.0, "", None))
        return holder if for_board == board_id and until > self._monotonic() else None

    def forget(self, is_meant: Callable[[Holder], bool]) -> None:
        """Tickets of these people are worth nothing from now on."""
        for ticket in [key for key, (_, _, holder) in self._given.items() if is_meant(holder)]:
            del self._given[ticket]
