"""One of many stops reading: do the others feel it?"""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import cycle, islice

from benchmarks.machine import Machine
from benchmarks.room.load import Crowd, Dialect, Session
from benchmarks.room.peers import SALLE
from salle.rehearsal.lines import Lines

ROUNDS = 4
"""All read, and one has stopped, in both orders: a machine that slows down slows both."""
SMALL_BUFFER = 4096
FILLER = "€" * 1000
FILLERS = 150
"""So many times, three bytes each letter: more than a system holds for one that reads nothing."""
WAIT = 0.2  # seconds


@dataclass(frozen=True)
class Stalled:
    """Seconds until the last of those who read had a message."""

    without: list[float] = field(repr=False)
    meanwhile: list[float] = field(repr=False)


def stop_one(machine: Machine, people: int, seconds: float) -> Stalled:
    """Of each round, as long. Shorter than a reader that has stopped is borne with."""
    delays: dict[bool, list[float]] = {False: [], True: []}
    with (
        SALLE.serve(machine, people + ROUNDS) as venue,
        closing(Crowd(venue.pid, venue.port)) as crowd,
    ):
        crowd.admit([next(venue.people) for _ in range(people)])
        crowd.talk(seconds, in_flight=1)  # the first is slow: memory grows
        for number in range(ROUNDS):
            # What is said stays in the room, which has more to do in the end.
            for stops in (False, True) if number % 2 == 0 else (True, False):
                with one_that_stops(crowd, next(venue.people)) if stops else nullcontext():
                    fill(crowd)
                    delivered = crowd.measure(seconds, in_flight=1, cores=machine.used_cores)
                delays[stops] += delivered.delays
    return Stalled(without=delays[False], meanwhile=delays[True])


def fill(crowd: Crowd) -> None:
    """Returns when all of it has reached who reads, as what is said after it has."""
    for session in islice(cycle(crowd.sessions), FILLERS):
        if session.allowance.spend():
            session.say(session.dialect.say(FILLER))
    crowd.talk(WAIT, in_flight=1)


@contextmanager
def one_that_stops(crowd: Crowd, dialect: Dialect) -> Iterator[Session]:
    """It is let in, and takes nothing more."""
    session = Session(crowd.address, dialect)
    with closing(Lines[Session]()) as lines:
        lines.add(session)
        while not session.inside:
            for each in lines.arrived(1):
                each.take()
        session.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        yield session
