"""Brings a database to the schema of this version, from whatever version it has."""

from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from salle.kit.database import Databases, Table

ONE_AT_A_TIME = 7_115_344_902  # any number: the name of the lock that migrations take
FEATURES_WITH_TABLES = (
    "accounts",
    "activities",
    "board",
    "capsules",
    "mail",
    "media",
    "rooms",
    "scheduling",
)


def known_tables() -> MetaData:
    """Import every feature's models, so that the metadata is whole."""
    for feature in FEATURES_WITH_TABLES:
        import_module(f"salle.{feature}.models")
    return Table.metadata


def configure(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


async def upgrade(databases: Databases) -> None:
    """Apply what is missing. Several nodes may call this at once: one works, the others wait."""
    async with databases.write_engine.begin() as connection:
        if not databases.is_sqlite:
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME}
            )
        await connection.run_sync(lambda sync: command.upgrade(configure(sync), "head"))


async def is_current(databases: Databases) -> bool:
    heads = set(ScriptDirectory.from_config(configure()).get_heads())
    async with databases.read_engine.connect() as connection:
        have = await connection.run_sync(
            lambda sync: set(MigrationContext.configure(sync).get_current_heads())
        )
    return have == heads
