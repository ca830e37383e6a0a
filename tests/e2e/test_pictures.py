"""The pictures of the README, from a real class: `SALLE_PICTURES=1` writes them anew."""

import asyncio
import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.people import QUIZ, Participant, Projector, Trainer
from tests.e2e.school import PHONE, Account, Room, School
from tools.node import ROOT

PICTURES = ROOT / "docs/pictures"
MANY_COLOURS = 200  # a blank page has a handful, with the shades of a few letters

FIRST = [choice["text"] for choice in QUIZ["questions"][0]["choices"]]


async def take(page: Page, name: str) -> None:
    await page.evaluate("document.fonts.ready")
    shot = await page.screenshot(animations="disabled", caret="hide")
    image = Image.open(BytesIO(shot))
    assert len(image.getcolors(image.width * image.height) or []) > MANY_COLOURS
    if os.environ.get("SALLE_PICTURES"):
        write(image, PICTURES / f"{name}.png")


def write(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    image.convert("RGB").quantize(256).save(path, optimize=True)


@pytest.mark.slow
async def test_a_room_looks_like_a_room(school: School, account: Account, room: Room) -> None:
    trainer = await school.trainer(account, room)
    amina, bruno, chloe, projector = await asyncio.gather(
        school.participant(room, "Amina", "Diallo", size=PHONE),
        school.participant(room, "Bruno", "Petit"),
        school.participant(room, "Chloé", "Lefèvre"),
        school.projector(room),
    )
    await teach(trainer, amina, bruno, chloe)
    await trainer.open_tab("chat")
    strip = trainer.page.get_by_role("navigation", name=trainer.words("room.slides.list"))
    await expect(strip.locator("img")).to_have_count(6)
    writes = trainer.text("room.chat.typing", count=1, names="Chloé")
    await expect(writes).to_be_hidden()
    await expect(trainer.page.get_by_role("alert")).to_have_count(0)
    await take(trainer.page, "room")

    await ask(trainer, amina, bruno, chloe, projector)
    await take(amina.page, "phone")
    await trainer.step("close")
    await trainer.step("show_results")
    await expect(projector.page.get_by_text(QUIZ["questions"][0]["explanation"])).to_be_visible()
    await take(projector.page, "projector")


async def teach(
    trainer: Trainer, amina: Participant, bruno: Participant, chloe: Participant
) -> None:
    await amina.say("Bonjour à tous, depuis Lyon")
    await bruno.say("Le 112 marche-t-il partout en Europe ?")
    await trainer.say("Oui, dans toute l’Union, et même sans crédit sur le téléphone.")
    await trainer.show(2)
    await trainer.show(3)
    await chloe.say("Nous avons un défibrillateur à l’accueil")
    await chloe.button("room.hand.raise").click()
    await expect(chloe.button("room.hand.lower")).to_be_visible()
    await expect(trainer.slide(3)).to_be_visible()


async def ask(
    trainer: Trainer,
    amina: Participant,
    bruno: Participant,
    chloe: Participant,
    projector: Projector,
) -> None:
    await trainer.start(QUIZ["title"])
    await amina.answer(FIRST[0], FIRST[1])
    await bruno.answer(FIRST[0], FIRST[3])
    await chloe.answer(FIRST[1], FIRST[2])
    await expect(projector.text("room.run.answered", answered=3, here=3)).to_be_visible()
