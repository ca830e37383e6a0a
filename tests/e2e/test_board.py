"""Drawing together: what one does on the board, the others see, and the server has."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import FloatRect, Locator, Page, WebSocketRoute, expect

from tests.e2e.axe import Findings
from tests.e2e.cable import Cable
from tests.e2e.people import QUIZ, SLIDES, InRoom, Participant, Trainer
from tests.e2e.school import PHONE, Account, Room, School
from tests.e2e.traffic import Traffic
from tests.e2e.words import Words
from tests.services.salle import RunningSalle

Point = tuple[float, float]
"""On the slide: from its upper left corner (0, 0) to its lower right one (1, 1)."""

LOW: Sequence[Point] = ((0.2, 0.9), (0.5, 0.85), (0.8, 0.9))
HIGH: Sequence[Point] = ((0.15, 0.12), (0.5, 0.06), (0.85, 0.12))
MIDDLE: Sequence[Point] = ((0.1, 0.5), (0.6, 0.55))
FINGER_MOVES = 8
PART = """() => {
  // Where the first shape is, and how wide, on a slide that is 100 wide.
  const whole = document.querySelector(".tl-canvas").getBoundingClientRect();
  const shape = document.querySelector(".tl-shapes .tl-shape").getBoundingClientRect();
  return [shape.x - whole.x, shape.y - whole.y, shape.width]
    .map((length) => Math.round(length * 100 / whole.width));
}"""


def strokes(person: InRoom) -> Locator:
    return person.page.locator(".tl-shapes [data-shape-type=draw]")


def canvas(page: Page) -> Locator:
    return page.locator(".tl-canvas")


def cursor(person: InRoom, name: str) -> Locator:
    """Where somebody else points."""
    return canvas(person.page).get_by_text(name, exact=True)


def tool(person: InRoom, name: str) -> Locator:
    return person.button(f"board.tools.{name}")


async def box_of(locator: Locator) -> FloatRect:
    box = await locator.bounding_box()
    assert box
    return box


async def on_slide(page: Page, points: Sequence[Point]) -> list[Point]:
    box = await box_of(canvas(page))
    return [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]


async def drag(page: Page, points: Sequence[Point]) -> None:
    """By mouse, with whatever tool is in hand."""
    first, *others = await on_slide(page, points)
    await page.mouse.move(*first)
    await page.mouse.down()
    for point in others:
        await page.mouse.move(*point, steps=FINGER_MOVES)
    await page.mouse.up()


async def drag_finger(page: Page, points: Sequence[Point]) -> None:
    session = await page.context.new_cdp_session(page)

    async def touch(kind: str, *at: Point) -> None:
        touched = [{"x": x, "y": y} for x, y in at]
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    first, *others = await on_slide(page, points)
    await touch("touchStart", first)
    for (from_x, from_y), (to_x, to_y) in zip([first, *others], others, strict=False):
        for step in range(1, FINGER_MOVES + 1):
            part = step / FINGER_MOVES
            await touch(
                "touchMove", (from_x + (to_x - from_x) * part, from_y + (to_y - from_y) * part)
            )
    await touch("touchEnd")
    await session.detach()


async def let_draw(trainer: Trainer, who: str) -> None:
    menu = trainer.page.get_by_role("button", name=trainer.words.pattern("room.draw.label"))
    says = trainer.words(f"room.draw.{who}_says")
    await trainer.choose(menu, f"{trainer.words(f'room.draw.{who}')} {says}")


async def take_pen(person: InRoom) -> None:
    await tool(person, "draw").click()
    await expect(tool(person, "draw")).to_have_attribute("aria-pressed", "true")


async def has_board(person: InRoom) -> None:
    await expect(canvas(person.page).locator(".tl-shape").first).to_be_visible()


def stored_strokes(account: Account, room: Room, token: str) -> int:
    """What a newcomer would be given."""
    answer = account.http.get(f"/api/rooms/{room.id}/board", headers={"Room-Token": token})
    assert answer.is_success, answer.text
    records: dict[str, Any] = answer.json()["document"]["store"]
    return sum(record.get("type") == "draw" for record in records.values())


async def token_of(person: InRoom, room: Room) -> str:
    key = f"salle.room.{room.name}"
    token: str = await person.page.evaluate("key => JSON.parse(localStorage[key]).token", key)
    return token


async def test_three_people_draw_on_one_slide_and_see_each_other(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room, "Amina", "Diallo")
    bruno = await school.participant(room, "Bruno", "Petit", size=PHONE)
    everyone = (trainer, amina, bruno)
    for each in everyone:
        await has_board(each)
    await expect(tool(amina, "draw")).to_be_hidden()

    await let_draw(trainer, "everyone")
    await expect(amina.text("room.draw.given").first).to_be_visible()
    await take_pen(trainer)
    await drag(trainer.page, LOW)
    await drag(amina.page, HIGH)  # who is given the pen has it in the hand
    await expect(tool(bruno, "draw")).to_be_visible()
    await drag_finger(bruno.page, MIDDLE)

    for each in everyone:
        await expect(strokes(each)).to_have_count(3)
    await expect(cursor(trainer, "Amina Diallo")).to_be_visible()
    await expect(cursor(trainer, "Bruno Petit")).to_be_visible()
    await expect(cursor(amina, "Camille Moreau")).to_be_visible()
    await expect(cursor(bruno, "Amina Diallo")).to_be_visible()

    late = await school.participant(room, "Chloé", "Roux")
    await expect(strokes(late)).to_have_count(3)

    await tool(amina, "undo").click()  # one's own, and nobody else's
    for each in everyone:
        await expect(strokes(each)).to_have_count(2)


async def test_the_trainer_takes_the_pen_and_gives_it_back(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room)
    await has_board(amina)
    await let_draw(trainer, "everyone")
    await expect(tool(amina, "draw")).to_be_visible()
    await drag(amina.page, LOW)
    await expect(strokes(trainer)).to_have_count(1)

    await let_draw(trainer, "nobody")
    await expect(amina.text("room.draw.taken").first).to_be_visible()
    await expect(tool(amina, "draw")).to_be_hidden()
    await drag(amina.page, HIGH)
    await amina.page.keyboard.press("d")
    await drag(amina.page, MIDDLE)
    await expect(strokes(amina)).to_have_count(1)

    await let_draw(trainer, "everyone")
    await expect(tool(amina, "draw")).to_be_visible()
    await drag(amina.page, HIGH)
    await expect(strokes(trainer)).to_have_count(2)  # what came between is nowhere
    assert stored_strokes(account, room, await token_of(amina, room)) == 2


async def test_what_is_drawn_without_a_line_comes_when_it_is_back(
    school: School, account: Account, room: Room, cable: Cable
) -> None:
    trainer = await school.trainer(account, room)
    await let_draw(trainer, "everyone")
    words = Words("fr")
    amina = Participant(await school.page(through=cable), words)
    await amina.enter(cable.url + urlsplit(room.link).path, "Amina", "Diallo")
    await has_board(amina)
    await expect(tool(amina, "draw")).to_be_visible()

    await school.pull(cable)
    await expect(amina.text("board.line.kept")).to_be_visible()
    await drag(amina.page, LOW)
    await take_pen(trainer)
    await drag(trainer.page, HIGH)
    await expect(strokes(trainer)).to_have_count(1)
    await expect(strokes(amina)).to_have_count(1)

    cable.mend()
    for each in (trainer, amina):
        await expect(strokes(each)).to_have_count(2)
    await expect(amina.text("board.line.kept")).to_be_hidden()


async def test_who_follows_sees_the_part_that_the_trainer_sees(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room)
    projector = await school.projector(room)
    for each in (trainer, amina, projector):
        await has_board(each)

    async def sees(person: InRoom, part: list[float]) -> None:
        await person.page.wait_for_function(f"part => `${{({PART})()}}` === `${{part}}`", arg=part)

    fitted: list[float] = await trainer.page.evaluate(PART)
    ((x, y),) = await on_slide(trainer.page, [(0.8, 0.3)])
    await trainer.page.mouse.move(x, y)
    await trainer.page.keyboard.down("Control")
    await trainer.page.mouse.wheel(0, -400)
    await trainer.page.keyboard.up("Control")
    whole = trainer.button("board.whole")
    await expect(whole).to_be_visible()
    zoomed: list[float] = await trainer.page.evaluate(PART)
    assert zoomed != fitted
    for each in (amina, projector):
        await sees(each, zoomed)

    await whole.click()
    for each in (trainer, amina, projector):
        await sees(each, fitted)


async def test_a_trainer_changes_the_slides_of_a_class(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room)
    await has_board(trainer)
    page, words = trainer.page, trainer.words
    count = len(SLIDES)
    await trainer.button("capsules.slides.add").click()

    def shown(number: int, total: int, name: str) -> str:
        return words("room.slides.shown", number=number, total=total, name=name)

    for each in (trainer, amina):
        added = shown(2, count + 1, str(count + 1))
        await expect(each.page.get_by_role("region", name=added, exact=True)).to_be_visible()
    await take_pen(trainer)
    await drag(page, LOW)
    await expect(strokes(amina)).to_have_count(1)

    second = trainer.button("capsules.slides.actions", place=2)
    await trainer.choose(second, words("capsules.rename"))
    await trainer.field("capsules.slides.name").fill("Vos questions")
    await page.keyboard.press("Enter")
    named = shown(2, count + 1, "Vos questions")
    await expect(amina.page.get_by_role("region", name=named, exact=True)).to_be_visible()

    await trainer.choose(second, words("capsules.delete"))
    for each in (trainer, amina):
        await expect(each.slide(1)).to_be_visible()


async def test_keys_are_the_board_s_or_the_room_s(
    school: School, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    amina = await school.participant(room)
    await has_board(trainer)
    await take_pen(trainer)
    await drag(trainer.page, LOW)
    await trainer.page.keyboard.press("v")
    await trainer.page.keyboard.press("Control+a")
    await trainer.page.keyboard.press("ArrowRight")  # moves what is selected
    await trainer.page.keyboard.press("Escape")
    await expect(trainer.slide(1)).to_be_visible()
    await trainer.page.keyboard.press("ArrowRight")
    await expect(trainer.slide(2)).to_be_visible()

    await canvas(amina.page).click()  # who has no pen has all keys in the room
    await amina.page.keyboard.press("h")
    await expect(amina.button("room.hand.lower")).to_be_visible()

    await let_draw(trainer, "everyone")
    await expect(tool(amina, "draw")).to_be_visible()
    await drag(amina.page, LOW)
    await trainer.start(QUIZ["title"])
    await expect(amina.question(1)).to_be_visible()
    await amina.page.keyboard.press("h")  # under an activity the board has none
    await expect(amina.button("room.hand.raise")).to_be_visible()


async def test_a_refusal_says_what_to_do(school: School, room: Room) -> None:
    words = Words("fr")
    amina = Participant(await school.page(), words)

    def refuse(socket: WebSocketRoute) -> None:
        async def close(_: str | bytes) -> None:
            await socket.close(code=4099, reason="CLIENT_TOO_OLD")

        socket.on_message(close)

    await amina.page.route_web_socket("**/live/boards/**", refuse)
    await amina.enter(room.link, "Amina", "Diallo")
    await expect(amina.text("board.refused.version")).to_be_visible()
    await expect(amina.button("board.refused.reload")).to_be_visible()


async def test_a_board_asks_no_other_host(
    school: School, salle: RunningSalle, account: Account, room: Room
) -> None:
    amina = Participant(await school.page(), Words("fr"))
    traffic = Traffic(amina.page)
    trainer = await school.trainer(account, room)
    await let_draw(trainer, "everyone")
    await amina.enter(room.link, "Amina", "Diallo")
    await has_board(amina)
    await expect(tool(amina, "draw")).to_be_visible()
    await drag(amina.page, LOW)
    await tool(amina, "text").click()
    ((x, y),) = await on_slide(amina.page, [(0.3, 0.4)])
    await amina.page.mouse.click(x, y)
    await expect(canvas(amina.page).locator("[contenteditable=true]")).to_be_focused()
    await amina.page.keyboard.type("Bonjour")
    await amina.page.keyboard.press("Escape")
    await expect(strokes(trainer)).to_have_count(1)
    await expect(canvas(trainer.page).get_by_text("Bonjour")).to_be_visible()
    assert traffic.hosts == {urlsplit(salle.url).netloc}


async def test_axe_finds_nothing_on_the_stage(school: School, account: Account, room: Room) -> None:
    findings = Findings()
    trainer = await school.trainer(account, room)
    amina = await school.participant(room, size=PHONE)
    await let_draw(trainer, "everyone")
    await has_board(trainer)
    await expect(tool(amina, "draw")).to_be_visible()
    await take_pen(trainer)
    await drag(trainer.page, LOW)
    await findings.look_at_all((trainer, amina), "with tools")
    for opened in ("more", "style"):
        await tool(trainer, opened).click()
        await expect(trainer.dialog(f"board.tools.{opened}")).to_be_visible()
        await findings.look(trainer.page, opened)
        await trainer.page.keyboard.press("Escape")
    findings.check()
