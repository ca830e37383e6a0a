from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salle.scheduling.calendars import (
    Entry,
    Invited,
    link_to_calendars,
    write_calendar,
    write_cancellation,
    write_invitation,
)
from salle.scheduling.models import TrainingSession
from salle.scheduling.rules import SessionStatus
from tests.scheduling import rfc5545

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
URL = "http://127.0.0.1:8000/s/abc#registration=r.s,t;u"
ADA = Invited(name="Ada Lovelace", email="ada@example.org", sender="salle@school.example")


def session(
    *,
    title: str = "Anglais B1",
    description: str = "",
    start_time: datetime = NOW + timedelta(days=1),
    minutes: int = 90,
    status: SessionStatus = SessionStatus.SCHEDULED,
    sequence: int = 0,
) -> TrainingSession:
    start_time = start_time.astimezone(UTC)
    return TrainingSession(
        id="a" * 32,
        title=title,
        title_key=title,
        search_text=title,
        description=description,
        start_time=start_time,
        end_time=start_time + timedelta(minutes=minutes),
        duration_minutes=minutes,
        time_zone="Europe/Paris",
        instructor_id="i",
        status=status,
        sequence=sequence,
        created_at=NOW,
        updated_at=NOW,
    )


def invitation(of: TrainingSession, to: Invited = ADA) -> rfc5545.Component:
    part = write_invitation(Entry(of, URL, organiser="Éva, dite « B;»"), to, now=NOW)
    assert part.method == "REQUEST"
    return rfc5545.read(part.text.encode())


def test_an_invitation_says_what_calendars_need() -> None:
    calendar = invitation(session(sequence=3))
    assert calendar.one("VERSION").value == "2.0"
    assert calendar.one("METHOD").value == "REQUEST"
    [event] = calendar.events
    assert event.one("UID").value == f"{'a' * 32}@salle"
    assert event.one("SEQUENCE").value == "3"
    assert event.moment("DTSTAMP") == NOW
    assert event.moment("DTSTART") == NOW + timedelta(days=1)
    assert event.moment("DTEND") == NOW + timedelta(days=1, minutes=90)
    assert event.one("STATUS").value == "CONFIRMED"
    assert event.one("URL").value == URL
    organizer, attendee = event.one("ORGANIZER"), event.one("ATTENDEE")
    assert organizer.value == "mailto:salle@school.example"
    assert organizer.params == {"CN": "Éva, dite « B;»"}
    assert attendee.value == "mailto:ada@example.org"
    assert attendee.params == {
        "CN": "Ada Lovelace",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }
    [alarm] = event.components
    assert rfc5545.read_duration(alarm.one("TRIGGER").value) == timedelta(minutes=-10)


def test_a_cancellation_replaces_the_invitation() -> None:
    canceled = session(sequence=4, status=SessionStatus.CANCELED)
    later = NOW + timedelta(hours=1)
    part = write_cancellation(Entry(canceled, URL), ADA, now=later)
    assert part.method == "CANCEL"
    calendar = rfc5545.read(part.text.encode())
    assert calendar.one("METHOD").value == "CANCEL"
    [event], [before] = calendar.events, invitation(session()).events
    assert event.one("UID") == before.one("UID")
    assert int(event.one("SEQUENCE").value) > int(before.one("SEQUENCE").value)
    assert event.moment("DTSTAMP") > before.moment("DTSTAMP")
    assert event.one("STATUS").value == "CANCELLED"
    assert event.one("ATTENDEE").value == "mailto:ada@example.org"
    assert event.components == []


def test_one_registration_that_ends_cancels_an_entry_of_a_session_that_goes_on() -> None:
    part = write_cancellation(Entry(session(), URL), ADA, now=NOW)
    [event] = rfc5545.read(part.text.encode()).events
    assert event.one("STATUS").value == "CANCELLED"


@given(st.text(max_size=200), st.text(max_size=300))
@example("Éveil, la suite ; « 🎈 » \\ fin", "Une ligne\r\nune autre\rencore\n\n\ttab\x07\x00\x85")
@example("é" * 200, "👩‍🏫" * 80)
@example("BEGIN:VEVENT\r\nEND:VCALENDAR", "\r\nATTENDEE:mailto:eve@example.org")
def test_no_text_breaks_the_calendar(title: str, description: str) -> None:
    to = Invited(name=title, email="ada@example.org", sender="salle@school.example")
    [event] = invitation(session(title=title, description=description), to).events
    kept = rfc5545.FORBIDDEN
    lines = [each.replace("\r\n", "\n").replace("\r", "\n") for each in (title, description)]
    wanted = [
        "".join(c for c in each if c == "\n" or not (kept.search(c) or "\x7f" <= c <= "\x9f"))
        for each in lines
    ]
    assert event.text("SUMMARY") == wanted[0]
    assert event.text("DESCRIPTION") == f"{URL}\n\n{wanted[1]}".strip()
    assert len(event.all("ATTENDEE")) == 1
    assert '"' not in event.one("ATTENDEE").params["CN"]


def test_an_address_in_another_script_is_a_uri() -> None:
    to = Invited(name="Éva", email="éva+cours@exämple.org", sender="salle@school.example")
    [event] = invitation(session(), to).events
    assert event.one("ATTENDEE").value == "mailto:%C3%A9va+cours@ex%C3%A4mple.org"


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # The clocks of Paris go forward on 28 March 2027 at 02:00, and back on 31 October at 03:00.
        (datetime(2027, 3, 28, 1, 30, tzinfo=PARIS), "20270328T003000Z"),
        (datetime(2027, 3, 28, 3, 30, tzinfo=PARIS), "20270328T013000Z"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=PARIS), "20271031T003000Z"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=PARIS, fold=1), "20271031T013000Z"),
        (datetime(2027, 10, 31, 3, 30, tzinfo=PARIS), "20271031T023000Z"),
    ],
)
def test_a_change_of_summer_time_moves_no_entry(local: datetime, utc: str) -> None:
    [event] = invitation(session(start_time=local, minutes=60)).events
    assert event.one("DTSTART").value == utc
    assert event.one("DTSTART").params == {}
    assert event.moment("DTEND") - event.moment("DTSTART") == timedelta(hours=1)


def test_a_calendar_to_be_read_names_nobody() -> None:
    entries = [
        Entry(session(), URL),
        Entry(session(title="Attente"), URL, is_tentative=True),
        Entry(session(title="Annulée", status=SessionStatus.CANCELED), URL),
    ]
    text = write_calendar(entries, name="Salle, chez moi", now=NOW)
    calendar = rfc5545.read(text.encode())
    assert calendar.all("METHOD") == []
    assert calendar.text("NAME") == calendar.text("X-WR-CALNAME") == "Salle, chez moi"
    assert rfc5545.read_duration(calendar.one("REFRESH-INTERVAL").value) == timedelta(hours=1)
    statuses = [event.one("STATUS").value for event in calendar.events]
    assert statuses == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert [len(event.components) for event in calendar.events] == [1, 1, 0]
    for event in calendar.events:
        assert event.all("ATTENDEE") == event.all("ORGANIZER") == []


def test_a_calendar_without_a_session_can_be_read() -> None:
    assert rfc5545.read(write_calendar([], name="Salle", now=NOW).encode()).events == []


def test_links_fill_in_the_pages_of_calendars() -> None:
    of = session(title="Éveil & co, 1+1", description="x" * 2000)
    links = link_to_calendars(Entry(of, URL))
    google = parse_qs(urlsplit(links.google).query)
    assert google["text"] == ["Éveil & co, 1+1"]
    assert google["dates"] == ["20270302T090000Z/20270302T103000Z"]
    assert google["details"] == [f"{URL}\n\n{'x' * 500}"]
    for link, host in ((links.outlook, "outlook.live.com"), (links.office, "outlook.office.com")):
        assert urlsplit(link).netloc == host
        outlook = parse_qs(urlsplit(link).query)
        assert outlook["subject"] == ["Éveil & co, 1+1"]
        assert outlook["startdt"] == ["2027-03-02T09:00:00Z"]
        assert outlook["enddt"] == ["2027-03-02T10:30:00Z"]


@pytest.mark.parametrize(
    "broken",
    [
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nNAME:a,b\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nNAME:a\\xb\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nNAME:%b\r\nEND:VCALENDAR\r\n" % (b"x" * 71),
        b'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nX;CN="a:b\r\nEND:VCALENDAR\r\n',
    ],
)
def test_the_reader_of_these_tests_is_strict(broken: bytes) -> None:
    with pytest.raises(rfc5545.Malformed):
        rfc5545.read(broken)
