"""A class whose slides a trainer brought from elsewhere: from their file to the report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from playwright.async_api import FilePayload, Locator, expect

from salle.capsules.documents import pages_in_order
from salle.capsules.records import Document
from tests.e2e.editor import Author, as_file, make_pdf
from tests.e2e.people import SLIDES, Participant
from tests.e2e.school import PHONE, Account, School
from tests.e2e.words import Words

PAGES = ["Le cœur s’arrête", "Le défibrillateur", "Les secours arrivent"]
WRITTEN = ["Reconnaître, alerter, masser, défibriller", "Chaque minute compte"]


@dataclass(frozen=True)
class Slides:
    """A file, and how to tell its slides by what a class sees of them."""

    file: FilePayload
    names: Sequence[str]
    find_marks: Callable[[Document], list[str]]
    """What there is on each slide, as selectors; from the document that the file has become."""


def find_pictures(document: Document) -> list[str]:
    store = document["store"]
    shapes = [each for each in store.values() if each["typeName"] == "shape"]
    picture_of = {each["parentId"]: store[each["props"]["assetId"]] for each in shapes}
    sources = [picture_of[each["id"]]["props"]["src"] for each in pages_in_order(document)]
    return [f"img[src='{source}']" for source in sources]


def find_texts(_: Document) -> list[str]:
    return [f'text="{text}"' for text in WRITTEN]


def bring_pdf(_: Account) -> Slides:
    names = [f"Cours – {number}" for number in range(1, len(PAGES) + 1)]
    return Slides(as_file("Cours.pdf", make_pdf(*PAGES)), names, find_pictures)


def bring_tldr(account: Account) -> Slides:
    capsule = account.prepare_first_aid()
    exported = account.http.get(f"/api/capsules/{capsule}/export", params={"format": "tldr"})
    return Slides(as_file("Secours.tldr", exported.content), SLIDES, find_texts)


@pytest.mark.parametrize("bring", [bring_pdf, bring_tldr])
async def test_a_class_is_taught_from_an_imported_file(
    school: School, account: Account, bring: Callable[[Account], Slides]
) -> None:
    slides = bring(account)
    trainer = Author(await school.page(), Words("fr"))
    trainer.deck = slides.names
    await trainer.sign_in(account.email, account.password, then="/capsules")
    await trainer.button("capsules.list.new").click()
    await trainer.is_open()
    await trainer.choose_file(trainer.button("capsules.editor.import"), slides.file)
    await expect(trainer.slides).to_have_count(len(slides.names))
    await trainer.is_open()
    async with trainer.saving():
        await trainer.field("capsules.title").fill("Cours importé")
        await trainer.page.keyboard.press("Enter")
    document = account.ask("GET", f"/capsules/{trainer.capsule_id}")["document"]
    first, second, *_ = slides.find_marks(document)
    await trainer.button("capsules.editor.launch").click()
    await trainer.is_in()

    amina = Participant(await school.page(size=PHONE), Words("fr"))
    amina.deck = slides.names
    await amina.enter(await trainer.share(), "Amina", "Diallo")
    await sees(amina.slide(1), first)
    await trainer.show(2)
    await sees(amina.slide(2), second)
    await expect(amina.slide(1)).to_be_hidden()

    await trainer.end_class()
    await expect(amina.heading("room.closing.title")).to_be_visible()
    await trainer.page.get_by_role("link", name=trainer.words("room.closing.report")).click()
    await expect(trainer.page.get_by_role("heading", level=1)).to_have_text("Cours importé")
    people = trainer.page.get_by_role("row")
    await expect(people.filter(has_text="Amina Diallo").first).to_be_visible()


async def sees(slide: Locator, selector: str) -> None:
    mark = slide.get_by_test_id("canvas").locator(selector)  # tldraw measures texts beside it
    await expect(mark).to_be_visible()
    if selector.startswith("img"):  # visible it is before it has come
        assert await mark.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
