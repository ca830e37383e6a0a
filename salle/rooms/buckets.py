from collections.abc import Callable


class TokenBucket:
    """`most` at once, and `per_second` over time (C6, G3)."""

    __slots__ = ("_clock", "_left", "_most", "_per_second", "_then")

    def __init__(self, most: float, per_second: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._per_second = per_second
        self._clock = clock
        self._left = most
        self._then = clock()

    def spend(self) -> bool:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._then) * self._per_second)
        self._then = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
