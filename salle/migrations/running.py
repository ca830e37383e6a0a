"""Alembic, with the migrations of this version."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from salle.migrations import HERE


def configure(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(configure(connection), revision)
