"""The board: tldraw's own server and Salle's, with the same people drawing and watching."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean
from typing import NamedTuple

from benchmarks import figures
from benchmarks.board.drawing import make_document
from benchmarks.board.peers import Board, Peer, Salle, Seat, Tldraw
from benchmarks.board.sessions import RESULT, Drawer, Session
from benchmarks.board.stage import Shown, Stage
from benchmarks.figures import Spread
from benchmarks.machine import Machine
from benchmarks.processes import cpu_seconds
from benchmarks.report import Part, busy_marks
from salle.rehearsal.tallies import percentile

ABOUT = """\
People draw on a shared board at 30 diffs a second each, others watch. Each diff appends 1 to 3
points to a stroke and moves the pointer; every 60 diffs begin another shape. A patch is delivered
when a viewer has received it: a frame may hold several, they are counted one by one. Delays are
from the moment a diff is sent to the moment the last viewer has it. The tldraw server is
`TLSocketRoom` of `@tldraw/sync-core` 3.15.6 behind `ws`, without compression, and stores nothing.
Salle is its command line with a launched room, validates what is drawn, and has it on disk
(SQLite, `synchronous=FULL`) before it acknowledges it; joining includes asking for a ticket.
Before each join something is drawn, so that no answer can be kept from the last one."""

DRAWERS = (1, 3)
CPU_GOALS = {50: 0.4, 200: 0.5, 1000: 0.6}
P99_GOAL = 0.4
JOIN_CPU_GOAL = 0.2
NOT_MORE = 1.0
SHAPES = 5000
WARM_UP_JOINS = 3
PAUSE = 0.05  # seconds


@dataclass(frozen=True)
class Effort:
    repetitions: int
    warm_up: float
    """Seconds of drawing before figures are taken: compilers settle, memory grows."""
    drawing: float
    joins: int


FULL = Effort(repetitions=3, warm_up=4, drawing=6, joins=20)
QUICK = Effort(repetitions=1, warm_up=2, drawing=2, joins=5)

Say = Callable[[str], None]


def measure(machine: Machine, effort: Effort, say: Say, peers: Sequence[Peer] = ()) -> Part:
    peers = peers or (Tldraw(), Salle())
    rows = Rows()
    for repetition in range(effort.repetitions):
        turns = peers if repetition % 2 == 0 else peers[::-1]
        for viewers in CPU_GOALS:
            for peer in turns:
                say(f"{repetition + 1}/{effort.repetitions}: {viewers} watch {peer.name}")
                watch(machine, peer, viewers, effort, rows)
        for peer in turns:
            say(f"{repetition + 1}/{effort.repetitions}: {effort.joins} join {peer.name}")
            join(machine, peer, effort, rows)
    return Part(
        title="The board",
        about=ABOUT,
        ours=Salle.name,
        reference=Tldraw.name,
        peers=[peer.name for peer in peers],
        rows=rows.in_order(),
        machine=machine,
        measured_on=datetime.now(UTC).date().isoformat(),
        repetitions=effort.repetitions,
        disturbance=Spread.of(rows.disturbance),
    )


class Rows(figures.Rows):
    CPU = "server CPU per delivered patch, µs"
    P50 = "delay to the last viewer, p50, ms"
    P99 = "delay to the last viewer, p99, ms"
    MEMORY = "memory per session, KiB"
    KERNEL = "of that CPU, in the system's calls, %"
    BESIDE = "of that CPU, in threads beside the first, %"
    JOIN = f"joining a board of {SHAPES:,} shapes"
    ORDER = (CPU, KERNEL, BESIDE, P50, P99, MEMORY, JOIN)


def watch(machine: Machine, peer: Peer, viewers: int, effort: Effort, rows: Rows) -> None:
    with (
        peer.serve(machine, make_document(), viewers=viewers, drawers=max(DRAWERS)) as board,
        Stage(board) as stage,
    ):
        note_memory(rows, peer, viewers, stage)
        stage.draw(effort.warm_up, max(DRAWERS))
        for drawers in DRAWERS:
            stage.rest(0.5)
            shown = stage.measure(effort.drawing, drawers, machine.used_cores)
            note_drawing(rows, peer, viewers, drawers, shown)
            rows.disturbance.append(shown.server.disturbance)


def note_memory(rows: Rows, peer: Peer, viewers: int, stage: Stage) -> None:
    row = rows.row(Rows.MEMORY, f"{viewers:,} watch", NOT_MORE)
    row.add(peer.name, stage.bytes_per_viewer / 1024)


def note_drawing(rows: Rows, peer: Peer, viewers: int, drawers: int, shown: Shown) -> None:
    situation = f"{drawers} draw{'s' * (drawers == 1)}, {viewers:,} watch"
    marks = busy_marks(shown.seconds, shown.load_working, shown.server.cpu)
    measured = [
        (Rows.CPU, shown.server.cpu / shown.delivered * 1e6, CPU_GOALS[viewers]),
        (Rows.P50, percentile(shown.delays, 0.5) * 1e3, NOT_MORE),
        (Rows.P99, percentile(shown.delays, 0.99) * 1e3, P99_GOAL),
    ]
    for figure, value, goal in measured:
        rows.row(figure, situation, goal).add(peer.name, value, *marks)
    for figure, share in (
        (Rows.KERNEL, shown.server.in_kernel),
        (Rows.BESIDE, shown.server.beside),
    ):
        rows.row(figure, situation).add(peer.name, share * 100)


def join(machine: Machine, peer: Peer, effort: Effort, rows: Rows) -> None:
    """One after another, as latecomers come: each has the document before the next sets out."""
    viewers = WARM_UP_JOINS + effort.joins
    with (
        peer.serve(machine, make_document(SHAPES), viewers=viewers, drawers=1) as board,
        closing(Drawer(board, board.drawers[0], "drawer", seed=1)) as drawer,
    ):
        joined = [join_once(board, drawer, seat) for seat in board.viewers][WARM_UP_JOINS:]
    row = rows.row(Rows.JOIN, "server CPU, ms", JOIN_CPU_GOAL)
    row.add(peer.name, fmean(each.server_cpu for each in joined) * 1e3)
    row = rows.row(Rows.JOIN, "time to the whole document, ms", NOT_MORE)
    row.add(peer.name, percentile([each.seconds for each in joined], 0.5) * 1e3)


class Joined(NamedTuple):
    seconds: float
    server_cpu: float


def join_once(board: Board, drawer: Drawer, seat: Seat) -> Joined:
    drawer.push()
    drawer.wait_for(RESULT)
    before, started = cpu_seconds(board.pid), time.perf_counter()
    viewer = Session(board, seat)
    seconds = time.perf_counter() - started
    viewer.close()
    time.sleep(PAUSE)  # what a server does when somebody has left is part of it
    return Joined(seconds, cpu_seconds(board.pid) - before)
