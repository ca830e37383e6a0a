"""A class, through real sockets."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from salle.kit.database import Databases
from salle.rooms.models import (
    Chat,
    ChatMessage,
    RecordedEvent,
    Room,
    RoomLease,
    RoomParticipant,
    RoomToken,
)
from tests.rooms.client import Client, Refused
from tests.rooms.world import School

each_database = pytest.mark.usefixtures("database_url")


async def refusal(client: Client, type_: str, **fields: object) -> str:
    with pytest.raises(Refused) as refused:
        await client.ask(type_, **fields)
    return refused.value.code


async def events_of(databases: Databases, room_id: str) -> list[RecordedEvent]:
    async with databases.read() as db:
        found = await db.scalars(
            select(RecordedEvent)
            .where(RecordedEvent.room_id == room_id)
            .order_by(RecordedEvent.seq)
        )
        return list(found)


async def start_quiz(trainer: Client) -> str:
    await trainer.caught_up_with(await trainer.ask("activity.start", activity_id="a1"))
    run_id: str = trainer.view["activity"]["run_id"]
    return run_id


async def test_a_participant_sees_the_slide_that_the_trainer_shows(
    school: School, room: str
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    assert tom.view["slide"]["page_id"] == "page:1"
    seq = await trainer.ask("slide.show", page_id="page:2")
    await tom.caught_up_with(seq)
    assert tom.view["slide"] == {
        "page_id": "page:2",
        "pages": [{"id": f"page:{n}", "name": f"Page {n}"} for n in (1, 2, 3)],
        "seen": ["page:1", "page:2"],
    }


@each_database
async def test_a_whole_class(school: School, room: str, databases: Databases) -> None:
    """Everyone follows, answers, is told apart and thanked; what remains is the log."""
    trainer = await school.trainer(room)
    tom, eve = await school.guest(room, "Tom"), await school.join(await school.enter(room, "eve"))
    screen = await school.screen(room)
    run_id = await start_quiz(trainer)
    await tom.until(lambda: tom.view["activity"])
    answer = {"run_id": run_id, "question_id": "q1"}
    await tom.ask("activity.answer", **answer, choice_ids=["a"])
    await eve.ask("activity.answer", **answer, choice_ids=["b"])
    await trainer.ask("activity.show_results", run_id=run_id)
    await trainer.ask("activity.next", run_id=run_id)
    answer = {"run_id": run_id, "question_id": "q2"}
    await tom.ask("activity.answer", **answer, choice_ids=["a"])
    await eve.ask("activity.answer", **answer, choice_ids=["a", "b"])
    await eve.ask("activity.withdraw", **answer)
    await trainer.ask("activity.show_results", run_id=run_id)
    seq = await trainer.ask("activity.finish", run_id=run_id)
    for each in (trainer, tom, eve, screen):
        await each.caught_up_with(seq)
        assert each.view["activity"]["summary"] == {
            "answered": 2,
            "mean_score": pytest.approx((4 / 6 + 0) / 2),
        }
    assert tom.view["mine"]["score"] == pytest.approx(4 / 6)
    assert trainer.view["scores"] == {tom.id: pytest.approx(4 / 6), eve.id: 0}
    async with databases.read() as db:
        row = await db.get_one(Room, tom.room_pass["room_id"])
        assert (row.quiz_id, row.quiz_scores) == ("a1", trainer.view["scores"])
    await trainer.ask("class.end")
    for each in (trainer, tom, eve, screen):
        assert await each.closed() == 4207
        assert each.view["room"]["ended_at"] == "2026-11-20T09:00:00Z"
    events = await events_of(databases, tom.room_pass["room_id"])
    assert [each.type for each in events] == [
        "class_launched",
        *["joined"] * 3,
        "activity_started",
        *["activity_answered"] * 2,
        "activity_closed",
        "activity_results_shown",
        "activity_question_shown",
        *["activity_answered"] * 2,
        "activity_withdrawn",
        "activity_closed",
        "activity_results_shown",
        "activity_finished",
        "class_ended",
    ]
    assert [each.seq for each in events] == list(range(1, len(events) + 1))
    toms = next(each for each in events if each.type == "activity_answered")
    assert (toms.user_id, toms.participant_id) == ("ada", tom.id)
    assert (toms.data["first_name"], toms.data["last_name"]) == ("Tom", "Durand")
    eves = next(each for each in events if each.type == "activity_withdrawn")
    assert (eves.user_id, "first_name" in eves.data) == ("eve", False)


@each_database
async def test_the_end_deletes_the_room_and_its_chat_and_keeps_the_events(
    school: School, room: str, databases: Databases
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    await tom.ask("chat.send", text="Bonjour", to=None)
    run_id = await start_quiz(trainer)
    await tom.ask("activity.answer", run_id=run_id, question_id="q1", choice_ids=["a"])
    await trainer.ask("class.end")
    async with databases.read() as db:
        for table in (Room, Chat, ChatMessage, RoomParticipant, RoomToken, RoomLease):
            assert await db.scalar(select(func.count()).select_from(table)) == 0, table
    kept = await events_of(databases, tom.room_pass["room_id"])
    assert [each.type for each in kept][-3:] == [
        "activity_closed",
        "activity_finished",
        "class_ended",
    ]
    assert kept[-1].data == {"reason": "trainer"}
    assert kept[-2].data["scores"] == {tom.id: 1}
    assert not any("Bonjour" in json.dumps(each.data) for each in kept)


@each_database
async def test_no_traffic_of_participants_and_screens_tells_what_is_right_too_early(
    school: School, room: str
) -> None:
    """(V5) Their complete traffic, up to the moment at which the results are shown."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    screen = await school.screen(room)
    run_id = await start_quiz(trainer)
    await tom.ask("activity.answer", run_id=run_id, question_id="q1", choice_ids=["a"])
    seq = await trainer.ask("activity.close", run_id=run_id)
    late = await school.guest(room, "Eve")
    tom.cut()
    await tom.closed()
    await tom.open()
    for each in (tom, screen, late):
        await each.caught_up_with(seq)
        traffic = "\n".join(each.texts)
        for secret in ('is_right":true', 'is_right":false', '"right"', "SAMU", '"plan"', "scores"):
            assert secret not in traffic
    assert "SAMU" in "\n".join(trainer.texts)
    seq = await trainer.ask("activity.show_results", run_id=run_id)
    for each in (tom, screen, late):
        await each.caught_up_with(seq)
        assert each.view["activity"]["results"]["right"] == ["a"]
    assert tom.view["mine"]["is_right"] is True


async def test_a_private_message_reaches_those_two_only(school: School, room: str) -> None:
    """(V2) All frames of a third participant, and of a screen, are captured."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    eve, screen = await school.guest(room, "Eve"), await school.screen(room)
    await tom.ask("chat.send", text="Je suis perdu", to="trainer")
    await trainer.until(lambda: trainer.view["private_chat"])
    seq = await trainer.ask("chat.send", text="Page deux", to=tom.id)
    for each in (trainer, tom):
        await each.caught_up_with(seq)
        texts = [message["text"] for message in each.view["private_chat"].values()]
        assert texts == ["Je suis perdu", "Page deux"]
    seq = await tom.ask("chat.send", text="Merci à tous", to=None)
    await eve.caught_up_with(seq)
    late = await school.guest(room, "Zoé")
    assert [each["text"] for each in late.view["chat"].values()] == ["Merci à tous"]
    await screen.ping()
    for each in (eve, screen, late):
        assert "perdu" not in "".join(each.texts)
        assert "Page deux" not in "".join(each.texts)
    assert eve.view["private_chat"] == late.view["private_chat"] == {}


@each_database
async def test_the_trainer_removes_a_message(
    school: School, room: str, databases: Databases
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    await tom.ask("chat.send", text="Gros mot", to=None)
    await trainer.until(lambda: trainer.view["chat"])
    [message_id] = trainer.view["chat"]
    seq = await trainer.ask("chat.delete", message_id=message_id)
    await tom.caught_up_with(seq)
    assert tom.view["chat"] == {}
    async with databases.read() as db:
        assert (await db.get_one(ChatMessage, message_id)).text == ""


async def test_a_refusal_reaches_only_who_asked(school: School, room: str) -> None:
    """(C2)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    assert await refusal(tom, "slide.show", page_id="page:2") == "room.only_the_trainer"
    assert await refusal(trainer, "hand.raise") == "room.only_participants"
    assert await refusal(await school.screen(room), "hand.raise") == "room.screens_watch"
    assert await refusal(tom, "activity.start", activity_id="a1") == "room.only_the_trainer"
    assert await refusal(trainer, "activity.start", activity_id="a9") == "activity.not_found"
    await trainer.ping()
    refused = [frame["code"] for frame in trainer.frames if frame["type"] == "refused"]
    assert refused == ["room.only_participants", "activity.not_found"]


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ({"type": "chat.send", "text": "x" * 1001, "to": None}, ["chat.send", "text"]),
        ({"type": "chat.send", "text": " ", "to": None}, ["chat.send", "text"]),
        ({"type": "chat.send", "text": "a\u0000b"}, ["chat.send", "text"]),
        ({"type": "chat.send", "text": 5, "to": None}, ["chat.send", "text"]),
        ({"type": "chat.send"}, ["chat.send", "text"]),
        ({"type": "hand.raise", "who": "eve"}, ["hand.raise", "who"]),
        (
            {"type": "params.change", "navigation": {"mode": "x"}},
            ["params.change", "navigation", "mode"],
        ),
    ],
)
async def test_a_command_with_wrong_content_is_refused_and_the_socket_stays(
    school: School, room: str, command: dict[str, Any], path: list[str]
) -> None:
    """(C5)"""
    tom = await school.guest(room)
    answer = await tom.send_command({"type": "command", "id": "command-1", "command": command})
    with pytest.raises(Refused) as refused:
        await answer
    assert refused.value.code == "invalid"
    assert refused.value.details["fields"][0]["path"] == path
    await tom.ask("hand.raise")


@each_database
async def test_who_is_kicked_is_told_why_and_cannot_come_back(school: School, room: str) -> None:
    """(C7)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    second = await school.join(tom.room_pass)
    reason = "Trop de bruit, é" * 12
    await trainer.ask("participant.kick", participant_id=tom.id, reason=reason)
    for each in (tom, second):
        assert await each.closed() == 4202
        assert each.close_reason.startswith("Trop de bruit")
        assert len(each.close_reason.encode()) <= 123
    await tom.open()
    assert tom.close_code == 4202
    answer = await school.http.post(
        f"/api/rooms/{room}/enter", json={"token": tom.room_pass["token"]}
    )
    assert answer.status_code == 403
    assert answer.json()["details"] == {"reason": reason}
    assert trainer.view["people"][tom.id]["is_here"] is False


async def test_a_second_tab_is_the_same_person(school: School, room: str) -> None:
    """(S10)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    second = await school.join(tom.room_pass)
    await trainer.until(lambda: trainer.view["presence"]["here"] == 1)
    run_id = await start_quiz(trainer)
    await second.until(lambda: second.view["activity"])
    seq = await second.ask("activity.answer", run_id=run_id, question_id="q1", choice_ids=["a"])
    await tom.caught_up_with(seq)
    assert tom.view["mine"]["choice_ids"] == ["a"]
    second.cut()
    await second.closed()
    await asyncio.sleep(0.15)  # longer than the grace of this test's server
    await trainer.ping()
    assert trainer.view["presence"]["here"] == 1


async def test_with_a_fifth_socket_the_oldest_goes(school: School, room: str) -> None:
    """(S10)"""
    tom = await school.guest(room)
    others = [await school.join(tom.room_pass) for _ in range(4)]
    assert await tom.closed() == 4206
    for each in others:
        await each.ping()


@each_database
async def test_a_taken_name_refuses_that_command_alone(school: School, room: str) -> None:
    """(C7) Those who asked at the same moment get what they asked for."""
    other = await school.launch(name="deja-pris")
    trainer, tom = await school.trainer(room), await school.guest(room)
    answers = [
        await trainer.tell("slide.show", page_id="page:2"),
        await trainer.tell("room.rename", name="deja-pris"),
        await trainer.tell("slide.show", page_id="page:3"),
    ]
    raised = await tom.tell("hand.raise")
    first, rename, last, hand = await asyncio.gather(*answers, raised, return_exceptions=True)
    assert isinstance(rename, Refused)
    assert rename.code == "room.name_taken"
    assert all(isinstance(each, int) for each in (first, last, hand))
    assert (trainer.view["slide"]["page_id"], trainer.view["room"]["name"]) == ("page:3", room)
    rival = await school.trainer(other["name"])
    await rival.ask("class.end")
    await trainer.ask("room.rename", name="deja-pris")


@each_database
async def test_of_two_rooms_that_want_a_name_one_gets_it(school: School, room: str) -> None:
    other = (await school.launch())["name"]
    trainers = [await school.trainer(room), await school.trainer(other)]
    answers = [await each.tell("room.rename", name="le-meme") for each in trainers]
    results = await asyncio.gather(*answers, return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["Refused", "int"]


async def test_signals_reach_the_others_and_nobody_is_named_on_a_screen(
    school: School, room: str
) -> None:
    """(G1, G2)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    screen = await school.screen(room)
    laser = {"kind": "laser", "page_id": "page:1", "x": 1.5, "y": 2}
    await tom.send({"type": "signal", "signal": {"kind": "reaction", "emoji": "❤️"}})
    await trainer.until(lambda: trainer.signals)
    await trainer.send({"type": "signal", "signal": laser})
    await tom.send({"type": "signal", "signal": laser})
    await screen.send({"type": "signal", "signal": {"kind": "typing"}})
    await screen.until(lambda: len(screen.signals) == 2)
    await tom.until(lambda: tom.signals)
    reaction = {"kind": "reaction", "emoji": "❤️"}
    assert trainer.signals == [{"from": tom.id, **reaction}]
    assert screen.signals == [{"from": None, **reaction}, {"from": None, **laser}]
    assert tom.signals == [{"from": trainer.id, **laser}]


async def test_more_signals_than_ten_a_second_are_dropped(school: School, room: str) -> None:
    """(G3)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    for _ in range(30):
        await tom.send({"type": "signal", "signal": {"kind": "reaction", "emoji": "👍"}})
    await tom.ask("hand.raise")
    await trainer.until(lambda: trainer.view["presence"]["hands"])
    await asyncio.sleep(0.05)  # a tick of signals
    await trainer.ping()
    assert 10 <= len(trainer.signals) <= 14


async def test_commands_that_come_too_fast_are_refused(school: School, room: str) -> None:
    """(C6)"""
    tom = await school.guest(room)
    answers = [await tom.tell("hand.raise") for _ in range(60)]
    results = await asyncio.gather(*answers, return_exceptions=True)
    codes = {each.code for each in results if isinstance(each, Refused)}
    assert codes == {"too_fast"}
    assert sum(isinstance(each, int) for each in results) >= 40
