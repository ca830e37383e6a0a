"""The board of a room: who is let in, who may draw, and what the room makes of it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.board.client import Painter
from tests.board.shapes import box, moved
from tests.rooms.client import Client
from tests.rooms.world import School

each_database = pytest.mark.usefixtures("database_url")
Sit = Callable[[Client], Awaitable[Painter]]


async def ticket_of(school: School, client: Client) -> str:
    """The address of the board, with a ticket."""
    room_id = client.room_pass["room_id"]
    answer = await school.http.post(
        f"/api/rooms/{room_id}/board/ticket", headers={"Room-Token": client.room_pass["token"]}
    )
    assert answer.status_code == 201, answer.text
    port = school.served.port
    return f"ws://127.0.0.1:{port}/live/boards/rooms/{room_id}?ticket={answer.json()['ticket']}"


@pytest.fixture
async def sit(school: School) -> AsyncIterator[Sit]:
    """Sits somebody down at the board of their room."""
    painters: list[Painter] = []

    async def sit(client: Client, tab: str = "") -> Painter:
        tab = tab or f"tab-{len(painters)}"
        painter = Painter(await ticket_of(school, client), tab=tab)
        painters.append(painter)
        await painter.open()
        return painter

    yield sit
    for painter in painters:
        await painter.close()


async def let_draw(trainer: Client, *who: Client, everybody: bool = False) -> None:
    collaboration = {
        "active": bool(who) or everybody,
        "allow_all": everybody,
        "allowed_participant_ids": [each.id for each in who],
    }
    await trainer.ask("params.change", collaboration=collaboration)


@each_database
async def test_what_one_draws_the_others_see(school: School, room: str, sit: Sit) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    board, other = await sit(trainer), await sit(tom)
    assert set(board.of_type("page")) == {"page:1", "page:2", "page:3"}
    assert board.answer["isReadonly"] is False
    shape = box("a")
    assert await board.draw({"shape:a": ["put", shape]}) == "commit"
    await other.until(lambda: other.store.get("shape:a") == shape)
    assert await board.draw({"shape:a": moved(x=5)}) == "commit"
    await other.until(lambda: other.store["shape:a"]["x"] == 5)
    assert board.store == other.store


@each_database
async def test_who_may_not_draw_sees_and_changes_nothing(
    school: School, room: str, sit: Sit
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    board, other = await sit(trainer), await sit(tom)
    assert other.answer["isReadonly"] is True
    assert await other.draw({"shape:b": ["put", box("b")]}) == "discard"
    assert "shape:b" not in board.store
