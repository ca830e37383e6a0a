"""rooms of sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rooms", sa.Column("session_id", sa.String(length=32), nullable=True))
    op.create_index("ix_rooms_session_id", "rooms", ["session_id"], unique=True)
    op.add_column("participants", sa.Column("registration_id", sa.String(length=32), nullable=True))
    op.create_index(
        "ix_participants_registration_id",
        "participants",
        ["room_id", "registration_id"],
        unique=True,
    )
    # Made anew as a column that may be empty. SQLite could only make the whole table anew, and
    # who is in a room would be deleted with the old one.
    op.add_column("rooms", sa.Column("of_capsule", sa.String(length=32), nullable=True))
    op.execute("UPDATE rooms SET of_capsule = capsule_id")
    op.execute("ALTER TABLE rooms DROP COLUMN capsule_id")
    op.execute("ALTER TABLE rooms RENAME COLUMN of_capsule TO capsule_id")


def downgrade() -> None:
    op.add_column(
        "rooms",
        sa.Column("of_capsule", sa.String(length=32), nullable=False, server_default=""),
    )
    op.execute("UPDATE rooms SET of_capsule = coalesce(capsule_id, '')")
    op.execute("ALTER TABLE rooms DROP COLUMN capsule_id")
    op.execute("ALTER TABLE rooms RENAME COLUMN of_capsule TO capsule_id")
    op.drop_index("ix_participants_registration_id", table_name="participants")
    op.execute("ALTER TABLE participants DROP COLUMN registration_id")
    op.drop_index("ix_rooms_session_id", table_name="rooms")
    op.execute("ALTER TABLE rooms DROP COLUMN session_id")
