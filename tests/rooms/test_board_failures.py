"""What may go wrong at a board, and what must not be lost by it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text
from websockets.exceptions import ConnectionClosed

from salle.board.live import Timing
from salle.board.models import Board, BoardDiff
from salle.board.storage import read_document
from salle.kit.connection import DEFAULT_LIMITS
from salle.kit.database import Databases
from tests.board.client import Painter
from tests.board.shapes import box, moved
from tests.rooms.client import Client
from tests.rooms.test_failures import child_server
from tests.rooms.world import School, SetClock, create_app, serving

each_database = pytest.mark.usefixtures("database_url")
Sit = Callable[..., Awaitable[Painter]]


async def address_of(port: int, room_pass: dict[str, Any]) -> str:
    """Of the board of this person's room, with a ticket."""
    room_id, token = room_pass["room_id"], room_pass["token"]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        answer = await http.post(
            f"/api/rooms/{room_id}/board/ticket", headers={"Room-Token": token}
        )
    assert answer.status_code == 201, answer.text
    return f"ws://127.0.0.1:{port}/live/boards/rooms/{room_id}?ticket={answer.json()['ticket']}"


async def sit_down(port: int, client: Client, tab: str) -> Painter:
    painter = Painter(await address_of(port, client.room_pass), tab=tab)
    await painter.open()
    assert painter.close_code is None
    return painter


async def come_back(painter: Painter, port: int, client: Client) -> None:
    """As tldraw's client does: with a new ticket, and what was not acknowledged once more."""
    async with asyncio.timeout(30):
        await painter.open(await address_of(port, client.room_pass))
        while painter.close_code is not None:
            assert painter.close_code != 4099
            await asyncio.sleep(0.1)
            await painter.open(await address_of(port, client.room_pass))
    unanswered, painter.unanswered = painter.unanswered, {}
    if together := {key: op for diff in unanswered.values() for key, op in diff.items()}:
        await painter.draw(together)


@pytest.fixture
async def sit(school: School) -> AsyncIterator[Sit]:
    painters: list[Painter] = []

    async def sit(client: Client) -> Painter:
        painter = await sit_down(school.served.port, client, f"tab-{len(painters)}")
        painters.append(painter)
        return painter

    yield sit
    for painter in painters:
        await painter.close()


async def draw_until_cut(painter: Painter, name: str) -> None:
    """A stroke after the other, as fast as a hand, without waiting for any answer."""
    for number in range(10_000):
        try:
            await painter.push({f"shape:{name}{number}": ["put", box(f"{name}{number}")]})
        except ConnectionClosed:
            return
        await asyncio.sleep(0.01)


async def acknowledged_some(painter: Painter) -> None:
    await painter.until(lambda: len(painter.results) > 30)


async def agree(one: Painter, other: Painter) -> None:
    await one.until(lambda: one.store == other.store)


@each_database
async def test_a_killed_server_loses_nothing_that_was_acknowledged(
    databases: Databases, clock: SetClock
) -> None:
    """kill -9 while three draw; all come back, and what was not acknowledged is drawn again."""
    async with serving(create_app(databases, clock)) as served:
        school = School(served, clock)
        name = (await school.launch())["name"]
        passes = [
            await school.enter(name, "ada"),
            await school.enter(name, first_name="Tom", last_name="Durand"),
            await school.enter(name, first_name="Eve", last_name="Durand"),
        ]
        await school.close()
    url = databases.url.render_as_string(hide_password=False)
    people = [Client(0, each) for each in passes]
    async with child_server(url) as (process, port):
        for person in people:
            person.port = port
            await person.open()
        await people[0].ask("params.change", collaboration={"active": True, "allow_all": True})
        painters = [
            await sit_down(port, person, f"tab-{place}") for place, person in enumerate(people)
        ]
        drawing = [
            asyncio.create_task(draw_until_cut(painter, "abc"[place]))
            for place, painter in enumerate(painters)
        ]
        for painter in painters:
            await acknowledged_some(painter)
        process.send_signal(signal.SIGKILL)
        await asyncio.gather(
            *drawing, *(each.closed() for each in painters), *(each.closed() for each in people)
        )
    acknowledged = {
        f"shape:{'abc'[place]}{number - 1}"
        for place, painter in enumerate(painters)
        for number, action in painter.results.items()
        if action == "commit"
    }
    assert len(acknowledged) > 90
    async with databases.read() as db:
        stored = await read_document(db, passes[0]["room_id"])
    assert stored is not None
    assert acknowledged <= stored["store"].keys()
    async with child_server(url) as (_process, port):
        for painter, person in zip(painters, people, strict=True):
            person.port = port
            await person.come_back()
            await come_back(painter, port, person)
            assert painter.answer["hydrationType"] == "wipe_all"
        drawn = acknowledged | {key for key in stored["store"] if key.startswith("shape:")}
        first = painters[0]
        for painter in painters[1:]:
            await agree(painter, first)
        assert drawn <= first.store.keys()
        await asyncio.gather(*(each.close() for each in painters))
        await asyncio.gather(*(each.close() for each in people))


@each_database
async def test_after_a_planned_restart_a_tab_is_told_what_it_missed_alone(
    databases: Databases, clock: SetClock
) -> None:
    async with serving(create_app(databases, clock)) as served:
        school = School(served, clock)
        trainer = await school.trainer((await school.launch())["name"])
        painter = await sit_down(served.port, trainer, "tab")
        other = await sit_down(served.port, trainer, "other")
        await painter.draw({"shape:a": ["put", box("a")]})
        await painter.draw({"shape:b": ["put", box("b")]})
        await other.close()
        await painter.draw({"shape:a": ["remove"]})
        await painter.draw({"shape:b": moved(x=3)})
        await school.http.aclose()
    assert await painter.closed() == 1012
    async with serving(create_app(databases, clock)) as served:
        for each in (painter, other):
            await each.open(await address_of(served.port, trainer.room_pass))
            assert each.answer["hydrationType"] == "wipe_presence"
        assert painter.answer["diff"] == {}
        assert set(other.answer["diff"]) == {"shape:a", "shape:b"}
        assert painter.store == other.store
        await painter.close()
        await other.close()


@each_database
async def test_what_cannot_be_stored_is_acknowledged_to_nobody(
    school: School, room: str, databases: Databases, sit: Sit
) -> None:
    """Everybody comes back to the board as it was stored, and draws the rest again."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    board, other = await sit(trainer), await sit(tom)
    await board.draw({"shape:a": ["put", box("a")]})
    await other.until(lambda: "shape:a" in other.store)
    async with databases.write.begin() as db:
        await db.execute(text("ALTER TABLE board_diffs RENAME TO away"))
    number = await board.push({"shape:b": ["put", box("b")]})
    assert await board.closed() == await other.closed() == 1013
    assert number not in board.results
    async with databases.write.begin() as db:
        await db.execute(text("ALTER TABLE away RENAME TO board_diffs"))
    port = school.served.port
    await come_back(other, port, tom)
    assert other.answer["hydrationType"] == "wipe_all"
    assert "shape:b" not in other.store
    await come_back(board, port, trainer)
    await other.until(lambda: "shape:b" in other.store)
    assert board.store == other.store


async def test_one_that_stops_reading_is_dropped_and_the_others_go_on(
    school: School, room: str, sit: Sit
) -> None:
    trainer, tom, eve = (
        await school.trainer(room),
        await school.guest(room),
        await school.guest(room, "Eve"),
    )
    board, other, stalled = await sit(trainer), await sit(tom), await sit(eve)
    stalled.socket.transport.pause_reading()
    live = school.served.app.state.boards.find(eve.room_pass["room_id"])
    assert len(live.sitters) == 3
    note = {"type": "doc", "content": [{"type": "text", "text": "é" * 50_000}]}
    shape = box("a", richText=note)

    def written_to() -> int:
        return sum(not sitter.connection.is_closing for sitter in live.sitters)

    for number in range(6 * DEFAULT_LIMITS.waiting // 100_000):
        name = f"shape:{number}"
        assert await board.draw({name: ["put", {**shape, "id": name}]}) == "commit"
        if written_to() < 3:
            break
    assert written_to() == 2
    stalled.cut()
    await other.until(lambda: other.store == board.store and len(live.sitters) == 2)


async def test_two_boards_do_not_know_of_each_other(school: School, room: str, sit: Sit) -> None:
    trainer = await school.trainer(room)
    elsewhere = await school.trainer(str((await school.launch())["name"]))
    one, two = await sit(trainer), await sit(elsewhere)
    drawn = await asyncio.gather(
        one.draw({"shape:a": ["put", box("a")]}), two.draw({"shape:b": ["put", box("b")]})
    )
    assert list(drawn) == ["commit", "commit"]
    assert set(one.of_type("shape")) == {"shape:a"}
    assert set(two.of_type("shape")) == {"shape:b"}


async def test_what_is_no_message_costs_only_who_sent_it(
    school: School, room: str, sit: Sit
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    board, other = await sit(trainer), await sit(tom)
    await other.say({"type": "no such message"})
    assert (await other.closed(), other.close_reason) == (4099, "MALFORMED")
    third = await sit(tom)
    await third.socket.send(b"{}")
    assert (await third.closed(), third.close_reason) == (4099, "MALFORMED")
    fourth = await sit(trainer)
    await fourth.draw({"shape:x": ["put", box("x")]})
    await fourth.push({"shape:y": ["put", {**box("y"), "opacity": 7}]})
    assert (await fourth.closed(), fourth.close_reason) == (4099, "INVALID_RECORD")
    assert await board.draw({"shape:a": ["put", box("a")]}) == "commit"
    assert set(board.of_type("shape")) == {"shape:a", "shape:x"}


@each_database
async def test_a_board_that_nobody_looks_at_is_put_away_and_taken_out_again(
    school: School, room: str, databases: Databases, sit: Sit
) -> None:
    trainer = await school.trainer(room)
    painter = await sit(trainer)
    await painter.draw({"shape:a": ["put", box("a")]})
    await painter.close()
    room_id = trainer.room_pass["room_id"]
    async with asyncio.timeout(20):
        while await is_open(databases, room_id):  # noqa: ASYNC110 - only the database knows
            await asyncio.sleep(0.05)
    assert school.served.app.state.boards.find(room_id) is None
    await come_back(painter, school.served.port, trainer)
    assert painter.answer["hydrationType"] == "wipe_presence"
    assert await painter.draw({"page:2": ["remove"], "shape:b": ["put", box("b")]}) == "commit"
    await trainer.until(lambda: len(trainer.view["slide"]["pages"]) == 2)


async def is_open(databases: Databases, room_id: str) -> bool:
    async with databases.read() as db:
        return bool(await db.scalar(select(Board.is_open).where(Board.id == room_id)))


async def test_a_board_is_packed_while_somebody_draws_and_its_log_is_kept(
    databases: Databases, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salle.board.live.MOST_DIFFS", 20)
    app = create_app(databases, clock, board_timing=Timing(linger=0))
    async with serving(app) as served:
        school = School(served, clock)
        trainer = await school.trainer((await school.launch())["name"])
        painter = await sit_down(served.port, trainer, "tab")
        for number in range(60):
            await painter.draw({f"shape:{number}": ["put", box(str(number))]})
        room_id = trainer.room_pass["room_id"]
        async with databases.read() as db:
            packed = await db.scalar(select(Board.clock).where(Board.id == room_id))
            logged = await db.scalar(select(func.count()).select_from(BoardDiff))
            document = await read_document(db, room_id)
        assert packed is not None
        assert packed > 20
        assert logged == 60
        assert document is not None
        assert document["store"] == painter.store
        await painter.close()
        await school.close()
