from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from salle.capsules.rules import MAX_TITLE, MAX_TITLE_KEY
from salle.kit.database import Table


class Capsule(Table, kw_only=True):
    """Prepared teaching material.

    The two large columns are read by name only (`undefer`): a list that read them would move
    megabytes, so reading one by mistake is an error.
    """

    __tablename__ = "capsules"
    __table_args__ = (Index("ix_capsules_created_by_updated_at", "created_by", "updated_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    title_key: Mapped[str] = mapped_column(String(MAX_TITLE_KEY))
    """The title folded: neither database sorts or finds É beside E."""
    created_by: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with every change. Who saves names the version that the change was made on."""
    last_save_id: Mapped[str | None] = mapped_column(String(64), default=None)
    """Of the save that made this version: the same save sent twice is not a conflict."""
    page_count: Mapped[int]
    activity_ids: Mapped[list[str]] = mapped_column(default_factory=list)
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_raiseload=True)
    search_text: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)


class CapsuleImport(Table, kw_only=True):
    """One file on its way into a capsule."""

    __tablename__ = "capsule_imports"
    __table_args__ = (Index("ix_capsule_imports_capsule_id", "capsule_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    capsule_id: Mapped[str] = mapped_column(ForeignKey("capsules.id", ondelete="CASCADE"))
    created_by: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None] = mapped_column(String(64), default=None)
    error_details: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    created_at: Mapped[datetime]
    alive_until: Mapped[datetime]
    """The process that does the work keeps moving this; past it, the process is gone."""
