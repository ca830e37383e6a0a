from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from salle.kit.database import Table
from salle.kit.leases import Lease


class Board(Table, kw_only=True):
    """What is drawn on, by the id of the room or the capsule that it belongs to.

    No foreign key to those: the board of a class is kept for its report.
    """

    __tablename__ = "boards"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    clock: Mapped[int] = mapped_column(BigInteger)
    """Of the snapshot. What was drawn since has a higher one."""
    snapshot: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    """As `storage.pack` makes it."""
    first: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True, deferred_raiseload=True, default=None
    )
    """The snapshot that the log begins with, where the log is kept."""
    is_open: Mapped[bool]
    """Somebody draws on it, or did when the server was lost."""


class BoardDiff(Table, kw_only=True):
    """One change of a board, as it was sent to everybody."""

    __tablename__ = "board_diffs"

    board_id: Mapped[str] = mapped_column(
        ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True
    )
    clock: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
    author: Mapped[str | None] = mapped_column(String(32), default=None)
    """The participant, or the person; None: the server itself."""
    diff: Mapped[bytes] = mapped_column(LargeBinary)
    """A network diff as JSON, in UTF-8."""


class BoardLease(Lease, kw_only=True):
    """Which process has a board."""

    __tablename__ = "board_leases"

    board_id: Mapped[str] = mapped_column(
        ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True
    )
