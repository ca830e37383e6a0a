from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
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
