"""A picture of a question, from the trainer's disk to everybody's screen."""

from io import BytesIO

from PIL import Image
from playwright.async_api import Locator, expect

from tests.e2e.editor import Author, as_file
from tests.e2e.people import InRoom
from tests.e2e.school import PHONE, Account, Room, School
from tests.e2e.words import Words

TITLE, QUESTION, CHOICES = "Les panneaux", "Que dit ce panneau ?", ("Sortie", "Danger")
SIZE = (640, 360)


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
