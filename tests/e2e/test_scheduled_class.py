"""A class of next week from the calendar to its report: with people, mails and a moved clock."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.axe import Findings
from tests.e2e.layout import measure
from tests.e2e.people import Participant, Somebody, Trainer
from tests.e2e.school import PHONE, Account, Office, School
from tests.e2e.test_scheduling import OWN_LINK, chip, next_week
from tests.e2e.time_machine import TimeMachine
from tests.e2e.words import Words, begins
from tests.scheduling.desk import entry_of, text_of
from tests.services.salle import RunningSalle
from tests.services.smtp import Mailbox

pytestmark = pytest.mark.timeout(240)

TITLE = "Premiers secours, groupe du mardi"
LEVEL, TOPICS = "Débutant", ("Alerter", "Masser")
AMINA, BRUNO = "amina@example.org", "bruno@example.org"


@pytest.fixture
def machine(tmp_path: Path) -> TimeMachine:
    return TimeMachine(tmp_path / "ahead")


@pytest.fixture
def served(tmp_path: Path, machine: TimeMachine, smtp: Mailbox) -> Iterator[RunningSalle]:
    """A server of the test's own, which sends its mails to people."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'salle.db'}"
    mail = {"smtp_host": smtp.host, "smtp_port": str(smtp.port), "smtp_security": "none"}
    with RunningSalle(
        tmp_path / "data", url, demo=False, within=machine.within, look_every_seconds="0.2", **mail
    ) as salle:
        yield salle


@pytest.fixture
def office(served: RunningSalle) -> Iterator[Office]:
    office = Office(served)
    yield office
    office.admin.close()


@pytest.fixture
def camille(office: Office) -> Iterator[Account]:
    account = office.add_trainer()
    yield account
    account.close()


async def letter_to(smtp: Mailbox, email: str) -> EmailMessage:
    """The first that arrived for this address."""
    while True:
        before = len(smtp.deliveries)
        for delivery in smtp.deliveries:
            if delivery.recipients == [email]:
                return delivery.message
        await smtp.wait_for(before + 1)


async def schedule(trainer: Trainer) -> str:
    """By hand, from the calendar; the address of its public page."""
    desk, words = trainer.page, trainer.words
    await desk.get_by_role("link", name=words("scheduling.calendar.new")).click()
    await trainer.field("scheduling.form.title").fill(TITLE)
    await desk.get_by_role("combobox", name=words("scheduling.form.capsule")).fill("arrêt")
    await desk.get_by_role("option", name=begins("Premiers secours")).click()
    day = desk.get_by_label(words("scheduling.form.date"), exact=True)
    await day.fill(next_week().date().isoformat())
    await desk.get_by_label(words("scheduling.form.time")).fill("14:00")
    await desk.get_by_role("radio", name=words("scheduling.form.public")).check()
    await trainer.field("scheduling.form.skill_level").fill(LEVEL)
    topics = desk.get_by_role("combobox", name=words("scheduling.form.topics"))
    for topic in TOPICS:
        await topics.fill(topic)
        await topics.press("Enter")
    await trainer.button("scheduling.form.create").click()
    link = await desk.locator("a[href^='/s/']").get_attribute("href")
    assert link
    return link


async def register(visitor: Somebody, link: str, first_name: str, last_name: str, to: str) -> None:
    await visitor.page.goto(link)
    await visitor.page.get_by_label(visitor.words("scheduling.register.email")).fill(to)
    await visitor.field("scheduling.register.first_name").fill(first_name)
    await visitor.field("scheduling.register.last_name").fill(last_name)
    await visitor.button("scheduling.register.submit").click()
    await expect(visitor.heading("scheduling.register.sent_title")).to_be_visible()


def listed(trainer: Trainer, group: str, number: int, name: str) -> Locator:
    """Somebody among those who came, or who did not, of whom there are so many."""
    title = trainer.words(f"scheduling.presence.{group}", number=number)
    return (
        trainer.page.get_by_role("list", name=title).get_by_role("listitem").filter(has_text=name)
    )


async def own_link(smtp: Mailbox, email: str, start: datetime) -> str:
    """Of the confirmation, which has the session for their calendar."""
    letter = await letter_to(smtp, email)
    method, event = entry_of(letter) or ("", None)
    assert method == "REQUEST"
    assert event is not None
    assert datetime.strptime(event.one("DTSTART").value, "%Y%m%dT%H%M%S%z") == start
    link = OWN_LINK.search(text_of(letter))
    assert link
    return link[0]


async def assist(camille: Account, session_id: str, *user_ids: str) -> None:
    session = camille.ask("GET", f"/training/sessions/{session_id}")
    change = {"version": session["version"], "assistant_ids": [*user_ids]}
    camille.ask("PUT", f"/training/sessions/{session_id}", json=change)


async def lead_for_a_while(
    colleague: Account, page: Page, room: str, camille: Account, session_id: str
) -> None:
    """Somebody in the room is made an assistant, and is one no longer. Nobody reloads."""
    louis = Trainer(page, Words("fr"))
    await louis.sign_in(colleague.email, colleague.password, then=urlsplit(room).path)
    hand, ending = louis.button("room.hand.raise"), louis.button("room.end.verb")
    await expect(hand).to_be_visible()
    await assist(camille, session_id, colleague.ask("GET", "/me")["id"])
    await louis.hears("room.role.leads")
    await louis.is_in()
    await expect(hand).to_be_hidden()
    await assist(camille, session_id)
    await louis.hears("room.role.takes_part")
    await expect(hand).to_be_visible()
    await expect(ending).to_be_hidden()


async def end(trainer: Trainer, session_id: str, day: date) -> None:
    """From the calendar."""
    await trainer.page.goto(f"/calendar?mine=true&view=day&day={day}")
    await chip(trainer, TITLE).click()
    await expect(trainer.button("scheduling.manage.back_in")).to_be_visible()
    await trainer.button("scheduling.manage.end").click()
    asked = trainer.dialog("scheduling.manage.end_title")
    await asked.get_by_role("button", name=trainer.words("scheduling.manage.end")).click()
    await expect(asked).to_be_hidden()
    await trainer.page.goto(f"/sessions/{session_id}")
    await expect(trainer.text("scheduling.status.ended")).to_be_visible()


async def see_who_came(trainer: Trainer) -> None:
    desk = trainer.page
    with_seat = trainer.words("scheduling.presence.registered")
    without = trainer.words("scheduling.presence.walk_in")
    await expect(listed(trainer, "came", 3, "Amina Diallo")).to_contain_text(with_seat)
    await expect(listed(trainer, "came", 3, "Chloé Lefèvre")).to_contain_text(without)
    await expect(listed(trainer, "absent", 1, "Bruno Petit")).to_be_visible()
    async with desk.expect_download() as saved:
        await trainer.button("scheduling.presence.sheet").click()
    sheet = (await (await saved.value).path()).read_text()
    assert ("Diallo" in sheet, "Petit" in sheet) == (True, False)

    await desk.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert await measure(desk) == []
    findings = Findings()
    await findings.look(desk, "who came")
    findings.check()
    await desk.get_by_role("link", name=trainer.words("scheduling.presence.report")).click()
    table = desk.get_by_role("table").filter(has_text="Amina Diallo")
    for name in ("Amina Diallo", "Chloé Lefèvre"):
        there = table.get_by_role("row").filter(has_text=name)
        duration = there.get_by_role("cell", name=re.compile(r"^50\s+min$"))
        await expect(duration).to_be_visible()


async def test_a_class_from_the_calendar_to_its_report(
    office: Office,
    camille: Account,
    machine: TimeMachine,
    smtp: Mailbox,
    browser: Browser,
) -> None:
    school = School(office.salle, browser)
    camille.prepare_first_aid()
    trainer = Trainer(await school.page(), Words("fr"))
    await trainer.sign_in(camille.email, camille.password, then="/calendar")
    link = await schedule(trainer)
    [session] = camille.ask("GET", "/training/sessions", params={"mine": True})["sessions"]
    start = datetime.fromisoformat(session["start_time"])
    paris = start.astimezone(ZoneInfo("Europe/Paris"))
    assert (paris.date(), paris.hour, paris.minute) == (next_week().date(), 14, 0)

    amina = Participant(await school.page(size=PHONE), Words("fr"))
    await register(amina, link, "Amina", "Diallo", AMINA)
    hers = await own_link(smtp, AMINA, start)
    bruno = Somebody(await school.page(size=PHONE), Words("fr"))
    await register(bruno, link, "Bruno", "Petit", BRUNO)

    # A week later: she is before the door three seconds before it opens.
    opening = start - timedelta(minutes=10)
    machine.stop_at(opening - timedelta(seconds=3))
    await amina.page.goto(hers)
    await expect(amina.text("scheduling.place.registered")).to_be_visible()
    await expect(amina.page.get_by_role("timer")).to_be_visible()
    for said in (LEVEL, " · ".join(TOPICS)):
        await expect(amina.page.get_by_text(said, exact=True)).to_be_visible()
    machine.go_on_from(opening)
    await expect(amina.text("scheduling.wait.for_trainer")).to_be_visible()

    await trainer.page.reload()
    await trainer.button("scheduling.manage.start").click()
    await trainer.is_in()
    await amina.page.wait_for_url("**/r/*")  # by itself, under the name of the registration
    await amina.is_in()
    await expect(trainer.person("Amina Diallo")).to_be_visible()
    chloe = Participant(await school.page(size=PHONE), Words("fr"))
    await chloe.enter(trainer.page.url, "Chloé", "Lefèvre")
    await expect(trainer.person("Chloé Lefèvre")).to_be_visible()
    with closing(office.add_trainer()) as colleague:
        page = await school.page()
        await lead_for_a_while(colleague, page, trainer.page.url, camille, session["id"])

    machine.advance(timedelta(minutes=50))
    await end(trainer, session["id"], paris.date())
    await expect(amina.heading("room.closing.title")).to_be_visible()
    await amina.page.goto(link)
    await expect(amina.text("scheduling.reason.ended")).to_be_visible()
    await expect(amina.heading("scheduling.own_presence.title")).to_be_visible()
    there = amina.words("scheduling.own_presence.time", time="50 minutes")
    await expect(amina.page.get_by_text(there, exact=True)).to_be_visible()

    await see_who_came(trainer)
    school.dismiss()
