"""One class from the demo trainer's link to the report, as four people and a projector live it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from salle.capsules.demo import demo_title
from tests.e2e.people import POLL, QUIZ, SLIDES, InRoom, Participant, Projector, Trainer
from tests.e2e.school import PHONE, Room, School
from tests.e2e.words import Words
from tests.services.salle import RunningSalle

ANSWERS, EXPLAINED = (
    [[choice["text"] for choice in question["choices"]] for question in QUIZ["questions"]],
    [question["explanation"] for question in QUIZ["questions"]],
)


@pytest.fixture
async def school(tmp_path: Path, database_url: str, browser: Browser) -> AsyncIterator[School]:
    """On a server of its own, on each kind of database."""
    with RunningSalle(tmp_path / "data", database_url) as salle:
        school = School(salle, browser)
        yield school
        school.dismiss()


@pytest.mark.timeout(240)  # a whole class on five pages: 106 s on two busy cores
async def test_a_class_from_launch_to_report(school: School) -> None:
    trainer = Trainer(await school.page(), Words("fr"))
    await trainer.page.goto(school.salle.printed_links()[-1])
    await trainer.button("account.link.sign_in.submit").click()
    await expect(trainer.page.get_by_role("heading", level=1)).to_contain_text("Camille")
    await trainer.launch(demo_title())
    link = await trainer.share()
    name = trainer.page.url.rpartition("/")[2]
    assert link == f"{school.salle.url}/r/{name}"
    room = Room("", name, link)

    amina, bruno, chloe, projector = await asyncio.gather(
        school.participant(room, "Amina", "Diallo", size=PHONE),
        school.participant(room, "Bruno", "Petit"),
        school.participant(room, "Chloé", "Lefèvre", language="en"),
        school.projector(room),
    )
    await sees_who_is_here(trainer)
    await follows_slides(trainer, [amina, bruno, chloe], projector)
    await gives_the_floor(trainer, amina, bruno)
    await chats(trainer, amina, bruno, chloe)
    await plays_the_quiz(trainer, amina, bruno, chloe, projector)
    await sends_away(trainer, chloe)
    await projector_names_nobody(projector)
    await ends(trainer, amina, bruno, projector, link)
    await has_the_report(trainer)


async def sees_who_is_here(trainer: Trainer) -> None:
    await trainer.open_tab("people")
    for name in ("Amina Diallo", "Bruno Petit", "Chloé Lefèvre"):
        await expect(trainer.person(name)).to_be_visible()
    await expect(trainer.button("room.bar.people", count=3)).to_be_visible()


async def follows_slides(
    trainer: Trainer, participants: list[Participant], projector: Projector
) -> None:
    followers = [*participants, projector]
    for number in (2, 3, 1, 3):
        await turn_to(number, trainer, followers)
    _, bruno, chloe = participants
    await expect(bruno.button("room.slides.next")).to_be_hidden()

    await trainer.let_navigate("pratico")  # what was shown: slides 1 to 3
    await bruno.button("room.slides.previous").click()
    await expect(bruno.slide(2)).to_be_visible()
    await expect(trainer.slide(3)).to_be_visible()
    await trainer.show(4)
    await expect(chloe.slide(4)).to_be_visible()
    await expect(bruno.slide(2)).to_be_visible()
    await bruno.button("room.slides.back_to_trainer").click()
    await expect(bruno.slide(4)).to_be_visible()
    await expect(bruno.button("room.slides.next")).to_be_disabled()

    await trainer.let_navigate("libre")
    await bruno.button("room.slides.next").click()
    await bruno.button("room.slides.next").click()
    await expect(bruno.slide(len(SLIDES))).to_be_visible()

    await trainer.let_navigate("animateur")  # calls everyone back
    await asyncio.gather(*(expect(each.slide(4)).to_be_visible() for each in followers))


async def turn_to(number: int, trainer: Trainer, followers: Sequence[InRoom]) -> None:
    await trainer.show(number)
    await asyncio.gather(*(expect(each.slide(number)).to_be_visible() for each in followers))


async def gives_the_floor(trainer: Trainer, amina: Participant, bruno: Participant) -> None:
    await amina.button("room.hand.raise").click()
    await expect(amina.button("room.hand.lower")).to_be_visible()
    await trainer.acknowledge("Amina Diallo")
    await expect(amina.button("room.hand.raise")).to_be_visible()
    notice = amina.page.get_by_role("alert")
    await expect(notice).to_have_text(amina.words("room.hand.acknowledged"))
    await bruno.react("heart")
    await trainer.hears("room.reactions.came", emoji="❤️")


async def chats(
    trainer: Trainer, amina: Participant, bruno: Participant, chloe: Participant
) -> None:
    await amina.say("Bonjour à tous")
    await bruno.say("Je n’entends pas bien", to=bruno.words("room.chat.the_trainer"))
    await trainer.say("Bienvenue, on commence")
    await trainer.say("C’est mieux ainsi ?", to="Bruno Petit")
    for each in (trainer, bruno):
        await expect(each.line("Je n’entends pas bien")).to_be_visible()
        await expect(each.line("C’est mieux ainsi ?")).to_be_visible()
    await chloe.say("Hello")
    for other in (amina, chloe):
        await expect(other.line("Bienvenue, on commence")).to_be_visible()
        await expect(other.page.get_by_text("entends pas bien")).to_have_count(0)
        await expect(other.page.get_by_text("mieux ainsi")).to_have_count(0)


async def plays_the_quiz(
    trainer: Trainer,
    amina: Participant,
    bruno: Participant,
    chloe: Participant,
    projector: Projector,
) -> None:
    await trainer.start(QUIZ["title"])
    (silent, gasping, blue, _), (_, slow, right, fast) = ANSWERS[:2]
    await amina.answer(silent, gasping)  # 2 right of 2
    await bruno.answer(silent, blue)  # 1 right, 1 wrong
    await chloe.answer(blue)
    await bruno.tick(gasping)
    await expect(bruno.text("room.run.not_sent_yet")).to_be_visible()
    await bruno.button("room.run.change").click()
    await bruno.is_received()  # 2 right, 1 wrong
    await chloe.button("room.run.withdraw").click()
    await expect(chloe.choice(blue)).not_to_be_checked()
    await expect(trainer.text("room.run.answered", answered=2, here=3)).to_be_visible()
    await expect(projector.text("room.run.answered", answered=2, here=3)).to_be_visible()

    await trainer.step("close")
    await expect(amina.text("room.run.closed")).to_be_visible()
    await expect(chloe.text("room.run.closed_without_answer")).to_be_visible()
    await trainer.step("show_results")
    await expect(amina.text("room.run.verdict.right")).to_be_visible()
    await expect(bruno.text("room.run.verdict.wrong")).to_be_visible()
    await expect(chloe.text("room.run.verdict.none")).to_be_visible()
    for each in (amina, bruno, chloe, projector):
        await expect(each.page.get_by_text(EXPLAINED[0])).to_be_visible()
        await expect(each.result(gasping)).to_contain_text(each.words("room.run.right_choice"))
    await expect(projector.result(silent)).to_contain_text("100")

    await trainer.step("next")
    await expect(bruno.question(2)).to_be_visible()
    await amina.answer(fast)
    await bruno.answer(right)
    await chloe.answer(slow)
    await trainer.step("close")
    await trainer.step("show_results")
    await expect(bruno.text("room.run.verdict.right")).to_be_visible()
    await trainer.finish()

    # 3 right choices in 2 questions. Amina: 2 × 2 − 1 of 6; Bruno: 3 × 2 − 1 of 6; Chloé: −1.
    await expect(amina.score(50, "room.run.own_score")).to_be_visible()
    await expect(bruno.score(83, "room.run.own_score")).to_be_visible()
    await expect(chloe.score(0, "room.run.own_score")).to_be_visible()
    for watcher in (trainer, amina, bruno, chloe, projector):
        await expect(watcher.score(44, "room.run.mean_score")).to_be_visible()
    rows = trainer.page.get_by_role("row")
    await expect(rows.filter(has_text="Bruno Petit")).to_contain_text("83")
    await expect(rows.filter(has_text="Amina Diallo")).to_contain_text("50")
    await trainer.put_away()
    await expect(amina.slide(4)).to_be_visible()


async def sends_away(trainer: Trainer, chloe: Participant) -> None:
    await trainer.kick("Chloé Lefèvre", "Vous avez une autre séance")
    await expect(chloe.heading("room.over.kicked")).to_be_visible()
    await expect(chloe.page.get_by_text("Vous avez une autre séance")).to_be_visible()


async def projector_names_nobody(projector: Projector) -> None:
    seen = await projector.page.locator("body").inner_text()
    for name in ("Amina", "Diallo", "Bruno", "Petit", "Chloé", "Lefèvre"):
        assert name not in seen


async def ends(
    trainer: Trainer, amina: Participant, bruno: Participant, projector: Projector, link: str
) -> None:
    await trainer.start(POLL["title"])
    await bruno.answer(POLL["questions"][0]["choices"][0]["text"])
    await trainer.end_class()
    for each in (amina, bruno, projector):
        await expect(each.heading("room.closing.title")).to_be_visible()
    await amina.page.goto(link)  # what one reached is still told
    await expect(amina.heading("room.closing.title")).to_be_visible()
    await expect(amina.page.get_by_text(QUIZ["title"])).to_be_visible()
    await projector.page.goto(link)  # and nobody gets in
    await expect(projector.text("room.closing.late")).to_be_visible()
    answer = await projector.page.request.get(
        f"/api{urlsplit(link).path.replace('/r/', '/rooms/')}"
    )
    assert answer.status == HTTPStatus.GONE


async def has_the_report(trainer: Trainer) -> None:
    await trainer.page.get_by_role("link", name=trainer.words("room.closing.report")).click()
    await expect(trainer.page.get_by_role("heading", level=1)).to_have_text(demo_title())
    for name in ("Camille Moreau", "Amina Diallo", "Bruno Petit", "Chloé Lefèvre"):
        await expect(trainer.page.get_by_role("row").filter(has_text=name).first).to_be_visible()
    quiz = trainer.page.get_by_role("region").filter(has_text=QUIZ["title"])
    await expect(quiz.first).to_contain_text("83")

    attendance = await save_sheet(trainer, "reports.attendance.save")
    assert sorted(row[:2] for row in attendance[1:]) == [
        *(["Diallo", "Amina"], ["Lefèvre", "Chloé"]),
        *(["Moreau", "Camille"], ["Petit", "Bruno"]),
    ]
    results = await save_sheet(trainer, "reports.activities.save", title=QUIZ["title"])
    scores = {row[1]: row[2] for row in results[1:]}
    assert scores == {"Amina": "50", "Bruno": "83", "Chloé": "0"}
    poll = await save_sheet(trainer, "reports.activities.save", title=POLL["title"])
    assert poll[1][:2] == ["Petit", "Bruno"], "what ran when the class ended is kept"


async def save_sheet(trainer: Trainer, button: str, **blanks: object) -> list[list[str]]:
    async with trainer.page.expect_download() as download:
        await trainer.button(button, **blanks).click()
    path = await (await download.value).path()
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeff"), "or a spreadsheet reads its accents wrong"
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
