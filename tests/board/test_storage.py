"""What every storage of a board holds to: in memory, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from salle import migrations
from salle.board.models import Board, BoardLease
from salle.board.storage import (
    BoardStorage,
    LoggedDiff,
    MemoryStorage,
    SqlStorage,
    add_board,
    read_board,
    unpack,
)
from salle.kit.database import Databases
from salle.kit.leases import Leases
from salle.kit.writer import Fenced, Writer

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRST = {"store": {"page:1": {"id": "page:1", "name": "É", "z": 0.1}}, "schema": {}, "clock": 4}
MakeStorage = Callable[[], Awaitable[BoardStorage]]


def drawn(clock: int, author: str | None = "tom") -> LoggedDiff:
    diff = b'{"shape:%d":["remove"]}' % clock
    return LoggedDiff(clock, NOW + timedelta(milliseconds=clock), author, diff)


def at_clock(clock: int) -> dict[str, Any]:
    return {**FIRST, "clock": clock}


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[tuple[Databases, Writer]]:
    databases = Databases(url)
    await migrations.upgrade(databases)
    writer = Writer(databases)
    writer.start()
    yield databases, writer
    await writer.stop()
    await databases.dispose()


async def sql_storage(databases: Databases, writer: Writer, *, keeps_log: bool) -> SqlStorage:
    """Of a board that is made if it is not there, and taken by whoever asks."""
    async with databases.write.begin() as db:
        if await read_board(db, "r1") is None:
            await add_board(db, "r1", FIRST, keeps_log=keeps_log, now=NOW)
    leases = Leases(
        BoardLease, BoardLease.board_id, owner="me", databases=databases, clock=lambda: NOW
    )
    async with databases.write_engine.begin() as connection:
        claimed = await leases.claim(connection, "r1")
    assert claimed is not None
    return SqlStorage(
        "r1",
        leases.fence("r1", claimed.epoch),
        databases=databases,
        writer=writer,
        clock=lambda: NOW,
        keeps_log=keeps_log,
    )


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def make(request: pytest.FixtureRequest, *, keeps_log: bool) -> AsyncIterator[MakeStorage]:
    """Gives the storage of one board, and the same board again to who comes after."""
    if request.param == "memory":
        storage = MemoryStorage(FIRST, keeps_log=keeps_log)

        async def in_memory() -> BoardStorage:
            return storage

        yield in_memory
        return
    async with writing(request.getfixturevalue(f"{request.param}_url")) as (databases, writer):

        async def in_sql() -> BoardStorage:
            return await sql_storage(databases, writer, keeps_log=keeps_log)

        yield in_sql


@pytest.fixture(params=[True, False], ids=["with its log", "without"])
def keeps_log(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


async def test_a_board_begins_with_its_first_snapshot(make: MakeStorage) -> None:
    stored = await (await make()).open()
    assert (stored.snapshot, list(stored.diffs), stored.was_open) == (FIRST, [], False)


async def test_what_was_appended_is_there_after_a_crash(make: MakeStorage) -> None:
    storage = await make()
    await storage.open()
    await storage.append([drawn(5), drawn(6, author=None)])
    await storage.append([drawn(9)])
    stored = await (await make()).open()
    assert list(stored.diffs) == [drawn(5), drawn(6, author=None), drawn(9)]
    assert stored.was_open
    assert stored.snapshot == FIRST


async def test_a_snapshot_stands_for_what_came_before_it(make: MakeStorage) -> None:
    storage = await make()
    await storage.open()
    await storage.append([drawn(5), drawn(6)])
    await storage.compact(at_clock(5))
    await storage.append([drawn(7)])
    stored = await (await make()).open()
    assert stored.snapshot == at_clock(5)
    assert list(stored.diffs) == [drawn(6), drawn(7)]
    assert stored.was_open


async def test_a_board_that_was_closed_goes_on_from_there(make: MakeStorage) -> None:
    storage = await make()
    await storage.open()
    await storage.append([drawn(5)])
    await storage.close(at_clock(5))
    stored = await (await make()).open()
    assert (stored.snapshot, list(stored.diffs), stored.was_open) == (at_clock(5), [], False)


async def test_the_log_outlives_the_snapshots_where_it_is_kept(
    make: MakeStorage, *, keeps_log: bool
) -> None:
    storage = await make()
    await storage.open()
    await storage.append([drawn(clock) for clock in range(5, 10)])
    await storage.compact(at_clock(8))
    await storage.append([drawn(10)])
    kept = range(5, 11) if keeps_log else range(9, 11)
    assert list(await storage.read_log(0, 100)) == [drawn(clock) for clock in kept]
    assert [each.clock for each in await storage.read_log(8, 1)] == [9]


@pytest.mark.parametrize("keeps_log", [True])
async def test_a_board_that_was_compacted_and_closed_keeps_its_beginning(
    database_url: str, *, keeps_log: bool
) -> None:
    async with writing(database_url) as (databases, writer):
        storage = await sql_storage(databases, writer, keeps_log=keeps_log)
        await storage.open()
        await storage.close(at_clock(5))
        async with databases.read() as db:
            first = await db.scalar(select(Board.first).where(Board.id == "r1"))
    assert first is not None
    assert unpack(first) == FIRST


async def test_who_lost_the_board_stores_nothing(database_url: str) -> None:
    async with writing(database_url) as (databases, writer):
        storage = await sql_storage(databases, writer, keeps_log=True)
        await storage.open()
        async with databases.write.begin() as db:
            await db.execute(update(BoardLease).values(epoch=BoardLease.epoch + 1))
        for attempt in (storage.append([drawn(5)]), storage.close(at_clock(5))):
            with pytest.raises(Fenced):
                await attempt
        async with databases.read() as db:
            stored = await read_board(db, "r1")
        assert stored is not None
        assert (stored.snapshot, list(stored.diffs)) == (FIRST, [])


async def test_of_diffs_that_cannot_be_stored_none_is(database_url: str) -> None:
    async with writing(database_url) as (databases, writer):
        storage = await sql_storage(databases, writer, keeps_log=True)
        await storage.open()
        await storage.append([drawn(6)])
        with pytest.raises(IntegrityError):
            await storage.append([drawn(5), drawn(6)])
        assert list(await storage.read_log(0, 9)) == [drawn(6)]


async def test_many_appends_at_once_keep_their_order(make: MakeStorage) -> None:
    storage = await make()
    await storage.open()
    await asyncio.gather(*(storage.append([drawn(clock)]) for clock in range(5, 105)))
    stored = await (await make()).open()
    assert [each.clock for each in stored.diffs] == list(range(5, 105))
