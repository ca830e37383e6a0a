"""Which process has something: a row that is claimed, renewed and let go.

On PostgreSQL a claim waits until the lease has run out. On SQLite this process is alone, so that
it may take over at once what a crash has left.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Executable, Float, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import String

from salle.kit.clock import Clock
from salle.kit.database import Databases, Table, UTCDateTime

logger = structlog.get_logger()

LEASE_FOR = timedelta(seconds=6)
RENEW_EVERY = timedelta(seconds=2)
TRUST_FOR = timedelta(seconds=4)
"""A process that could not renew for this long stops before another may have begun."""
IDLE = "idle_in_transaction_session_timeout"
ONLY_HERE = True
"""In this transaction."""


class Lease(Table, kw_only=True):
    """The columns of a lease; its table adds what it is for.

    The epoch goes into every write: who lost it stores nothing.
    """

    __abstract__ = True

    owner: Mapped[str] = mapped_column(String(32))
    epoch: Mapped[int]
    until: Mapped[datetime]
    """By the database's clock, which all processes share."""
    renewed_at: Mapped[datetime]
    """By the server's clock: when it was last known to live."""


class Claimed(NamedTuple):
    epoch: int
    alive_at: datetime | None
    """When the process that had it before was last known to live."""


class database_time(FunctionElement[datetime]):  # noqa: N801 - reads as a function of SQL
    """The database's clock, moved by some seconds."""

    type = UTCDateTime()
    inherit_cache = True

    def __init__(self, offset: timedelta = timedelta()) -> None:
        super().__init__(literal(offset.total_seconds(), Float))


@compiles(database_time, "postgresql")
def _on_postgresql(element: database_time, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    seconds = compiler.process(element.clauses, **options)
    return f"clock_timestamp() + make_interval(secs => {seconds})"


@compiles(database_time, "sqlite")
def _on_sqlite(element: database_time, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    seconds = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {seconds} || ' seconds')"


class Leases:
    """What one process has of one kind."""

    def __init__(
        self,
        table: type[Lease],
        key: InstrumentedAttribute[str],
        *,
        owner: str,
        databases: Databases,
        clock: Clock,
    ) -> None:
        self.owner = owner
        self._table = table
        self._key = key
        self._databases = databases
        self._clock = clock

    async def claim(self, connection: AsyncConnection, key: str) -> Claimed | None:
        """Take what nobody has, or what its holder has lost. None: it is held.

        Only when the claim is committed can nobody else write any more: read after that.
        """
        is_sqlite = self._databases.is_sqlite
        alive_at = await connection.scalar(select(self._table.renewed_at).where(self._key == key))
        insert = sqlite.insert(self._table) if is_sqlite else postgresql.insert(self._table)
        values = {
            "owner": self.owner,
            "until": database_time(LEASE_FOR),
            "renewed_at": self._clock(),
        }
        may_take: ColumnElement[bool] | None = None
        if not is_sqlite:
            may_take = or_(self._table.until < database_time(), self._table.owner == self.owner)
        epoch = await connection.scalar(
            insert.values({self._key.key: key, "epoch": 1, **values})
            .on_conflict_do_update(
                index_elements=[self._key],
                set_={**values, "epoch": self._table.epoch + 1},
                where=may_take,
            )
            .returning(self._table.epoch, *self._patience())
        )
        return None if epoch is None else Claimed(epoch, alive_at)

    async def renew(self, keys: Sequence[str]) -> frozenset[str]:
        """Those that this process still has, all for another while."""
        if not keys:
            return frozenset()
        renewing = (
            update(self._table)
            .where(self._table.owner == self.owner, self._key.in_(list(keys)))
            .values(until=database_time(LEASE_FOR), renewed_at=self._clock())
            .returning(self._key, *self._patience())
        )
        return await self._databases.run_write(lambda it: frozenset(it.scalars(renewing)))

    async def release(self, key: str | None = None) -> None:
        """Let go of this, or of everything, so that another process need not wait for its end."""
        mine = self._table.owner == self.owner
        async with self._databases.write_engine.begin() as connection:
            await connection.execute(
                update(self._table)
                .where(mine if key is None else mine & (self._key == key))
                .values(until=database_time(), renewed_at=self._clock())
                .returning(self._key, *self._patience())
            )

    def fence(self, key: str, epoch: int) -> Executable:
        """Selects one row while this process has it, and keeps others from claiming it."""
        return (
            select(self._key, *self._patience())
            .where(self._key == key, self._table.owner == self.owner, self._table.epoch == epoch)
            .with_for_update()
        )

    def _patience(self) -> Sequence[ColumnElement[str]]:
        """Selected with the row of a lease: who stops there, in the middle of a transaction, keeps
        the row from others no longer than it is trusted. It costs no trip to the database.
        """
        if self._databases.is_sqlite:
            return ()
        milliseconds = TRUST_FOR // timedelta(milliseconds=1)
        return (func.set_config(IDLE, str(milliseconds), ONLY_HERE),)

    async def keep(
        self, held: Callable[[], Sequence[str]], drop: Callable[[Sequence[str]], None]
    ) -> None:
        """Renew for ever what is held; tell what was lost, or can no longer be trusted."""
        loop = asyncio.get_running_loop()
        renewed_at = loop.time()
        while True:
            await asyncio.sleep(RENEW_EVERY.total_seconds())
            mine = held()
            try:
                async with asyncio.timeout(RENEW_EVERY.total_seconds()):
                    still = await self.renew(mine)
                renewed_at = loop.time()
                drop([key for key in mine if key not in still])
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                logger.warning("leases_not_renewed", error=type(error).__name__)
            # On SQLite nobody else can have taken anything, however late we are.
            if loop.time() - renewed_at > TRUST_FOR.total_seconds() and not (
                self._databases.is_sqlite
            ):
                drop(held())
