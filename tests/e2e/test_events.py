"""An event, from its form to the page that everybody sees."""

from playwright.async_api import expect

from tests.e2e.editor import Author, as_file
from tests.e2e.people import Somebody
from tests.e2e.school import PHONE, Account, School
from tests.e2e.test_question_picture import make_picture
from tests.e2e.words import Words

TITLE = "Semaine de la prévention"


async def test_an_event_is_written_with_its_picture_published_and_seen(
    school: School, account: Account
) -> None:
    author = Author(await school.page(), Words("fr"))
    await author.sign_in(account.email, account.password, then="/events/new")
    page, words = author.page, author.words
    await author.field("scheduling.form.title").fill(TITLE)
    await page.get_by_label(words("scheduling.event.visibility")).select_option("public")
    file = as_file("affiche.png", make_picture(), "image/png")
    await author.choose_file(author.button("common.picture.add"), file)
    await expect(page.get_by_role("img", name=words("scheduling.event.picture"))).to_be_visible()
    await author.button("scheduling.event.create").click()

    await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    actions = page.get_by_role("button", name=words("scheduling.events.actions", title=TITLE))
    await author.choose(actions, words("scheduling.events.publish"))
    await expect(author.text("scheduling.events.was_published")).to_be_visible()

    visitor = Somebody(await school.page(size=PHONE), Words("fr"))
    await visitor.page.goto(page.url)
    await expect(visitor.page.get_by_role("heading", name=TITLE)).to_be_visible()
    poster = visitor.page.locator("article img")
    await expect(poster).to_be_visible()
    width = await poster.evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert width == 640
    school.dismiss()
