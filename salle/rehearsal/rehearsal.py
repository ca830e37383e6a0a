"""A class from the first to the last: the room fills, is taught, ends, and is looked into."""

import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import islice

from salle.rehearsal.acting import perform
from salle.rehearsal.addresses import Address
from salle.rehearsal.answers import Found
from salle.rehearsal.api import Api, Refused, Unreachable
from salle.rehearsal.board import Pointer
from salle.rehearsal.crowd import Crowd
from salle.rehearsal.members import Member
from salle.rehearsal.metrics import read_usage
from salle.rehearsal.people import Person
from salle.rehearsal.result import Measured, Result, conclude
from salle.rehearsal.script import Lesson
from salle.rehearsal.venue import Venue

COME_AT_ONCE = 50
COME_A_SECOND = 50
"""The least that a server should let in, beside `PATIENCE` for all."""
TURN_SECONDS = 0.05
PATIENCE = 20.0
"""Seconds for whatever should happen at once. After a failure people return within 15."""
REPORT_AGAIN = 0.1
NOT_FOUND = 404
IDLE_SHARE = 0.1
"""Who waits less than this has no time left: what arrives lies there until it is looked at."""

Say = Callable[[str], None]
"""Where it stands, as often as once a second."""


class Rehearsal:
    """Runs once. `stop` may be called at any time, also by a signal."""

    def __init__(
        self,
        address: Address,
        api: Api,
        lesson: Lesson,
        say: Say,
        metrics_token: str,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._address = address
        self._api = api
        self._lesson = lesson
        self._say = say
        self._token = metrics_token
        self._patience = patience
        self._venue = Venue(api)
        self._is_stopped = False
        self._measured = Measured()
        self._tick_at = self._waited = 0.0

    def stop(self) -> None:
        """The class ends now; what it has shown so far is told."""
        self._is_stopped = True

    def run(self) -> Result:
        """Raises `Refused` or `Unreachable` if there is no class at all."""
        measured = self._measured
        try:
            self._say("preparing a capsule, a quiz and a room")
            self._venue.make(self._lesson)
            before = read_usage(self._api, self._token)
            members = self._enter()
            with closing(self._crowd_of(members)) as crowd:
                self._fill(crowd)
                measured.full = read_usage(self._api, self._token)
                self._teach(crowd)
                measured.done = read_usage(self._api, self._token)
                self._settle(crowd)
                self._end(crowd)
            measured.empty = before
            found = self._look_into_report(crowd)
        finally:
            measured.left = self._venue.tidy()
        return conclude(
            self._lesson, crowd.tally, crowd.book, measured, found, is_whole=not self._is_stopped
        )

    def _enter(self) -> list[Member]:
        seats = [self._venue.seat_trainer()]
        people, is_stopped = self._lesson.people, lambda: self._is_stopped
        with closing(self._venue.seat_people(people, is_stopped)) as entering:
            for seat in entering:
                seats.append(seat)
                self._tick(lambda: f"at the door: {len(seats) - 1} of {people} let in")
                if self._is_stopped:
                    break
        page, schema = self._venue.pages[0], self._venue.schema
        return [
            Member(Person(seat), Pointer(page, schema, self._lesson.seed + number))
            for number, seat in enumerate(seats)
        ]

    def _crowd_of(self, members: list[Member]) -> Crowd:
        ticket = self._venue.give_board_ticket
        return Crowd(self._address, members, ticket, seed=self._lesson.seed)

    def _fill(self, crowd: Crowd) -> None:
        """No more than so many on their way at a time, as when a class comes in."""
        started = time.perf_counter()
        patience = self._patience + len(crowd.members) / COME_A_SECOND
        everybody = iter(crowd.members)
        while group := list(islice(everybody, COME_AT_ONCE)):
            for member in group:
                crowd.come(member)
            left = started + patience - time.perf_counter()
            self._until(crowd, partial(are_seated, group), patience=left)
        if are_seated(crowd.members):
            self._measured.filled_in = time.perf_counter() - started

    def _teach(self, crowd: Crowd) -> None:
        pointing = crowd.members[1 : 1 + len(self._lesson.pointers)]
        allowed = [each.person.seat.participant_id for each in pointing]
        collaboration = {"active": True, "allow_all": False, "allowed_participant_ids": allowed}
        crowd.ask(crowd.members[0], "params.change", collaboration=collaboration)
        acts = self._lesson.acts()
        upcoming = next(acts, None)
        crowd.tally.deliveries = 0
        self._waited = crowd.waited
        self._tick_at = started = time.perf_counter()
        while (at := time.perf_counter() - started) < self._lesson.seconds and not self._is_stopped:
            while upcoming is not None and upcoming.at <= at:
                perform(upcoming, crowd, self._venue)
                upcoming = next(acts, None)
            crowd.turn(min(TURN_SECONDS, (upcoming.at if upcoming else at + 1) - at))
            self._tick(partial(self._describe, crowd, at), crowd)
        self._measured.taught_for = time.perf_counter() - started
        self._measured.deliveries = crowd.tally.deliveries

    def _settle(self, crowd: Crowd) -> None:
        """Whoever was cut off comes back, and whoever asked something is answered."""

        def is_settled() -> bool:
            return (
                crowd.here == crowd.at_the_board == len(crowd.members)
                and not crowd.unanswered
                and not crowd.tally.broadcasts.unfinished
            )

        self._until(crowd, is_settled)
        crowd.tally.broadcasts.forget()
        self._measured.here = crowd.here
        self._measured.at_the_board = crowd.at_the_board
        self._measured.unanswered = crowd.unanswered

    def _end(self, crowd: Crowd) -> None:
        self._say("ending the class")
        self._measured.ended_at = time.perf_counter()
        if not crowd.members[0].is_inside:
            return  # tidying ends the room without its trainer
        crowd.is_over = True
        crowd.ask(crowd.members[0], "class.end")
        self._until(crowd, lambda: not crowd.here, even_if_stopped=True)

    def _look_into_report(self, crowd: Crowd) -> Found | None:
        """None if it cannot be read: then nothing is known of what was stored."""
        until = time.monotonic() + self._patience
        while True:
            try:
                self._venue.end()
                report = self._venue.read_report()
            except (Refused, Unreachable) as error:
                is_made_yet = not isinstance(error, Refused) or error.status != NOT_FOUND
                if is_made_yet or time.monotonic() > until:
                    self._measured.report_fault = str(error)
                    return None
                time.sleep(REPORT_AGAIN)
                continue
            self._measured.reported_in = time.perf_counter() - self._measured.ended_at
            self._measured.in_report = report["participant_count"]
            return crowd.book.check(report)

    def _until(
        self,
        crowd: Crowd,
        holds: Callable[[], bool],
        *,
        patience: float | None = None,
        even_if_stopped: bool = False,
    ) -> None:
        """Or until patience ends, which the figures will show."""
        deadline = time.perf_counter() + (self._patience if patience is None else patience)
        while not holds() and time.perf_counter() < deadline:
            if self._is_stopped and not even_if_stopped:
                return
            crowd.turn(TURN_SECONDS)
            self._tick(lambda: f"{crowd.here} of {len(crowd.members)} are in the room")

    def _describe(self, crowd: Crowd, at: float) -> str:
        tally, book = crowd.tally, crowd.book
        return (
            f"class {at:.0f} of {self._lesson.seconds:.0f} s:"
            f" {crowd.here} of {len(crowd.members)} here,"
            f" {book.acknowledged} of {book.sent} answers acknowledged,"
            f" {tally.deliveries / max(at, 1):,.0f} deliveries/s"
        )

    def _tick(self, describe: Callable[[], str], crowd: Crowd | None = None) -> None:
        """Once a second: say where it stands, and look whether there was time left."""
        now = time.perf_counter()
        if now < self._tick_at + 1:
            return
        if crowd is not None:
            had_time = crowd.waited - self._waited > IDLE_SHARE * (now - self._tick_at)
            crowd.tally.busy_seconds += not had_time
            self._waited = crowd.waited
        self._tick_at = now
        self._say(describe())


def are_seated(members: list[Member]) -> bool:
    return all(each.is_at_the_board for each in members)
