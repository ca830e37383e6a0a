from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from salle.kit.database import Table
from salle.media.rules import MediaKind


class MediaFile(Table, kw_only=True):
    """A stored file. The row is the truth: a file on disk without one is swept away."""

    __tablename__ = "media_files"
    __table_args__ = (Index("ix_media_files_owner_id", "owner_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[MediaKind] = mapped_column(String(16))
    mime: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    """Bytes."""
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    original_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
