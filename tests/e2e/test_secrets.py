"""What a participant's browser and a projector's are told, byte by byte, while a quiz is on."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import expect

from tests.e2e.people import QUIZ, Participant, Projector
from tests.e2e.school import WALL, Account, Room, School
from tests.e2e.traffic import Traffic
from tests.e2e.words import Words
from tests.services.salle import RunningSalle

TELLTALES = {"right", "is_right", "explanation", "plan", "tally", "answers", "scores", "score"}


def leaks(document: Any, right: set[str], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Where a document tells the answer: a telling key with anything in it, or the id of a right
    choice anywhere but in the list of all choices."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key in TELLTALES and value not in (None, [], {}, ""):
                yield ".".join((*path, key))
            yield from leaks(value, right, (*path, key))
            if key in right:
                yield ".".join((*path, key))
    elif isinstance(document, list):
        for value in document:
            yield from leaks(value, right, path)
    elif document in right and path[-2:] != ("choices", "id"):
        yield ".".join(path)


def found(traffic: Traffic, question: dict[str, Any]) -> list[str]:
    right = {choice["id"] for choice in question["choices"] if choice["is_right"]}
    told = [each for document in traffic.documents() for each in leaks(document, right)]
    return told + [text for text in traffic.texts() if question["explanation"] in text]


async def test_no_right_answer_is_told_before_it_is_shown(
    school: School, salle: RunningSalle, account: Account, room: Room
) -> None:
    trainer = await school.trainer(account, room)
    first, second = QUIZ["questions"][:2]
    wrong = [
        next(choice["text"] for choice in question["choices"] if not choice["is_right"])
        for question in (first, second)
    ]
    amina = Participant(await school.page(), Words("fr"))
    participants = Traffic(amina.page)
    await amina.enter(room.link, "Amina", "Diallo")
    projector = Projector(await school.page(size=WALL), Words("fr"))
    projectors = Traffic(projector.page)
    await projector.watch(room.link)

    await trainer.start(QUIZ["title"])
    await amina.answer(wrong[0])  # what one ticks comes back to oneself: not a right choice
    await expect(projector.text("room.run.answered", answered=1, here=1)).to_be_visible()
    again = Participant(await amina.page.context.new_page(), amina.words)
    await again.page.goto(room.link)
    await again.is_received()
    await trainer.step("close")
    await expect(amina.text("room.run.closed")).to_be_visible()
    await expect(projector.text("room.run.closed")).to_be_visible()
    for traffic in (participants, projectors):
        await traffic.read_all()
        assert any(first["text"] in frame for frame in traffic.frames), "the question was heard"
        assert found(traffic, first) == []

    await trainer.step("show_results")
    for each in (amina, projector):
        await expect(each.page.get_by_text(first["explanation"])).to_be_visible()
    for traffic in (participants, projectors):
        await traffic.read_all()
        told = found(traffic, first)
        assert any("right" in each for each in told), "what would be found is found"
        assert any(first["explanation"] in each for each in told)
        assert not any(second["explanation"] in text for text in traffic.texts())

    await trainer.step("next")
    for traffic in (participants, projectors):
        await traffic.read_all()
        traffic.forget()
    await amina.answer(wrong[1])
    await trainer.step("close")
    await expect(amina.text("room.run.closed")).to_be_visible()
    for traffic in (participants, projectors):
        await traffic.read_all()
        right = {choice["id"] for choice in second["choices"] if choice["is_right"]}
        assert not [
            each
            for document in traffic.documents()
            for each in leaks(document, right)
            if not each.endswith("mine.score")  # of the first question, whose results were shown
        ]
        assert not any(second["explanation"] in text for text in traffic.texts())
        assert traffic.hosts == {urlsplit(salle.url).netloc}
        assert traffic.context.service_workers == [], "they would have a traffic of their own"
