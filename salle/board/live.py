"""A board while it lives in this process: one document, its sockets, its storage."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from time import perf_counter
from typing import Any, NamedTuple

import structlog
from prometheus_client import Counter

from salle.board.opening import VALIDATION
from salle.board.pages import PageInfo, is_page_id, pages_of
from salle.board.sitters import Guest, Sitter
from salle.board.storage import BoardStorage, LoggedDiff, Snapshot
from salle.board.sync.diff import NetworkDiff
from salle.board.sync.document import Document
from salle.board.sync.outgoing import Delivery, Outgoing
from salle.board.sync.protocol import (
    COME_BACK_CLOSE,
    FATAL_CLOSE,
    PONG,
    Connect,
    Malformed,
    Message,
    Push,
    Reason,
    Rejection,
    read_message,
)
from salle.board.sync.room import Edit, Outcome, StoredDiff, SyncRoom
from salle.board.sync.sessions import GREET_AFTER, Rights, Session, Sessions
from salle.kit.clock import Clock
from salle.kit.connection import Connection
from salle.kit.errors import Busy
from salle.kit.metrics import REGISTRY
from salle.kit.websocket import text_frame

logger = structlog.get_logger()

PUSHES = Counter(
    "salle_board_pushes", "Pushes that boards have taken from those who draw", registry=REGISTRY
)
RESTART_CLOSE = 1012
MOST_SOCKETS = 8
"""Of one person. With another one, the oldest is closed."""
MOST_SITTERS = 5_000
MOST_DIFFS = 2_000
"""More than these are not left to be read when the board is opened."""
PONG_FRAME = text_frame(PONG)


class Timing(NamedTuple):
    """Seconds. Handed in, so that tests need not wait."""

    linger: float = 0.25
    """What is drawn in this time is stored together: it is acknowledged that much later."""
    hurry: float = 0.03
    """The same, while somebody who waits for that is not told what the others do meanwhile."""
    unload_after: float = 30
    compact_every: float = 60


DEFAULT_TIMING = Timing()


class LiveBoard:
    """The only writer of a board.

    What is drawn is shown to the others at once, and acknowledged when it is stored. If storing
    fails, everybody is sent away to come back, and the board is read again.
    """

    def __init__(
        self,
        board_id: str,
        document: Document,
        storage: BoardStorage,
        *,
        clock: Clock,
        timing: Timing = DEFAULT_TIMING,
    ) -> None:
        self.id = board_id
        self.is_over = False
        self.on_pages: Callable[[Sequence[PageInfo]], None] | None = None
        """Called when pages may have changed."""
        self._has_failed = False
        self._room = SyncRoom(document, validation=VALIDATION)
        self._sessions = Sessions()
        self._outgoing = Outgoing(text_frame)
        self._storage = storage
        self._clock = clock
        self._timing = timing
        self._loop = asyncio.get_running_loop()
        self._now = self._loop.time
        self._sitters: dict[Session, Sitter] = {}
        self._flushing: asyncio.TimerHandle | None = None
        self._unstored: list[LoggedDiff] = []
        self._stored_clock = self._packed_clock = document.clock
        self._callers: list[tuple[int, asyncio.Future[None]]] = []
        self._something = asyncio.Event()
        self._lingering: asyncio.TimerHandle | None = None
        self._storing: asyncio.Task[None] | None = None
        self._packing: asyncio.Task[None] | None = None
        self._uncompacted = 0
        self._compacted_at = self._busy_at = self._now()

    def start(self) -> None:
        self._storing = asyncio.create_task(self._keep_storing(), name=f"board-{self.id}")

    @property
    def sitters(self) -> Collection[Sitter]:
        return list(self._sitters.values())

    @property
    def is_idle(self) -> bool:
        """Nobody has been here for a while."""
        return self._now() - self._busy_at >= self._timing.unload_after

    @property
    def document(self) -> dict[str, Any]:
        """What everybody sees: `{store, schema}`. Its records are not to be changed."""
        whole = self._room.document.snapshot()
        return {"store": whole["store"], "schema": whole["schema"]}

    @property
    def pages(self) -> Sequence[PageInfo]:
        entries = self._room.document.entries
        return pages_of({key: entries[key].record for key in entries if is_page_id(key)})

    def enter(self, tab: str, guest: Guest, connection: Connection) -> Sitter:
        """A socket that has been let in. Its client says `connect` next."""
        session, before = self._sessions.open(
            tab, seat=guest.seat, rights=guest.rights, connection=connection, now=self._now()
        )
        if before is not None:
            self._outgoing.leave(before)
            if before in self._sitters:
                self._sitters[before].connection.close(COME_BACK_CLOSE, "replaced")
        sitter = Sitter(guest, session, connection)
        self._sitters[session] = sitter
        self._busy_at = self._now()
        if self.is_over:
            connection.close(COME_BACK_CLOSE, "over")
        elif len(self._sitters) > MOST_SITTERS:
            connection.close(FATAL_CLOSE, Reason.ROOM_FULL)
        elif guest.who is not None:
            own = [each for each in self._sitters.values() if each.guest.who == guest.who]
            if len(own) > MOST_SOCKETS:
                own[0].connection.close(FATAL_CLOSE, Reason.ROOM_FULL)
        return sitter

    def take(self, sitter: Sitter, text: str) -> None:
        """What a client says. If something is wrong with it, that client's socket is closed."""
        if sitter.connection.is_closing or self.is_over:
            return
        now = self._now()
        self._sessions.hear(sitter.session, now)
        if not sitter.session.allowance.take_bytes(len(text), now):
            sitter.connection.close(COME_BACK_CLOSE, Reason.RATE_LIMITED)
            return
        try:
            whole = sitter.assembler.take(text)
            if whole is not None:
                self._obey(sitter, read_message(whole), now)
        except Malformed as error:
            logger.info("board_message_malformed", board=self.id, why=str(error))
            code = COME_BACK_CLOSE if error.reason is None else FATAL_CLOSE
            sitter.connection.close(code, error.reason or "malformed")

    def lose(self, sitter: Sitter) -> None:
        """Its socket is gone. The person is seen for a moment longer: they may be back."""
        if self._sitters.pop(sitter.session, None) is not None:
            self._outgoing.leave(sitter.session)
            self._sessions.drop(sitter.session, self._now())
            self._busy_at = self._now()

    def set_rights(self, sitter: Sitter, rights: Rights) -> None:
        if sitter.session.rights != rights:
            seen = self._room.set_rights(sitter.session, rights)
            self._publish(Outcome(patch=seen), sitter.session)

    def end_logins(self, login_ids: Collection[str]) -> None:
        """Sign-ins that are worth nothing any more: neither are the sockets opened with them."""
        for sitter in self.sitters:
            if sitter.guest.login_id in login_ids:
                sitter.connection.close(FATAL_CLOSE, Reason.NOT_AUTHENTICATED)

    async def edit(self, change: Callable[[Edit], None], *, author: str | None = None) -> None:
        """The server's own change. Returns when it is stored; raises as `SyncRoom.edit` does."""
        if self.is_over:
            raise Busy
        self._busy_at = self._now()
        outcome = self._room.edit(change)
        self._publish(outcome)
        if outcome.stored is None:
            return
        stored: asyncio.Future[None] = self._loop.create_future()
        self._callers.append((outcome.stored.clock, stored))
        self._keep(outcome.stored, author)
        self._store_within(0)
        self._tell_pages()
        await stored

    async def pack(self) -> None:
        """Returns when all that is drawn now is in the snapshot, and in what is kept beside it.

        Not for a board that keeps its log, which would miss what is on its way there.
        """
        now = self._room.document.clock
        while not self.is_over and self._packed_clock < now:
            await asyncio.wait([self._start_packing()])

    def tend(self) -> None:
        """To be called every second or so."""
        now = self._now()
        overdue = self._sessions.prune(now)
        for session in overdue.close:
            if session in self._sitters:
                self._sitters[session].connection.close(COME_BACK_CLOSE, "silent")
        for session in overdue.gone:
            self._publish(Outcome(patch=self._room.leave(session)))
        for session in overdue.greet:
            greeted = self._sitters.get(session)
            if greeted is not None and now - greeted.greeted_at >= GREET_AFTER:
                greeted.greeted_at = now
                session.connection.write(PONG_FRAME)
        if self._sitters or len(self._sessions) or self._callers:
            self._busy_at = now
        if self._uncompacted and now - self._compacted_at >= self._timing.compact_every:
            self._compact()

    def fail(self, why: str) -> None:
        """Nobody is told that anything was stored; everybody comes back to what was."""
        if self._has_failed:
            return
        self.is_over = self._has_failed = True
        self._unstored.clear()
        self._something.set()
        logger.warning("board_failed", board=self.id, why=why)
        for _clock, stored in self._callers:
            if not stored.done():
                stored.set_exception(Busy())
        self._callers.clear()
        for sitter in self.sitters:
            sitter.connection.close(COME_BACK_CLOSE, "lost")

    async def close(self, code: int, reason: str) -> None:
        """Store all that was drawn, and the board as it is; then send everyone away."""
        self.is_over = True
        self._something.set()
        await asyncio.wait([each for each in (self._storing, self._packing) if each])
        if not self._has_failed:
            try:
                await self._storage.close(self._room.document.snapshot())
            except Exception as error:  # noqa: BLE001 - it stays open, and is read as after a crash
                logger.warning("board_not_closed", board=self.id, error=type(error).__name__)
        self._write(self._outgoing.flush(self._now()))
        sitters = self.sitters
        for sitter in sitters:
            sitter.connection.close(code, reason)
        for sitter in sitters:
            await sitter.connection.closed()

    def _obey(self, sitter: Sitter, message: Message, now: float) -> None:
        session = sitter.session
        match message:
            case Connect():
                answer = self._room.connect(session, message)
                if isinstance(answer, Rejection):
                    self._reject(sitter, answer)
                else:
                    self._write(self._outgoing.join(session, answer.message, now))
                    self._publish(Outcome(patch=answer.patch), session)
            case Push():
                if not session.allowance.take_push(now):
                    sitter.connection.close(COME_BACK_CLOSE, Reason.RATE_LIMITED)
                    return
                outcome = self._room.push(session, message)
                if isinstance(outcome, Rejection):
                    self._reject(sitter, outcome)
                else:
                    self._push(sitter, message.diff, outcome)
            case _:
                session.connection.write(PONG_FRAME)

    def _push(self, sitter: Sitter, diff: NetworkDiff | None, outcome: Outcome) -> None:
        PUSHES.inc()
        self._publish(outcome, sitter.session)
        if outcome.stored is not None:
            self._keep(outcome.stored, sitter.guest.who)
            if diff and any(is_page_id(record_id) for record_id in diff):
                self._tell_pages()

    def _reject(self, sitter: Sitter, rejection: Rejection) -> None:
        logger.info(
            "board_client_rejected",
            board=self.id,
            reason=rejection.reason,
            detail=rejection.detail[:200],
        )
        sitter.connection.close(FATAL_CLOSE, rejection.reason)

    def _tell_pages(self) -> None:
        if self.on_pages is not None:
            self.on_pages(self.pages)

    def _publish(self, outcome: Outcome, source: Session | None = None) -> None:
        self._write(self._outgoing.publish(outcome, source, self._now()))
        if self._unstored and self._outgoing.keeps_from_somebody:
            self._store_within(self._timing.hurry)

    def _write(self, deliveries: Sequence[Delivery]) -> None:
        if deliveries:
            started = perf_counter()  # the loop counts whole milliseconds
            for frame, sessions in deliveries:
                for session in sessions:
                    session.connection.write(frame)
            self._outgoing.rest(perf_counter() - started)
        if self._outgoing.due is not None and self._flushing is None:
            self._flushing = self._loop.call_at(self._outgoing.due, self._flush)

    def _flush(self) -> None:
        self._flushing = None
        self._write(self._outgoing.flush(self._now()))

    def _keep(self, stored: StoredDiff, author: str | None) -> None:
        self._unstored.append(LoggedDiff(stored.clock, self._clock(), author, stored.diff))
        self._store_within(self._timing.linger)

    def _store_within(self, seconds: float) -> None:
        """What is not stored yet. Unless it is due earlier."""
        due = self._now() + seconds
        if self._lingering is not None:
            if self._lingering.when() <= due:
                return
            self._lingering.cancel()
        self._lingering = self._loop.call_at(due, self._something.set)

    async def _keep_storing(self) -> None:
        try:
            while self._unstored or not self.is_over:
                await self._something.wait()
                self._something.clear()
                if self._lingering is not None:
                    self._lingering.cancel()
                    self._lingering = None
                batch, self._unstored = self._unstored, []
                if batch:
                    await self._storage.append(batch)
                    self._settle(batch)
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing may be acknowledged
            self.fail(type(error).__name__)

    def _settle(self, batch: Sequence[LoggedDiff]) -> None:
        if self._has_failed:
            return
        self._stored_clock = clock = batch[-1].clock
        self._write(self._outgoing.settle(clock, self._now()))
        for needed, stored in self._callers:
            if needed <= clock and not stored.done():
                stored.set_result(None)
        self._callers = [each for each in self._callers if each[0] > clock]
        self._uncompacted += len(batch)
        if self._uncompacted >= MOST_DIFFS:
            self._compact()

    def _compact(self) -> None:
        """Unless something is drawn that is not stored yet: the log would miss it."""
        if self._stored_clock == self._room.document.clock:
            self._start_packing()

    def _start_packing(self) -> asyncio.Task[None]:
        """One at a time: what is being packed is given back."""
        if self._packing is None or self._packing.done():
            self._uncompacted, self._compacted_at = 0, self._now()
            snapshot = self._room.document.snapshot()
            self._packing = asyncio.create_task(self._put(snapshot), name=f"pack-{self.id}")
        return self._packing

    async def _put(self, snapshot: Snapshot) -> None:
        try:
            await self._storage.compact(snapshot)
        except Exception as error:  # noqa: BLE001 - as when a diff cannot be stored
            self.fail(type(error).__name__)
        else:
            self._packed_clock = snapshot["clock"]
