"""Sessions as calendars know them (RFC 5545, and RFC 5546 for what travels with mails).

Moments are in UTC. A calendar shows them on its owner's clock, and nothing depends on a copy of
the rules of a time zone that would have to be written into each entry.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from salle.mail.rules import CalendarPart, on_one_line
from salle.scheduling.door import OPENS_BEFORE
from salle.scheduling.models import TrainingSession
from salle.scheduling.rules import SessionStatus

PRODUCT = "-//Salle//Salle//EN"
READ_AGAIN_AFTER = timedelta(hours=1)
MAX_DETAILS = 500
"""Of a link: some servers refuse an address of more than 2,000 bytes."""


@dataclass(frozen=True)
class Entry:
    session: TrainingSession
    url: str
    """Where one goes to take part."""
    organiser: str = ""
    is_tentative: bool = False
    """Its reader waits for a seat."""


@dataclass(frozen=True)
class Invited:
    """Whom an entry is sent to, and by which address: its mail's own."""

    name: str
    email: str
    sender: str


def write_invitation(entry: Entry, to: Invited, *, now: datetime) -> CalendarPart:
    """For the reader's own calendar. Sent again with a later moment or sequence, it replaces."""
    return CalendarPart("REQUEST", _write([_event(entry, now, to)], method="REQUEST"))


def write_cancellation(entry: Entry, to: Invited, *, now: datetime) -> CalendarPart:
    event = _event(entry, now, to)
    event["status"] = "CANCELLED"
    event.subcomponents.clear()
    return CalendarPart("CANCEL", _write([event], method="CANCEL"))


def write_calendar(entries: Iterable[Entry], *, name: str, now: datetime) -> str:
    """A file, or a feed that is asked for again and again: to be read, with nobody to answer to."""
    return _write([_event(each, now) for each in entries], name=name)


@dataclass(frozen=True)
class Links:
    """Pages of calendars where the entry is filled in already. Nobody is asked but by a click."""

    google: str
    outlook: str
    office: str


def link_to_calendars(entry: Entry) -> Links:
    session = entry.session
    start, end = session.start_time.astimezone(UTC), session.end_time.astimezone(UTC)
    details = f"{entry.url}\n\n{_plain(session.description)[:MAX_DETAILS]}".strip()
    google = {
        "action": "TEMPLATE",
        "text": session.title,
        "dates": f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
        "ctz": session.time_zone,
        "details": details,
        "location": entry.url,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": session.title,
        "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "body": details,
        "location": entry.url,
    }
    compose = f"/calendar/0/deeplink/compose?{urlencode(outlook, quote_via=quote)}"
    return Links(
        google=f"https://calendar.google.com/calendar/render?{urlencode(google, quote_via=quote)}",
        outlook=f"https://outlook.live.com{compose}",
        office=f"https://outlook.office.com{compose}",
    )


def uid_of(session: TrainingSession) -> str:
    """Of the session alone, so that no change of a name or an address makes a second entry."""
    return f"{session.id}@salle"


def _write(events: Iterable[Event], *, method: str = "", name: str = "") -> str:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    if method:
        calendar.add("method", method)
    if name:
        # Neither is known to the library as a text, which it would escape.
        calendar.add("name", vText(_plain(name)))
        calendar.add("x-wr-calname", vText(_plain(name)))
        calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(entry: Entry, now: datetime, to: Invited | None = None) -> Event:
    session = entry.session
    title = _plain(session.title)
    event = Event()
    event.add("uid", uid_of(session))
    event.add("sequence", session.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("created", session.created_at.astimezone(UTC))
    event.add("last-modified", session.updated_at.astimezone(UTC))
    event.add("dtstart", session.start_time.astimezone(UTC))
    event.add("dtend", session.end_time.astimezone(UTC))
    event.add("summary", title)
    event.add("description", f"{entry.url}\n\n{_plain(session.description)}".strip())
    event.add("url", entry.url)
    event.add("status", _status(entry))
    if to is not None:
        event.add("organizer", _address(to.sender, entry.organiser or "Salle"))
        attendee = _address(to.email, to.name or to.email)
        attendee.params.update(ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE")
        event.add("attendee", attendee)
    if session.status not in (SessionStatus.CANCELED, SessionStatus.ENDED):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -OPENS_BEFORE)
        event.add_component(alarm)
    return event


def _status(entry: Entry) -> str:
    if entry.session.status == SessionStatus.CANCELED:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{quote(email, safe='@!$&+=~*-._')}")
    # A quotation mark can be written in two ways, and each is unknown to some calendars.
    address.params["CN"] = on_one_line(name).replace('"', "’")
    return address


def _plain(text: str) -> str:
    """Without the control characters that a calendar may not hold, and lines ended in one way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        each for each in lines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs")
    )
