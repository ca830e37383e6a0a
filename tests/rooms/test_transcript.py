"""§7 of docs/protocol.md is what a real server says: recorded here, and compared.

`SALLE_WRITE_TRANSCRIPT=1` writes it anew.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from salle.activities.quiz.plan import QuizPlan
from salle.kit.database import Databases
from tests.rooms.client import Client, Refused
from tests.rooms.world import PLAN, School, SetClock, create_app, serving

PAGE = Path(__file__).parents[2] / "docs" / "protocol.md"
WHOSE = {"trainer": "### The trainer's socket", "participant": "### A participant's socket"}


async def load_small_plan(_activity_id: str, _user_id: str) -> QuizPlan:
    return QuizPlan.model_validate({**PLAN, "questions": PLAN["questions"][:1]})


async def hold_a_small_class(school: School, clock: SetClock) -> tuple[Client, Client]:
    """One step after the other, each of them seen by both before the next."""
    name = (await school.launch())["name"]
    trainer = await school.trainer(name)
    clock.advance(timedelta(seconds=20))
    tom = await school.guest(name)
    await trainer.until(lambda: trainer.view["presence"]["here"])

    async def step(who: Client, type_: str, **fields: object) -> None:
        clock.advance(timedelta(seconds=10))
        seq = await who.ask(type_, **fields)
        for each in (trainer, tom):
            await each.caught_up_with(seq)

    await step(trainer, "slide.show", page_id="page:2")
    await step(tom, "hand.raise")
    await step(trainer, "hand.acknowledge", participant_id=tom.id)
    await step(tom, "chat.send", text="Bonjour à tous", to=None)
    await step(tom, "chat.send", text="J'ai manqué le début", to="trainer")
    with pytest.raises(Refused):
        await tom.ask("slide.show", page_id="page:3")
    await step(trainer, "activity.start", activity_id="a1")
    run_id = trainer.view["activity"]["run_id"]
    await step(tom, "activity.answer", run_id=run_id, question_id="q1", choice_ids=["a"])
    await tom.send({"type": "signal", "signal": {"kind": "reaction", "emoji": "👏"}})
    await trainer.until(lambda: trainer.signals)
    await tom.ping()
    await step(trainer, "activity.show_results", run_id=run_id)
    await step(trainer, "activity.finish", run_id=run_id)
    clock.advance(timedelta(seconds=10))
    await trainer.ask("class.end")
    for each in (trainer, tom):
        await each.closed()
    return trainer, tom


def written(client: Client, names: dict[str, str]) -> str:
    lines = [f"{arrow} {text}" for arrow, text in client.traffic]
    lines.append(f"← close {client.close_code} {client.close_reason}")
    text = "\n".join(lines)
    for real, name in names.items():
        text = text.replace(real, name)
    return text


def block_of(page: str, heading: str) -> tuple[int, int]:
    """Where the transcript under this heading begins and ends."""
    start = page.index("```text\n", page.index(heading)) + len("```text\n")
    return start, page.index("\n```", start)


async def test_the_transcript_of_the_protocol_is_what_the_server_says(
    clock: SetClock, databases: Databases
) -> None:
    app = create_app(databases, clock, load_plan=load_small_plan)
    async with serving(app) as served:
        school = School(served, clock)
        trainer, tom = await hold_a_small_class(school, clock)
        await school.close()
    assert trainer.id is not None
    assert tom.id is not None
    names = {
        trainer.room_pass["room_id"]: "r1",
        f"{trainer.id[:12]}-": "ada-",
        f"{tom.id[:12]}-": "tom-",
        trainer.id: "ada",
        tom.id: "tom",
        trainer.room_pass["token"]: "0hL…",
        tom.room_pass["token"]: "7uQ…",
    }
    recorded = {"trainer": written(trainer, names), "participant": written(tom, names)}
    page = PAGE.read_text()
    for who, heading in WHOSE.items():
        start, end = block_of(page, heading)
        if os.environ.get("SALLE_WRITE_TRANSCRIPT"):
            page = page[:start] + recorded[who] + page[end:]
            PAGE.write_text(page)
        else:
            assert page[start:end] == recorded[who]
