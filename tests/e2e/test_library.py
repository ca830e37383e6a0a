"""The library of activities and the editor of one, in a real browser."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.editor import Author, another_tab
from tests.e2e.people import QUIZ
from tests.e2e.school import Account, School
from tests.e2e.words import Words

FIRST, SECOND = "Que faire d’abord ?", "Quel numéro appeler ?"


@pytest.fixture
async def author(school: School, account: Account) -> Author:
    """In front of the library."""
    author = Author(await school.page(), Words("fr"))
    return await author.sign_in(account.email, account.password, then="/activities")


@pytest.fixture
def quiz(account: Account) -> str:
    """The quiz of the first-aid capsule, and its id."""
    account.prepare_first_aid()
    activities = account.ask("GET", "/activities")["activities"]
    return next(str(each["id"]) for each in activities if each["title"] == QUIZ["title"])


def plan_of(account: Account, activity: str) -> dict[str, Any]:
    plan: dict[str, Any] = account.ask("GET", f"/activities/{activity}")["plan"]
    return plan


def rightly(author: Author, letter: str) -> Locator:
    return author.page.get_by_role(
        "radio", name=author.words("activities.editor.is_right", letter=letter)
    )


def card(author: Author, number: int) -> Locator:
    name = author.words("activities.editor.question", number=number)
    return author.page.get_by_role("article", name=name, exact=True)


def grip(author: Author, number: int) -> Locator:
    name = author.words("activities.editor.question", number=number)
    return author.button("activities.sort.move", name=name)


async def type_question(author: Author, text: str, *choices: str) -> None:
    """From its text, which has the focus, to the last choice."""
    page = author.page
    await expect(author.field("activities.editor.text")).to_be_focused()
    await page.keyboard.type(text)
    name = author.words("activities.editor.choice", letter="A")
    await author.tab_to(page.get_by_role("textbox", name=name, exact=True))
    for place, choice in enumerate(choices):
        if place > 0:
            await page.keyboard.press("Enter")
            name = author.words("activities.editor.choice", letter="ABC"[place])
            box = page.get_by_role("textbox", name=name, exact=True)
            await expect(box).to_be_focused()
        await page.keyboard.type(choice)


async def test_a_quiz_is_written_by_keyboard_and_saves_itself(
    author: Author, account: Account
) -> None:
    page = author.page
    await author.tab_to(author.link("activities.library.create_quiz"))
    await page.keyboard.press("Enter")
    await expect(author.field("activities.editor.title")).to_be_focused()
    await page.keyboard.type("Les gestes")
    await author.tab_to(author.field("activities.editor.text"))
    await type_question(author, FIRST, "Protéger", "Courir")
    await author.tab_to(author.button("activities.editor.add_question"))
    await page.keyboard.press("Enter")
    await type_question(author, SECOND, "Le 15", "Le 12", "Le 3615")
    await author.tab_to(rightly(author, "A"))
    async with author.saving():
        await page.keyboard.press("Space")

    await author.tab_to(grip(author, 2))
    await page.keyboard.press("Space")
    await expect(author.text("activities.sort.over", place=2, places=2)).to_be_attached()
    await page.keyboard.press("ArrowUp")
    await expect(author.text("activities.sort.over", place=1, places=2)).to_be_attached()
    async with author.saving():
        await page.keyboard.press("Space")

    await page.reload()
    await expect(author.field("activities.editor.text")).to_have_value(SECOND)
    await expect(card(author, 2)).to_contain_text(FIRST)
    [stored] = account.ask("GET", "/activities")["activities"]
    questions = plan_of(account, stored["id"])["questions"]
    assert [each["text"] for each in questions] == [SECOND, FIRST]
    rights = [[choice["is_right"] for choice in each["choices"]] for each in questions]
    assert rights == [[True, False, False], [False, False]]


async def test_of_two_versions_of_a_quiz_one_says_which_stays(
    author: Author, account: Account, quiz: str
) -> None:
    other = await another_tab(author)
    title = "activities.editor.title"
    for each in (author, other):
        await each.page.goto(f"/activities/{quiz}")
        await expect(each.field(title)).to_have_value(QUIZ["title"])
    async with author.saving():
        await author.field(title).fill("Ici")
    await other.field(title).fill("Là")
    conflict = other.dialog("activities.conflict.title")
    await expect(conflict).to_be_visible()
    await other.page.keyboard.press("Enter")  # one was typing: it decides nothing
    await other.page.keyboard.press("Escape")
    mine = conflict.get_by_role("region", name=other.words("activities.conflict.mine"))
    theirs = conflict.get_by_role("region", name=other.words("activities.conflict.theirs"))
    await expect(mine).to_contain_text("Là")
    await expect(theirs).to_contain_text("Ici")
    assert plan_of(account, quiz)["title"] == "Ici"
    async with other.saving():
        await mine.get_by_role("button").click()
    assert plan_of(account, quiz)["title"] == "Là"

    await author.field(title).fill("Encore ici")
    conflict = author.dialog("activities.conflict.title")
    theirs = conflict.get_by_role("region", name=author.words("activities.conflict.theirs"))
    await expect(theirs).to_contain_text("Là")
    assert plan_of(account, quiz)["title"] == "Là"
    await theirs.get_by_role("button").click()
    await expect(author.field(title)).to_have_value("Là")
    await author.page.reload()
    await expect(author.field(title)).to_have_value("Là")
    await expect(conflict).to_be_hidden()
    assert plan_of(account, quiz)["title"] == "Là"


async def test_a_deleted_quiz_comes_back_when_one_says_so(
    author: Author, account: Account, quiz: str
) -> None:
    await author.page.reload()
    before = plan_of(account, quiz)
    link = author.page.get_by_role("link", name=QUIZ["title"], exact=True)
    await author.choose(
        author.button("activities.library.actions", title=QUIZ["title"]),
        author.words("activities.library.delete"),
    )
    await expect(link).to_be_hidden()
    await author.button("common.undo").click()
    await expect(link).to_be_visible()
    assert plan_of(account, quiz) == before


async def test_a_question_is_seen_as_participants_will_see_it(author: Author, quiz: str) -> None:
    await author.page.goto(f"/activities/{quiz}")
    question = QUIZ["questions"][0]
    await expect(author.preview.get_by_role("heading", name=question["text"])).to_be_visible()
    await expect(author.preview.get_by_text(question["explanation"])).to_be_hidden()
    await author.preview.get_by_text(author.words("activities.preview.results")).click()
    await expect(author.preview.get_by_text(question["explanation"])).to_be_visible()


async def test_what_was_written_without_a_line_survives_a_refresh(
    author: Author, account: Account, quiz: str
) -> None:
    await author.page.goto(f"/activities/{quiz}")
    title = author.field("activities.editor.title")
    await expect(title).to_have_value(QUIZ["title"])
    await author.page.context.set_offline(True)
    await title.fill("Écrit hors ligne")
    await expect(author.text("activities.save.unreachable").first).to_be_visible()
    await author.page.goto("about:blank")  # a refresh, without a server to give the page
    await author.page.context.set_offline(False)
    await author.page.goto(f"/activities/{quiz}")
    await expect(title).to_have_value("Écrit hors ligne")
    async with author.saving():  # and one goes on from there
        await author.field("activities.editor.text").fill("Et la question ?")
    plan = plan_of(account, quiz)
    assert (plan["title"], plan["questions"][0]["text"]) == ("Écrit hors ligne", "Et la question ?")
