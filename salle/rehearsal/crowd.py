"""Everybody of a class on their lines: who comes, speaks, is cut off, and comes back."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from typing import Any

import orjson

from salle.rehearsal.addresses import Address
from salle.rehearsal.answers import AnswerBook, Place
from salle.rehearsal.api import Refused, Unreachable
from salle.rehearsal.board import PING
from salle.rehearsal.later import Later
from salle.rehearsal.lines import LOST, Closed, Lines
from salle.rehearsal.members import AnyLine, BoardLine, Member, RoomLine
from salle.rehearsal.people import Asked, Seat, pause_before, read
from salle.rehearsal.tallies import Tally

GREET_SECONDS = 5.0
"""As browsers do on the board; who has heard nothing in the room for a while asks there too."""
SILENT_SECONDS, DEAD_SECONDS = 20.0, 30.0
AGAIN_SECONDS = 1.0
TICKETS_AT_ONCE = 4
BOARD_DATA = b'{"type":"data"'
BOARD_IS_GONE = 4099
ASK_AGAIN = frozenset({"busy", "too_fast"})


class Crowd:
    """One loop over all lines. Nothing of it blocks but connecting."""

    def __init__(
        self,
        address: Address,
        members: list[Member],
        give_ticket: Callable[[Seat], str],
        *,
        seed: int,
    ) -> None:
        self.address = address
        self.members = members
        self.tally = Tally()
        self.book = AnswerBook()
        self.waited = 0.0
        """Seconds in which there was nothing to do."""
        self.is_over = False
        """The class has ended: who is sent away now need not come back."""
        self._lines: Lines[AnyLine] = Lines()
        self._random = Random(seed)
        self._give_ticket = give_ticket
        self._pool = ThreadPoolExecutor(TICKETS_AT_ONCE, "tickets")
        self._tickets: deque[tuple[Future[str], Member]] = deque()
        self._later = Later()
        self._to_greet = deque(members)
        self._greet_at = 0.0

    @property
    def here(self) -> int:
        return sum(each.is_inside for each in self.members)

    @property
    def at_the_board(self) -> int:
        return sum(each.is_at_the_board for each in self.members)

    @property
    def unanswered(self) -> int:
        return sum(len(each.person.unanswered) for each in self.members)

    def come(self, member: Member) -> None:
        """Sets out for the room. Being let in is seen by `is_inside`."""
        if member.room is not None or self.is_over:
            return
        member.heard_at = time.perf_counter()
        try:
            member.room = RoomLine(self.address, member, self.hear)
        except Closed as closed:
            self._plan_return(member, closed.code)
        else:
            self._lines.add(member.room)

    def ask(self, member: Member, type_: str, **fields: object) -> Asked:
        asked = member.person.ask(type_, **fields)
        if member.is_inside and not member.person.will_go_back:
            self._say(member, asked.frame)
        return asked

    def answer(self, member: Member, question: str, choice: str) -> None:
        """Now, or when they are asked it."""
        person = member.person
        if person.question_id != question:
            person.intended[question] = choice
            return
        fields = {"run_id": person.run_id, "question_id": question, "choice_ids": [choice]}
        asked = self.ask(member, "activity.answer", **fields)
        place = Place(person.run_id, question, person.seat.participant_id)
        self.book.send(asked.id + person.seat.participant_id, place, choice)

    def signal(self, member: Member, signal: Mapping[str, object]) -> None:
        if member.is_inside:
            self._say(member, orjson.dumps({"type": "signal", "signal": signal}))

    def point(self, member: Member) -> None:
        if member.board is not None and member.board.is_open:
            self._say_to(member.board, member.pointer.move())

    def cut(self, member: Member) -> None:
        """As if their network failed."""
        if member.room is not None:
            self.tally.cut += 1
            self._lose_board(member, LOST)
            self._lose_room(member, LOST)

    def turn(self, timeout: float) -> None:
        """Do what is due, then take what has arrived, or wait for it so long."""
        self._do_what_is_due(time.perf_counter())
        now = time.perf_counter()
        until = min(self._later.next_at(now + timeout), now + timeout, self._greet_at)
        arrived = self._lines.arrived(max(0.0, until - now))
        self.waited += time.perf_counter() - now
        for line in arrived:
            try:
                if line.is_held:
                    line.receive()
            except Closed as closed:
                self._lose(line, closed.code)

    def close(self) -> None:
        self._lines.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def hear(self, member: Member, message: bytes) -> None:
        person = member.person
        member.heard_at = time.perf_counter()
        frame = read(message)
        match frame["type"]:
            case "changes":
                self.tally.deliveries += 1
                before = person.seq
                person.take_changes(frame)
                if person.seq > before:
                    self.tally.broadcasts.move(before, person.seq, member.heard_at)
                for question, choice in person.answer_now():
                    self.answer(member, question, choice)
            case "signals":
                self.tally.deliveries += 1
            case "settled" | "refused":
                self._take_verdict(member, frame)
            case "welcome":
                self._welcome(member, frame)

    def hear_board(self, member: Member, message: bytes) -> None:
        member.board_tries = 0
        self.tally.deliveries += message.startswith(BOARD_DATA)

    def _welcome(self, member: Member, frame: Mapping[str, Any]) -> None:
        person = member.person
        person.take_welcome(frame)
        member.is_inside = True
        person.tries = 0
        if person.lost_at is not None:
            self.tally.returns.append(member.heard_at - person.lost_at)
            person.lost_at = None
        self.tally.broadcasts.come(person.seq)
        self._go_back(member)
        for question, choice in person.answer_now():
            self.answer(member, question, choice)
        if member.board is None:
            self._ask_ticket(member)

    def _take_verdict(self, member: Member, frame: Mapping[str, Any]) -> None:
        person, now = member.person, member.heard_at
        asked = person.unanswered.get(frame["id"])
        if asked is None:
            return
        key = asked.id + person.seat.participant_id
        is_answer = asked.type == "activity.answer"
        if frame["type"] == "refused":
            if frame["code"] in ASK_AGAIN:
                if not person.will_go_back:
                    person.will_go_back = True
                    self._in(AGAIN_SECONDS, lambda: self._go_back(member))
                return
            if is_answer:
                self.book.refuse(key, frame["code"])
            else:
                self.tally.refused[frame["code"]] += 1
        elif is_answer:
            self.book.acknowledge(key)
            self.tally.acknowledgements.append(now - asked.sent_at)
        elif asked.is_seen_by_all:
            held = (each.person.seq for each in self.members if each.is_inside)
            self.tally.broadcasts.settle(frame["seq"], asked.sent_at, held, now)
        del person.unanswered[asked.id]

    def _say(self, member: Member, message: bytes) -> None:
        if member.room is not None:
            self._say_to(member.room, message)

    def _say_to(self, line: AnyLine, message: bytes) -> None:
        try:
            line.say(message)
        except Closed as closed:
            self._lose(line, closed.code)

    def _go_back(self, member: Member) -> None:
        """What is measured is the server: the clock begins anew."""
        member.person.will_go_back = False
        for number, asked in enumerate(list(member.person.unanswered.values())):
            if member.is_inside:
                asked.sent_at = time.perf_counter()
                self._say(member, asked.frame if number else asked.frame_again)

    def _lose(self, line: AnyLine, code: int) -> None:
        if not line.is_held:
            return
        if not self.is_over:
            self.tally.lost[code] += 1
        if isinstance(line, RoomLine):
            self._lose_room(line.member, code)
        else:
            self._lose_board(line.member, code)

    def _lose_room(self, member: Member, code: int) -> None:
        if member.room is None:
            return
        self._lines.end(member.room)
        member.room = None
        if member.is_inside:
            member.is_inside = False
            member.person.lost_at = time.perf_counter()
            self.tally.broadcasts.leave(member.person.seq, member.person.lost_at)
        self._plan_return(member, code)

    def _plan_return(self, member: Member, code: int) -> None:
        pause = pause_before(code, member.person.tries, self._random)
        member.person.tries += 1
        if pause is not None:
            self._in(pause, lambda: self.come(member))

    def _lose_board(self, member: Member, code: int) -> None:
        if member.board is None:
            return
        self._lines.end(member.board)
        member.board = None
        self._return_to_board(member, code)

    def _return_to_board(self, member: Member, code: int) -> None:
        pause = pause_before(code, member.board_tries, self._random)
        member.board_tries += 1
        if not self.is_over and pause is not None and code != BOARD_IS_GONE:
            self._in(max(pause, 0.5), lambda: self._ask_ticket(member))

    def _ask_ticket(self, member: Member) -> None:
        """Who is not in the room asks when they are."""
        if member.is_inside and not self.is_over:
            ticket = self._pool.submit(self._give_ticket, member.person.seat)
            self._tickets.append((ticket, member))

    def _sit_down(self, member: Member, ticket: Future[str]) -> None:
        if not member.is_inside or member.board is not None or self.is_over:
            return
        try:
            member.board = BoardLine(self.address, member, ticket.result(), self.hear_board)
        except (Closed, Refused, Unreachable):
            self._return_to_board(member, LOST)
        else:
            self._lines.add(member.board)

    def _in(self, seconds: float, do: Callable[[], None]) -> None:
        self._later.add(time.perf_counter() + seconds, do)

    def _do_what_is_due(self, now: float) -> None:
        self._later.do_what_is_due(now)
        for _ in range(len(self._tickets)):
            ticket, member = self._tickets.popleft()
            if ticket.done():
                self._sit_down(member, ticket)
            else:
                self._tickets.append((ticket, member))
        while self._greet_at <= now:
            self._greet(self._to_greet[0], now)
            self._to_greet.rotate(-1)
            self._greet_at = max(self._greet_at, now - 1) + GREET_SECONDS / len(self.members)

    def _greet(self, member: Member, now: float) -> None:
        if member.board is not None and member.board.is_open:
            self._say_to(member.board, PING)
        if member.room is None:
            return
        if now - member.heard_at > DEAD_SECONDS:
            self._lose(member.room, LOST)
        elif member.is_inside and now - member.heard_at > SILENT_SECONDS:
            self._say(member, PING)
