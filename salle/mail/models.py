from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from salle.kit.database import Table
from salle.mail.rules import CalendarPart


class Status(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutgoingMail(Table, kw_only=True):
    """A mail that is to leave, or has left. Written in the transaction of what it tells."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        Index("ix_outgoing_mails_status_next_try_at", "status", "next_try_at"),
        Index("ix_outgoing_mails_created_at_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(300))
    """The same at every try, so that a mailbox that gets it twice shows it once."""
    to: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="", server_default="")
    """An iCalendar object that travels with it, if any."""
    calendar_method: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """What calendars are to do with it: REQUEST or CANCEL."""
    created_at: Mapped[datetime]
    send_before: Mapped[datetime | None] = mapped_column(default=None)
    """When it stops being of use: the link in it has expired, the session has begun."""
    status: Mapped[Status] = mapped_column(String(16), default=Status.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    """While a try is under way: when another process may take it for dead and try again."""
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(String(500), default="")

    @property
    def calendar_part(self) -> CalendarPart | None:
        return CalendarPart(self.calendar_method, self.calendar) if self.calendar else None
