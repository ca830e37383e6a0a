"""Texts as long as they may be, without a space in them, break nothing on any page."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize, expect

from salle.activities.quiz.plan import MAX_CHOICE, MAX_NOTE, MAX_QUESTION
from salle.activities.quiz.plan import MAX_TITLE as MAX_QUIZ_TITLE
from salle.capsules.demo import make_demo_document
from salle.capsules.rules import MAX_TITLE
from salle.rooms.commands import MAX_MESSAGE
from tests.e2e.layout import measure
from tests.e2e.people import InRoom, Participant, Projector, Trainer
from tests.e2e.school import PHONE, Account, Room, School
from tests.e2e.words import Words

LAPTOP = (1366, 768)
NARROWEST = ViewportSize(width=320, height=640)
MAX_NAME = 100

pytestmark = pytest.mark.timeout(240)


def long(word: str, length: int) -> str:
    """Without a space, and told from the others by how it begins."""
    return (word * length)[:length]


CAPSULE = long("Capsule", MAX_TITLE)
QUIZ_TITLE = long("Quiz", MAX_QUIZ_TITLE)
QUESTION = long("Question", MAX_QUESTION)
CHOICES = [long(word, MAX_CHOICE) for word in ("Rouge", "Vert", "Bleu")]
NAMES = long("Maximilienne", MAX_NAME), long("Wolfeschlegel", MAX_NAME)
NAME = " ".join(NAMES)


class Faults:
    """Told together: one hides no other."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    async def look(self, page: Page, state: str) -> None:
        if found := await measure(page):
            self.found[state] = found

    def check(self) -> None:
        told = [f"== {state}\n" + "\n".join(found) for state, found in self.found.items()]
        assert not told, "\n\n".join(told)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def capsule(account: Account) -> str:
    question: dict[str, Any] = {
        "id": "q1",
        "text": QUESTION,
        "hint": long("Indice", MAX_NOTE),
        "explanation": long("Explication", MAX_NOTE),
        "choices": [
            {"id": f"c{place}", "text": text, "is_right": place == 0}
            for place, text in enumerate(CHOICES)
        ],
    }
    plan = {"kind": "quiz", "title": QUIZ_TITLE, "questions": [question]}
    activity = account.ask("POST", "/activities", json={"plan": plan})["id"]
    made = account.ask("POST", "/capsules", json={"title": CAPSULE})
    document = make_demo_document()
    for record in document["store"].values():
        if record["typeName"] == "page":
            record["name"] = long(f"Diapositive{record['index']}", MAX_TITLE)
    saved = {"version": made["version"], "document": document, "activity_ids": [activity]}
    account.ask("PUT", f"/capsules/{made['id']}", json=saved)
    return str(made["id"])


@pytest.fixture
def room(account: Account, capsule: str) -> Room:
    own, _, _ = account.email.partition("@")  # two rooms may not have one name
    return account.launch(capsule, name=long(f"{own}-", 60))


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_long_texts_at_the_desk(
    school: School, account: Account, capsule: str, faults: Faults, size: tuple[int, int]
) -> None:
    trainer = Trainer(await school.page(size=size), Words("fr"))
    await trainer.sign_in(account.email, account.password)
    activity = account.ask("GET", "/activities")["activities"][0]["id"]
    for address in ("/", "/capsules", "/activities", f"/activities/{activity}"):
        await trainer.page.goto(address)
        await expect(trainer.page.get_by_role("heading", level=1)).to_be_visible()
        await trainer.page.wait_for_load_state("networkidle")
        await faults.look(trainer.page, address)
    await trainer.page.goto(f"/capsules/{capsule}")
    await expect(trainer.field("capsules.title")).to_be_visible()
    await faults.look(trainer.page, "capsule")
    faults.check()


@dataclass(frozen=True)
class Seats:
    """Everybody who has a view of the room."""

    trainer: Trainer
    phone: Participant
    laptop: Participant
    projector: Projector
    faults: Faults

    @property
    def everyone(self) -> Sequence[InRoom]:
        return self.trainer, self.phone, self.laptop, self.projector

    async def look(self, state: str) -> None:
        for each, seat in zip(self.everyone, fields(self), strict=False):
            await self.faults.look(each.page, f"{seat.name}, {state}")


@pytest.fixture
async def seats(school: School, account: Account, room: Room, faults: Faults) -> Seats:
    trainer = await school.trainer(account, room, size=LAPTOP)
    phone = Participant(await school.page(size=PHONE), Words("fr"))
    laptop = Participant(await school.page(size=LAPTOP), Words("fr"))
    await phone.page.goto(room.link)
    await expect(phone.button("room.door.enter")).to_be_visible()
    await faults.look(phone.page, "door")
    for each in (phone, laptop):
        await each.enter(room.link, *NAMES)
    projector = await Projector(await school.page(size=LAPTOP), Words("fr")).watch(room.link)
    return Seats(trainer, phone, laptop, projector, faults)


async def test_long_texts_in_a_room(seats: Seats) -> None:
    trainer, phone, faults = seats.trainer, seats.phone, seats.faults
    await trainer.let_navigate("libre")
    await phone.say(long("Bonjour", MAX_MESSAGE))
    await seats.laptop.say(long("Bonsoir", MAX_MESSAGE))
    for each in (trainer, phone):
        await each.open_tab("chat")
        await expect(each.line("Bonsoir")).to_be_visible()
    await trainer.page.get_by_label(trainer.words("room.chat.recipient")).select_option(index=1)
    await seats.look("chat")
    for each, who in ((phone, "phone"), (trainer, "trainer")):
        usual = each.page.viewport_size
        assert usual
        await each.page.set_viewport_size(NARROWEST)
        await expect(each.page.get_by_role("tab")).to_have_count(4 if each is trainer else 3)
        await faults.look(each.page, f"{who}, on the narrowest phone")
        await each.page.set_viewport_size(usual)

    await phone.button("room.hand.raise").click()
    for person in (trainer, phone, seats.laptop):
        await person.open_tab("people")
    await expect(trainer.text("room.people.acknowledge")).to_be_visible()
    await seats.look("people")
    await phone.open_tab("slides")
    await faults.look(phone.page, "phone, slides")
    await phone.open_tab("people")
    await phone.button("room.people.rename").click()
    await expect(phone.dialog("room.people.rename")).to_be_visible()
    await faults.look(phone.page, "phone, rename")

    await trainer.button("room.share.title").click()
    await expect(trainer.dialog("room.share.title")).to_be_visible()
    await faults.look(trainer.page, "trainer, share")
    await trainer.page.keyboard.press("Escape")
    await expect(trainer.dialog("room.share.title")).to_be_hidden()
    await trainer.button("room.people.actions_of", name=NAME).first.click()
    await trainer.page.get_by_role("menuitem", name=trainer.words("room.people.kick")).click()
    await expect(trainer.dialog("room.kick.title", name=NAME)).to_be_visible()
    await faults.look(trainer.page, "trainer, kick")
    faults.check()


async def test_long_texts_in_a_quiz_and_its_report(seats: Seats) -> None:
    trainer, phone, laptop = seats.trainer, seats.phone, seats.laptop
    await trainer.open_tab("activities")
    await seats.faults.look(trainer.page, "trainer, activities")
    await trainer.start(QUIZ_TITLE)
    for each in seats.everyone:
        await expect(each.page.get_by_role("heading", name=QUESTION, exact=True)).to_be_visible()
    await seats.look("question")
    await phone.answer(CHOICES[0])
    await laptop.answer(CHOICES[1])
    await trainer.step("close")
    await expect(phone.text("room.run.closed")).to_be_visible()
    await seats.look("closed")
    await trainer.step("show_results")
    await expect(laptop.text("room.run.verdict.wrong")).to_be_visible()
    await seats.look("results")
    await trainer.step("finish")
    for each in seats.everyone:
        await expect(each.heading("room.run.quiz_over")).to_be_visible()
    await seats.look("finished")
    await trainer.put_away()

    await trainer.end_class()
    for each in seats.everyone:
        await expect(each.heading("room.closing.title")).to_be_visible()
    await seats.look("ended")
    await trainer.page.get_by_role("link", name=trainer.words("room.closing.report")).click()
    await expect(trainer.page.get_by_role("heading", level=1)).to_have_text(CAPSULE)
    for width, height in (LAPTOP, PHONE):
        await trainer.page.set_viewport_size({"width": width, "height": height})
        await seats.faults.look(trainer.page, f"report, {width} wide")
    seats.faults.check()
