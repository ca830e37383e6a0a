"""Which process has a room: a row that is claimed, renewed and let go.

On PostgreSQL a claim waits until the lease has run out. On SQLite this process is alone, so that
it may take over at once what a crash has left.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Executable, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from salle.kit.database import UTCDateTime
from salle.rooms.models import Room, RoomLease

LEASE_FOR = timedelta(seconds=6)
RENEW_EVERY = timedelta(seconds=2)
TRUST_FOR = timedelta(seconds=4)
"""A process that could not renew for this long stops before another may have begun."""


class Claimed(NamedTuple):
    epoch: int
    alive_at: datetime | None
    """When the process that had the room before was last known to live."""


class database_time(FunctionElement[datetime]):  # noqa: N801 - reads as a function of SQL
    """The database's clock, moved by some seconds."""

    type = UTCDateTime()
    inherit_cache = False

    def __init__(self, offset: timedelta = timedelta()) -> None:
        super().__init__()
        self.seconds = offset.total_seconds()


@compiles(database_time, "postgresql")
def _on_postgresql(element: database_time, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    return f"clock_timestamp() + interval '{element.seconds} seconds'"


@compiles(database_time, "sqlite")
def _on_sqlite(element: database_time, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '{element.seconds:+} seconds')"


async def claim(
    connection: AsyncConnection, room_id: str, owner: str, now: datetime
) -> Claimed | None:
    """Take a room that nobody has, or that its holder has lost. None: it is held, or gone."""
    is_sqlite = connection.dialect.name == "sqlite"
    if await connection.scalar(select(Room.id).where(Room.id == room_id)) is None:
        return None
    alive_at = await connection.scalar(
        select(RoomLease.renewed_at).where(RoomLease.room_id == room_id)
    )
    insert = sqlite.insert(RoomLease) if is_sqlite else postgresql.insert(RoomLease)
    values = {"owner": owner, "until": database_time(LEASE_FOR), "renewed_at": now}
    may_take: ColumnElement[bool] | None = None
    if not is_sqlite:
        may_take = or_(RoomLease.until < database_time(), RoomLease.owner == owner)
    epoch = await connection.scalar(
        insert.values(room_id=room_id, epoch=1, **values)
        .on_conflict_do_update(
            index_elements=[RoomLease.room_id],
            set_={**values, "epoch": RoomLease.epoch + 1},
            where=may_take,
        )
        .returning(RoomLease.epoch)
    )
    return None if epoch is None else Claimed(epoch, alive_at)


async def renew(
    connection: AsyncConnection, owner: str, room_ids: Iterable[str], now: datetime
) -> frozenset[str]:
    """Those of the rooms that this process still has, all for another while."""
    found = await connection.scalars(
        update(RoomLease)
        .where(RoomLease.owner == owner, RoomLease.room_id.in_(list(room_ids)))
        .values(until=database_time(LEASE_FOR), renewed_at=now)
        .returning(RoomLease.room_id)
    )
    return frozenset(found)


async def release(connection: AsyncConnection, owner: str, now: datetime) -> None:
    """Let go of every room, so that another process need not wait for the leases to run out."""
    await connection.execute(
        update(RoomLease)
        .where(RoomLease.owner == owner)
        .values(until=database_time(), renewed_at=now)
    )


def fence(room_id: str, owner: str, epoch: int) -> Executable:
    """Selects one row while this process has the room, and keeps others from claiming it."""
    return (
        select(RoomLease.room_id)
        .where(RoomLease.room_id == room_id, RoomLease.owner == owner, RoomLease.epoch == epoch)
        .with_for_update()
    )
