import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from salle.kit.errors import Kind, SalleError

TRY_LASTS = timedelta(minutes=2)
"""A try that has not ended by then is dead: its process was killed."""
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
TRIED_FOR = timedelta(days=3)
MAX_SUBJECT = 200


class MailNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "mail.not_found"


class MailNotFailed(SalleError):
    """Only what was given up can be tried again: the rest is on its way, or there."""

    kind = Kind.CONFLICT
    code = "mail.not_failed"


@dataclass(frozen=True)
class CalendarPart:
    """An entry that the reader's calendar takes over from the mail, by iMIP (RFC 6047)."""

    method: str
    """REQUEST or CANCEL."""
    text: str


def delay_after(attempts: int) -> timedelta:
    """Half a minute, then twice as long each time, up to an hour."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def on_one_line(text: str) -> str:
    """What may stand in a header: a name with a line break in it cannot add one of its own."""
    plain = (" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    return " ".join("".join(plain).split())[:MAX_SUBJECT]


def domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def parse_address(text: str, name: str = "") -> Address:
    """In any script: Python's own parser refuses éva@example.org. Raises ValueError."""
    user, _, domain = text.rpartition("@")
    if not user or not domain:
        raise ValueError("not an address")
    return Address(display_name=on_one_line(name), username=user, domain=domain)


def compose(
    *,
    sender: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    created_at: datetime,
    calendar: CalendarPart | None = None,
) -> EmailMessage:
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = parse_address(address, name)
    message["To"] = parse_address(to)
    message["Subject"] = on_one_line(subject)
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if calendar is not None:
        # Programs that know calendars take the third alternative; others show a file to open.
        message.add_alternative(
            calendar.text, subtype="calendar", params={"method": calendar.method}
        )
        message.add_attachment(
            calendar.text.encode(),
            maintype="application",
            subtype="ics",
            filename="invite.ics",
            params={"method": calendar.method, "charset": "utf-8"},
        )
    return message
