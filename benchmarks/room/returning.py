"""The network of the school fails for a moment, and everybody is back at once."""

import time
from contextlib import closing
from dataclasses import dataclass

from benchmarks.machine import Machine
from benchmarks.processes import cpu_seconds
from benchmarks.room.load import Crowd
from benchmarks.room.peers import SALLE


@dataclass(frozen=True)
class Returned:
    seconds: float
    """From the moment that the first sets out until the last holds the room as it is."""
    server_cpu: float


def come_back(machine: Machine, people: int) -> Returned:
    with (
        SALLE.serve(machine, people) as venue,
        closing(Crowd(venue.pid, venue.port)) as crowd,
    ):
        crowd.admit(list(venue.people))
        crowd.rest(1)
        dialects = crowd.lose()
        server, started = cpu_seconds(venue.pid), time.perf_counter()
        crowd.admit(dialects, at_once=people)
        seconds, server = time.perf_counter() - started, cpu_seconds(venue.pid) - server
        crowd.talk(0.5, in_flight=1)  # and everybody receives what is said
    return Returned(seconds, server)
