"""The server dies, the network goes, a page is refreshed: in the middle of a quiz."""

import asyncio
import sqlite3
from collections import Counter
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.cable import Cable
from tests.e2e.people import QUIZ, Participant, Trainer
from tests.e2e.school import Account, Room, School
from tests.services.salle import RunningSalle

FIRST, SECOND = (
    [choice["text"] for choice in question["choices"]] for question in QUIZ["questions"][:2]
)


@pytest.fixture
async def trainer(school: School, account: Account, room: Room) -> Trainer:
    return await school.trainer(account, room)


@pytest.fixture
async def amina(school: School, room: Room) -> Participant:
    return await school.participant(room)


def recorded(salle: RunningSalle, room: Room) -> list[tuple[str, str, str]]:
    """The type, the participant and the command of every event of the room, in order."""
    path = salle.environment["SALLE_DATABASE_URL"].partition("///")[2]
    with sqlite3.connect(path) as db:
        rows = db.execute(
            "SELECT type, participant_id, command_id FROM room_events WHERE room_id = ? "
            "ORDER BY seq",
            [room.id],
        ).fetchall()
    db.close()
    return rows


def choices_of(report: dict[str, Any]) -> dict[str, list[str]]:
    """What each person had ticked in the first question, by first name."""
    [activity] = report["activities"]
    question = activity["questions"][0]
    texts = {choice["id"]: choice["text"] for choice in question["choices"]}
    return {
        person["first_name"]: sorted(texts[each] for each in person["choices"][question["id"]])
        for person in activity["people"]
        if question["id"] in person["choices"]
    }


async def test_a_kill_in_the_middle_of_a_quiz_costs_no_answer(
    school: School, salle: RunningSalle, account: Account, room: Room, trainer: Trainer
) -> None:
    amina, bruno, chloe = await asyncio.gather(
        school.participant(room, "Amina", "Diallo"),
        school.participant(room, "Bruno", "Petit"),
        school.participant(room, "Chloé", "Lefèvre", language="en"),
    )
    await trainer.start(QUIZ["title"])
    await amina.answer(FIRST[0], FIRST[1])
    await bruno.tick(FIRST[2])
    await chloe.tick(FIRST[3])
    try:
        # Some are answering at this very moment: their answers may be stored or not.
        sending = asyncio.gather(
            *(each.button("room.run.send").click(no_wait_after=True) for each in (bruno, chloe))
        )
        salle.kill()
        await sending
        await amina.tick(FIRST[2])
        await amina.button("room.run.change").click()
        await expect(amina.text("room.run.kept")).to_be_visible()
        await bruno.open_tab("chat")
        await bruno.field("room.chat.message").fill("Tout s’est arrêté")
        await bruno.button("room.chat.send").click()
        await expect(bruno.text("room.chat.on_its_way")).to_be_visible()
    finally:
        salle.start()

    for each in (amina, bruno, chloe):
        await each.is_received()
    await expect(bruno.text("room.chat.on_its_way")).to_be_hidden()
    await expect(trainer.text("room.run.answered", answered=3, here=3)).to_be_visible()
    await trainer.open_tab("chat")
    await expect(trainer.line("Tout s’est arrêté")).to_have_count(1)
    await trainer.end_class()

    events = recorded(salle, room)
    answers = [(who, command) for type_, who, command in events if type_ == "activity_answered"]
    assert sorted(Counter(who for who, _ in answers).values()) == [1, 1, 2], "none twice"
    assert len(set(answers)) == len(answers)
    report = account.ask("GET", f"/reports/{room.id}")
    assert choices_of(report) == {
        "Amina": sorted([FIRST[0], FIRST[1], FIRST[2]]),
        "Bruno": [FIRST[2]],
        "Chloé": [FIRST[3]],
    }


async def test_what_is_answered_and_typed_without_a_network_arrives_when_it_is_back(
    school: School, room: Room, trainer: Trainer, cable: Cable
) -> None:
    wired = Room(room.id, room.name, f"{cable.url}/r/{room.name}")
    amina = await school.participant(wired)
    await trainer.start(QUIZ["title"])
    await amina.answer(FIRST[0])
    await amina.open_tab("chat")

    await school.pull(cable)
    await amina.tick(FIRST[1])
    await amina.button("room.run.change").click()
    await expect(amina.text("room.run.kept")).to_be_visible()
    await amina.field("room.chat.message").fill("Vous m’entendez ?")
    await amina.button("room.chat.send").click()
    await amina.field("room.chat.message").fill("Un brouillon")
    await expect(amina.text("room.line.lost_with", count=2)).to_be_visible()
    await expect(amina.text("room.chat.on_its_way")).to_be_visible()
    cable.mend()

    await amina.is_received()
    await expect(amina.text("room.chat.on_its_way")).to_be_hidden()
    await expect(amina.text("room.line.lost_with", count=2)).to_be_hidden()
    await expect(amina.field("room.chat.message")).to_have_value("Un brouillon")
    await trainer.open_tab("chat")
    await expect(trainer.line("Vous m’entendez ?")).to_have_count(1)
    await trainer.see_answers()
    await expect(trainer.result(FIRST[1])).to_contain_text("100")


@pytest.mark.slow  # a minute is a minute
async def test_a_minute_of_silence_costs_nothing(
    school: School, room: Room, trainer: Trainer, cable: Cable
) -> None:
    wired = Room(room.id, room.name, f"{cable.url}/r/{room.name}")
    amina = await school.participant(wired)
    await trainer.start(QUIZ["title"])
    cable.smother()
    await amina.tick(FIRST[1])
    await amina.button("room.run.send").click()
    # Nobody says that the line is dead: the page has to find out, and the trainer's too.
    await expect(amina.text("room.line.lost_with", count=1)).to_be_visible(timeout=60_000)
    await trainer.open_tab("people")
    await expect(amina.text("room.run.kept")).to_be_visible()
    cable.mend()
    await amina.is_received()
    await expect(trainer.text("room.run.answered", answered=1, here=1)).to_be_visible()


async def test_a_refresh_in_the_middle_of_a_quiz_loses_nothing(
    school: School, room: Room, trainer: Trainer, amina: Participant
) -> None:
    projector = await school.projector(room)
    await trainer.start(QUIZ["title"])
    await amina.answer(FIRST[0])
    await amina.tick(FIRST[1])  # ticked and not sent
    await amina.open_tab("chat")
    await amina.field("room.chat.message").fill("Un brouillon")

    await asyncio.gather(*(each.page.reload() for each in (trainer, amina, projector)))
    for each in (trainer, amina, projector):
        await expect(each.question(1)).to_be_visible()
    await expect(amina.choice(FIRST[0])).to_be_checked()
    await expect(amina.choice(FIRST[1])).to_be_checked()
    await expect(amina.text("room.run.not_sent_yet")).to_be_visible()
    await amina.open_tab("chat")
    await expect(amina.field("room.chat.message")).to_have_value("Un brouillon")
    await expect(trainer.text("room.run.answered", answered=1, here=1)).to_be_visible()
    await amina.button("room.run.change").click()
    await amina.is_received()
    await trainer.open_tab("people")
    await expect(trainer.person("Amina Diallo")).to_have_count(1)


async def test_a_second_tab_is_the_same_person(
    school: School, room: Room, trainer: Trainer, amina: Participant
) -> None:
    page = await amina.page.context.new_page()
    school.watch(page)
    second = Participant(page, amina.words)
    await page.goto(room.link)
    await second.is_in()  # without being asked for a name
    await trainer.start(QUIZ["title"])
    await amina.answer(FIRST[0])
    await expect(second.choice(FIRST[0])).to_be_checked()
    await second.is_received()
    await second.button("room.run.withdraw").click()
    await expect(amina.choice(FIRST[0])).not_to_be_checked()
    await trainer.open_tab("people")
    await expect(trainer.person("Amina Diallo")).to_have_count(1)
    await expect(trainer.button("room.bar.people", count=1)).to_be_visible()
    await page.close()
    await amina.answer(FIRST[1])
    await expect(trainer.button("room.bar.people", count=1)).to_be_visible()
