import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from salle import migrations
from salle.kit.database import Databases


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
