"""What is to be done at its time, in a loop that looks now and then."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count


class Later:
    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def add(self, at: float, do: Callable[[], None]) -> None:
        heappush(self._waiting, (at, next(self._order), do))

    def next_at(self, otherwise: float) -> float:
        return self._waiting[0][0] if self._waiting else otherwise

    def do_what_is_due(self, now: float) -> None:
        while self._waiting and self._waiting[0][0] <= now:
            heappop(self._waiting)[2]()
