"""What is counted while a class goes on. Pure: whoever calls says what time it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)]


@dataclass
class OnItsWay:
    sent_at: float
    lacking: int
    """How many of those who are there have not received it."""
    reached: int = 0


@dataclass
class Broadcasts:
    """Commands that everybody sees: how long until the last who was there had what they did.

    The room's count (`seq`) tells: a command that is settled with 45 has reached whoever has
    been sent 45 or more. Who is lost on the way lacks nothing; who comes in meanwhile counts.
    """

    delays: list[float] = field(default_factory=list)
    """From the sending to the last one's receiving, at least the acknowledgement."""
    _pending: dict[int, OnItsWay] = field(default_factory=dict)

    def settle(self, seq: int, sent_at: float, held: Iterable[int], now: float) -> None:
        """`held`: what each of those who are there has been sent."""
        lacking = reached = 0
        for each in held:
            lacking += each < seq
            reached += each >= seq
        self._pending[seq] = OnItsWay(sent_at, lacking, reached)
        self._look(seq, now)

    def move(self, before: int, after: int, now: float) -> None:
        """Somebody had been sent so much, and now has more."""
        for seq in [each for each in self._pending if before < each <= after]:
            self._pending[seq].lacking -= 1
            self._pending[seq].reached += 1
            self._look(seq, now)

    def come(self, held: int) -> None:
        for seq, pending in self._pending.items():
            pending.lacking += held < seq
            pending.reached += held >= seq

    def leave(self, held: int, now: float) -> None:
        for seq in [each for each in self._pending if held < each]:
            self._pending[seq].lacking -= 1
            self._look(seq, now)

    def forget(self) -> None:
        """Nothing more will arrive of what is on its way."""
        self._pending.clear()

    @property
    def unfinished(self) -> int:
        return len(self._pending)

    def _look(self, seq: int, now: float) -> None:
        pending = self._pending[seq]
        if pending.lacking:
            return
        del self._pending[seq]
        if pending.reached:
            self.delays.append(now - pending.sent_at)


@dataclass
class Tally:
    """Of one class."""

    deliveries: int = 0
    """Messages that somebody received, of the room and of its board."""
    broadcasts: Broadcasts = field(default_factory=Broadcasts)
    acknowledgements: list[float] = field(default_factory=list)
    """Of answers: from the sending to the word that it is stored."""
    refused: Counter[str] = field(default_factory=Counter)
    """Commands that are no answers, by code."""
    cut: int = 0
    """Lines that the rehearsal cut."""
    lost: Counter[int] = field(default_factory=Counter)
    """Lines that it did not cut, by close code."""
    returns: list[float] = field(default_factory=list)
    """From the loss of a line until its person is in the room again, the pause included."""
    busy_seconds: int = 0
    """In which the rehearsal itself had no time left."""
