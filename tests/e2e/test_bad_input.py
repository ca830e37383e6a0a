"""What is wrong gets words in the person's language, hurts nobody else, and loses nothing."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect
from websockets.asyncio.client import connect

from tests.e2e.people import SLIDES, Participant, Somebody, Trainer
from tests.e2e.school import Account, Room, School
from tests.e2e.words import Language, Words, begins
from tests.media.files import pdf
from tests.services.salle import RunningSalle

# What a page's own scripts cannot reach, somebody at the browser's console can.
KEEP_SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...about) { super(...about); window.sockets.push(this); }
};
"""
SEND = "(text) => window.sockets.findLast(({url}) => url.includes('/live/rooms/')).send(text)"

LOCKED = pdf(
    b"",
    trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]"
    % (b"5a" * 32, b"a5" * 32),
)


def command(**fields: Any) -> str:
    return json.dumps({"type": "command", "id": "from-the-console", "command": fields})


async def identity(page: Page, room: Room) -> dict[str, str]:
    kept = await page.evaluate("(key) => localStorage.getItem(key)", f"salle.room.{room.name}")
    found: dict[str, str] = json.loads(kept)
    return found


async def test_code_that_did_not_arrive_comes_with_the_page(school: School, room: Room) -> None:
    """An update takes away what the pages that are open have not loaded yet."""
    amina = Participant(await school.page(), Words("fr"))
    await amina.page.route("**/assets/LiveRoom-*.js", lambda route: route.abort())
    await amina.page.goto(room.link)
    await amina.field("room.door.first_name").fill("Amina")
    await amina.field("room.door.last_name").fill("Diallo")
    await amina.button("room.door.enter").click()
    await expect(amina.heading("common.page_failed")).to_be_attached()
    await amina.page.unroute_all()
    assert all("LiveRoom" in fault for fault in school.faults)
    school.faults.clear()
    await amina.button("common.try_again").click()
    await amina.is_in()


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_room_that_never_was_and_one_that_is_over_say_so(
    school: School, account: Account, language: Language
) -> None:
    somebody = Somebody(await school.page(language=language), Words(language))
    await somebody.page.goto("/r/no-such-room")
    await expect(somebody.heading("room.over.no_room")).to_be_visible()
    await somebody.page.goto("/r/no-such-room/screen")
    await expect(somebody.heading("room.over.no_room")).to_be_visible()
    room = account.launch(account.prepare_first_aid())
    account.ask("POST", f"/rooms/{room.id}/end")
    await somebody.page.goto(room.link)
    await expect(somebody.heading("room.closing.title")).to_be_visible()
    await expect(somebody.text("room.closing.late")).to_be_visible()


async def test_a_name_that_is_missing_is_asked_for_at_its_field(school: School, room: Room) -> None:
    amina = Participant(await school.page(), Words("fr"))
    await amina.page.goto(room.link)
    await amina.field("room.door.first_name").fill("Amina")
    await amina.button("room.door.enter").click()
    last_name = amina.field("room.door.last_name")
    await expect(last_name).to_be_focused()
    await expect(last_name).to_have_accessible_description(amina.words("errors.field.missing"))
    await expect(amina.field("room.door.first_name")).to_have_value("Amina")


async def test_a_foreign_identity_is_asked_for_its_name_again(
    school: School, account: Account, room: Room
) -> None:
    other = account.launch(account.prepare_first_aid())
    amina = await school.participant(room)
    foreign = await identity(amina.page, room)
    await amina.page.evaluate(
        "([key, value]) => localStorage.setItem(key, JSON.stringify(value))",
        [f"salle.room.{other.name}", foreign],
    )
    await amina.page.goto(other.link)
    await expect(amina.field("room.door.first_name")).to_have_value("Amina")  # as typed before
    await amina.button("room.door.enter").click()
    await amina.is_in()
    mine = await identity(amina.page, other)
    assert mine["room_id"] == other.id
    assert mine["token"] != foreign["token"]
    await amina.page.goto(room.link)
    await amina.is_in()  # and who one is in the first room is not lost


async def test_an_identity_that_somebody_invented_is_worth_nothing(
    school: School, room: Room
) -> None:
    amina = await school.participant(room)
    invented = {**await identity(amina.page, room), "token": "sesame" * 6}
    await amina.page.evaluate(
        "([key, value]) => localStorage.setItem(key, JSON.stringify(value))",
        [f"salle.room.{room.name}", invented],
    )
    await amina.page.reload()
    await expect(amina.field("room.door.first_name")).to_have_value("Amina")


async def test_a_name_that_is_taken_is_said_at_its_field(
    school: School, account: Account, room: Room
) -> None:
    taken = account.launch(account.prepare_first_aid())
    trainer = await school.trainer(account, room)
    await trainer.button("room.share.title").click()
    await trainer.button("room.share.rename").click()
    await trainer.field("room.share.name").fill(taken.name)
    await trainer.button("room.share.rename_verb").click()
    name = trainer.field("room.share.name")
    told = begins(trainer.words("errors.room.name_taken"))  # before the rule for names
    await expect(name).to_have_accessible_description(told)
    await expect(name).to_have_value(taken.name)
    await name.fill(f"{taken.name}-autre")
    await trainer.button("room.share.rename_verb").click()
    link = trainer.page.get_by_label(trainer.words("room.share.link"))
    await expect(link).to_have_value(f"{school.salle.url}/r/{taken.name}-autre")
    amina = await school.participant(room)  # by the link of before
    await amina.page.goto(await link.input_value())
    await amina.is_in()


async def test_who_speaks_as_a_trainer_is_not_heard(
    school: School, salle: RunningSalle, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    page = await school.page()
    await page.add_init_script(KEEP_SOCKETS)
    heard: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda text: heard.append(str(text))),
    )
    amina = await Participant(page, Words("fr")).enter(room.link, "Amina", "Diallo")
    await expect(amina.slide(1)).to_be_visible()
    document = await page.evaluate(
        "([id, token]) => fetch(`/api/rooms/${id}/board`, {headers: {'Room-Token': token}})"
        ".then((answer) => answer.json())",
        [room.id, (await identity(page, room))["token"]],
    )
    store = document["document"]["store"]
    [second] = [each["id"] for each in store.values() if each.get("name") == SLIDES[1]]
    await page.evaluate(SEND, command(type="slide.show", page_id=second))
    await amina.say("Rien ne s’est passé")  # what was sent before this was answered before it
    assert any('"room.only_the_trainer"' in text for text in heard)
    await expect(trainer.slide(1)).to_be_visible()

    known = await identity(page, room)
    async with connect(
        f"ws://127.0.0.1:{salle.port}/live/rooms/{room.id}", compression=None, proxy=None
    ) as socket:
        hello = {"type": "hello", "protocol": 1, "token": known["token"], "position": None}
        await socket.send(json.dumps(hello))
        assert json.loads(await socket.recv())["type"] == "welcome"
        await socket.send(command(type="class.end"))
        async for text in socket:
            if (frame := json.loads(text))["type"] == "refused":
                assert frame["code"] == "room.only_the_trainer"
                break
    await trainer.show(2)
    await expect(amina.slide(2)).to_be_visible()


async def test_a_malformed_frame_is_its_own_socket_s_problem(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    page = await school.page()
    await page.add_init_script(KEEP_SOCKETS)
    amina = await Participant(page, Words("fr")).enter(room.link, "Amina", "Diallo")
    bruno = await school.participant(room, "Bruno", "Petit")
    await amina.open_tab("chat")
    await amina.field("room.chat.message").fill("Un brouillon")
    await page.evaluate(SEND, "this is no frame")
    await expect(amina.heading("room.over.stopped")).to_be_visible()
    await trainer.show(2)
    await expect(bruno.slide(2)).to_be_visible()
    await amina.button("room.over.reload").click()
    await expect(amina.slide(2)).to_be_visible()
    await amina.open_tab("chat")
    await expect(amina.field("room.chat.message")).to_have_value("Un brouillon")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cours.pdf", LOCKED, "media.encrypted"),
        ("cours.pdf", b"%PDF-1.7 and nothing else", "media.unreadable"),
        ("cours.docx", b"PK\x03\x04" + bytes(64), "import.type_not_allowed"),
    ],
    ids=["locked", "broken", "no capsule"],
)
async def test_a_file_that_is_no_capsule_says_why_and_leaves_nothing(
    school: School, account: Account, name: str, content: bytes, code: str
) -> None:
    trainer = Trainer(await school.page(), Words("fr"))
    await trainer.sign_in(account.email, account.password, then="/capsules")
    async with trainer.page.expect_file_chooser() as chooser:
        await trainer.button("capsules.list.import").click()
    await (await chooser.value).set_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )
    dialog = trainer.dialog("capsules.import.title")
    await expect(dialog.get_by_role("alert")).to_contain_text(trainer.words(f"errors.{code}"))
    await dialog.get_by_role("button", name=trainer.words("capsules.import.close")).last.click()
    await expect(dialog).to_be_hidden()
    assert account.ask("GET", "/capsules")["total"] == 0
