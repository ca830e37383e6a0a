"""A room while it lives in this process."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy import Executable
from sqlalchemy.exc import IntegrityError

from salle.kit.clock import Clock
from salle.kit.errors import Busy, Kind, SalleError
from salle.kit.metrics import REGISTRY
from salle.kit.writer import Fenced, Write, Writer
from salle.rooms.commands import CloseRoom, Join, Leave, RoomCommand
from salle.rooms.errors import KickedOut, NameTaken, RoomEnded
from salle.rooms.events import AssistantsChanged, Kicked, RoomEvent
from salle.rooms.frames import CloseCode, RoomPosition, Signal
from salle.rooms.log import Restored, statements
from salle.rooms.members import Member
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.repeats import DONE, Handled
from salle.rooms.replies import ToCaller, ToSocket, Unheard, UntilStored
from salle.rooms.showing import Showing
from salle.rooms.signals import Signals
from salle.rooms.state import RoomState
from salle.rooms.steps import (
    Asked,
    Entering,
    Step,
    Waiting,
    decide_together,
    is_rename,
    together,
)

logger = structlog.get_logger()

ROOMS = Gauge("salle_rooms", "Rooms that live in this process", registry=REGISTRY)
MOST_WAITING = 2_000
RETRY = timedelta(seconds=1)


class Timing(NamedTuple):
    """How long a room waits; handed in, so that tests need not."""

    grace: timedelta = timedelta(seconds=5)
    """After the last socket of a person was lost (L1)."""
    return_within: timedelta = timedelta(seconds=30)
    """For everyone to come back to a room that was restored."""
    ends_after: timedelta = timedelta(minutes=30)
    """Without anybody who teaches it, by the injected clock (L5)."""


class Owner(NamedTuple):
    """By which claim this process has a room."""

    epoch: int
    alive_at: datetime | None
    """When whoever had the room before was last known to live."""
    fence: Executable


class Watcher(Protocol):
    """Something else of a room that follows its state, in this process. It may not fail or wait."""

    def follow(self, state: RoomState) -> None:
        """The room is in this state now."""
        ...

    def let_go(self) -> None:
        """The room is over, or lives in this process no longer. Its state says which."""
        ...


class LiveRoom:
    """The only writer of a room. One task, one inbox, one order.

    Whatever waits is decided in turn, stored together, and only then answered and shown. If the
    task fails, its members are sent away to come back, and the room is restored from its log.
    """

    def __init__(
        self, restored: Restored, owner: Owner, *, writer: Writer, clock: Clock, timing: Timing
    ) -> None:
        self.state = restored.state
        self.epoch = owner.epoch
        self._writer = writer
        self._clock = clock
        self._timing = timing
        self._fence = owner.fence
        self._alive_at = max(restored.last_at, owner.alive_at or restored.last_at)
        self._now = asyncio.get_running_loop().time
        self._inbox: deque[Waiting] = deque()
        self._taken: Sequence[Waiting] = ()
        self._answered: list[Waiting] = []
        self._something = asyncio.Event()
        self._showing = Showing(owner.epoch, restored.state)
        self._show_later: asyncio.TimerHandle | None = None
        self._signals = Signals(self._showing.watching)
        self._handled = Handled(restored.commands)
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._stopping: tuple[int, str] | None = None
        self.is_over = False
        self._watchers: list[Watcher] = []
        self._missing = self._later(timing.return_within, self._miss_absent)

    @property
    def members(self) -> Sequence[Member]:
        return list(self._showing)

    def watch(self, watcher: Watcher) -> None:
        """From here on; raises `RoomEnded` or `Busy` if there is nothing to watch any more."""
        if self.is_over:
            raise RoomEnded if self.state.ended_at else Busy
        self._watchers.append(watcher)
        watcher.follow(self.state)

    def tell(
        self, member: Member, command_id: str, command: RoomCommand, *, again: bool = False
    ) -> bool:
        """Somebody's frame. The answer goes to their socket. False: it was refused for now."""
        reply = ToSocket(member, command_id)
        if self.is_over or len(self._inbox) >= MOST_WAITING:
            reply.refuse(Busy())
            reply.deliver()
            return False
        self._put(Asked(member.actor, command, command_id, reply, again))
        return True

    async def ask(self, actor: Actor, command: RoomCommand) -> int:
        """Ask from inside the server. Returns when it is stored, or raises the refusal."""
        if self.is_over:
            raise RoomEnded if self.state.ended_at else Busy
        reply = ToCaller()
        self._put(Asked(actor, command, None, reply))
        return await reply.settled

    async def enter(
        self,
        member: Member,
        join: Join | None,
        position: RoomPosition | None,
        unanswered: Sequence[str] | None = None,
    ) -> bool:
        """Welcome this socket and show it the room from now on. False: it was sent away.

        `unanswered` is what its client will send again; None: it is one that does not say (S3).
        """
        if self.is_over:
            self._send_away(member, RoomEnded() if self.state.ended_at else Busy())
            return False
        if timer := self._leaving.pop(member.key, None):
            timer.cancel()
        member.keeps_order = unanswered is not None
        entered = asyncio.get_running_loop().create_future()
        entering = Entering(member, join, position, unanswered or (), entered)
        self._put(entering)
        return await entering.entered

    def lose(self, member: Member) -> None:
        """A socket is gone."""
        member.lost_at = self._clock()
        if self._showing.remove(member):
            self._expect_back(member)

    def signal(self, member: Member, signal: Signal) -> None:
        self._signals.relay(member, signal)

    def end_logins(self, login_ids: frozenset[str]) -> None:
        """Sign-ins that are worth nothing any more: neither are the sockets opened with them."""
        for member in self.members:
            if member.login_id in login_ids:
                member.close(CloseCode.UNKNOWN_TOKEN, "signed_out")

    def tend(self) -> None:
        """End the class if nobody who teaches it has been there for too long."""
        away_since = self.state.untaught_since
        if away_since is not None and self._clock() - away_since >= self._timing.ends_after:
            self._put(Asked(SERVER, CloseRoom("trainer_gone"), None, Unheard()))

    def stop(self, code: int, reason: str) -> None:
        """Store what waits, then send everyone away with this close code."""
        self._stopping = self._stopping or (code, reason)
        self._something.set()

    async def run(self) -> None:
        with ROOMS.track_inprogress():
            await self._run()

    async def _run(self) -> None:
        farewell = CloseCode.LOST, "lost"
        try:
            while not self.is_over:
                await self._something.wait()
                self._something.clear()
                await self._settle_waiting()
                if self.state.ended_at is not None:
                    farewell = CloseCode.ENDED, "ended"
                    break
                if self._stopping is not None:
                    farewell = self._stopping
                    break
                self._show_if_due()
                self._deliver()
            self._show()
        except Fenced:
            logger.warning("room_lost_to_another_node", room=self.state.id, epoch=self.epoch)
            farewell = CloseCode.MOVED, "moved"
        except Exception:
            logger.exception("room_failed", room=self.state.id, seq=self.state.seq)
        finally:
            self._close(*farewell)

    async def _settle_waiting(self) -> None:
        self._taken = list(self._inbox)
        self._inbox.clear()
        for group in together(self._taken):
            await self._settle(group)
        self._taken = ()

    async def _settle(self, group: Sequence[Waiting]) -> None:
        before, now = self.state, self._clock()
        step = decide_together(before, group, self._handled, self._showing.has, now)
        outcomes = await self._store(step)
        for each, error in outcomes:
            self._answer(each, error)
        self._answered += group
        if self.state is not before:
            for watcher in self._watchers:
                watcher.follow(self.state)
            for entry in step.entries:
                self._follow_up(entry.event)
        for each, error in outcomes:
            if isinstance(each, Entering) and error is None:
                self._welcome(each)

    def _deliver(self) -> None:
        for each in self._answered:
            if isinstance(each, Asked):
                each.reply.deliver()
        self._answered.clear()

    def _show_if_due(self) -> None:
        wait = self._showing.due_in(self.state, self._now())
        if wait == 0:
            self._show()
        elif wait is not None and self._show_later is None:
            self._show_later = self._later(timedelta(seconds=wait), self._wake)

    def _show(self) -> None:
        if self._show_later is not None:
            self._show_later.cancel()
            self._show_later = None
        self._showing.show(self.state, self._now(), self._clock())

    def _wake(self) -> None:
        self._show_later = None
        self._something.set()

    async def _store(self, step: Step) -> Sequence[tuple[Waiting, SalleError | None]]:
        """The step's outcomes, once it is on disk; from then on the room is in its state.

        What the database refuses for another reason than those here ends the room's task.
        """
        try:
            if step.entries:
                stored = statements(self.state, step.state, step.entries)
                await self._writer.store(Write(stored, self._fence))
        except Busy:
            # Also who was refused: perhaps by a state that never came to be.
            return [(each, Busy()) for each, _error in step.outcomes]
        except IntegrityError:
            if not any(is_rename(each) for each, _error in step.outcomes):
                raise
            return [(each, NameTaken()) for each, _error in step.outcomes]
        self.state = step.state
        return step.outcomes

    def _answer(self, each: Waiting, error: SalleError | None) -> None:
        if isinstance(each, Entering):
            if error is not None:
                self._send_away(each.member, error)
                _resolve(each.entered, to=False)
        elif error is not None:
            self._refuse(each, error)
        else:
            if each.command_id is not None:
                self._handled.add((each.actor.participant_id, each.command_id), DONE)
            each.reply.settle(self.state.seq)

    def _refuse(self, each: Asked, error: SalleError) -> None:
        member = each.reply.member
        if error.kind is Kind.BUSY:
            if member is not None:
                member.is_held_up = member.keeps_order
        elif each.command_id is not None:
            self._handled.add((each.actor.participant_id, each.command_id), type(error))
        each.reply.refuse(error)

    def _welcome(self, each: Entering) -> None:
        person = self.state.people.get(each.member.key)
        if person is not None and person.is_kicked:  # in the same step, after they were let in
            self._send_away(each.member, KickedOut())
        elif each.member.lost_at is not None:
            if each.join is not None and not self._showing.has(each.member.key):
                self._expect_back(each.member)
        else:
            if person is not None:  # who leads may have changed while they were on their way
                each.member.become(person.role)
            self._handled.catch_up(each.member.actor.participant_id, each.unanswered)
            self._showing.add(each.member, each.position)
        _resolve(each.entered, to=True)

    def _send_away(self, member: Member, error: SalleError) -> None:
        match error:
            case KickedOut():
                member.close(CloseCode.KICKED, "kicked")
            case RoomEnded():
                member.close(CloseCode.ENDED, "ended")
            case _:
                member.close(CloseCode.LOST, "lost")

    def _follow_up(self, event: RoomEvent) -> None:
        """What an event means for those who are connected, beside what they are shown."""
        if isinstance(event, Kicked):
            for member in self._showing.sockets_of(event.participant_id):
                member.close(CloseCode.KICKED, event.reason)
        elif isinstance(event, AssistantsChanged):
            self._showing.recast(self.state.people)

    def _expect_back(self, member: Member) -> None:
        who, lost_at = member.actor.participant_id, member.lost_at
        if who is None or lost_at is None or self.is_over:
            return
        self._leaving[who] = self._later(self._timing.grace, self._leave, who, lost_at)

    def _leave(self, who: str, at: datetime) -> None:
        self._leaving.pop(who, None)
        if not self.is_over:
            again = partial(self._later, RETRY, self._leave, who, at)
            self._put(Asked(SERVER, Leave(who, at), None, UntilStored(again)))

    def _miss_absent(self) -> None:
        """Who was here when the room was last alive, and did not come back to it, left then."""
        for person in self.state.people.values():
            is_known = self._showing.has(person.id) or person.id in self._leaving
            if person.is_here and not is_known:
                self._leave(person.id, self._alive_at)

    def _later(
        self, after: timedelta, call: Callable[..., None], *arguments: object
    ) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(after.total_seconds(), call, *arguments)

    def _put(self, waiting: Waiting) -> None:
        self._inbox.append(waiting)
        self._something.set()

    def _close(self, code: int, reason: str) -> None:
        self.is_over = True
        for timer in (self._missing, self._show_later, *self._leaving.values()):
            if timer is not None:
                timer.cancel()
        for member in self.members:
            member.close(code, reason)
        # Sockets that are closing take no answer: their people send again when they are back.
        for each in (*self._taken, *self._inbox):
            self._answer(each, RoomEnded() if self.state.ended_at else Busy())
        self._inbox.clear()
        for watcher in self._watchers:
            watcher.let_go()


def _resolve(entered: asyncio.Future[bool], *, to: bool) -> None:
    if not entered.done():
        entered.set_result(to)
