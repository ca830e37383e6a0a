from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.services.postgres import Postgres, copy_installation, find_binaries, may_anyone_run


async def execute(url: str, *statements: str) -> object:
    """The first value that the last statement returns."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            for statement in statements:
                result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


COUNT_TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"


async def test_a_new_database_is_empty_and_speaks_utf8(postgres_url: str) -> None:
    assert await execute(postgres_url, COUNT_TABLES) == 0
    assert await execute(postgres_url, "SHOW server_encoding") == "UTF8"


async def test_databases_share_nothing(postgres: Postgres, postgres_url: str) -> None:
    await execute(postgres_url, "CREATE TABLE seats (number integer)")
    other = postgres.create_database()
    assert await execute(other, COUNT_TABLES) == 0
    postgres.drop_database(other)


async def test_a_database_can_be_a_copy_of_another(postgres: Postgres, postgres_url: str) -> None:
    await execute(postgres_url, "CREATE TABLE seats (number integer)")
    copy = postgres.create_database(template=postgres_url)
    assert await execute(copy, COUNT_TABLES) == 1
    postgres.drop_database(copy)


async def test_a_database_that_is_in_use_can_be_dropped(postgres: Postgres) -> None:
    url = postgres.create_database()
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    postgres.drop_database(url)
    with pytest.raises(asyncpg.PostgresError):
        await connection.execute("SELECT 1")


async def test_what_was_committed_survives_a_kill() -> None:
    with Postgres(options=()) as server:
        url = server.create_database()
        await execute(url, "CREATE TABLE seats (number integer)", "INSERT INTO seats VALUES (7)")
        server.kill()
        server.start()
        assert await execute(url, "SELECT number FROM seats") == 7


def test_the_programs_are_found_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "initdb").touch()
    monkeypatch.setenv("SALLE_TEST_PG_BIN", str(tmp_path))
    assert find_binaries() == tmp_path


@pytest.fixture
def private_binaries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    binaries = copy_installation(find_binaries(), private)
    assert not may_anyone_run(binaries / "postgres")
    monkeypatch.setenv("SALLE_TEST_PG_BIN", str(binaries))


@pytest.mark.usefixtures("private_binaries")
async def test_a_server_starts_from_programs_in_a_private_folder() -> None:
    """Root starts it as `nobody`, who cannot reach them there."""
    with Postgres() as server:
        assert await execute(server.create_database(), "SELECT 1") == 1
