from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from salle.kit.database import Table


class Activity(Table, kw_only=True):
    """A prepared quiz or poll of somebody's library. Rooms copy its plan when it starts."""

    __tablename__ = "activities"
    __table_args__ = (Index("ix_activities_created_by", "created_by", "updated_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    question_count: Mapped[int]
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
