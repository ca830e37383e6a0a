"""Everyone at one board: who draws, who watches, what reached whom when, and what it cost."""

import select
import time
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self, TypeVar

from benchmarks.board.drawing import StrokeKey
from benchmarks.board.peers import Board
from benchmarks.board.sessions import Drawer, Session, Viewer, Witness
from benchmarks.machine import without_garbage_collection
from benchmarks.processes import Meter, Spent, resident_bytes

S = TypeVar("S", bound=Session)

DIFFS_PER_SECOND = 30
PING_SECONDS = 5.0  # as tldraw's client
DRAIN_SECONDS = 10.0
SETTLE_SECONDS = 1.0
DOZE_SECONDS = 50e-6
"""Between two looks at what has arrived. Whoever waits for it is woken by the server, and a server
whose clients are elsewhere need not do that: on a virtual machine it costs as much as to send."""
AT_ONCE = 128  # sockets looked at between two looks at the clock


@dataclass(frozen=True)
class Shown:
    """What a time of drawing cost, and how long strokes took to the last viewer."""

    delivered: int
    server: Spent
    load_working: float
    """Seconds, as all here, in which the load took what had arrived."""
    seconds: float
    delays: list[float]


class Unfinished(Exception):
    """Strokes did not reach every viewer in time."""


class Stage:
    """Full inside `with`: everyone has the document then."""

    def __init__(self, board: Board) -> None:
        self.bytes_per_viewer = 0.0
        self._board = board
        self._epoll = select.epoll()
        self._sessions: dict[int, Session] = {}
        self._pinged: deque[Session] = deque()
        """Who pinged longest ago comes first."""
        self._next_ping = 0.0
        self._sent_at: dict[StrokeKey, float] = {}
        self._reached: list[int] = []
        """How many viewers have seen the first patch, the second and so on."""
        self._all_at: list[float] = []
        """When the last viewer saw each of them."""
        self._delivered = 0
        self._working = 0.0
        """Seconds in which there was something to do."""
        self._viewers = len(board.viewers)
        self._witness: Witness
        self._drawers: list[Drawer]

    def __enter__(self) -> Self:
        with ExitStack() as failing:
            failing.callback(self._close)
            self._fill()
            failing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _fill(self) -> None:
        board = self._board
        before = resident_bytes(board.pid)
        self._witness = self._admit(Witness(board, board.viewers[0]))
        for seat in board.viewers[1:]:
            self._admit(Viewer(board, seat))
        self.rest(SETTLE_SECONDS)
        self.bytes_per_viewer = (resident_bytes(board.pid) - before) / self._viewers
        self._drawers = [
            self._admit(Drawer(board, seat, f"drawer{number}", number))
            for number, seat in enumerate(board.drawers)
        ]

    def _admit(self, session: S) -> S:
        self._sessions[session.socket.fileno()] = session
        self._pinged.append(session)
        self._epoll.register(session.socket, select.EPOLLIN)
        self._turn(0)
        return session

    def _close(self) -> None:
        for session in self._sessions.values():
            session.close()
        self._epoll.close()

    def rest(self, seconds: float) -> None:
        """Nobody draws."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._turn(left)

    def draw(self, seconds: float, drawers: int) -> list[StrokeKey]:
        """What was drawn, in the order it was sent."""
        drawn = []
        interval = 1 / DIFFS_PER_SECOND / drawers  # they take turns
        due = time.perf_counter()
        end = due + seconds
        number = 0
        while (now := time.perf_counter()) < end:
            if now >= due:
                key, sent_at = self._drawers[number % drawers].push()
                self._sent_at[key] = sent_at
                drawn.append(key)
                number += 1
                due += interval
            if not self._turn(0):
                time.sleep(DOZE_SECONDS)
        return drawn

    def measure(self, seconds: float, drawers: int, cores: Collection[int]) -> Shown:
        with without_garbage_collection():
            pid = self._board.pid
            delivered, working = self._delivered, self._working
            started = time.perf_counter()
            meter = Meter(pid, cores)
            drawn = self.draw(seconds, drawers)
            server = meter.read()
            delivered, working = self._delivered - delivered, self._working - working
            seconds = time.perf_counter() - started
            self._wait_until_all_is_shown()
        return Shown(
            delivered=delivered,
            server=server,
            load_working=working,
            seconds=seconds,
            delays=list(self._delays(set(drawn))),
        )

    def _wait_until_all_is_shown(self) -> None:
        deadline = time.perf_counter() + DRAIN_SECONDS
        while (
            self._witness.strokes < len(self._sent_at)
            or self._delivered < len(self._witness.order) * self._viewers
        ):
            left = deadline - time.perf_counter()
            if left <= 0:
                raise Unfinished(f"a stroke was not shown to all within {DRAIN_SECONDS:.0f} s")
            self._turn(left)

    def _delays(self, drawn: set[StrokeKey]) -> Iterator[float]:
        for key, shown_at in zip(self._witness.order, self._all_at, strict=True):
            if key in drawn and key is not None:
                yield shown_at - self._sent_at[key]

    def _turn(self, timeout: float) -> bool:
        """Take what has arrived, or wait for it. Whether there was something."""
        now = time.perf_counter()
        if now >= self._next_ping:
            session = self._pinged.popleft()
            session.ping()
            self._pinged.append(session)
            self._next_ping = now + PING_SECONDS / len(self._pinged)
        timeout = min(timeout, max(0.0, self._next_ping - now))
        arrived = self._epoll.poll(timeout, AT_ONCE)
        now = time.perf_counter()
        for descriptor, _ in arrived:
            session = self._sessions[descriptor]
            patches = session.receive()
            if patches and isinstance(session, Viewer):
                self._count(session, patches)
        self._working += time.perf_counter() - now
        return bool(arrived)

    def _count(self, viewer: Viewer, patches: int) -> None:
        first = viewer.patches
        viewer.patches += patches
        self._delivered += patches
        reached = self._reached
        while len(reached) < viewer.patches:
            reached.append(0)
            self._all_at.append(0.0)
        for number in range(first, viewer.patches):
            reached[number] += 1
            if reached[number] == self._viewers:
                self._all_at[number] = time.perf_counter()
