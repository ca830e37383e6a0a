"""Brings a database to the schema of this version, from whatever version it has."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect, text

from salle.kit.database import Databases, Table

HERE = Path(__file__).parent
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


def newest_revision() -> str:
    """As the names of the migrations have it: `2026-11-20_0001_first_schema.py` is 0001."""
    return max(file.name.split("_")[1] for file in (HERE / "versions").glob("*_*.py"))


async def upgrade(databases: Databases) -> None:
    """Apply what is missing. Several nodes may call this at once: one works, the others wait."""
    async with databases.write_engine.begin() as connection:
        if not databases.is_sqlite:
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME}
            )
        if await connection.run_sync(_revision_of) != newest_revision():
            # Alembic takes a quarter of a second to import, at a start that hardly ever needs it.
            running = import_module("salle.migrations.running")
            await connection.run_sync(running.upgrade)


async def is_current(databases: Databases) -> bool:
    async with databases.read_engine.connect() as connection:
        return await connection.run_sync(_revision_of) == newest_revision()


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
