"""The mails of scheduling, from what somebody does to what a real mail server is given."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import update

from salle.accounts.models import User
from salle.mail.models import OutgoingMail
from salle.scheduling.links import RegistrationLinks
from salle.scheduling.rules import WorkKind
from tests.scheduling.desk import PARIS, do_due, entry_of, html_of, process, rows, text_of
from tests.scheduling.school import SESSIONS, Json, School
from tests.services.smtp import Mailbox
from tests.world import ORIGIN, open_world

TUESDAY = datetime(2027, 3, 9, 13, tzinfo=UTC)
"""14:00 in Paris; the test begins on Monday the week before."""


@pytest.fixture
async def school(sqlite_url: str, tmp_path: Path, smtp: Mailbox) -> AsyncIterator[School]:
    settings = {
        "smtp_host": smtp.host,
        "smtp_port": smtp.port,
        "smtp_security": "none",
        "mail_from": "École du Nord <salle@school.example>",
    }
    async with open_world(sqlite_url, tmp_path, **settings) as world, School(world) as school:
        yield school


async def schedule(school: School, **fields: object) -> Json:
    return await school.ada.schedule(
        start_time=TUESDAY.isoformat(), duration_minutes=90, time_zone="Europe/Paris", **fields
    )


async def withdraw(school: School, session: Json) -> None:
    await school.eve.ask("DELETE", f"{SESSIONS}/{session['id']}/registration", expect=204)


async def wait_until(school: School, holds: Callable[[Sequence[OutgoingMail]], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds(await school.world.mails()):  # noqa: ASYNC110 - rows say so, not tasks
            await asyncio.sleep(0.005)


class Post:
    """The mails that came since one last looked."""

    def __init__(self, school: School, smtp: Mailbox) -> None:
        self.school = school
        self.smtp = smtp
        self.seen = 0

    async def new(self, count: int) -> list[EmailMessage]:
        """So many, and no more."""
        messages = await self.all_new()
        assert len(messages) == count, [each["Subject"] for each in messages]
        return messages

    async def all_new(self) -> list[EmailMessage]:
        """Once all that is due has been done, by two who look, and nothing waits any more."""
        await asyncio.gather(do_due(self.school), process(self.school).do_due())
        await wait_until(self.school, lambda mails: all(each.sent_at for each in mails))
        new = self.smtp.messages[self.seen :]
        self.seen += len(new)
        return new


@pytest.fixture
def post(school: School, smtp: Mailbox) -> Post:
    return Post(school, smtp)


async def link_of(school: School, session: Json, email: str) -> str:
    registration = await school.registration(session, email)
    links: RegistrationLinks = school.world.app.state.registration_links
    return links.address(ORIGIN, session_id=session["id"], registration_id=registration.id)


async def test_whoever_registers_gets_a_confirmation_with_an_entry_for_the_calendar(
    school: School, post: Post
) -> None:
    session = await schedule(school, title="Éveil, « la suite » ; 🎈")
    await school.eve.register(session)
    [mail] = await post.new(1)
    [row] = await rows(school, WorkKind.CONFIRMATION)
    assert row.done_at == school.now
    assert mail["To"] == "eve@example.org"
    assert mail["From"] == "École du Nord <salle@school.example>"
    assert mail["Message-ID"] == f"<{row.message_id}@school.example>"
    subject = "Inscription confirmée : Éveil, « la suite » ; 🎈, mardi 9 mars à 14:00"
    assert mail["Subject"] == subject
    link = await link_of(school, session, "eve@example.org")
    for written in (text_of(mail), html_of(mail).replace("&amp;", "&")):
        assert "mardi 9 mars 2027, 14:00 – 15:30" in written
        assert "Europe/Paris, UTC+1" in written
        assert "Ada Martin" in written
        assert link in written
        assert f"{link}&cancel" in written
        assert "?" not in link.partition("#")[0]

    entry = entry_of(mail)
    assert entry is not None
    method, event = entry
    assert method == "REQUEST"
    assert event.one("UID").value == f"{session['id']}@salle"
    assert event.text("SUMMARY") == "Éveil, « la suite » ; 🎈"
    assert (event.moment("DTSTART"), event.moment("DTEND")) == (
        TUESDAY,
        TUESDAY + timedelta(minutes=90),
    )
    assert event.one("URL").value == link
    assert event.one("ORGANIZER").value == "mailto:salle@school.example"
    assert event.one("ORGANIZER").params["CN"] == "Ada Martin"
    assert event.one("ATTENDEE").value == "mailto:eve@example.org"

    # And what the library that calendars are often read with makes of it.
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    [seen] = Calendar.from_ical(part.get_payload(decode=True)).events  # type: ignore[arg-type]  # bytes, of a part that is not multipart
    assert seen.start == TUESDAY
    assert str(seen["summary"]) == "Éveil, « la suite » ; 🎈"


async def test_everybody_is_written_to_in_their_own_language(school: School, post: Post) -> None:
    session = await schedule(school, is_public=True, members_only=False)
    async with school.world.writing() as db:
        await db.execute(update(User).where(User.id == "eve").values(language="en"))
    await school.eve.register(session)
    guest = {"email": "guy@example.org", "first_name": "Guy", "last_name": "B", "language": "en"}
    await school.anybody.ask(
        "POST", f"{SESSIONS}/{session['id']}/registrations/by-mail", json=guest, expect=202
    )
    await school.sam.register(session)
    subjects = {mail["To"]: mail["Subject"] for mail in await post.new(3)}
    english = "You are registered: Premiers secours, Tuesday 9 March at 14:00"
    assert subjects == {
        "eve@example.org": english,
        "guy@example.org": english,
        "sam@example.org": "Inscription confirmée : Premiers secours, mardi 9 mars à 14:00",
    }


async def test_each_reminder_comes_once_and_at_its_moment(school: School, post: Post) -> None:
    """W9: a scheduler that looked every five minutes would have reminded twenty times."""
    session = await schedule(school)
    await school.eve.register(session)
    await post.new(1)
    came = []
    school.wait_until(TUESDAY - timedelta(hours=26))
    while school.now < TUESDAY + timedelta(minutes=30):
        came += [(TUESDAY - school.now, each) for each in await post.all_new()]
        school.wait(timedelta(minutes=5))
    assert [before for before, _ in came] == BEFORE
    assert [each["Subject"].partition(" :")[0] for _, each in came] == [
        "Rappel",
        "Bientôt",
        "La porte est ouverte",
    ]
    link = await link_of(school, session, "eve@example.org")
    for _, each in came:
        assert link in text_of(each)
        assert entry_of(each) is None
    by_row = {f"<{row.message_id}@school.example>" for row in await rows(school, *REMINDERS)}
    assert {each["Message-ID"] for _, each in came} == by_row


BEFORE = [timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10)]
REMINDERS = (WorkKind.REMINDER_24H, WorkKind.REMINDER_1H, WorkKind.REMINDER_10M)


async def test_who_comes_late_is_not_reminded_of_what_is_past(school: School, post: Post) -> None:
    session = await schedule(school)
    school.wait_until(TUESDAY - timedelta(minutes=20))
    await school.eve.register(session)
    await post.new(1)
    school.wait_until(TUESDAY)
    [mail] = await post.new(1)
    assert mail["Subject"].startswith("La porte est ouverte")


async def test_a_session_that_is_moved_is_told_and_reminded_of_anew(
    school: School, post: Post
) -> None:
    session = await schedule(school)
    await school.eve.register(session)
    [confirmation] = await post.new(1)
    later = TUESDAY + timedelta(days=1)
    await school.ada.edit(session, start_time=later.isoformat())
    [mail] = await post.new(1)
    assert mail["Subject"] == "Nouvel horaire : Premiers secours, mercredi 10 mars à 14:00"
    before, after = entry_of(confirmation), entry_of(mail)
    assert before is not None
    assert after is not None
    assert (before[0], after[0]) == ("REQUEST", "REQUEST")
    assert before[1].one("UID") == after[1].one("UID")
    assert int(after[1].one("SEQUENCE").value) > int(before[1].one("SEQUENCE").value)
    assert after[1].moment("DTSTART") == later
    school.wait_until(TUESDAY - timedelta(hours=23))
    await post.new(0)
    school.wait_until(later - timedelta(hours=23))
    [reminder] = await post.new(1)
    assert "mercredi 10 mars 2027, 14:00 – 15:30" in text_of(reminder)


async def test_a_session_that_is_canceled_leaves_calendars_and_reminds_nobody(
    school: School, post: Post
) -> None:
    session = await schedule(school)
    await school.eve.register(session)
    [confirmation] = await post.new(1)
    await school.ada.ask("DELETE", f"{SESSIONS}/{session['id']}")
    [mail] = await post.new(1)
    assert mail["Subject"] == "Session annulée : Premiers secours, mardi 9 mars à 14:00"
    before, after = entry_of(confirmation), entry_of(mail)
    assert before is not None
    assert after is not None
    assert after[0] == "CANCEL"
    assert after[1].one("STATUS").value == "CANCELLED"
    assert after[1].one("UID") == before[1].one("UID")
    assert int(after[1].one("SEQUENCE").value) > int(before[1].one("SEQUENCE").value)
    school.wait_until(TUESDAY)
    await post.new(0)


async def test_a_seat_that_falls_free_goes_to_who_waits(school: School, post: Post) -> None:
    session = await schedule(school, capacity=1)
    await school.eve.register(session)
    await school.sam.register(session)
    first, second = sorted(await post.new(2), key=lambda each: str(each["To"]))
    assert first["Subject"].startswith("Inscription confirmée")
    assert second["Subject"].startswith("Liste d’attente")
    assert "à la place 1 de la liste" in text_of(second)
    assert entry_of(second) is None

    await withdraw(school, session)
    canceled, promoted = sorted(await post.new(2), key=lambda each: str(each["To"]))
    assert canceled["Subject"].startswith("Inscription annulée")
    entry = entry_of(canceled)
    assert entry is not None
    assert entry[0] == "CANCEL"
    assert promoted["Subject"].startswith("Une place s’est libérée")
    entry = entry_of(promoted)
    assert entry is not None
    assert entry[0] == "REQUEST"
    assert entry[1].one("ATTENDEE").value == "mailto:sam@example.org"
    school.wait_until(TUESDAY)
    [reminder] = await post.new(1)
    assert reminder["To"] == "sam@example.org"


async def test_an_invitation_asks_for_an_answer_and_enters_no_calendar(
    school: School, post: Post
) -> None:
    session = await schedule(school, members_only=False)
    await school.ada.ask(
        "POST",
        f"{SESSIONS}/{session['id']}/invitations",
        json={"addresses": "zoe@example.org"},
    )
    [mail] = await post.new(1)
    subject = "Ada Martin vous invite : Premiers secours, mardi 9 mars à 14:00"
    assert mail["Subject"] == subject
    assert entry_of(mail) is None
    assert await link_of(school, session, "zoe@example.org") in text_of(mail)


async def test_what_came_to_pass_before_it_was_told_is_not_told(school: School, post: Post) -> None:
    """Registered and withdrawn between two looks: one word of it is enough."""
    session = await schedule(school)
    await school.eve.register(session)
    await withdraw(school, session)
    [mail] = await post.new(1)
    assert mail["Subject"].startswith("Inscription annulée")
    await school.eve.register(session)
    [again] = await post.new(1)
    assert again["Subject"].startswith("Inscription confirmée")


@pytest.mark.parametrize(
    ("start", "reminded_at", "when", "zone"),
    [
        # Between the 24-hour reminder and the session, the clocks of Paris are changed.
        (
            datetime(2027, 3, 28, 10, tzinfo=PARIS),
            datetime(2027, 3, 27, 9, tzinfo=PARIS),
            "dimanche 28 mars 2027, 10:00 – 11:00",
            "Europe/Paris, UTC+2",
        ),
        (
            datetime(2027, 10, 31, 10, tzinfo=PARIS),
            datetime(2027, 10, 30, 11, tzinfo=PARIS),
            "dimanche 31 octobre 2027, 10:00 – 11:00",
            "Europe/Paris, UTC+1",
        ),
    ],
)
async def test_a_change_of_summer_time_moves_no_reminder(
    *,
    school: School,
    post: Post,
    start: datetime,
    reminded_at: datetime,
    when: str,
    zone: str,
) -> None:
    session = await school.ada.schedule(start_time=start.isoformat(), time_zone="Europe/Paris")
    await school.eve.register(session)
    await post.new(1)
    school.wait_until(reminded_at - timedelta(seconds=1))
    await post.new(0)
    school.wait_until(reminded_at)
    [mail] = await post.new(1)
    assert when in text_of(mail)
    assert zone in text_of(mail)
    school.wait_until(start.astimezone(UTC) - timedelta(hours=1))
    [_] = await post.new(1)


async def test_a_mail_server_that_is_down_delays_mail_and_loses_none(
    sqlite_url: str, tmp_path: Path, smtp: Mailbox
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = listener.getsockname()[1]
    down = {"smtp_host": "127.0.0.1", "smtp_port": nobody, "smtp_security": "none"}
    async with open_world(sqlite_url, tmp_path, **down) as world, School(world) as school:
        session = await schedule(school)
        await school.eve.register(session)
        await do_due(school)
        await wait_until(school, lambda mails: any(each.last_error for each in mails))
        page = await school.root.ask("GET", "/admin/outbox?status=waiting")
        [shown] = page["items"]
        assert shown["to"] == "eve@example.org"
        assert "SMTPConnectError" in shown["last_error"]
        assert "BEGIN:VCALENDAR" in shown["calendar"]
        later = school.now + timedelta(minutes=1)
    up = {"smtp_host": smtp.host, "smtp_port": smtp.port, "smtp_security": "none"}
    async with open_world(sqlite_url, tmp_path, **up) as world:
        world.clock.time = later
        [mail] = await smtp.wait_for(1)
        assert mail["To"] == "eve@example.org"
        entry = entry_of(mail)
        assert entry is not None
