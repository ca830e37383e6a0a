"""Group commit: what waits is written in one transaction; senders hear after the commit."""

import asyncio
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError, IntegrityError

from salle.kit.database import Databases
from salle.kit.errors import Busy
from salle.kit.metrics import REGISTRY, SECONDS
from salle.kit.tasks import end_tasks

logger = structlog.get_logger()

Rows = Sequence[Mapping[str, Any]]
INSUFFICIENT_RESOURCES = "53"
"""How PostgreSQL begins the codes of such errors."""

QUEUE_AGE = Histogram(
    "salle_writer_queue_seconds",
    "How long the first of a batch has waited for its turn",
    buckets=SECONDS,
    registry=REGISTRY,
)
BATCH_SIZE = Histogram(
    "salle_writer_batch_writes",
    "Writes stored in one transaction",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
    registry=REGISTRY,
)
COMMIT_SECONDS = Histogram(
    "salle_writer_commit_seconds",
    "From the start of a transaction to its end on disk",
    buckets=SECONDS,
    registry=REGISTRY,
)
FENCED = Counter(
    "salle_writer_fenced",
    "Writes that were refused because another process owns what they change",
    registry=REGISTRY,
)


class Fenced(Exception):
    """Another node owns what was to be written: nothing was stored."""


@dataclass(frozen=True)
class Write:
    """Statements that stand or fall together.

    `fence` selects exactly one row while the writer still owns what it writes; without that row
    nothing of this write is stored and `Fenced` is raised.
    """

    statements: Sequence[tuple[Executable, Rows]]
    fence: Executable | None = None


@dataclass
class _Waiting:
    write: Write
    stored: asyncio.Future[None] = field(repr=False)
    since: float = field(default_factory=time.monotonic)


class Writer:
    """The one task of this process that stores the events of live rooms.

    It takes whatever waits, never waits for more: under load the batches grow by themselves.
    """

    def __init__(
        self, databases: Databases, *, most_waiting: int = 10_000, batch: int = 256
    ) -> None:
        self._databases = databases
        self._batch = batch
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(most_waiting)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="writer")

    async def store(self, write: Write) -> None:
        """Returns when the write is on disk. Raises what the database said, `Fenced` or `Busy`.

        After `Fenced` and `Busy` it is certain that nothing was stored.
        """
        waiting = _Waiting(write, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(waiting)
        except asyncio.QueueFull:
            raise Busy from None
        await waiting.stored

    async def stop(self) -> None:
        """Store what waits, then end."""
        await self._queue.join()
        if self._task is not None:
            await end_tasks(self._task)

    async def _run(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < self._batch and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            QUEUE_AGE.observe(time.monotonic() - batch[0].since)
            BATCH_SIZE.observe(len(batch))
            try:
                await self._store_together(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _store_together(self, batch: Sequence[_Waiting]) -> None:
        try:
            with COMMIT_SECONDS.time():
                writes = [waiting.write for waiting in batch]
                await self._databases.run_write(partial(_execute_all, writes))
        except (IntegrityError, Fenced) as error:
            if len(batch) == 1:
                FENCED.inc(isinstance(error, Fenced))
                _settle(batch[0], error)
                return
            # One of them is bad. Each alone, so that its neighbours do not pay for it.
            for waiting in batch:
                await self._store_together([waiting])
        except Exception as error:  # noqa: BLE001 - whatever it was, the senders must hear of it
            logger.warning("write_failed", error=type(error).__name__, batch=len(batch))
            for waiting in batch:
                _settle(waiting, Busy() if _has_no_room(error) else error)
        else:
            for waiting in batch:
                _settle(waiting, None)


def _execute_all(writes: Sequence[Write], connection: Connection) -> None:
    for write in writes:
        if write.fence is not None and connection.execute(write.fence).first() is None:
            raise Fenced
        for statement, rows in write.statements:
            connection.execute(statement, rows or None)


def _has_no_room(error: Exception) -> bool:
    """The database says that it lacks what may come back, and has taken back all of a batch.

    A full disk, above all: neither a batch nor its neighbours are at fault.
    """
    said = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(said, sqlite3.Error):
        return said.sqlite_errorcode == sqlite3.SQLITE_FULL
    return str(getattr(said, "sqlstate", "")).startswith(INSUFFICIENT_RESOURCES)


def _settle(waiting: _Waiting, error: Exception | None) -> None:
    if waiting.stored.done():
        return  # whoever asked has gone
    if error is None:
        waiting.stored.set_result(None)
    else:
        waiting.stored.set_exception(error)
