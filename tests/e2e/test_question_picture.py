"""A picture of a question, from the trainer's disk to everybody's screen."""

from io import BytesIO

from PIL import Image
from playwright.async_api import Locator, expect

from tests.e2e.editor import Author, as_file
from tests.e2e.people import InRoom, Projector
from tests.e2e.school import PHONE, Account, Room, School
from tests.e2e.words import Words

TITLE, QUESTION, CHOICES = "Les panneaux", "Que dit ce panneau ?", ("Sortie", "Danger")
SIZE = (640, 360)
LONG_CHOICES = [f"{place}. " + "Une phrase entière, et une autre. " * 4 for place in range(1, 9)]
LONG_TITLE = "Les longs choix"
LONG = {
    "kind": "quiz",
    "title": LONG_TITLE,
    "questions": [
        {
            "id": "q1",
            "text": "Une question qui se lit en plusieurs lignes, même sur un grand mur ? " * 3,
            "explanation": "Parce que personne ne fait défiler un mur.",
            "choices": [
                {"id": f"c{place}", "text": text, "is_right": place == 0}
                for place, text in enumerate(LONG_CHOICES)
            ],
        }
    ],
}


def make_picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", SIZE, "seagreen").save(file, "PNG")
    return file.getvalue()


async def write_question(author: Author) -> None:
    await author.link("activities.library.create_quiz").click()
    await author.field("activities.editor.title").fill(TITLE)
    await author.field("activities.editor.text").fill(QUESTION)
    for letter, choice in zip("AB", CHOICES, strict=True):
        name = author.words("activities.editor.choice", letter=letter)
        await author.page.get_by_role("textbox", name=name, exact=True).fill(choice)
    right = author.words("activities.editor.is_right", letter="A")
    async with author.saving():
        await author.page.get_by_role("radio", name=right).check()
    async with author.saving():
        await author.choose_file(
            author.button("common.picture.add"),
            as_file("panneau.png", make_picture(), "image/png"),
        )
    await is_there(picture_in(author.preview, author.words))


def picture_in(place: Locator, words: Words) -> Locator:
    return place.get_by_role("img", name=words("room.run.picture"), exact=True)


async def is_there(picture: Locator) -> None:
    """On the screen, and not only its box."""
    await expect(picture).to_be_in_viewport(ratio=1)
    size = await picture.evaluate("i => i.decode().then(() => [i.naturalWidth, i.naturalHeight])")
    assert tuple(size) == SIZE


async def test_a_question_shows_its_picture_to_everybody(
    school: School, account: Account, room: Room
) -> None:
    account.ask("POST", "/activities", json={"plan": LONG})
    author = Author(await school.page(), Words("fr"))
    await author.sign_in(account.email, account.password, then="/activities")
    await write_question(author)

    trainer = await school.trainer(account, room)
    amina = await school.participant(room, size=PHONE)
    bruno = await school.participant(room, "Bruno", "Petit", language="en")
    projector = await school.projector(room)
    await trainer.start(TITLE)
    everyone: tuple[InRoom, ...] = (trainer, amina, bruno, projector)
    for each in everyone:
        await expect(each.page.get_by_role("heading", name=QUESTION, exact=True)).to_be_visible()
        await is_there(picture_in(each.page.get_by_role("main"), each.words))
    await amina.answer(CHOICES[0])
    await trainer.step("close")
    await trainer.step("show_results")
    await expect(amina.text("room.run.verdict.right")).to_be_visible()
    for each in everyone:
        await is_there(picture_in(each.page.get_by_role("main"), each.words))

    await trainer.step("finish")
    await trainer.put_away()
    await trainer.start(LONG_TITLE)
    await is_whole(projector)
    # Until the class sees them, the trainer reads choices and no counts of none.
    await expect(trainer.result(LONG_CHOICES[0])).not_to_contain_text("%")
    await trainer.step("close")
    await trainer.step("show_results")
    await expect(trainer.result(LONG_CHOICES[0])).to_contain_text("%")
    await is_whole(projector)


async def is_whole(projector: Projector) -> None:
    """On the wall, where nobody can scroll."""
    for choice in LONG_CHOICES:
        await expect(projector.result(choice.strip())).to_be_in_viewport(ratio=1)
