"""find rooms by their end"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = "ix_room_events_ended"


def upgrade() -> None:
    is_end = sa.text("type = 'class_ended'")
    op.create_index(
        NAME, "room_events", ["created_at"], sqlite_where=is_end, postgresql_where=is_end
    )


def downgrade() -> None:
    op.drop_index(NAME, table_name="room_events")
