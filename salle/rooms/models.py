from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from salle.kit.database import Table
from salle.kit.leases import Lease
from salle.rooms.state import RoomRole

ROOM_KEY = "rooms.id"
IS_END = "type = 'class_ended'"


class Room(Table, kw_only=True):
    """A room that is open. What is true in it is the fold of its events; the columns `name`,
    `quiz_id`, `quiz_scores` and `params` repeat it, written in the same transactions.

    Deleted when the class ends, with all that hangs on it. The events stay.
    """

    __tablename__ = "rooms"
    __table_args__ = (
        Index("ix_rooms_created_by", "created_by"),
        Index("ix_rooms_session_id", "session_id", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    capsule_id: Mapped[str | None] = mapped_column(String(32), default=None)
    """None: the class began with an empty slide."""
    session_id: Mapped[str | None] = mapped_column(String(32), default=None)
    """Of the scheduled training that is held in it: one has one room."""
    quiz_id: Mapped[str | None] = mapped_column(String(64), default=None)
    quiz_scores: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    trainer_participant_id: Mapped[str] = mapped_column(String(32))


class RoomName(Table, kw_only=True):
    """A link that leads to a room: its name, or one that it had before.

    No foreign key: for a while it also tells that the room has ended.
    """

    __tablename__ = "room_names"
    __table_args__ = (Index("ix_room_names_room_id", "room_id"),)

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    room_id: Mapped[str] = mapped_column(String(32))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class RoomParticipant(Table, kw_only=True):
    """Somebody who entered, whether or not they ever opened a socket."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("room_id", "user_id"),
        Index("ix_participants_registration_id", "room_id", "registration_id", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey(ROOM_KEY, ondelete="CASCADE"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), default=None)
    registration_id: Mapped[str | None] = mapped_column(String(32), default=None)
    """At the scheduled training that the room is of: the same person, with account or by link."""
    role: Mapped[RoomRole] = mapped_column(String(16))
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    kicked_at: Mapped[datetime | None] = mapped_column(default=None)
    kick_reason: Mapped[str] = mapped_column(String(200), default="")


class RoomToken(Table, kw_only=True):
    """What lets one browser into a room. Only the digest is kept.

    A trainer has one for each browser; a screen's belongs to nobody.
    """

    __tablename__ = "room_tokens"
    __table_args__ = (Index("ix_room_tokens_room_id", "room_id"),)

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey(ROOM_KEY, ondelete="CASCADE"))
    participant_id: Mapped[str | None] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), default=None
    )
    login_id: Mapped[str | None] = mapped_column(String(32), default=None)
    """Of the sign-in that it was given to: it ends with it."""
    role: Mapped[RoomRole] = mapped_column(String(16))
    created_at: Mapped[datetime]


class Chat(Table, kw_only=True):
    __tablename__ = "chats"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime]
    room_id: Mapped[str] = mapped_column(ForeignKey(ROOM_KEY, ondelete="CASCADE"), unique=True)


class ChatMessage(Table, kw_only=True):
    """One line of a chat. It counts in the order of the room's events, and goes with the room.

    A line that was deleted keeps its place and loses its text.
    """

    __tablename__ = "chat_messages"
    __table_args__ = (UniqueConstraint("room_id", "seq"),)

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    chat_id: Mapped[str] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    room_id: Mapped[str] = mapped_column(ForeignKey(ROOM_KEY, ondelete="CASCADE"))
    seq: Mapped[int]
    participant_id: Mapped[str] = mapped_column(String(32))
    to_participant_id: Mapped[str | None] = mapped_column(String(32), default=None)
    text: Mapped[str] = mapped_column(String(1000))
    sent_at: Mapped[datetime]
    command_id: Mapped[str | None] = mapped_column(String(64), default=None)


class RecordedEvent(Table, kw_only=True):
    """One fact of a room. Append-only, and kept when the room is gone.

    `user_id` is the account that caused it, or the trainer's where a guest did; then `data` has
    the guest's names. `participant_id` tells guests apart.
    """

    __tablename__ = "room_events"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        Index("ix_room_events_user_id", "user_id"),
        # One row of each room: what is stored by the thousand does not pay for it.
        Index(
            "ix_room_events_ended",
            "created_at",
            sqlite_where=text(IS_END),
            postgresql_where=text(IS_END),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime]
    room_id: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int]
    """The order in the room, from 1. Lines of the chat count too, so there may be gaps."""
    user_id: Mapped[str] = mapped_column(String(32))
    participant_id: Mapped[str | None] = mapped_column(String(32), default=None)
    type: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    command_id: Mapped[str | None] = mapped_column(String(64), default=None)


class RoomLease(Lease, kw_only=True):
    """Which process has a room."""

    __tablename__ = "room_leases"

    room_id: Mapped[str] = mapped_column(ForeignKey(ROOM_KEY, ondelete="CASCADE"), primary_key=True)
