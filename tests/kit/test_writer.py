"""The writer, on a real file: it is what stands between an acknowledged answer and oblivion."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from salle.kit.database import Databases
from salle.kit.errors import Busy
from salle.kit.writer import Fenced, Write, Writer

facts = Table("facts", MetaData(), Column("id", Integer, primary_key=True), Column("what", String))


@pytest.fixture
async def databases(tmp_path: Path) -> AsyncIterator[Databases]:
    databases = Databases(f"sqlite:///{tmp_path}/facts.db")
    async with databases.write_engine.begin() as connection:
        await connection.run_sync(facts.metadata.create_all)
    yield databases
    await databases.dispose()


@pytest.fixture
async def writer(databases: Databases) -> AsyncIterator[Writer]:
    writer = Writer(databases)
    writer.start()
    yield writer
    await writer.stop()


def fact(number: int, what: str = "so") -> Write:
    return Write([(insert(facts), [{"id": number, "what": what}])])


async def stored(databases: Databases) -> set[int]:
    async with databases.read_engine.connect() as connection:
        return set(await connection.scalars(select(facts.c.id)))


async def test_what_waits_together_is_stored_together(databases: Databases, writer: Writer) -> None:
    await asyncio.gather(*(writer.store(fact(number)) for number in range(300)))
    assert await stored(databases) == set(range(300))


async def test_a_bad_write_does_not_fail_its_neighbours(
    databases: Databases, writer: Writer
) -> None:
    await writer.store(fact(1))
    results = await asyncio.gather(
        writer.store(fact(2)), writer.store(fact(1)), writer.store(fact(3)), return_exceptions=True
    )
    assert [type(each) for each in results] == [type(None), IntegrityError, type(None)]
    assert await stored(databases) == {1, 2, 3}


async def test_a_write_of_several_statements_stands_or_falls_whole(
    databases: Databases, writer: Writer
) -> None:
    await writer.store(fact(1))
    both = Write(
        [(insert(facts), [{"id": 2, "what": ""}]), (insert(facts), [{"id": 1, "what": ""}])]
    )
    with pytest.raises(IntegrityError):
        await writer.store(both)
    assert await stored(databases) == {1}


async def test_a_write_behind_a_lost_fence_stores_nothing(
    databases: Databases, writer: Writer
) -> None:
    lost = Write(fact(1).statements, fence=select(text("1")).where(text("1 = 0")))
    held = Write(fact(2).statements, fence=select(text("1")).where(text("1 = 1")))
    first, second = await asyncio.gather(
        writer.store(lost), writer.store(held), return_exceptions=True
    )
    assert (type(first), second) == (Fenced, None)
    assert await stored(databases) == {2}


async def test_a_full_queue_answers_busy(databases: Databases) -> None:
    writer = Writer(databases, most_waiting=1)  # not started: nothing is taken
    waiting = asyncio.create_task(writer.store(fact(1)))
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await writer.store(fact(2))
    writer.start()
    await waiting
    await writer.stop()


async def test_a_full_disk_answers_busy_and_takes_it_when_there_is_room_again(
    databases: Databases, writer: Writer
) -> None:
    await writer.store(fact(1))
    pages = await databases.run_write(
        lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1").scalar()
    )
    assert pages is not None
    big = [fact(number, "so" * 4096) for number in (2, 3)]
    refused = await asyncio.gather(*map(writer.store, big), return_exceptions=True)
    assert [type(each) for each in refused] == [Busy, Busy]
    assert await stored(databases) == {1}
    await databases.run_write(
        lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {9 * pages}")
    )
    await asyncio.gather(*map(writer.store, big))
    assert await stored(databases) == {1, 2, 3}


async def test_a_full_disk_of_postgresql_answers_busy(postgres_url: str) -> None:
    databases = Databases(postgres_url)
    writer = Writer(databases)
    writer.start()
    full = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"
    with pytest.raises(Busy):
        await writer.store(Write([(text(full), [])]))
    await writer.store(Write([(text("SELECT 1"), [])]))
    await writer.stop()
    await databases.dispose()


async def test_stopping_stores_what_waits(databases: Databases) -> None:
    writer = Writer(databases)
    asked = [asyncio.create_task(writer.store(fact(number))) for number in range(50)]
    await asyncio.sleep(0)
    writer.start()
    await writer.stop()
    await asyncio.gather(*asked)
    assert await stored(databases) == set(range(50))
