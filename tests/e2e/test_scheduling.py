"""A class of next week is scheduled, found on its page by a visitor, and moved."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, expect

from tests.e2e.axe import Findings
from tests.e2e.people import Participant, Somebody, Trainer
from tests.e2e.school import LAPTOP, PHONE, Account, Office, School, Size
from tests.e2e.words import Words, begins
from tests.services.salle import RunningSalle

pytestmark = pytest.mark.timeout(240)

TITLE = "Premiers secours, groupe du mardi"
OWN_LINK = re.compile(r"https?://\S+/s/\w+#registration=[\w.-]+")


def next_week() -> datetime:
    """A Tuesday, far enough from midnight wherever the test runs."""
    today = datetime.now(UTC).replace(hour=13, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 + (1 - today.weekday()) % 7)


def schedule(account: Account, **fields: object) -> dict[str, Any]:
    body = {
        "title": TITLE,
        "start_time": next_week().isoformat(),
        "duration_minutes": 60,
        "time_zone": "Europe/Paris",
        "is_public": True,
        "members_only": False,
        "capacity": 12,
    } | fields
    session: dict[str, Any] = account.ask("POST", "/training/sessions", json=body)
    return session


def register(salle: RunningSalle, session: dict[str, Any], email: str) -> None:
    who = {"email": email, "first_name": "Amina", "last_name": "Diallo", "language": "fr"}
    address = f"{salle.url}/api/training/sessions/{session['id']}/registrations/by-mail"
    answer = httpx.post(address, json=who)
    assert answer.status_code == 202, answer.text


async def at_desk(school: School, account: Account, then: str, *, size: Size = LAPTOP) -> Trainer:
    trainer = Trainer(await school.page(size=size), Words("fr"))
    # An address with a question in it would be cut at the sign-in.
    await trainer.sign_in(account.email, account.password, then="/events")
    await trainer.page.goto(then)
    return trainer


def chip(trainer: Somebody, title: str = TITLE) -> Locator:
    """A session on the calendar."""
    return trainer.page.get_by_role("button", name=re.compile(re.escape(title)))


async def test_a_class_is_scheduled_and_a_visitor_registers(
    school: School, office: Office, account: Account
) -> None:
    account.prepare_first_aid()
    trainer = await at_desk(school, account, "/calendar")
    desk = trainer.page
    await desk.get_by_role("link", name=trainer.words("scheduling.calendar.new")).click()
    await trainer.field("scheduling.form.title").fill(TITLE)
    capsule = desk.get_by_role("combobox", name=trainer.words("scheduling.form.capsule"))
    await capsule.fill("arrêt")
    await desk.get_by_role("option", name=begins("Premiers secours")).click()
    start = next_week()
    await desk.get_by_label(trainer.words("scheduling.form.date"), exact=True).fill(
        start.date().isoformat()
    )
    await desk.get_by_label(trainer.words("scheduling.form.time")).fill("14:00")
    await expect(desk.get_by_text(re.compile(r"heure de Paris \(UTC\+[12]\)"))).to_be_visible()
    await desk.get_by_role("radio", name=trainer.words("scheduling.form.public")).check()
    await desk.get_by_label(trainer.words("scheduling.form.capacity")).fill("12")
    await trainer.button("scheduling.form.create").click()
    await expect(desk.get_by_role("heading", name=TITLE)).to_be_visible()

    link = await desk.locator("a[href^='/s/']").get_attribute("href")
    assert link
    visitor = Participant(await school.page(size=PHONE), Words("fr"))
    phone = visitor.page
    await phone.goto(link)
    await expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    await visitor.button("scheduling.register.submit").click()
    await expect(phone.get_by_text(visitor.words("errors.field.email"))).to_be_visible()
    email = f"amina.{account.email}"
    await phone.get_by_label(visitor.words("scheduling.register.email")).fill(email)
    await visitor.field("scheduling.register.first_name").fill("Amina")
    await visitor.field("scheduling.register.last_name").fill("Diallo")
    await visitor.button("scheduling.register.submit").click()
    await expect(visitor.heading("scheduling.register.sent_title")).to_be_visible()

    await desk.reload()
    there = desk.get_by_role(
        "checkbox", name=trainer.words("scheduling.people.is_there", name="Amina Diallo")
    )
    await expect(there).to_be_visible()
    await there.check()
    await desk.reload()
    await expect(there).to_be_checked()

    own_link = await letter_link(office, email)
    await phone.goto(own_link)
    await expect(visitor.text("scheduling.place.registered")).to_be_visible()
    # The link is a secret: it does not stay where others may read it.
    await expect(phone).to_have_url(re.compile(r"/s/\w+$"))
    await phone.reload()
    await expect(phone.get_by_role("timer")).to_be_visible()
    await visitor.button("scheduling.place.cancel").click()
    await (
        visitor.dialog("scheduling.place.cancel_title")
        .get_by_role("button", name=visitor.words("scheduling.place.cancel"))
        .click()
    )
    await expect(visitor.heading("scheduling.accept.again_title")).to_be_visible()
    await desk.reload()
    await expect(there).to_be_hidden()


async def test_a_colleague_is_found_and_assists(
    school: School, office: Office, account: Account
) -> None:
    session = schedule(account)
    colleague = office.add_trainer()
    trainer = await at_desk(school, account, f"/sessions/{session['id']}/edit")
    found = trainer.page.get_by_role("option", name="Camille Moreau", exact=True)
    field = trainer.page.get_by_role("combobox", name=trainer.words("scheduling.form.assistants"))
    await field.fill(colleague.email)
    await found.click()
    await expect(field).to_have_value("")
    await trainer.page.keyboard.press("Escape")
    await trainer.button("scheduling.form.save").click()
    await trainer.page.wait_for_url(f"**/sessions/{session['id']}")
    [assistant] = shown(account, session)["assistants"]
    assert assistant["name"] == "Camille Moreau"
    assert assistant["id"] == colleague.ask("GET", "/me")["id"]
    colleague.close()


async def letter_link(office: Office, email: str) -> str:
    """Of the confirmation, once it is written: the server looks every few seconds."""
    for _ in range(120):
        mails = office.admin.ask("GET", "/admin/outbox", params={"limit": 20})["items"]
        for mail in mails:
            link = OWN_LINK.search(mail["text"]) if mail["to"] == email else None
            if link:
                return link[0]
        await asyncio.sleep(0.25)
    raise AssertionError(email)


async def test_moving_by_hand_asks_first(
    salle: RunningSalle, school: School, account: Account
) -> None:
    session = schedule(account)
    register(salle, session, f"amina.{account.email}")
    day = next_week().date()
    trainer = await at_desk(school, account, f"/calendar?mine=true&view=month&day={day}")
    desk, words = trainer.page, trainer.words
    target = desk.locator(f"[data-day='{day + timedelta(days=1)}']")
    await expect(chip(trainer)).to_be_visible()
    await pull(chip(trainer), target)
    asked = desk.get_by_role("dialog", name=words("scheduling.move.title", title=TITLE))
    await expect(asked.get_by_text(words("scheduling.move.consequence", count=1))).to_be_visible()
    await asked.get_by_role("button", name=words("common.cancel")).click()
    await expect(asked).to_be_hidden()
    assert shown(account, session)["start_time"] == session["start_time"]

    # Without a hand: the same question, with the day typed.
    await chip(trainer).press("Enter")
    await trainer.button("scheduling.move.verb").click()
    await asked.get_by_label(words("scheduling.form.date")).fill(str(day + timedelta(days=2)))
    await expect(asked.get_by_text(words("scheduling.move.consequence", count=1))).to_be_visible()
    await asked.get_by_role("button", name=words("scheduling.move.verb")).click()
    await expect(asked).to_be_hidden()
    moved = datetime.fromisoformat(shown(account, session)["start_time"])
    assert moved == next_week() + timedelta(days=2)


async def pull(what: Locator, to: Locator) -> None:
    """With the mouse, as a hand does: not in one leap."""
    mouse = what.page.mouse
    await what.hover()
    await mouse.down()
    box = await to.bounding_box()
    assert box
    await mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)
    await expect(what).to_have_attribute("data-dragging", "true")
    await mouse.up()


def shown(account: Account, session: dict[str, Any]) -> dict[str, Any]:
    now: dict[str, Any] = account.ask("GET", f"/training/sessions/{session['id']}")
    return now


async def test_somebody_elses_change_is_not_overwritten(school: School, account: Account) -> None:
    session = schedule(account)
    trainer = await at_desk(school, account, f"/sessions/{session['id']}/edit")
    await expect(trainer.field("scheduling.form.title")).to_have_value(TITLE)
    account.ask(
        "PUT",
        f"/training/sessions/{session['id']}",
        json={"version": session["version"], "capacity": 30},
    )
    await trainer.field("scheduling.form.title").fill("Groupe du mercredi")
    await trainer.button("scheduling.form.save").click()
    await expect(trainer.text("scheduling.stale.says")).to_be_visible()
    await trainer.button("scheduling.stale.mine").click()
    await expect(trainer.page.get_by_role("heading", name="Groupe du mercredi")).to_be_visible()
    after = shown(account, session)
    assert (after["title"], after["capacity"]) == ("Groupe du mercredi", 30)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_axe_finds_nothing(
    salle: RunningSalle, school: School, account: Account, size: Size
) -> None:
    findings = Findings()
    session = schedule(account)
    register(salle, session, f"amina.{account.email}")
    name = f"Semaine du secourisme, {account.email}"
    event = account.ask(
        "POST",
        "/events",
        json={
            "title": name,
            "description": "# Programme\n- **Gestes**\n\nhttps://example.org",
            "start_time": session["start_time"],
            "end_time": (next_week() + timedelta(days=2)).isoformat(),
            "time_zone": "Europe/Paris",
            "visibility": "public",
        },
    )
    account.ask("POST", f"/events/{event['id']}/publish")
    day = next_week().date()

    visitor = Somebody(await school.page(size=size), Words("fr"))
    for path in (f"/s/{session['id']}", f"/e/{event['id']}"):
        await visitor.page.goto(path)
        await expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
        await findings.look(visitor.page, path)

    trainer = await at_desk(school, account, f"/sessions/{session['id']}", size=size)
    page = trainer.page
    await expect(page.get_by_role("checkbox")).to_be_visible()
    await findings.look(page, "session")
    await page.goto("/sessions/new")
    await page.get_by_label(trainer.words("scheduling.repeat.label")).select_option("weekly")
    await findings.look(page, "form of a series")
    for view in ("month", "week", "list"):
        await page.goto(f"/calendar?mine=true&view={view}&day={day}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        if view != "month" or size == LAPTOP:
            await expect(chip(trainer)).to_be_visible()
        await findings.look(page, view)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width == size[0], f"{view} is wider than the screen"
    await chip(trainer).click()
    await expect(trainer.button("scheduling.move.verb")).to_be_visible()
    await findings.look(page, "a session on the calendar")
    await trainer.button("scheduling.move.verb").click()
    await expect(
        page.get_by_text(trainer.words("scheduling.move.consequence", count=1))
    ).to_be_visible()
    await findings.look(page, "move")
    await page.goto("/events")
    await expect(page.get_by_role("link", name=name)).to_be_visible()
    await findings.look(page, "events")
    findings.check()
