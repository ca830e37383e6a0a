import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar, cast

from fastapi import Depends, Request
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import AdaptedConnection, DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, QueuePool
from sqlalchemy.types import TypeDecorator

from salle.kit.errors import Busy
from salle.kit.refusals import refuses

Result = TypeVar("Result")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Refuses naive times, stores UTC, gives UTC back, on both databases.

    SQLite drops an offset without a word, so nothing may reach it that is not UTC already.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without an offset: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the type's contract
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Every table. A dataclass, so that a misspelt column is a type error."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        str: String,
    }


FROZEN = {"idle_in_transaction_session_timeout": "60s"}
"""A process that stops in the middle of a transaction keeps its rows from others no longer."""


class Databases:
    """The engines of one process.

    SQLite has one writer: its transactions take the write lock at once (BEGIN IMMEDIATE) and in
    turn, so that they queue here instead of failing there; reads have connections of their own.
    On PostgreSQL both names stand for one engine.
    """

    def __init__(self, url: str) -> None:
        self.url = with_async_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._thread: _WriteThread | None = None
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.write_engine = _sqlite_engine(self.url, pool_size=1, begin="BEGIN IMMEDIATE")
            self.read_engine = _sqlite_engine(self.url, pool_size=4, begin="BEGIN")
            turn = asyncio.Lock()
            _take_turns(self.write_engine.sync_engine, turn)
            self._thread = _WriteThread(self.url, turn)
        else:
            self.write_engine = create_async_engine(
                self.url,
                pool_size=10,
                max_overflow=5,
                pool_pre_ping=True,
                connect_args={"server_settings": FROZEN},
                hide_parameters=True,  # errors are logged, and what is stored is personal
            )
            self.read_engine = self.write_engine
        self.write = async_sessionmaker(self.write_engine, expire_on_commit=False)
        self.read = async_sessionmaker(self.read_engine, expire_on_commit=False)

    async def run_write(self, work: Callable[[Connection], Result]) -> Result:
        """What it returns, of one write transaction; committed, unless it raised.

        On SQLite all of it happens in a thread of its own, and `work` with it. `write_engine` goes
        there and back for every statement, which costs more than the statements.
        """
        if self._thread is not None:
            return await self._thread.run(work)
        async with self.write_engine.begin() as connection:
            return await connection.run_sync(work)

    async def dispose(self) -> None:
        await self.write_engine.dispose()
        if self._thread is not None:
            self._thread.dispose()
        if self.read_engine is not self.write_engine:
            await self.read_engine.dispose()


def with_async_driver(url: str) -> URL:
    """The URL with the driver that we test, whatever driver was named."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    backend = {"postgres": "postgresql"}.get(parsed.get_backend_name(), parsed.get_backend_name())
    if backend not in drivers:
        raise ValueError(f"Salle stores in SQLite or PostgreSQL, not in {backend}")
    return parsed.set(drivername=drivers[backend])


def _sqlite_engine(url: URL, *, pool_size: int, begin: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,
    )

    _prepare_sqlite(engine.sync_engine, begin)
    return engine


def _prepare_sqlite(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transactions begin too late (at the first write): begin them ourselves.
        cast("sqlite3.Connection", connection).isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 5000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _take_turns(engine: Engine, turn: asyncio.Lock) -> None:
    """Whoever has a connection of this engine has the turn."""

    @event.listens_for(engine, "checkout")
    def take(connection: AdaptedConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        connection.run_async(lambda _connection: turn.acquire())
        _record_of(entry)["has_turn"] = True

    @event.listens_for(engine, "checkin")
    def pass_on(_connection: object, entry: ConnectionPoolEntry) -> None:
        if _record_of(entry).pop("has_turn", False):  # or waiting for it was given up
            turn.release()


def _record_of(entry: ConnectionPoolEntry) -> dict[Any, Any]:
    """What is kept about a place in the pool, also when its connection is lost."""
    return cast("dict[Any, Any]", entry.record_info)


class _WriteThread:
    """A connection to SQLite, and the only thread that uses it."""

    def __init__(self, url: URL, turn: asyncio.Lock) -> None:
        self._turn = turn
        self._executor = ThreadPoolExecutor(1, "write")
        self._engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            connect_args={"check_same_thread": False},  # it is closed by another
            hide_parameters=True,
        )
        _prepare_sqlite(self._engine, "BEGIN IMMEDIATE")

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        async with self._turn:
            running = asyncio.get_running_loop().run_in_executor(self._executor, self._run, work)
            try:
                return await asyncio.shield(running)
            finally:
                if not running.done():  # given up, but the turn is not over
                    await asyncio.wait([running])

    def dispose(self) -> None:
        self._executor.shutdown()
        self._engine.dispose()

    def _run(self, work: Callable[[Connection], Result]) -> Result:
        with self._engine.begin() as connection:
            return work(connection)


@refuses(Busy)
async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    """One request is one transaction: committed here, and only here, before the answer goes out."""
    async with databases_of(request).write.begin() as db:
        yield db


@refuses(Busy)
async def reading(request: Request) -> AsyncIterator[AsyncSession]:
    """A session that only reads: it never waits for a writer."""
    async with databases_of(request).read() as db:
        yield db


@refuses(Busy)
def databases_of(request: Request) -> Databases:
    return cast("Databases", request.app.state.databases)


Database = Annotated[AsyncSession, Depends(transaction, scope="function")]
Reading = Annotated[AsyncSession, Depends(reading, scope="function")]
