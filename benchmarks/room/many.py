"""As many people in one room, in ten, and in a hundred."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import cycle

from benchmarks import figures
from benchmarks.figures import Spread
from benchmarks.machine import Machine, without_garbage_collection
from benchmarks.processes import Meter, resident_bytes
from benchmarks.report import Part
from benchmarks.room.load import Crowd
from benchmarks.room.part import FULL, QUICK, Effort
from benchmarks.room.peers import SALLE
from salle.rehearsal.tallies import percentile

__all__ = ["FULL", "QUICK", "measure"]

ABOUT = """\
A thousand people on one server, in one room or in many. The rooms take turns: a line of the chat is
said in one of them, and the next room has its turn when everybody there has received it. So a
message costs the more for each who receives it, the fewer they are."""

PEOPLE = 1000
ROOMS = (1, 10, 100)
A_MOMENT = 1e-3
"""Seconds. Long enough to say one thing."""

Say = Callable[[str], None]


def measure(machine: Machine, effort: Effort, say: Say, rooms: Sequence[int] = ROOMS) -> Part:
    rows = Rows()
    for repetition in range(effort.repetitions):
        for count in rooms:
            say(f"{repetition + 1}/{effort.repetitions}: {PEOPLE:,} in {count} rooms")
            talk_in_turn(machine, count, effort, rows)
    return Part(
        title="Many rooms",
        about=ABOUT,
        ours=SALLE.name,
        reference="",
        peers=[SALLE.name],
        rows=rows.in_order(),
        machine=machine,
        measured_on=datetime.now(UTC).date().isoformat(),
        repetitions=effort.repetitions,
        disturbance=Spread.of(rows.disturbance),
    )


class Rows(figures.Rows):
    CPU = "server CPU per delivered message, µs"
    MESSAGE = "server CPU per message, ms"
    P99 = "delay to the last of its room, p99, ms"
    MEMORY = "memory per member, KiB"
    ORDER = (CPU, MESSAGE, P99, MEMORY)


def talk_in_turn(
    machine: Machine, rooms: int, effort: Effort, rows: Rows, people: int = PEOPLE
) -> None:
    with SALLE.serve_rooms(machine, rooms, people // rooms) as venues, ExitStack() as stack:
        pid = venues[0].pid
        empty = resident_bytes(pid)
        crowds = [stack.enter_context(closing(Crowd(pid, each.port))) for each in venues]
        for crowd, venue in zip(crowds, venues, strict=True):
            crowd.admit(list(venue.people))
        situation = f"{rooms} × {people // rooms:,}"
        grown = resident_bytes(pid) - empty
        go_round(crowds, effort.warm_up)
        with without_garbage_collection():
            heard = [len(crowd.delays) for crowd in crowds]
            meter = Meter(pid, machine.used_cores)
            go_round(crowds, effort.talking)
            server = meter.read()
    delays = [crowd.delays[before:] for crowd, before in zip(crowds, heard, strict=True)]
    messages = sum(map(len, delays))
    for figure, value in (
        (Rows.CPU, server.cpu / messages / (people // rooms) * 1e6),
        (Rows.MESSAGE, server.cpu / messages * 1e3),
        (Rows.P99, percentile([each for own in delays for each in own], 0.99) * 1e3),
        (Rows.MEMORY, grown / people / 1024),
    ):
        rows.row(figure, situation).add(SALLE.name, value)
    rows.disturbance.append(server.disturbance)


def go_round(crowds: Sequence[Crowd], seconds: float) -> None:
    end = time.perf_counter() + seconds
    for crowd in cycle(crowds):
        crowd.talk(A_MOMENT, in_flight=1)
        if time.perf_counter() >= end:
            return
