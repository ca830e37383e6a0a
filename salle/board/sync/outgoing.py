"""What is written to whom, and when (B22 to B24).

Whoever holds nothing back is told the same in the same moment: one queue, one frame. Only those
who wait for their own change to be stored have a lane of their own.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from salle.board.sync.protocol import encode_data
from salle.board.sync.room import Outcome
from salle.board.sync.sessions import Session

INTERVAL = 1 / 60
"""Seconds between two frames of events to everybody, at most: what screens show."""
QUIET = 4
"""How much longer it is quiet after a frame than writing it took, so that a small class sees each
stroke at once, and a large one leaves time for all else."""

Lane = deque[tuple[int, bytes]]
"""Events in order, each with the clock that must be stored before it may go."""
ANY_TIME = -1
"""Of what others do: nothing has to be stored before that is shown."""


class Delivery(NamedTuple):
    """One frame for these sessions. How much each still has to take is for the caller to watch."""

    frame: bytes
    sessions: Sequence[Session]


class Outgoing:
    """Events between the room and its sessions.

    What a method returns is to be written at once, in order; what that took is for `rest`. `due`
    is when `flush` has to be called, if it is to be called.
    """

    def __init__(self, make_frame: Callable[[bytes], bytes]) -> None:
        self._make_frame = make_frame
        self._members: dict[Session, None] = {}
        self._queue: list[bytes] = []
        self._lanes: dict[Session, Lane] = {}
        self._stored = 0
        self._told_at: float | None = None
        self._quiet_from = float("-inf")
        self.due: float | None = None

    @property
    def keeps_from_somebody(self) -> bool:
        """Somebody who waits for a result is not told meanwhile what the others do (B22)."""
        return any(
            not self._is_ready(lane) and lane[-1][0] == ANY_TIME for lane in self._lanes.values()
        )

    def join(self, session: Session, message: bytes, now: float) -> list[Delivery]:
        """The answer to a connect, which knows of all that the others are still to hear."""
        deliveries = self.flush(now) if self._queue else []
        self._members[session] = None
        return [*deliveries, Delivery(self._make_frame(message), [session])]

    def leave(self, session: Session) -> None:
        """Nothing more is written to it."""
        self._members.pop(session, None)
        self._lanes.pop(session, None)

    def publish(self, outcome: Outcome, source: Session | None, now: float) -> list[Delivery]:
        """The patch to everybody but the source, and to the source the result, once stored."""
        if source in self._members and source not in self._lanes:
            self._lanes[source] = deque((ANY_TIME, event) for event in self._queue)
        if outcome.patch is not None:
            for session, lane in self._lanes.items():
                if session is not source:
                    lane.append((ANY_TIME, outcome.patch))
            self._queue.append(outcome.patch)
        if outcome.result is not None and source in self._lanes:
            needs = outcome.stored.clock if outcome.stored else 0
            self._lanes[source].append((needs, outcome.result))
        return self._flush_when_quiet(now)

    def settle(self, clock: int, now: float) -> list[Delivery]:
        """All changes up to this clock are stored: what waited for them may go."""
        self._stored = max(self._stored, clock)
        return self._flush_when_quiet(now)

    def flush(self, now: float) -> list[Delivery]:
        """All that may go."""
        self.due = None
        deliveries = []
        if self._queue:
            others = [session for session in self._members if session not in self._lanes]
            if others:
                deliveries.append(self._deliver(self._queue, others))
                self._told_at, self._quiet_from = now, now + INTERVAL
            self._queue.clear()
        for session, lane in list(self._lanes.items()):
            events = self._take_ready(lane)
            if events:
                deliveries.append(self._deliver(events, [session]))
            if not lane:
                del self._lanes[session]
        return deliveries

    def rest(self, took: float) -> None:
        """What was returned last has been written, in so many seconds.

        If it told everybody, it need not be quiet for all of INTERVAL.
        """
        if self._told_at is not None:
            self._quiet_from = min(self._quiet_from, self._told_at + (1 + QUIET) * took)
            self._told_at = None

    def _flush_when_quiet(self, now: float) -> list[Delivery]:
        if not self._queue and not any(self._is_ready(lane) for lane in self._lanes.values()):
            return []
        if now >= self._quiet_from:
            return self.flush(now)
        self.due = self._quiet_from
        return []

    def _is_ready(self, lane: Lane) -> bool:
        return not lane or lane[0][0] <= self._stored

    def _take_ready(self, lane: Lane) -> list[bytes]:
        events = []
        while lane and lane[0][0] <= self._stored:
            events.append(lane.popleft()[1])
        return events

    def _deliver(self, events: list[bytes], sessions: Sequence[Session]) -> Delivery:
        return Delivery(self._make_frame(encode_data(events)), sessions)
