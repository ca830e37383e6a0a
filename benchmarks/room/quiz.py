"""Everybody answers, and answers again: how many answers are stored in a second."""

import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field

from benchmarks.machine import Machine, without_garbage_collection
from benchmarks.processes import cpu_seconds
from benchmarks.room.load import Crowd, Dialect, Lost, Salle, Session
from benchmarks.room.peers import SALLE, Venue
from salle.rehearsal.addresses import Address

PLAN = {
    "kind": "quiz",
    "title": "Une question",
    "questions": [
        {
            "id": "q1",
            "text": "Vrai ?",
            "choices": [{"id": "a", "text": "Oui", "is_right": True}, {"id": "b", "text": "Non"}],
        }
    ],
}
SETTLED, REFUSED = b'{"type":"settled"', b'{"type":"refused"'


@dataclass(frozen=True)
class Answered:
    count: int
    seconds: float
    server_cpu: float
    delays: list[float] = field(repr=False)


class Answerer(Session):
    """Changes its mind as often as it is told to, one answer at a time."""

    def __init__(self, address: Address, dialect: Dialect) -> None:
        super().__init__(address, dialect)
        self.left = 0
        self.run_id = ""
        self.delays: list[float] = []
        self._sent_at = 0.0

    def begin(self, run_id: str, answers: int) -> None:
        self.run_id, self.left = run_id, answers
        self._answer()

    def note(self, said: bytes | memoryview) -> None:
        if self.left and SETTLED in bytes(said):
            self.delays.append(time.perf_counter() - self._sent_at)
            self.left -= 1
            if self.left:
                self._answer()
        elif self.left and REFUSED in bytes(said):
            raise Lost(bytes(said).decode())

    def _answer(self) -> None:
        if not isinstance(self.dialect, Salle):
            raise TypeError("only Salle has a quiz")
        choice = "ab"[self.left % 2]
        command = self.dialect.ask(
            "activity.answer", run_id=self.run_id, question_id="q1", choice_ids=[choice]
        )
        self._sent_at = time.perf_counter()
        self.say(command)


class Starter(Session):
    """The trainer, who starts the quiz and is told its run."""

    run_id = ""

    def note(self, said: bytes | memoryview) -> None:
        marker = b'"run_id":"'
        if not self.run_id and marker in bytes(said):
            self.run_id = bytes(said).partition(marker)[2].partition(b'"')[0].decode()


def answer_all(machine: Machine, people: int, answers: int) -> Answered:
    with (
        SALLE.serve(machine, people + 1, plan=PLAN) as venue,
        closing(Crowd(venue.pid, venue.port)) as crowd,
    ):
        starter, answerers = gather(crowd, venue)
        if not isinstance(starter.dialect, Salle):
            raise TypeError("only Salle has a quiz")
        starter.say(starter.dialect.ask("activity.start", activity_id=venue.activity_id))
        crowd.until(lambda: bool(starter.run_id))
        crowd.rest(0.5)
        with without_garbage_collection():
            server, started = cpu_seconds(venue.pid), time.perf_counter()
            for each in answerers:
                each.begin(starter.run_id, answers)
            crowd.until(lambda: not any(each.left for each in answerers))
            seconds, server = time.perf_counter() - started, cpu_seconds(venue.pid) - server
    delays = [delay for each in answerers for delay in each.delays]
    return Answered(len(delays), seconds, server, delays)


def gather(crowd: Crowd, venue: Venue) -> tuple[Starter, Collection[Answerer]]:
    starter = Starter(crowd.address, next(venue.people))
    crowd.add(starter)
    answerers = [Answerer(crowd.address, each) for each in venue.people]
    for each in answerers:
        crowd.add(each)
    crowd.until(lambda: all(each.inside for each in crowd.sessions))
    return starter, answerers
