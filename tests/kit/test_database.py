import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from salle.kit.database import Databases, UTCDateTime, with_async_driver

moments = Table(
    "moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UTCDateTime)
)


async def round_trip(url: str, at: datetime) -> datetime | None:
    databases = Databases(url)
    try:
        async with databases.write_engine.begin() as connection:
            await connection.run_sync(moments.metadata.create_all)
            await connection.execute(insert(moments), [{"id": 1, "at": at}])
            return await connection.scalar(select(moments.c.at))
    finally:
        await databases.dispose()


async def test_a_moment_keeps_its_instant_whatever_its_offset(database_url: str) -> None:
    paris = timezone(timedelta(hours=2))
    at = datetime(2026, 6, 1, 3, 30, tzinfo=paris)
    back = await round_trip(database_url, at)
    assert back == at
    assert back is not None
    assert back.tzinfo is UTC


async def test_a_naive_moment_is_refused(tmp_path: Path) -> None:
    naive = datetime(2026, 6, 1)  # noqa: DTZ001 - what must be refused
    with pytest.raises(StatementError, match="without an offset"):
        await round_trip(f"sqlite:///{tmp_path}/x.db", naive)


async def test_an_error_does_not_tell_what_was_to_be_stored(database_url: str) -> None:
    """Errors are logged, and logs hold nothing personal."""
    databases = Databases(database_url)
    with pytest.raises(DBAPIError) as refused:
        async with databases.write_engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:a)"), {"a": "eve@home"})
    assert "nowhere" in str(refused.value)
    assert "eve@home" not in str(refused.value)
    await databases.dispose()


async def test_whoever_stops_in_the_middle_keeps_no_row_for_ever(postgres_url: str) -> None:
    databases = Databases(postgres_url)
    async with databases.read() as db:
        patience = await db.scalar(text("SHOW idle_in_transaction_session_timeout"))
    assert patience == "1min"
    await databases.dispose()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://u@h/d", "postgresql+asyncpg"),
        ("postgresql://u@h/d", "postgresql+asyncpg"),
        ("postgresql+psycopg://u@h/d", "postgresql+asyncpg"),
        ("sqlite:///x.db", "sqlite+aiosqlite"),
    ],
)
def test_the_driver_is_the_one_we_test(given: str, driver: str) -> None:
    assert with_async_driver(given).drivername == driver


def test_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        with_async_driver("mysql://u@h/d")


async def test_writes_of_both_kinds_take_turns(database_url: str) -> None:
    """Neither fails because the other one is at it, and nothing is lost."""
    databases = Databases(database_url)
    async with databases.write_engine.begin() as connection:
        await connection.run_sync(moments.metadata.create_all)

    def write(number: int) -> Callable[[Connection], None]:
        return lambda connection: write_one(connection, number)

    def write_one(connection: Connection, number: int) -> None:
        connection.execute(insert(moments), [{"id": number, "at": datetime.now(UTC)}])

    async def write_by_hand(number: int) -> None:
        async with databases.write_engine.begin() as connection:
            await connection.run_sync(write(number))

    await asyncio.gather(
        *(databases.run_write(write(number)) for number in range(0, 100, 2)),
        *(write_by_hand(number) for number in range(1, 100, 2)),
    )
    async with databases.read() as db:
        assert set(await db.scalars(select(moments.c.id))) == set(range(100))
    await databases.dispose()


async def test_work_that_fails_leaves_nothing_behind(database_url: str) -> None:
    databases = Databases(database_url)
    async with databases.write_engine.begin() as connection:
        await connection.run_sync(moments.metadata.create_all)

    def fail(connection: Connection) -> None:
        connection.execute(insert(moments), [{"id": 1, "at": datetime.now(UTC)}])
        raise LookupError

    with pytest.raises(LookupError):
        await databases.run_write(fail)
    assert await databases.run_write(lambda it: it.scalar(select(func.count(moments.c.id)))) == 0
    await databases.dispose()


async def test_who_gives_up_waiting_for_the_turn_keeps_nobody_from_it(tmp_path: Path) -> None:
    databases = Databases(f"sqlite:///{tmp_path}/turns.db")
    async with databases.write_engine.begin():
        waiting = [
            asyncio.create_task(databases.run_write(lambda _connection: None)),
            asyncio.create_task(begin_and_end(databases)),
        ]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    async with asyncio.timeout(5):
        await databases.run_write(lambda _connection: None)
        await begin_and_end(databases)
    await databases.dispose()


async def begin_and_end(databases: Databases) -> None:
    async with databases.write_engine.begin():
        pass


async def test_the_turn_is_over_when_the_work_is_though_nobody_waits_for_it(tmp_path: Path) -> None:
    databases = Databases(f"sqlite:///{tmp_path}/turns.db")
    begun, may_end = threading.Event(), threading.Event()

    def work(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE late (id INTEGER)"))
        begun.set()
        may_end.wait(5)

    given_up = asyncio.create_task(databases.run_write(work))
    await asyncio.to_thread(begun.wait, 5)
    given_up.cancel()
    next_one = asyncio.create_task(
        databases.run_write(lambda it: it.scalar(select(func.count()).select_from(text("late"))))
    )
    await asyncio.sleep(0.01)
    assert not next_one.done()
    may_end.set()
    assert await next_one == 0
    await databases.dispose()
