"""A room while it lives in this process."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial, reduce
from typing import NamedTuple, Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy import Executable
from sqlalchemy.exc import IntegrityError

from salle.kit.clock import Clock
from salle.kit.errors import Busy, SalleError
from salle.kit.metrics import REGISTRY
from salle.kit.writer import Fenced, Write, Writer
from salle.rooms.commands import CloseRoom, Join, Leave, RoomCommand
from salle.rooms.errors import Broken, KickedOut, NameTaken, RoomEnded
from salle.rooms.events import AssistantsChanged, Kicked, RoomEvent
from salle.rooms.folding import apply
from salle.rooms.frames import CloseCode, RoomPosition, Signal
from salle.rooms.log import Entry, Restored, statements
from salle.rooms.members import Member
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.repeats import Done
from salle.rooms.replies import ToCaller, ToSocket, Unheard, UntilStored
from salle.rooms.showing import Showing
from salle.rooms.signals import Signals
from salle.rooms.state import RoomState
from salle.rooms.steps import Asked, Entering, Step, Waiting, happens, is_rename, together

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
        self._commands = Done(restored.commands)
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

    def tell(self, member: Member, command_id: str, command: RoomCommand) -> None:
        """Somebody's frame. The answer goes to their socket."""
        reply = ToSocket(member, command_id)
        if self.is_over or len(self._inbox) >= MOST_WAITING:
            reply.refuse(Busy())
            reply.deliver()
        else:
            self._put(Asked(member.actor, command, command_id, reply))

    async def ask(self, actor: Actor, command: RoomCommand) -> int:
        """Ask from inside the server. Returns when it is stored, or raises the refusal."""
        if self.is_over:
            raise RoomEnded if self.state.ended_at else Busy
        reply = ToCaller()
        self._put(Asked(actor, command, None, reply))
        return await reply.settled

    async def enter(self, member: Member, join: Join | None, position: RoomPosition | None) -> bool:
        """Welcome this socket and show it the room from now on. False: it was sent away."""
        if self.is_over:
            self._send_away(member, RoomEnded() if self.state.ended_at else Busy())
            return False
        if timer := self._leaving.pop(member.key, None):
            timer.cancel()
        entering = Entering(member, join, position, asyncio.get_running_loop().create_future())
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
        before, step = self.state, self._decide(group)
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
            return [(each, error or Busy()) for each, error in step.outcomes]
        except IntegrityError:
            if not any(is_rename(each) for each, _error in step.outcomes):
                raise
            return [(each, NameTaken()) for each, _error in step.outcomes]
        self.state = step.state
        return step.outcomes

    def _decide(self, group: Sequence[Waiting]) -> Step:
        now = self._clock()
        state = self.state
        entries: list[Entry] = []
        outcomes: list[tuple[Waiting, SalleError | None]] = []
        done: set[tuple[str | None, str | None]] = set()
        entering: set[str] = set()
        for each in group:
            error: SalleError | None = None
            try:
                if isinstance(each, Entering):
                    entering.add(each.member.key)
                elif self._is_repeated(each, done) or self._is_back(each, entering):
                    outcomes.append((each, None))
                    continue
                happened = happens(state, each, now)
                after = reduce(apply, happened, state)
            except SalleError as refusal:
                error = refusal
            except Exception:
                # Nothing has changed yet: a mistake in one rule costs only who came upon it.
                logger.exception("decision_failed", room=state.id)
                error = Broken()
            else:
                command_id = each.command_id if isinstance(each, Asked) else None
                entries += [
                    Entry(seq, event, command_id)
                    for seq, event in enumerate(happened, start=state.seq + 1)
                ]
                if isinstance(each, Asked):
                    done.add((each.actor.participant_id, command_id))
                state = after
            outcomes.append((each, error))
        return Step(state, entries, outcomes)

    def _answer(self, each: Waiting, error: SalleError | None) -> None:
        if isinstance(each, Entering):
            if error is not None:
                self._send_away(each.member, error)
                _resolve(each.entered, to=False)
        elif error is not None:
            each.reply.refuse(error)
        else:
            if each.command_id is not None:
                self._commands.add(each.actor.participant_id, each.command_id)
            each.reply.settle(self.state.seq)

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

    def _is_repeated(self, each: Asked, done: set[tuple[str | None, str | None]]) -> bool:
        if each.command_id is None:
            return False
        command = each.actor.participant_id, each.command_id
        return command in done or command in self._commands

    def _is_back(self, each: Asked, entering: set[str]) -> bool:
        """Somebody was taken for gone, and came back before that was settled."""
        if not isinstance(each.command, Leave):
            return False
        who = each.command.participant_id
        return who in entering or self._showing.has(who)

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
