"""What may go wrong, and what must not be lost by it."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from websockets.asyncio.client import ClientConnection, connect

from salle.accounts.models import Login
from salle.kit.connection import Limits
from salle.kit.database import Databases
from salle.kit.errors import Busy
from salle.rooms.live import Timing
from salle.rooms.models import RecordedEvent, RoomLease
from tests.rooms.client import Client, Refused
from tests.rooms.test_class import events_of, start_quiz
from tests.rooms.world import School, Served, SetClock, create_app, eventually, prepare, serving
from tests.sockets import WAIT

each_database = pytest.mark.usefixtures("database_url")
ROOT = Path(__file__).parents[2]


async def types_of(databases: Databases, room_id: str) -> Counter[str]:
    return Counter(each.type for each in await events_of(databases, room_id))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        '{"type": "hello"}',
        '{"type": "unheard-of"}',
        '{"type": "command", "id": "short", "command": {"type": "hand.raise"}}',
        '{"type": "command", "id": "command-1", "command": {"type": "room.join"}}',
        '{"type": "command", "id": "command-1", "command": {}}',
        '{"type": "command", "id": "command-1", "command": []}',
        '{"type": "signal", "signal": {"kind": "reaction", "emoji": "💣"}}',
        '{"type": "signal", "signal": {"kind": "laser", "page_id": "p", "x": 1e999, "y": 0}}',
        '{"type": "ping", "and": 1}',
        '{"type": "command", "id": "command-1", "command": {"type": "\\ud800"}}',
        '{"type": "ping"' + " " * 64 * 1024 + "}",
        "[" * 10_000,
    ],
)
async def test_a_malformed_frame_is_that_sockets_problem_alone(
    school: School, room: str, text: str
) -> None:
    """(C5, S1)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    await tom.send_text(text)
    assert await tom.closed() == 4204
    await trainer.ask("slide.show", page_id="page:2")
    await tom.open()
    assert tom.view["slide"]["page_id"] == "page:2"


async def test_a_binary_frame_is_malformed(school: School, room: str) -> None:
    """(S1)"""
    tom = await school.guest(room)
    await tom.socket.send(b"{}")
    assert await tom.closed() == 4204


async def first_frame(school: School, room: str, frame: dict[str, Any], **changes: str) -> int:
    """The close code that this first frame gets."""
    room_pass = await school.enter(room, first_name="Tom", last_name="Durand")
    client = school.client({**room_pass, **changes})
    await client.connect()
    if frame["type"] == "hello":
        frame = {"token": room_pass["token"], **frame}
    await client.send(frame)
    return await client.closed()


@pytest.mark.parametrize(
    ("frame", "changes", "code"),
    [
        ({"type": "ping"}, {}, 4204),
        ({"type": "hello", "protocol": 2}, {}, 4205),
        ({"type": "hello", "protocol": 1, "token": "x"}, {}, 4201),
        ({"type": "hello", "protocol": 1}, {"room_id": "nowhere"}, 4208),
    ],
)
async def test_a_hello_is_refused(
    school: School, room: str, frame: dict[str, Any], changes: dict[str, str], code: int
) -> None:
    """(L2)"""
    assert await first_frame(school, room, frame, **changes) == code


async def test_who_says_nothing_is_sent_away(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(S3)"""
    monkeypatch.setattr("salle.rooms.socket.HELLO_SECONDS", 0.05)
    client = school.client(await school.enter(room, first_name="Tom", last_name="Durand"))
    await client.connect()
    assert await client.closed() == 4003


async def test_a_room_that_has_ended_says_so_to_who_comes_back(school: School, room: str) -> None:
    """(L2)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    tom.cut()
    await tom.closed()
    await trainer.ask("class.end")
    await tom.open()
    assert tom.close_code == 4207


async def test_who_is_back_before_anything_happened_keeps_what_they_hold(
    school: School, room: str
) -> None:
    """(S4) Also with another socket still open, so that nobody was taken for gone."""
    await school.trainer(room)
    tom = await school.guest(room)
    other = await school.join(tom.room_pass)
    await tom.ping()
    tom.cut()
    await tom.closed()
    await tom.open()
    assert tom.welcome["view"] is None
    assert tom.view["room"]["name"] == room
    await other.ask("hand.raise")
    await tom.until(lambda: tom.view["mine"]["hand_raised_at"])


async def test_who_missed_something_is_shown_everything_anew(school: School, room: str) -> None:
    """(S4)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    tom.cut()
    await tom.closed()
    await trainer.ask("slide.show", page_id="page:3")
    await tom.open()
    assert tom.welcome["view"]["slide"]["page_id"] == "page:3"


@each_database
async def test_a_command_that_is_sent_again_is_settled_and_not_applied_twice(
    school: School, room: str
) -> None:
    """(C3)"""
    tom = await school.guest(room)
    frame = {
        "type": "command",
        "id": "command-1",
        "command": {"type": "chat.send", "text": "Bonjour", "to": None},
    }
    first = await asyncio.gather(
        await tom.send_command(frame), await tom.send_command({**frame, "id": "command-2"})
    )
    tom.cut()
    await tom.closed()
    await tom.open()
    again = await (await tom.send_command(frame))
    assert again >= first[0]
    await tom.ping()
    assert len(tom.view["chat"]) == 2


async def test_the_same_id_from_two_people_is_two_commands(school: School, room: str) -> None:
    """(C1) Nobody can swallow what somebody else sends by guessing its id."""
    trainer, tom, eve = (
        await school.trainer(room),
        await school.guest(room),
        await school.guest(room, "Eve"),
    )
    frame = {"type": "command", "id": "command-1", "command": {"type": "hand.raise"}}
    await (await tom.send_command(frame))
    await (await eve.send_command(frame))
    await trainer.until(lambda: trainer.view["presence"]["hands"] == 2)


@asynccontextmanager
async def child_server(url: str) -> AsyncIterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(  # noqa: ASYNC220 - asyncio would reap the children of others
        [sys.executable, "-m", "tests.rooms.served_rooms", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            port = int(await asyncio.to_thread(process.stdout.readline))
            yield process, port
        finally:
            process.kill()


@each_database
async def test_a_killed_server_loses_nothing_that_was_settled(
    databases: Databases, clock: SetClock
) -> None:
    """(C2, C3, L2) kill -9 in the middle of a quiz of twenty; everyone comes back and goes on."""
    async with serving(create_app(databases, clock)) as served:  # and stops before the others start
        school = School(served, clock)
        room = (await school.launch())["name"]
        passes = [
            await school.enter(room, first_name=f"P{number}", last_name="Durand")
            for number in range(20)
        ]
        trainer_pass = await school.enter(room, "ada")
        await school.close()
    url = databases.url.render_as_string(hide_password=False)
    trainer, clients = Client(0, trainer_pass), [Client(0, each) for each in passes]
    try:
        async with child_server(url) as (process, port):
            for each in (trainer, *clients):
                each.port = port
            await asyncio.gather(*(each.open() for each in (trainer, *clients)))
            epoch = trainer.welcome["epoch"]
            run_id = await start_quiz(trainer)
            given = {"run_id": run_id, "question_id": "q1"}
            answers = [
                await each.tell("activity.answer", **given, choice_ids=["a" if n % 2 else "b"])
                for n, each in enumerate(clients)
            ]
            await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
            process.send_signal(signal.SIGKILL)
            await asyncio.gather(*(each.closed() for each in (trainer, *clients)))
        settled = [not each.unanswered for each in clients]
        async with databases.read() as db:
            rows = await db.scalars(
                select(RecordedEvent.participant_id).where(
                    RecordedEvent.type == "activity_answered"
                )
            )
            stored = set(rows)
        assert {
            each.id for each, is_settled in zip(clients, settled, strict=True) if is_settled
        } <= stored
        async with child_server(url) as (_process, port):
            for each in (trainer, *clients):
                each.port = port
            await asyncio.gather(*(each.come_back() for each in (trainer, *clients)))
            assert trainer.welcome["epoch"] > epoch
            for each in clients:
                await each.until(is_answered(each))
            await trainer.until(lambda: len(trainer.view["answers"]) == len(clients))
            assert trainer.view["tally"] == {"a": 10, "b": 10}
            # `settled` may come before the `changes` that show what it did (C2).
            await clients[1].until(lambda: clients[1].view["mine"]["choice_ids"] == ["a"])
            await trainer.ask("class.end")
        count = await types_of(databases, trainer_pass["room_id"])
        assert count["activity_answered"] == len(clients)
        assert count["left"] == 0
    finally:
        for each in (trainer, *clients):
            await each.close()


def is_answered(client: Client) -> Callable[[], bool]:
    return lambda: not client.unanswered


@each_database
async def test_three_hundred_answers_at_once_are_stored_once_each(
    school: School, room: str, databases: Databases
) -> None:
    trainer = await school.trainer(room)
    room_id = trainer.room_pass["room_id"]
    live = await school.served.hub.open(room_id)
    people = [await school.guest(room, f"P{number}") for number in range(30)]
    run_id = await start_quiz(trainer)
    given = {"run_id": run_id, "question_id": "q1"}
    answers = [
        await each.tell("activity.answer", **given, choice_ids=[choice])
        for choice in "abababababa"[:10]
        for each in people
    ]
    await asyncio.gather(*answers)
    await trainer.until(lambda: trainer.view["tally"] == {"a": 0, "b": 30})
    count = await types_of(databases, room_id)
    assert count["activity_answered"] == 300
    assert live.state.seq == sum(count.values())


async def a_socket_that_never_reads(served: Served, room_pass: dict[str, Any]) -> ClientConnection:
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", served.port))
    connection = await connect(
        f"ws://127.0.0.1:{served.port}/live/rooms/{room_pass['room_id']}",
        sock=raw,
        compression=None,
        proxy=None,
        ping_interval=None,
    )
    hello = {"type": "hello", "protocol": 1, "token": room_pass["token"], "position": None}
    await connection.send(json.dumps(hello))
    await connection.recv()
    connection.transport.pause_reading()
    return connection


async def test_a_reader_that_stops_is_dropped_and_the_others_go_on(
    databases: Databases, clock: SetClock
) -> None:
    """(L2) What it could not take is not kept, and its person is seen to be gone."""
    limits = Limits(waiting=1 << 16, goodbye_seconds=0.3)
    async with serving(create_app(databases, clock, limits=limits)) as served:
        school = School(served, clock)
        name = (await school.launch())["name"]
        trainer, tom = await school.trainer(name), await school.guest(name)
        eve = await school.enter(name, first_name="Eve", last_name="Durand")
        stalled = await a_socket_that_never_reads(served, eve)
        await trainer.until(lambda: trainer.view["presence"]["here"] == 2)
        for start in range(0, 40, 5):  # few enough at a time for those who read
            texts = [f"{number:04}" + "€" * 996 for number in range(start, start + 5)]
            sent = [
                await each.tell("chat.send", text=text, to=None)
                for each in (tom, trainer)
                for text in texts
            ]
            async with asyncio.timeout(WAIT):
                seqs = await asyncio.gather(*sent)
            for each in (tom, trainer):
                await each.caught_up_with(max(seqs))
        await trainer.until(lambda: trainer.view["presence"]["here"] == 1)
        assert len(trainer.view["chat"]) == 80
        await tom.ask("hand.raise")
        live = await served.hub.open(eve["room_id"])
        assert len(live.members) == 2
        stalled.transport.abort()
        await school.close()


@each_database
async def test_who_leaves_is_recorded_as_gone_when_the_socket_was_lost(
    school: School, room: str, databases: Databases
) -> None:
    """(L1)"""
    trainer, tom = await school.trainer(room), await school.guest(room)
    await trainer.until(lambda: trainer.view["presence"]["here"] == 1)
    tom.cut()
    await tom.closed()
    await trainer.until(lambda: trainer.view["presence"]["here"] == 0)
    left = (await events_of(databases, tom.room_pass["room_id"]))[-1]
    assert (left.type, left.participant_id) == ("left", tom.id)
    assert left.data["at"] == "2026-11-20T09:00:00Z"
    await tom.open()
    await trainer.until(lambda: trainer.view["presence"]["here"] == 1)


async def test_who_is_back_at_once_never_left(databases: Databases, clock: SetClock) -> None:
    """(L1)"""
    timing = Timing(grace=timedelta(seconds=30))
    async with serving(create_app(databases, clock, timing)) as served:
        school = School(served, clock)
        name = (await school.launch())["name"]
        tom = await school.guest(name)
        for _ in range(3):
            tom.cut()
            await tom.closed()
            await tom.open()
        count = await types_of(databases, tom.room_pass["room_id"])
        assert (count["joined"], count["left"]) == (1, 0)
        await school.close()


@each_database
async def test_after_a_restart_those_who_do_not_come_back_left_when_the_server_was_last_alive(
    databases: Databases, clock: SetClock
) -> None:
    async with serving(create_app(databases, clock)) as served:
        school = School(served, clock)
        name = (await school.launch())["name"]
        trainer, tom, eve = (
            await school.trainer(name),
            await school.guest(name),
            await school.guest(name, "Eve"),
        )
        clock.advance(timedelta(minutes=2))
        await tom.ask("chat.send", text="Je vous entends mal", to="trainer")
        clock.advance(timedelta(minutes=3))
    assert await tom.closed() == 1012
    alive_at = clock()
    clock.advance(timedelta(minutes=7))
    async with serving(create_app(databases, clock)) as served:
        for each in (trainer, tom):
            each.port = served.port
            await each.open()
        assert trainer.welcome["epoch"] == 2
        await trainer.until(lambda: not trainer.view["people"][eve.id]["is_here"])
        left = (await events_of(databases, tom.room_pass["room_id"]))[-1]
        assert (left.type, left.participant_id) == ("left", eve.id)
        assert left.data["at"] == alive_at.isoformat().replace("+00:00", "Z")
        assert trainer.view["presence"]["here"] == 1
        texts = [each["text"] for each in tom.view["private_chat"].values()]
        assert texts == ["Je vous entends mal"]
        for each in (trainer, tom):
            await each.close()
    await school.close()


@each_database
async def test_a_room_whose_trainer_is_gone_ends_by_itself(
    school: School, room: str, databases: Databases, clock: SetClock
) -> None:
    """(L5) Its answers are kept."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    run_id = await start_quiz(trainer)
    await tom.ask("activity.answer", run_id=run_id, question_id="q1", choice_ids=["a"])
    await trainer.close()
    await tom.until(lambda: not tom.view["people"][trainer.id]["is_here"])
    clock.advance(timedelta(minutes=29))
    await school.served.hub.tend()
    await tom.ask("hand.raise")
    clock.advance(timedelta(minutes=1))
    await school.served.hub.tend()
    assert await tom.closed() == 4207
    last = await events_of(databases, tom.room_pass["room_id"])
    assert [each.type for each in last][-3:] == [
        "activity_closed",
        "activity_finished",
        "class_ended",
    ]
    assert last[-1].data == {"reason": "trainer_gone"}


async def test_a_room_that_nobody_came_back_to_ends_by_itself_after_a_restart(
    databases: Databases, clock: SetClock
) -> None:
    """(L5) The trainer was there when the server was killed, and never came back."""
    async with serving(create_app(databases, clock)) as served:
        school = School(served, clock)
        trainer = await school.trainer((await school.launch())["name"])
        room_id = trainer.room_pass["room_id"]

    def happened(type_: str) -> Callable[[], Awaitable[bool]]:
        async def has() -> bool:
            return (await types_of(databases, room_id))[type_] > 0

        return has

    clock.advance(timedelta(hours=1))
    async with serving(create_app(databases, clock)) as served:
        await eventually(happened("left"))
        await served.hub.tend()
        await eventually(happened("class_ended"))
    await school.close()


async def test_a_trainer_who_signs_out_is_out_of_the_room(
    school: School, room: str, databases: Databases
) -> None:
    """(L2) On every socket that hangs on this sign-in; participants stay."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    async with databases.write.begin() as db:
        await db.execute(
            update(Login).where(Login.id == "ada-login").values(revoked_at=school.clock())
        )
        school.served.app.state.revocations.publish_after_commit(db, ["ada-login"])
    assert await trainer.closed() == 4201
    await trainer.open()
    assert trainer.close_code == 4201
    await tom.ask("hand.raise")


@each_database
async def test_a_process_that_lost_the_room_stores_nothing_and_sends_everyone_on(
    school: School, room: str, databases: Databases
) -> None:
    """(L2, S8) The write is fenced by the lease: another node may be at work already."""
    tom = await school.guest(room)
    room_id = tom.room_pass["room_id"]
    before = await types_of(databases, room_id)
    async with databases.write.begin() as db:
        await db.execute(update(RoomLease).values(owner="another", epoch=RoomLease.epoch + 1))
    await tom.tell("hand.raise")
    assert await tom.closed() == 4002
    assert tom.unanswered
    assert await types_of(databases, room_id) == before
    async with databases.write.begin() as db:
        await db.execute(delete(RoomLease))
    await tom.open()
    await tom.until(lambda: tom.view["mine"]["hand_raised_at"])


async def test_a_lease_that_cannot_be_renewed_is_lost(
    school: School, room: str, databases: Databases
) -> None:
    tom = await school.guest(room)
    async with databases.write.begin() as db:
        await db.execute(update(RoomLease).values(owner="another"))
    await school.served.hub.renew()
    assert await tom.closed() == 4002


async def test_another_process_waits_for_the_lease_on_postgresql(
    postgres_url: str, clock: SetClock
) -> None:
    """Until it runs out, or is let go by a planned stop."""
    databases = Databases(postgres_url)
    await prepare(databases)
    first, second = create_app(databases, clock), create_app(databases, clock)
    async with serving(second) as waiting:
        async with serving(first) as served:
            school = School(served, clock)
            tom = await school.guest((await school.launch())["name"])
            room_id = tom.room_pass["room_id"]
            with pytest.raises(Busy):
                await waiting.hub.open(room_id)
        live = await waiting.hub.open(room_id)
        assert live.epoch == 2
    await school.close()
    await databases.dispose()


def mistaken(*_: object) -> None:
    raise ZeroDivisionError


async def test_a_mistake_in_a_rule_costs_only_who_came_upon_it(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    with monkeypatch.context() as patch:
        patch.setattr("salle.rooms.steps.decide", mistaken)
        with pytest.raises(Refused) as refused:
            await tom.ask("hand.raise")
    assert refused.value.code == "internal"
    await trainer.ask("slide.show", page_id="page:2")


async def test_a_mistake_in_a_view_sends_everyone_away_and_the_room_is_restored(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loudly, and without losing what was settled."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    with monkeypatch.context() as patch:
        patch.setattr("salle.rooms.showing.changes", mistaken)
        await trainer.ask("slide.show", page_id="page:2")
        for each in (trainer, tom):
            assert await each.closed() == 1011
    await tom.open()
    assert tom.welcome["epoch"] == 2
    assert tom.view["slide"]["page_id"] == "page:2"


async def test_a_busy_server_refuses_and_takes_it_the_next_time(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(C6)"""
    tom = await school.guest(room)
    frame = {"type": "command", "id": "command-1", "command": {"type": "hand.raise"}}
    with monkeypatch.context() as patch:
        patch.setattr("salle.rooms.live.MOST_WAITING", 0)
        with pytest.raises(Refused) as refused:
            await (await tom.send_command(frame))
    assert refused.value.code == "busy"

    async def store(*_: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr("salle.kit.writer.Writer.store", store)
        with pytest.raises(Refused) as refused:
            await (await tom.send_command(frame))
    assert refused.value.code == "busy"
    await (await tom.send_command(frame))


async def test_a_store_that_fails_loses_nothing(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(C2) Nobody knows whether it is on disk: the log does, once everyone is back."""
    tom = await school.guest(room)

    async def store(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("salle.kit.writer.Writer.store", store)
        await tom.tell("hand.raise")
        assert await tom.closed() == 1011
    await tom.open()
    await tom.until(lambda: tom.view["mine"]["hand_raised_at"] and not tom.unanswered)


async def test_a_database_that_is_away_for_a_moment_costs_a_reconnect(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(L2) Whether somebody is coming in, or is in already."""
    trainer = await school.trainer(room)
    room_pass = await school.enter(room, first_name="Tom", last_name="Durand")

    async def away(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("salle.rooms.socket.identity_of", away)
        tom = await school.join(room_pass)
        assert tom.close_code == 1011
        patch.setattr(school.served.hub, "load_plan", away)
        await trainer.tell("activity.start", activity_id="a1")
        assert await trainer.closed() == 1011
    await tom.open()
    await trainer.open()
    await tom.until(lambda: tom.view["activity"])


async def test_a_planned_stop_says_goodbye(databases: Databases, clock: SetClock) -> None:
    """(L2) After what was asked before it has been settled."""
    async with serving(create_app(databases, clock)) as served:
        school = School(served, clock)
        tom = await school.guest((await school.launch())["name"])
        settled = await tom.tell("hand.raise")
        await settled
    assert await tom.closed() == 1012
    await school.close()
