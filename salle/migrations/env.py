from alembic import context
from sqlalchemy import Connection

from salle.migrations import known_tables

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=known_tables(),
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
