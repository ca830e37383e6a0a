"""find visits by registration"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME = "ix_session_attendance_registration_id"


def upgrade() -> None:
    # Without it, every registration that is forgotten would read all visits there ever were.
    op.create_index(NAME, "session_attendance", ["registration_id"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="session_attendance")
