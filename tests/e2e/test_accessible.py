"""Every page and state of a room: axe finds nothing, by day and by night, and keys suffice."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import Findings
from tests.e2e.people import QUIZ, InRoom, Participant, Somebody, Trainer
from tests.e2e.school import PHONE, Account, Office, Room, School
from tests.e2e.words import Words

pytestmark = pytest.mark.timeout(240)  # axe reads four pages twice: 112 s on two busy cores

CHOICES = [choice["text"] for choice in QUIZ["questions"][0]["choices"]]


@pytest.fixture
def findings() -> Findings:
    return Findings()


async def settled(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.wait_for_load_state("networkidle")


async def test_the_pages_outside(school: School, findings: Findings) -> None:
    for language in ("fr", "en"):
        page = await school.page(language="fr" if language == "fr" else "en")
        addresses = ["/welcome", "/sign-in", "/forgot-password", "/link#used", "/r/no-such-room"]
        for address in [*addresses, "/no-such-page"]:
            await page.goto(address)
            await settled(page)
            await findings.look(page, f"{address} ({language})")
    findings.check()


async def test_a_link_and_a_wrong_password(
    school: School, office: Office, findings: Findings
) -> None:
    somebody = Somebody(await school.page(), Words("fr"))
    invited = {"email": "ines@example.org", "role": "instructor", "language": "fr"}
    office.admin.ask("POST", "/invitations", json=invited)
    letters = office.admin.ask("GET", "/admin/outbox")["items"]
    text = next(each["text"] for each in letters if each["to"] == "ines@example.org")
    link = next(word for word in text.split() if "/link#" in word)
    await somebody.page.goto(link)
    await expect(somebody.heading("account.link.invitation.title")).to_be_visible()
    await findings.look(somebody.page, "invitation")
    await somebody.button("account.link.invitation.submit").click()
    await expect(somebody.text("errors.field.string_too_short", min_length=10)).to_be_visible()
    await findings.look(somebody.page, "invitation with faults")
    findings.check()


def invalid(page: Page) -> Locator:
    return page.locator("[aria-invalid=true]")


async def test_the_pages_of_a_trainer(school: School, account: Account, findings: Findings) -> None:
    trainer = Trainer(await school.page(), Words("fr"))
    await trainer.sign_in(account.email, account.password)
    for address in ("/", "/capsules", "/activities", "/reports"):
        await trainer.page.goto(address)
        await settled(trainer.page)
        await findings.look(trainer.page, f"{address}, empty")
    capsule = account.prepare_first_aid()
    ended = account.launch(capsule)
    amina = await school.participant(ended)
    in_room = await school.trainer(account, ended)
    await in_room.start(QUIZ["title"])
    await amina.answer(CHOICES[0])
    await in_room.end_class()
    activity = account.ask("GET", "/activities")["activities"][0]["id"]
    for address in (
        *("/", "/capsules", f"/capsules/{capsule}", "/activities", f"/activities/{activity}"),
        *("/reports", f"/reports/{ended.id}", "/people", "/profile"),
    ):
        await trainer.page.goto(address)
        await trainer.page.wait_for_load_state("networkidle")
        await expect(trainer.page.get_by_role("main")).to_be_visible()
        await findings.look(trainer.page, address)
    findings.check()


async def test_the_pages_of_an_administrator(
    school: School, office: Office, findings: Findings
) -> None:
    admin = Trainer(await school.page(), Words("fr"))
    await admin.sign_in(office.admin.email, office.admin.password)
    for address in ("/people", "/outbox"):
        await admin.page.goto(address)
        await settled(admin.page)
        await findings.look(admin.page, address)
    findings.check()


async def test_a_room_with_slides_and_talk(
    school: School, account: Account, room: Room, findings: Findings
) -> None:
    trainer = await school.trainer(account, room)
    await expect(trainer.slide(1)).to_be_visible()
    await findings.look(trainer.page, "trainer alone")
    amina = Participant(await school.page(size=PHONE), Words("fr"))
    await amina.page.goto(room.link)
    await expect(amina.button("room.door.enter")).to_be_visible()
    await findings.look(amina.page, "door")
    await amina.button("room.door.enter").click()
    await expect(invalid(amina.page).first).to_be_visible()
    await findings.look(amina.page, "door with faults")
    await amina.enter(room.link, "Amina", "Diallo")
    bruno = await school.participant(room, "Bruno", "Petit", language="en")
    projector = await school.projector(room)
    everyone: list[InRoom] = [trainer, amina, bruno, projector]

    await trainer.button("room.share.title").click()
    await expect(trainer.dialog("room.share.title")).to_be_visible()
    await findings.look(trainer.page, "share")
    await trainer.page.keyboard.press("Escape")
    await expect(trainer.dialog("room.share.title")).to_be_hidden()
    await bruno.button("room.hand.raise").click()
    await expect(trainer.button("room.people.acknowledge_of", name="Bruno Petit")).to_be_visible()
    await bruno.open_tab("people")
    await trainer.let_navigate("libre")
    await expect(bruno.button("room.slides.next")).to_be_visible()
    await findings.look_at_all(everyone, "slide and people")
    await amina.say("Bonjour")
    await trainer.say("Bienvenue", to="Bruno Petit")
    await bruno.open_tab("chat")
    await findings.look_at_all(everyone, "chat")

    await trainer.kick("Bruno Petit", "Une autre séance vous attend")
    await expect(bruno.heading("room.over.kicked")).to_be_visible()
    await findings.look(bruno.page, "kicked")
    await trainer.end_class()
    for each in (amina, projector):
        await expect(each.heading("room.closing.title")).to_be_visible()
    await findings.look_at_all([trainer, amina, projector], "ended")
    await projector.page.goto(room.link)
    await expect(projector.text("room.closing.late")).to_be_visible()
    await findings.look(projector.page, "gone")
    findings.check()


async def test_a_room_with_a_quiz(
    school: School, account: Account, room: Room, findings: Findings
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room, size=PHONE)
    bruno = await school.participant(room, "Bruno", "Petit", language="en")
    everyone: list[InRoom] = [trainer, amina, bruno, await school.projector(room)]
    await trainer.start(QUIZ["title"])
    for each in everyone:
        await expect(each.question(1)).to_be_visible()
    await findings.look_at_all(everyone, "question")
    await amina.answer(CHOICES[0])
    await bruno.answer(CHOICES[2])
    await findings.look_at_all(everyone, "answered")
    await trainer.step("close")
    await expect(amina.text("room.run.closed")).to_be_visible()
    await findings.look_at_all(everyone, "closed")
    await trainer.step("show_results")
    await expect(bruno.text("room.run.verdict.wrong")).to_be_visible()
    await findings.look_at_all(everyone, "results")
    await trainer.finish()
    for each in everyone:
        await expect(each.heading("room.run.quiz_over")).to_be_visible()
    await findings.look_at_all(everyone, "finished")
    findings.check()


async def test_a_class_without_a_mouse(school: School, account: Account, room: Room) -> None:
    trainer = await school.trainer(account, room)
    page = await school.page()
    amina = Participant(page, Words("fr"))
    await page.goto("/welcome")
    await amina.tab_to(page.get_by_role("textbox", name=amina.words("room.join.room")))
    await page.keyboard.type(room.name)
    await page.keyboard.press("Enter")
    await expect(amina.field("room.door.first_name")).to_be_visible()
    await amina.tab_to(amina.field("room.door.first_name"))
    await page.keyboard.type("Amina")
    await amina.tab_to(amina.field("room.door.last_name"))
    await page.keyboard.type("Diallo")
    await page.keyboard.press("Enter")
    await amina.is_in()

    await page.keyboard.press("h")
    await expect(amina.button("room.hand.lower")).to_be_visible()
    await trainer.start(QUIZ["title"])
    await expect(amina.question(1)).to_be_focused()
    await amina.tab_to(amina.choice(CHOICES[0]))
    await page.keyboard.press("Space")
    await amina.tab_to(amina.choice(CHOICES[1]))
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await amina.is_received()

    await amina.tab_to(amina.field("room.chat.message"))
    await page.keyboard.type("Répondu au clavier")
    await page.keyboard.press("Enter")
    await trainer.open_tab("chat")
    await expect(trainer.line("Répondu au clavier")).to_be_visible()
