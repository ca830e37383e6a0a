from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from salle.kit.database import UTCDateTime
from salle.migrations import known_tables


def render_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """A migration tells what the column is, not which class of today's code reads it."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=known_tables(),
    render_as_batch=True,
    render_item=render_type,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
