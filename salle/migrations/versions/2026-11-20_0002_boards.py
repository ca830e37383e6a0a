"""boards"""

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.LargeBinary(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
    )
    op.create_table(
        "board_diffs",
        sa.Column("board_id", sa.String(length=32), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=True),
        sa.Column("diff", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["boards.id"],
            name=op.f("fk_board_diffs_board_id_boards"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("board_id", "clock", name=op.f("pk_board_diffs")),
    )
    op.create_table(
        "board_leases",
        sa.Column("board_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["boards.id"],
            name=op.f("fk_board_leases_board_id_boards"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("board_id", name=op.f("pk_board_leases")),
    )
    move_documents()
    # Not in batch mode: SQLite would copy the table, and deleting the old one takes all with it
    # that hangs on a room.
    op.drop_column("rooms", "capsule_snapshot")


def move_documents() -> None:
    """Rooms that are open keep their document as a board."""
    rooms = sa.table(
        "rooms",
        sa.column("id", sa.String),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("capsule_snapshot", sa.JSON),
    )
    boards = sa.table(
        "boards",
        sa.column("id", sa.String),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("updated_at", sa.DateTime(timezone=True)),
        sa.column("clock", sa.BigInteger),
        sa.column("snapshot", sa.LargeBinary),
        sa.column("first", sa.LargeBinary),
        sa.column("is_open", sa.Boolean),
    )
    connection = op.get_bind()
    for room_id, created_at in connection.execute(sa.select(rooms.c.id, rooms.c.created_at)).all():
        document = connection.scalar(
            sa.select(rooms.c.capsule_snapshot).where(rooms.c.id == room_id)
        )
        packed = zlib.compress(json.dumps(document).encode(), 1)
        connection.execute(
            boards.insert().values(
                id=room_id,
                created_at=created_at,
                updated_at=created_at,
                clock=0,
                snapshot=packed,
                first=packed,
                is_open=False,
            )
        )


def downgrade() -> None:
    op.add_column("rooms", sa.Column("capsule_snapshot", sa.JSON(), server_default="{}"))
    op.drop_table("board_leases")
    op.drop_table("board_diffs")
    op.drop_table("boards")
