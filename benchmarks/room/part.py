"""The live room: a message to everybody, answers of a quiz, and everybody back at once."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from benchmarks import figures
from benchmarks.figures import Bound, Spread
from benchmarks.machine import Machine
from benchmarks.processes import resident_bytes
from benchmarks.report import Part, busy_marks
from benchmarks.room.load import Crowd, Delivered
from benchmarks.room.packages import install
from benchmarks.room.peers import FLOOR, PEERS, SALLE, Peer
from benchmarks.room.quiz import answer_all
from benchmarks.room.returning import come_back
from benchmarks.room.stalling import stop_one
from salle.rehearsal.tallies import percentile

ABOUT = """\
A message of 200 characters goes to everybody, from each in turn. It is delivered when a member has
received it; delays are from the moment it is sent to the moment the last member has it. Salle is
its command line with a launched room: the message is a line of the chat, which is decided, on disk
(SQLite, `synchronous=FULL`), acknowledged and shown as a patch to trainer and participants. The
others are relays that store nothing and know no roles; their sources are in
`benchmarks/room/servers`, and none of them compresses. The floor is a loop of Python over raw
sockets, which frames a message once and calls `send()` for each.

Answers: 300 participants of a quiz have one answer each on its way at any time, and send the next
when one is acknowledged, which is when it is on disk. Coming back: all lines are cut at once, and
everybody opens another socket at once, with the position they hold. One stops: it reads nothing
more, and what the others wait for is compared with when all read."""

SIZES = (50, 200, 1000, 3000)
CPU_GOALS = {1000: 1.25}
"""Of design: at one size. The others show how cost grows."""
CPU_BOUNDS = {1000: Bound(1.0)}
MEMORY_AT = 1000
MEMORY_BOUND = Bound(40)
ANSWERING = 300
ANSWERS_BOUND = Bound(15_000, is_least=True)
ANSWER_P99_BOUND = Bound(50)
RETURNING = 1000
RETURN_BOUND = Bound(5)
STALLING = 1000
STALLED_BOUND = Bound(1.2)
MANY = 16


@dataclass(frozen=True)
class Effort:
    repetitions: int
    warm_up: float
    """Seconds of talking before figures are taken: compilers settle, memory grows."""
    talking: float
    answers: int
    """Of each participant. No more than may be sent at once."""


FULL = Effort(repetitions=3, warm_up=1, talking=3, answers=38)
QUICK = Effort(repetitions=1, warm_up=0.3, talking=1, answers=38)

Say = Callable[[str], None]


def measure(
    machine: Machine,
    effort: Effort,
    say: Say,
    peers: Sequence[Peer] = PEERS,
    sizes: Sequence[int] = SIZES,
) -> Part:
    install()
    rows = Rows()
    missing: dict[str, None] = {}
    for repetition in range(effort.repetitions):
        for peer in peers if repetition % 2 == 0 else peers[::-1]:
            say(f"{repetition + 1}/{effort.repetitions}: {peer.name}")
            try:
                talk(machine, peer, sizes, effort, rows)
            except RuntimeError as error:  # of a package that is not there, or not for this machine
                if peer in (FLOOR, SALLE):
                    raise
                missing[peer.name] = None
                say(f"{peer.name} does not run here: {error}")
        say(f"{repetition + 1}/{effort.repetitions}: {ANSWERING:,} answer, {RETURNING:,} come back")
        answer(machine, effort, rows)
        come(machine, rows)
        say(f"{repetition + 1}/{effort.repetitions}: one of {STALLING:,} stops reading")
        stall(machine, effort, rows)
    skipped = f"\n\nNot measured, as it does not run here: {', '.join(missing)}." if missing else ""
    return Part(
        title="The room",
        about=ABOUT + skipped,
        ours=SALLE.name,
        reference=FLOOR.name,
        peers=[peer.name for peer in peers if peer.name not in missing],
        rows=rows.in_order(),
        machine=machine,
        measured_on=datetime.now(UTC).date().isoformat(),
        repetitions=effort.repetitions,
        disturbance=Spread.of(rows.disturbance),
    )


class Rows(figures.Rows):
    CPU = "server CPU per delivered message, one at a time, µs"
    KERNEL = "of that CPU, in the system's calls, %"
    BESIDE = "of that CPU, in threads beside the first, %"
    CPU_OF_MANY = f"the same with {MANY} messages in flight, µs"
    P50 = "delay to the last member, one at a time, p50, ms"
    P99 = "delay to the last member, one at a time, p99, ms"
    MEMORY = "memory per member, KiB"
    ANSWERS = "answers of a quiz"
    RETURN = "coming back"
    STALLED = "one member stops reading"
    ORDER = (
        CPU,
        KERNEL,
        BESIDE,
        CPU_OF_MANY,
        P50,
        P99,
        MEMORY,
        ANSWERS,
        RETURN,
        STALLED,
    )


def talk(machine: Machine, peer: Peer, sizes: Sequence[int], effort: Effort, rows: Rows) -> None:
    """The room fills: everybody stays while more come."""
    with (
        peer.serve(machine, max(sizes)) as venue,
        closing(Crowd(venue.pid, venue.port)) as crowd,
    ):
        for size in sizes:
            before, were_here = resident_bytes(venue.pid), len(crowd.sessions)
            crowd.admit(list(islice(venue.people, size - were_here)))
            crowd.rest(1)
            situation = f"{size:,} members"
            if size == MEMORY_AT:
                grown = (resident_bytes(venue.pid) - before) / (size - were_here)
                rows.row(Rows.MEMORY, situation, MEMORY_BOUND).add(peer.name, grown / 1024)
            for in_flight in (1, MANY):
                crowd.talk(effort.warm_up, in_flight=in_flight)
                delivered = crowd.measure(
                    effort.talking, in_flight=in_flight, cores=machine.used_cores
                )
                note(rows, peer, size, in_flight, delivered)
                rows.disturbance.append(delivered.server.disturbance)


def note(rows: Rows, peer: Peer, size: int, in_flight: int, delivered: Delivered) -> None:
    situation = f"{size:,} members"
    marks = busy_marks(delivered.seconds, delivered.load_working, delivered.server.cpu)
    cpu = delivered.server.cpu / delivered.deliveries * 1e6
    if in_flight > 1:
        rows.row(Rows.CPU_OF_MANY, situation, CPU_BOUNDS.get(size)).add(peer.name, cpu, *marks)
        return
    rows.row(Rows.CPU, situation, CPU_GOALS.get(size)).add(peer.name, cpu, *marks)
    for figure, part in (
        (Rows.KERNEL, delivered.server.in_kernel),
        (Rows.BESIDE, delivered.server.beside),
    ):
        rows.row(figure, situation).add(peer.name, part * 100)
    for figure, share in ((Rows.P50, 0.5), (Rows.P99, 0.99)):
        delay = percentile(delivered.delays, share) * 1e3
        rows.row(figure, situation).add(peer.name, delay, *marks)


def answer(machine: Machine, effort: Effort, rows: Rows) -> None:
    answered = answer_all(machine, ANSWERING, effort.answers)
    measured = [
        ("a second", answered.count / answered.seconds, ANSWERS_BOUND),
        (
            "p99 to the acknowledgement, ms",
            percentile(answered.delays, 0.99) * 1e3,
            ANSWER_P99_BOUND,
        ),
        ("server CPU, µs", answered.server_cpu / answered.count * 1e6, None),
    ]
    for situation, value, goal in measured:
        rows.row(Rows.ANSWERS, f"{ANSWERING:,} waiting, {situation}", goal).add(SALLE.name, value)


def come(machine: Machine, rows: Rows) -> None:
    returned = come_back(machine, RETURNING)
    situation = f"{RETURNING:,} members, seconds until the last is in"
    rows.row(Rows.RETURN, situation, RETURN_BOUND).add(SALLE.name, returned.seconds)
    situation = f"{RETURNING:,} members, server CPU for each, ms"
    cpu = returned.server_cpu / RETURNING * 1e3
    rows.row(Rows.RETURN, situation).add(SALLE.name, cpu)


def stall(machine: Machine, effort: Effort, rows: Rows) -> None:
    stalled = stop_one(machine, STALLING, effort.talking)
    ratio = percentile(stalled.meanwhile, 0.99) / percentile(stalled.without, 0.99)
    situation = f"{STALLING:,} members, p99 of the others' delay, a multiple of that without"
    rows.row(Rows.STALLED, situation, STALLED_BOUND).add(SALLE.name, ratio)
