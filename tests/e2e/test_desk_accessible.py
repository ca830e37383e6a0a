"""axe finds nothing at the desk either: lists and editors, with their panels, menus and dialogs."""

import pytest
from playwright.async_api import expect

from tests.e2e.axe import Findings
from tests.e2e.editor import LOCKED, Author, as_file, make_pratico_file
from tests.e2e.people import QUIZ
from tests.e2e.school import LAPTOP, PHONE, Account, School, Size
from tests.e2e.words import Words

pytestmark = pytest.mark.timeout(240)  # axe reads every element of every state, in two schemes

# On a phone it is narrower than a finger. Its licence wants it as tldraw draws it.
SET_MARK_ASIDE = """() => {
  for (const mark of document.querySelectorAll(".tl-watermark_SEE-LICENSE")) mark.inert = true;
}"""

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


async def sit_down(school: School, account: Account, size: Size, then: str) -> Author:
    author = Author(await school.page(size=size), Words("fr"))
    return await author.sign_in(account.email, account.password, then=then)


@SIZES
async def test_the_list_of_capsules(school: School, account: Account, size: Size) -> None:
    findings = Findings()
    author = await sit_down(school, account, size, "/capsules")
    page = author.page
    await expect(author.button("capsules.list.new")).to_be_visible()
    await findings.look(page, "empty")
    await author.drop(author.heading("capsules.list.title"), as_file("Cours.pdf", LOCKED))
    await expect(author.importing.get_by_role("alert")).to_be_visible()
    await findings.look(page, "import refused")
    await page.keyboard.press("Escape")
    await expect(author.importing).to_be_hidden()
    board = as_file("atelier.json", make_pratico_file("https://pratico.example/plan.png"))
    await author.drop(author.heading("capsules.list.title"), board)
    await expect(author.importing.get_by_role("listitem")).to_be_visible()
    await findings.look(page, "import with a note")
    await page.goto("/capsules")
    await author.button("capsules.list.actions", title="atelier").click()
    await expect(author.page.get_by_role("menu")).to_be_visible()
    await findings.look(page, "with a menu")
    await page.keyboard.press("Escape")
    await author.choose(
        author.button("capsules.list.actions", title="atelier"), author.words("capsules.delete")
    )
    await expect(author.button("common.undo")).to_be_visible()
    await findings.look(page, "deleted")
    findings.check()


@SIZES
async def test_the_editor_of_capsules(school: School, account: Account, size: Size) -> None:
    findings = Findings()
    capsule = account.prepare_first_aid()
    author = await sit_down(school, account, size, f"/capsules/{capsule}")
    page = author.page
    await author.is_open()

    async def look(state: str) -> None:
        await page.evaluate(SET_MARK_ASIDE)
        await findings.look(page, state)

    await look("open")
    await author.slide_button(1).focus()
    await author.button("capsules.slides.actions", place=1).click()
    await expect(page.get_by_role("menu")).to_be_visible()
    await look("menu of a slide")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_be_hidden()
    await author.button("capsules.editor.export").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    await look("menu of exports")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_be_hidden()
    await author.button("capsules.editor.activities").click()
    await expect(page.get_by_role("checkbox", name=QUIZ["title"])).to_be_checked()
    await look("activities")
    await author.button("capsules.activities.close").click()
    await author.button("capsules.editor.present").click()
    await expect(author.dialog("capsules.present.label")).to_be_visible()
    await look("presentation")
    await page.keyboard.press("Escape")
    await expect(author.dialog("capsules.present.label")).to_be_hidden()
    findings.check()


@SIZES
async def test_the_library(school: School, account: Account, size: Size) -> None:
    findings = Findings()
    author = await sit_down(school, account, size, "/activities")
    page = author.page
    await expect(author.link("activities.library.create_quiz")).to_be_visible()
    await findings.look(page, "empty")
    await author.link("activities.library.create_quiz").click()
    await author.field("activities.editor.title").fill("Les gestes")
    await author.field("activities.editor.text").focus()
    await author.field("activities.editor.title").focus()
    await expect(author.text("activities.editor.incomplete")).to_be_visible()
    await findings.look(page, "a quiz begun")
    account.prepare_first_aid()
    await page.goto("/activities")
    await expect(page.get_by_role("link", name=QUIZ["title"])).to_be_visible()
    await author.button("activities.library.actions", title=QUIZ["title"]).click()
    await expect(page.get_by_role("menu")).to_be_visible()
    await findings.look(page, "with a menu")
    await page.keyboard.press("Escape")

    await page.get_by_role("link", name=QUIZ["title"]).click()
    await expect(author.field("activities.editor.title")).to_have_value(QUIZ["title"])
    await findings.look(page, "a quiz")
    if size == PHONE:
        await author.button("activities.preview.open").click()
    await author.preview.get_by_text(author.words("activities.preview.results")).click()
    await findings.look(page, "preview of results")
    await page.keyboard.press("Escape")

    activities = account.ask("GET", "/activities")["activities"]
    known = next(each for each in activities if each["title"] == QUIZ["title"])
    theirs = account.ask("GET", f"/activities/{known['id']}")
    theirs["plan"]["title"] = "Ailleurs"
    account.ask(
        "PUT",
        f"/activities/{known['id']}",
        json={"version": theirs["version"], "plan": theirs["plan"]},
    )
    await author.field("activities.editor.title").fill("Ici")
    await expect(author.dialog("activities.conflict.title")).to_be_visible()
    await findings.look(page, "two versions")
    findings.check()
