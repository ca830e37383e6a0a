import asyncio
from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

from salle import migrations
from salle.board.storage import read_board
from salle.kit.database import Databases
from salle.migrations import running


def differences(connection: Connection) -> object:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, migrations.known_tables())


async def test_the_migrations_make_the_schema_of_the_models(database_url: str) -> None:
    databases = Databases(database_url)
    await migrations.upgrade(databases)
    async with databases.read_engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    assert await migrations.is_current(databases)
    await databases.dispose()


def test_the_newest_migration_is_known_by_its_name() -> None:
    """So a start need not ask Alembic."""
    scripts = ScriptDirectory.from_config(running.configure())
    assert scripts.get_heads() == [migrations.newest_revision()]


async def test_a_room_that_is_open_keeps_its_document(database_url: str) -> None:
    """It was a column of the room once, and is its board now."""
    databases = Databases(database_url)

    def begin(connection: Connection) -> None:
        running.upgrade(connection, "0001")
        tables = MetaData()
        tables.reflect(connection, only=["users", "rooms", "room_tokens"])
        now = datetime(2026, 11, 20, 9, tzinfo=UTC).replace(
            tzinfo=None if databases.is_sqlite else UTC
        )
        rows: dict[str, dict[str, object]] = {
            "users": {
                "id": "ada",
                "email": "ada@example.org",
                "email_folded": "ada@example.org",
                "name_folded": "ada",
                "role": "instructor",
                "first_name": "Ada",
                "last_name": "",
                "organisation": "",
                "language": "fr",
                "created_at": now,
            },
            "rooms": {
                "id": "r1",
                "created_at": now,
                "created_by": "ada",
                "name": "premiers-secours",
                "title": "Premiers secours",
                "capsule_id": "c1",
                "capsule_snapshot": {"store": {"page:1": {"name": "É"}}, "schema": {}},
                "quiz_scores": {},
                "params": {},
                "trainer_participant_id": "p1",
            },
            "room_tokens": {
                "secret_hash": "x",
                "room_id": "r1",
                "role": "screen",
                "created_at": now,
            },
        }
        for name, row in rows.items():
            connection.execute(tables.tables[name].insert().values(row))

    async with databases.write_engine.begin() as connection:
        await connection.run_sync(begin)
    await migrations.upgrade(databases)
    async with databases.read() as db:
        stored = await read_board(db, "r1")
        tokens = await db.scalar(text("SELECT count(*) FROM room_tokens"))
    await databases.dispose()
    assert stored is not None
    assert stored.snapshot == {"store": {"page:1": {"name": "É"}}, "schema": {}}
    assert tokens == 1


async def test_an_empty_database_is_not_current(database_url: str) -> None:
    databases = Databases(database_url)
    assert not await migrations.is_current(databases)
    await databases.dispose()


async def test_three_nodes_that_start_together_all_succeed(postgres_url: str) -> None:
    nodes = [Databases(postgres_url) for _ in range(3)]
    await asyncio.gather(*(migrations.upgrade(node) for node in nodes))
    async with nodes[0].read_engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert "users" in tables
    await asyncio.gather(*(node.dispose() for node in nodes))
