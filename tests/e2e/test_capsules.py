"""Capsules in their list and in their editor, in a real browser."""

import json
from collections.abc import AsyncIterator

import pypdfium2
import pytest
from playwright.async_api import FilePayload, Request, WebSocketRoute, expect

from salle.capsules import records
from tests.e2e.cable import Cable
from tests.e2e.editor import (
    CREATE,
    LOCKED,
    Author,
    another_tab,
    as_file,
    count_shapes,
    make_pdf,
    make_pratico_file,
    page_names,
    watch_hosts,
)
from tests.e2e.people import SLIDES
from tests.e2e.school import Account, School
from tests.e2e.words import Words
from tests.rooms.world import eventually
from tests.services.salle import RunningSalle

ELSEWHERE = "https://vimeo.com/76979871"
YOUTUBE = "www.youtube-nocookie.com"
DEAD = "https://pratico.example/images/plan.png"


@pytest.fixture
async def author(school: School, account: Account, salle: RunningSalle) -> AsyncIterator[Author]:
    """In front of the list of capsules. Whatever they do there, no other host hears of it."""
    author = Author(await school.page(), Words("fr"))
    hosts = watch_hosts(author.page)
    await author.page.context.route(f"https://{YOUTUBE}/**", lambda route: route.abort())
    yield await author.sign_in(account.email, account.password, then="/capsules")
    assert hosts - {YOUTUBE} == {f"127.0.0.1:{salle.port}"}


async def export_pdf(author: Author) -> list[str]:
    """What the pages of the PDF say."""
    async with author.page.expect_download() as download:
        await author.choose(
            author.button("capsules.editor.export"), author.words("capsules.editor.export_pdf")
        )
    document = pypdfium2.PdfDocument(await (await download.value).path())
    return [page.get_textpage().get_text_range() for page in document]


async def test_a_pdf_becomes_a_capsule_and_a_pdf_again(author: Author) -> None:
    said = ["L’été, à l’hôpital", "Où est le défibrillateur ?", "Ça commence"]
    await author.choose_file(
        author.button("capsules.list.import"), as_file("Cours d’été.pdf", make_pdf(*said))
    )
    await expect(author.importing.get_by_role("progressbar")).to_be_visible()
    await author.is_open()
    await expect(author.slides).to_have_count(3)
    await expect(author.field("capsules.title")).to_have_value("Cours d’été")
    await expect(author.shapes("image")).to_have_count(1)
    assert len(await export_pdf(author)) == 3

    await author.page.get_by_role("link", name=author.words("capsules.editor.back")).click()
    search = author.page.get_by_role("searchbox", name=author.words("capsules.list.search"))
    await search.fill("défibrillateur")
    await expect(author.page.get_by_role("link", name="Cours d’été")).to_be_visible()
    await search.fill("introuvable")
    await expect(author.text("capsules.list.nothing")).to_be_visible()


async def test_a_tldr_file_comes_back_as_it_went(author: Author, account: Account) -> None:
    capsule = account.prepare_first_aid()
    exported = account.http.get(f"/api/capsules/{capsule}/export", params={"format": "tldr"})
    await author.drop(
        author.heading("capsules.list.title"), as_file("Copie de secours.tldr", exported.content)
    )
    await author.is_open()
    assert author.capsule_id != capsule
    await expect(author.slides).to_have_count(6)
    for place, slide in enumerate(SLIDES, start=1):
        await expect(author.slide_button(place)).to_have_accessible_name(
            f"{author.words('capsules.slides.slide')} {place} {slide}"
        )
    assert len(await export_pdf(author)) == 6


async def test_a_board_of_pratico_opens_with_what_is_left_of_it(
    author: Author, account: Account
) -> None:
    file = as_file("atelier.json", make_pratico_file(DEAD), "application/json")
    await author.choose_file(author.button("capsules.list.import"), file)
    note = author.words("capsules.import.note_lost", address="pratico.example/plan.png")
    await expect(author.importing.get_by_role("listitem")).to_have_text(note)
    async with author.saving():  # tldraw brings it up to its schema of today
        await author.importing.get_by_role(
            "button", name=author.words("capsules.import.open")
        ).click()
        await author.is_open()
    await expect(author.slides).to_have_count(2)
    await expect(author.canvas.get_by_text("Bienvenue à l’atelier")).to_be_visible()
    await expect(author.shapes("image").locator("img")).to_be_visible()  # the placeholder
    stored = account.ask("GET", f"/capsules/{author.capsule_id}")["document"]
    assert stored["schema"]["schemaVersion"] == 2
    assert DEAD not in json.dumps(stored)
    assert len(await export_pdf(author)) == 2


async def test_what_is_drawn_and_written_is_still_there_after_a_reload(
    author: Author, account: Account
) -> None:
    await author.button("capsules.list.new").click()
    await author.is_open()
    async with author.drawing():
        await author.draw()
    async with author.drawing():
        await author.write("Écrit à la main")
    await author.page.reload()
    await author.is_open()
    await expect(author.shapes("draw")).to_have_count(1)
    await expect(author.canvas.get_by_text("Écrit à la main")).to_be_visible()
    stored = account.ask("GET", f"/capsules/{author.capsule_id}")["document"]
    assert (count_shapes(stored, "draw"), count_shapes(stored, "text")) == (1, 1)


async def test_slides_are_added_copied_moved_and_taken_away(
    author: Author, account: Account
) -> None:
    capsule = account.prepare_first_aid()
    await author.open_capsule(capsule)

    def names() -> list[str]:
        return page_names(account.ask("GET", f"/capsules/{capsule}")["document"])

    first, second, third, *others = SLIDES

    async with author.drawing():
        await author.button("capsules.slides.add").click()
    await expect(author.slide_button(2)).to_have_attribute("aria-current", "true")
    async with author.drawing():
        await author.choose_for_slide(3, "duplicate")
    assert names() == [first, "7", second, second, third, *others]

    async with author.drawing():
        await author.choose_for_slide(2, "delete")
        await expect(author.slide_button(3)).to_be_focused()  # the one that is shown
    async with author.drawing():
        await author.button("common.undo").click()
    assert names() == [first, "7", second, second, third, *others]

    async with author.drawing():
        await author.slide_button(2).focus()
        await author.page.keyboard.press("Alt+ArrowDown")
    assert names() == [first, second, "7", second, third, *others]
    await expect(author.slide_button(3)).to_be_focused()
    async with author.drawing():
        await author.page.keyboard.press("Delete")
    assert names() == [*SLIDES[:2], *SLIDES[1:]]

    async with author.drawing():
        await author.drag(author.slide_button(1), author.slide_button(3))
    assert names() == [second, second, first, third, *others]
    await author.page.reload()
    await author.is_open()
    assert await author.slide_names() == [second, second, first, third, *others]


async def test_videos_of_youtube_are_all_that_comes_from_elsewhere(author: Author) -> None:
    page = author.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await author.button("capsules.list.new").click()
    await author.is_open()
    # Its name ends with its shortcut, as those of tldraw's own buttons do.
    insert = author.words("capsules.editor.insert_video")
    await page.get_by_role("button", name=insert).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="YouTube", exact=True).click()
    address, create = dialog.get_by_role("textbox"), dialog.get_by_role("button", name=CREATE)
    await address.fill(ELSEWHERE)
    await expect(create).to_be_disabled()
    await address.fill("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    async with author.drawing():
        await create.click()
    video = page.locator("iframe")
    await expect(video).to_have_attribute("src", f"https://{YOUTUBE}/embed/dQw4w9WgXcQ")

    await page.evaluate("text => navigator.clipboard.writeText(text)", ELSEWHERE)
    async with author.drawing():
        await page.keyboard.press("Control+v")
    await expect(author.shapes("bookmark")).to_be_visible()  # a link that shows its address
    async with author.drawing():
        await author.draw()
    await page.reload()
    await author.is_open()
    await expect(author.shapes("bookmark")).to_be_visible()
    await expect(video).to_have_count(1)


async def test_a_video_of_another_site_in_a_file_is_not_shown(
    author: Author, account: Account
) -> None:
    capsule = account.prepare_first_aid()
    opened = account.ask("GET", f"/capsules/{capsule}")
    foreign = records.shape(
        "embed",
        {"w": 800, "h": 450, "url": ELSEWHERE},
        parent_id=next(
            each["id"]
            for each in opened["document"]["store"].values()
            if each.get("name") == SLIDES[0]
        ),
        index="a0",
        x=0,
        y=0,
    )
    opened["document"]["store"][foreign["id"]] = foreign
    known = {"version": opened["version"], "document": opened["document"]}
    account.ask("PUT", f"/capsules/{capsule}", json=known)
    await author.open_capsule(capsule)
    await expect(author.shapes("embed")).to_have_count(1)
    await expect(author.page.locator("iframe")).to_have_count(0)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (as_file("Cours.pdf", LOCKED), "media.encrypted"),
        (as_file("Cours.pptx", b"PK\x03\x04" + bytes(64)), "import.type_not_allowed"),
    ],
    ids=["encrypted", "slides of another program"],
)
async def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(
    author: Author, account: Account, file: FilePayload, code: str
) -> None:
    capsule = account.prepare_first_aid()
    before = account.ask("GET", f"/capsules/{capsule}")
    refused = author.importing.get_by_role("alert")
    close = author.importing.get_by_role("button", name=author.words("capsules.import.close"))

    await author.drop(author.heading("capsules.list.title"), file)
    await expect(refused).to_contain_text(author.words(f"errors.{code}"))
    await close.last.click()
    await expect(author.importing).to_be_hidden()
    assert account.ask("GET", "/capsules")["total"] == 1

    await author.open_capsule(capsule)
    await author.choose_file(author.button("capsules.editor.import"), file)
    await expect(refused).to_contain_text(author.words(f"errors.{code}"))
    await close.last.click()
    await expect(author.importing).to_be_hidden()
    await expect(author.slides).to_have_count(6)
    assert account.ask("GET", f"/capsules/{capsule}") == before


async def test_pages_join_the_slides_of_an_open_capsule(author: Author, account: Account) -> None:
    capsule = account.prepare_first_aid()
    await author.open_capsule(capsule)
    await author.slide_button(2).click()
    await author.choose_file(
        author.button("capsules.editor.import"), as_file("Cours.pdf", make_pdf("Un", "Deux"))
    )
    await expect(author.slides).to_have_count(8)
    await expect(author.slide_button(3)).to_have_attribute("aria-current", "true")
    stored = account.ask("GET", f"/capsules/{capsule}")["document"]
    assert page_names(stored) == [*SLIDES[:2], "Cours – 1", "Cours – 2", *SLIDES[2:]]


def count_kinds(account: Account, capsule: str) -> tuple[int, int]:
    document = account.ask("GET", f"/capsules/{capsule}")["document"]
    return count_shapes(document, "draw"), count_shapes(document, "text")


async def test_two_tabs_work_on_one_capsule(author: Author, account: Account) -> None:
    capsule = account.prepare_first_aid()
    await author.open_capsule(capsule)
    before = count_kinds(account, capsule)
    other = await another_tab(author)
    await other.open_capsule(capsule)
    drawn = await other.shapes("draw").count()
    await author.page.bring_to_front()
    async with author.drawing():
        await author.draw()
    await expect(other.shapes("draw")).to_have_count(drawn + 1)
    await other.page.bring_to_front()
    async with other.drawing():
        await other.write("Écrit à côté")
    await expect(author.canvas.get_by_text("Écrit à côté")).to_be_visible()
    assert count_kinds(account, capsule) == (before[0] + 1, before[1] + 1)


def is_put(request: Request) -> bool:
    return request.method == "PUT"


async def test_what_was_done_without_a_line_survives_a_refresh(
    school: School, account: Account, cable: Cable
) -> None:
    author = Author(await school.page(through=cable), Words("fr"))
    await author.sign_in(account.email, account.password, then="/capsules")
    capsule = account.prepare_first_aid()
    await author.open_capsule(capsule)
    drawn = await author.shapes("draw").count()
    before = account.ask("GET", f"/capsules/{capsule}")
    await school.pull(cable)
    await author.draw()
    await author.field("capsules.title").fill("Écrit hors ligne")
    await author.page.keyboard.press("Enter")
    await author.page.wait_for_event("requestfailed", is_put)
    await expect(author.status).to_have_text(author.words("capsules.status.kept"))
    await author.page.goto("about:blank")  # a refresh, without a server to give the page
    assert account.ask("GET", f"/capsules/{capsule}") == before
    cable.mend()
    async with author.saving():
        await author.open_capsule(capsule)
    await expect(author.shapes("draw")).to_have_count(drawn + 1)
    await expect(author.field("capsules.title")).to_have_value("Écrit hors ligne")
    async with author.drawing():  # and one goes on from there
        await author.draw()
    after = account.ask("GET", f"/capsules/{capsule}")
    assert after["title"] == "Écrit hors ligne"
    assert count_shapes(after["document"], "draw") == drawn + 2


async def test_a_refresh_before_the_server_confirms_does_nothing_twice(
    author: Author, account: Account
) -> None:
    capsule = account.prepare_first_aid()
    heard = True

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: socket.send(message) if heard else None)

    await author.page.route_web_socket("**/live/boards/**", connect)
    await author.open_capsule(capsule)
    drawn = count_kinds(account, capsule)[0]
    shown = await author.shapes("draw").count()
    heard = False
    await author.draw()
    await expect(author.status).to_have_text(author.words("capsules.status.saving"))

    async def is_stored() -> bool:
        return count_kinds(account, capsule)[0] == drawn + 1

    await eventually(is_stored)
    heard = True
    await author.page.reload()
    await author.is_open()
    async with author.drawing():
        await author.draw()
    await expect(author.shapes("draw")).to_have_count(shown + 2)
    assert count_kinds(account, capsule)[0] == drawn + 2


async def test_what_was_done_without_a_line_is_sent_when_there_is_one(
    author: Author, account: Account
) -> None:
    capsule = account.prepare_first_aid()
    await author.open_capsule(capsule)
    drawn = count_kinds(account, capsule)[0]
    await author.page.context.set_offline(True)
    await author.draw()
    await expect(author.status).to_have_text(author.words("capsules.status.kept"))
    async with author.drawing():
        await author.page.context.set_offline(False)
    assert count_kinds(account, capsule)[0] == drawn + 1
