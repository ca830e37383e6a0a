"""A slide in words: what it says is read in order by those who do not see it."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.editor import as_file, make_pdf
from tests.e2e.people import InRoom
from tests.e2e.school import PHONE, Account, Room, School
from tests.e2e.test_board import LOW, drag, on_slide, take_pen, tool
from tests.rooms.world import eventually

PAGES = ["Le cœur s’arrête", "#rect(width: 80%, height: 50%)"]
NAMES = [f"Cours – {number}" for number in (1, 2)]


@pytest.fixture
async def room(account: Account) -> Room:
    """Of two pages that were imported; the second one has nothing to read."""
    capsule = account.ask("POST", "/capsules", json={"title": "Cours"})["id"]
    file = as_file("Cours.pdf", make_pdf(*PAGES))
    sent = {"file": (file["name"], file["buffer"], "application/pdf")}
    started = account.ask("POST", f"/capsules/{capsule}/import", files=sent)["import_id"]

    async def is_done() -> bool:
        found = account.ask("GET", f"/capsules/{capsule}/imports/{started}")
        return bool(found["status"] == "done")

    await eventually(is_done)
    return account.launch(capsule)


def words_on(person: InRoom, number: int) -> Locator:
    """What a screen reader finds on the stage, while it shows this slide."""
    return person.slide(number).get_by_role("paragraph")


async def has_picture(person: InRoom, number: int) -> None:
    picture = person.slide(number).get_by_test_id("canvas").locator("img[src^='/files/']")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


async def test_an_imported_slide_is_read_by_those_who_do_not_see_it(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room, size=PHONE)
    projector = await school.projector(room)
    everyone: tuple[InRoom, ...] = (trainer, amina, projector)
    for each in everyone:
        each.deck = NAMES
        await has_picture(each, 1)
        await expect(words_on(each, 1)).to_have_text([PAGES[0]])

    await trainer.show(2)
    bare = amina.words("board.words.picture")
    for each in everyone:
        await has_picture(each, 2)
        await expect(words_on(each, 2)).to_have_text([bare])
    shown = {"number": 2, "total": 2, "name": NAMES[1]}
    await amina.hears("room.slides.shown", **shown)

    await take_pen(trainer)
    await drag(trainer.page, LOW)
    for text, down in (("Et ensuite ?", 0.6), ("Des questions ?", 0.3)):
        await tool(trainer, "text").click()
        ((x, y),) = await on_slide(trainer.page, [(0.3, down)])
        await trainer.page.mouse.click(x, y)
        box = trainer.page.get_by_test_id("canvas").get_by_role("textbox")
        await expect(box).to_be_focused()
        await trainer.page.keyboard.type(text)
        await expect(box).to_have_text(text)
        await trainer.page.keyboard.press("Escape")
    stroke = amina.words("board.words.strokes", count=1)
    for each in everyone:
        await expect(words_on(each, 2)).to_have_text(
            [bare, "Des questions ?", "Et ensuite ?", stroke]
        )
