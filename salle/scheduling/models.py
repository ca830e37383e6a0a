from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from salle.kit.database import Table
from salle.kit.retention import DELETED_KEPT_FOR
from salle.scheduling.rules import (
    MAX_PLACE,
    MAX_SKILL_LEVEL,
    MAX_TITLE,
    MAX_TITLE_KEY,
    EventStatus,
    EventType,
    RegistrationStatus,
    SessionStatus,
    Visibility,
    WorkKind,
)

USER = "users.id"
SESSION = "training_sessions.id"
NAME = 100
MAX_NAME_KEY = 1_000


class Event(Table, kw_only=True):
    """Something on the calendar that sessions belong to."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_start_time", "start_time"),
        Index("ix_events_created_by", "created_by"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    title_key: Mapped[str] = mapped_column(String(MAX_TITLE_KEY))
    """The title folded: neither database sorts É beside E."""
    search_text: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    """Markdown."""
    type: Mapped[EventType] = mapped_column(String(16))
    start_time: Mapped[datetime]
    end_time: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(MAX_PLACE), default="")
    is_remote: Mapped[bool] = mapped_column(default=False)
    picture_id: Mapped[str | None] = mapped_column(
        ForeignKey("media_files.id", ondelete="SET NULL"), default=None
    )
    visibility: Mapped[Visibility] = mapped_column(String(16))
    status: Mapped[EventStatus] = mapped_column(String(16), default=EventStatus.DRAFT)
    created_by: Mapped[str] = mapped_column(ForeignKey(USER))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with every change. Who edits names the version that the change was made on."""

    @property
    def restorable_until(self) -> datetime | None:
        return self.deleted_at and self.deleted_at + DELETED_KEPT_FOR


class SessionSeries(Table, kw_only=True):
    """How sessions that belong together were laid out. The sessions themselves are the truth."""

    __tablename__ = "session_series"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    exceptions: Mapped[list[str]] = mapped_column(default_factory=list)
    """Days left out, as YYYY-MM-DD."""
    time_zone: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[str] = mapped_column(ForeignKey(USER))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class TrainingSession(Table, kw_only=True):
    """One scheduled training."""

    __tablename__ = "training_sessions"
    __table_args__ = (
        CheckConstraint("duration_minutes > 0", name="duration_is_positive"),
        CheckConstraint("taken >= 0", name="taken_is_not_negative"),
        CheckConstraint("capacity IS NULL OR taken <= capacity", name="capacity_holds"),
        Index("ix_training_sessions_start_time", "start_time"),
        Index("ix_training_sessions_status_start_time", "status", "start_time"),
        Index("ix_training_sessions_event_id", "event_id"),
        Index("ix_training_sessions_series_id_series_index", "series_id", "series_index"),
        Index("ix_training_sessions_instructor_id", "instructor_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("events.id"), default=None)
    series_id: Mapped[str | None] = mapped_column(ForeignKey("session_series.id"), default=None)
    series_index: Mapped[int | None] = mapped_column(default=None)
    """Its place in the series, from 0."""
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    title_key: Mapped[str] = mapped_column(String(MAX_TITLE_KEY))
    search_text: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    start_time: Mapped[datetime]
    duration_minutes: Mapped[int]
    end_time: Mapped[datetime]
    """The planned end, for what the database compares: start and duration decide it."""
    time_zone: Mapped[str] = mapped_column(String(64))
    """In which people think of it; a series keeps its time of day there."""
    capacity: Mapped[int | None] = mapped_column(default=None)
    recording_enabled: Mapped[bool] = mapped_column(default=False)
    chat_enabled: Mapped[bool] = mapped_column(default=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    members_only: Mapped[bool] = mapped_column(default=True)
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    topics: Mapped[list[str]] = mapped_column(default_factory=list)
    skill_level: Mapped[str | None] = mapped_column(String(MAX_SKILL_LEVEL), default=None)
    instructor_id: Mapped[str] = mapped_column(ForeignKey(USER))
    capsule_id: Mapped[str | None] = mapped_column(
        ForeignKey("capsules.id", ondelete="SET NULL"), default=None
    )
    room_id: Mapped[str | None] = mapped_column(String(32), default=None)
    """No foreign key: the room is deleted when it closes. Its report stays, under the same id."""
    status: Mapped[SessionStatus] = mapped_column(String(16), default=SessionStatus.SCHEDULED)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    canceled_at: Mapped[datetime | None] = mapped_column(default=None)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    sequence: Mapped[int] = mapped_column(default=0)
    """Of the calendar entry: goes up when calendars have to change theirs."""
    taken: Mapped[int] = mapped_column(default=0)
    """Seats held. Changed by `actions.seats` alone, in one UPDATE that looks at the capacity."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SessionAssistant(Table, kw_only=True):
    """Somebody who may do with a session what its owner may."""

    __tablename__ = "session_assistants"
    __table_args__ = (Index("ix_session_assistants_user_id", "user_id"),)

    session_id: Mapped[str] = mapped_column(
        ForeignKey(SESSION, ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(ForeignKey(USER, ondelete="CASCADE"), primary_key=True)


class Registration(Table, kw_only=True):
    """A person's seat at a session, or the wish for one. One row for each address."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("session_id", "email_key"),
        UniqueConstraint("session_id", "user_id"),
        Index("ix_registrations_user_id", "user_id"),
        Index("ix_registrations_session_id_status", "session_id", "status", "waitlist_place"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(SESSION, ondelete="CASCADE"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"), default=None)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    """What an address is compared by."""
    first_name: Mapped[str] = mapped_column(String(NAME), default="")
    last_name: Mapped[str] = mapped_column(String(NAME), default="")
    name_key: Mapped[str] = mapped_column(String(MAX_NAME_KEY), default="")
    """Last name, first name and address, folded: what it is found and sorted by."""
    organisation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="fr")
    status: Mapped[RegistrationStatus] = mapped_column(String(16))
    waitlist_place: Mapped[int | None] = mapped_column(default=None)
    """Who waits with the lowest is the next to be promoted."""
    created_at: Mapped[datetime]
    canceled_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_in_at: Mapped[datetime | None] = mapped_column(default=None)


class SessionAttendance(Table, kw_only=True):
    """An interval of somebody's presence, computed from the events of the session's room."""

    __tablename__ = "session_attendance"
    __table_args__ = (
        Index("ix_session_attendance_session_id", "session_id"),
        Index("ix_session_attendance_user_id", "user_id"),
        Index("ix_session_attendance_registration_id", "registration_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(SESSION, ondelete="CASCADE"))
    participant_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"), default=None)
    registration_id: Mapped[str | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="SET NULL"), default=None
    )
    first_name: Mapped[str] = mapped_column(String(NAME))
    last_name: Mapped[str] = mapped_column(String(NAME))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime]
    watch_time_seconds: Mapped[int]


class CalendarFeed(Table, kw_only=True):
    """An address under which somebody's calendar program reads their sessions."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[str] = mapped_column(ForeignKey(USER, ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    """The address holds this and a signature of it, so that a copy of the table opens nothing."""
    created_at: Mapped[datetime]


class DueWork(Table, kw_only=True):
    """Something to be done at a moment: planned in the transaction that makes it due."""

    __tablename__ = "due_work"
    __table_args__ = (
        UniqueConstraint("kind", "session_id", "registration_id", "due_at"),
        # To both databases, two rows without a registration are different.
        Index(
            "uq_due_work_of_session",
            "kind",
            "session_id",
            "due_at",
            unique=True,
            sqlite_where=text("registration_id IS NULL"),
            postgresql_where=text("registration_id IS NULL"),
        ),
        Index("ix_due_work_done_at_due_at", "done_at", "due_at"),
        Index("ix_due_work_session_id", "session_id"),
        Index("ix_due_work_registration_id", "registration_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[WorkKind] = mapped_column(String(16))
    session_id: Mapped[str | None] = mapped_column(
        ForeignKey(SESSION, ondelete="CASCADE"), default=None
    )
    registration_id: Mapped[str | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), default=None
    )
    due_at: Mapped[datetime]
    claimed_by: Mapped[str | None] = mapped_column(String(64), default=None)
    claimed_until: Mapped[datetime | None] = mapped_column(default=None)
    attempt: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_code: Mapped[str | None] = mapped_column(String(64), default=None)
    message_id: Mapped[str] = mapped_column(String(64))
    """What stands before the @ in the mail's Message-ID: the same at every try."""
