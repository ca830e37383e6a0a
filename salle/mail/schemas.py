from datetime import datetime

from pydantic import BaseModel, ConfigDict

from salle.mail.models import Status


class OutboxMail(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    to: str
    subject: str
    text: str
    html: str
    calendar: str
    """The calendar entry that travels with it. All three are empty once it is sent."""
    created_at: datetime
    status: Status
    attempts: int
    next_try_at: datetime
    sent_at: datetime | None
    last_error: str


class OutboxPage(BaseModel):
    items: list[OutboxMail]
    next: str | None
    """Pass it as `after` for the next page."""
    is_sending: bool
    """False where no mail server is set up: mails wait here."""
