"""The boards that live in this process, and its claim to them."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from salle.board.live import DEFAULT_TIMING, RESTART_CLOSE, LiveBoard, Timing
from salle.board.models import BoardLease
from salle.board.opening import read_stored
from salle.board.storage import Snapshot, SqlStorage, Statements
from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.errors import Busy
from salle.kit.ids import new_id
from salle.kit.leases import Leases
from salle.kit.tasks import end_tasks
from salle.kit.writer import Writer

logger = structlog.get_logger()

TEND_EVERY_SECONDS = 1.0


class Home(Protocol):
    """What a board belongs to: a room or a capsule. Its id is that of the board."""

    @property
    def id(self) -> str: ...

    @property
    def keeps_log(self) -> bool:
        """Whether what was drawn is kept when it was drawn, or only what came of it."""
        ...

    async def prepare(self, db: AsyncSession) -> None:
        """Make sure that there is a board, in the transaction that claims it after that."""
        ...

    def besides(self, snapshot: Snapshot) -> Statements:
        """What is to be written with each snapshot. Runs in a thread."""
        ...


class BoardHub:
    """Opens boards, keeps their leases, and closes those that nobody looks at any more."""

    def __init__(
        self,
        *,
        databases: Databases,
        writer: Writer,
        clock: Clock,
        timing: Timing = DEFAULT_TIMING,
    ) -> None:
        self._databases = databases
        self._writer = writer
        self._clock = clock
        self._timing = timing
        self._leases = Leases(
            BoardLease, BoardLease.board_id, owner=new_id(), databases=databases, clock=clock
        )
        self._boards: dict[str, LiveBoard] = {}
        self._opening: dict[str, asyncio.Task[LiveBoard]] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._own_tasks: list[asyncio.Task[None]] = []
        self._is_stopping = False

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        keeping = self._leases.keep(lambda: list(self._boards), self._drop)
        self._own_tasks = [
            loop.create_task(keeping, name="board-leases"),
            loop.create_task(self._keep_tending(), name="board-tending"),
        ]

    async def stop(self) -> None:
        """Store everything, and send everyone away to come back (1012)."""
        if self._is_stopping:
            return
        self._is_stopping = True
        await end_tasks(*self._own_tasks)
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        for board in list(self._boards.values()):
            self._close(board)
        await asyncio.gather(*self._closing.values(), return_exceptions=True)
        try:
            await self._leases.release()
        except Exception:
            logger.exception("board_leases_not_released")  # they run out by themselves

    def find(self, board_id: str) -> LiveBoard | None:
        """The board, if it lives here now."""
        board = self._boards.get(board_id)
        return None if board is None or board.is_over else board

    async def open(self, home: Home) -> LiveBoard:
        """The board, read from its storage if it does not live here yet.

        `Busy`: another process has it, or this one is stopping.
        """
        if board := self.find(home.id):
            return board
        opening = self._opening.get(home.id)
        if opening is None:
            opening = asyncio.create_task(self._open(home), name=f"open-board-{home.id}")
            self._opening[home.id] = opening
            opening.add_done_callback(lambda _task: self._opening.pop(home.id, None))
        # A caller that goes away must not take the board from the others who wait for it.
        return await asyncio.shield(opening)

    async def close(self, board_id: str, code: int, reason: str) -> None:
        """Store it as it is and send everyone away. Of a board that is not here: nothing."""
        if board := self._boards.get(board_id):
            self._close(board, code, reason)
        if closing := self._closing.get(board_id):
            await asyncio.shield(closing)

    async def _open(self, home: Home) -> LiveBoard:
        if self._is_stopping:
            raise Busy
        if (old := self._boards.get(home.id)) is not None:
            self._close(old)
        if (closing := self._closing.get(home.id)) is not None:
            await asyncio.gather(closing, return_exceptions=True)
        async with self._databases.write.begin() as db:
            await home.prepare(db)
            claimed = await self._leases.claim(await db.connection(), home.id)
            if claimed is None:
                raise Busy  # and what was prepared is rolled back
            storage = SqlStorage(
                home.id,
                self._leases.fence(home.id, claimed.epoch),
                databases=self._databases,
                writer=self._writer,
                clock=self._clock,
                keeps_log=home.keeps_log,
                besides=home.besides,
            )
            await storage.take(db)
        board = LiveBoard(
            home.id,
            await read_stored(storage),
            storage,
            clock=self._clock,
            timing=self._timing,
        )
        self._boards[home.id] = board
        board.start()
        return board

    async def _keep_tending(self) -> None:
        while True:
            await asyncio.sleep(TEND_EVERY_SECONDS)
            for board in list(self._boards.values()):
                try:
                    board.tend()
                    if board.is_over or board.is_idle:
                        self._close(board)
                except Exception:
                    logger.exception("tending_failed", board=board.id)

    def _close(self, board: LiveBoard, code: int = RESTART_CLOSE, reason: str = "restart") -> None:
        if self._boards.get(board.id) is board:
            del self._boards[board.id]
            closing = self._put_away(board, code, reason)
            task = asyncio.create_task(closing, name=f"close-board-{board.id}")
            self._closing[board.id] = task
            task.add_done_callback(lambda _task: self._closing.pop(board.id, None))

    async def _put_away(self, board: LiveBoard, code: int, reason: str) -> None:
        await board.close(code, reason)
        if not self._is_stopping:
            with suppress(Exception):  # it runs out by itself
                await self._leases.release(board.id)

    def _drop(self, board_ids: Sequence[str]) -> None:
        for board_id in board_ids:
            if board := self._boards.get(board_id):
                board.fail("the lease was lost")
                self._close(board)
