"""The board of a room: who is let in, who may draw, and what the room makes of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from salle.board.colours import FILLS
from salle.board.storage import read_board
from tests.board.client import Painter
from tests.board.shapes import box, moved, page, presence
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


async def test_the_pen_is_given_and_taken_while_they_draw(
    school: School, room: str, sit: Sit
) -> None:
    """Whoever lost the right loses it at once; what they drew before stays."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    board, other = await sit(trainer), await sit(tom)
    await let_draw(trainer, tom)
    assert await other.draw({"shape:a": ["put", box("a")]}) == "commit"
    await let_draw(trainer)
    assert await other.draw({"shape:b": ["put", box("b")]}) == "discard"
    assert await other.draw({"shape:a": ["remove"]}) == "discard"
    await let_draw(trainer, everybody=True)
    assert await other.draw({"shape:c": ["put", box("c")]}) == "commit"
    await board.until(lambda: "shape:c" in board.store)
    assert set(board.of_type("shape")) == {"shape:a", "shape:c"}


async def test_only_who_may_draw_points_and_under_their_own_name(
    school: School, room: str, sit: Sit
) -> None:
    trainer, tom, eve = (
        await school.trainer(room),
        await school.guest(room),
        await school.guest(room, "Eve"),
    )
    board, other, third = await sit(trainer), await sit(tom), await sit(eve)
    await let_draw(trainer, tom)
    assert await third.result(await third.push(presence=["put", presence()])) == "commit"
    assert await other.result(await other.push(presence=["put", presence(x=7)])) == "commit"
    await board.until(lambda: board.of_type("instance_presence"))
    (seen,) = board.of_type("instance_presence").values()
    people = board_people(trainer)
    assert (seen["userId"], seen["userName"]) == (tom.id, "Tom Durand")
    assert seen["color"] == FILLS[people[tom.id or ""]["colour"]]
    assert seen["cursor"]["x"] == 7
    await tom.ask("participant.rename", first_name="Thomas", last_name="Durand")
    await other.push(presence=moved_cursor(x=8))
    await board.until(
        lambda: (
            [p["userName"] for p in board.of_type("instance_presence").values()]
            == ["Thomas Durand"]
        )
    )
    await let_draw(trainer)
    await board.until(lambda: not board.of_type("instance_presence"))


def board_people(client: Client) -> dict[str, Any]:
    people: dict[str, Any] = client.view["people"]
    return people


def moved_cursor(x: float) -> list[Any]:
    return ["patch", {"cursor": ["put", {"x": x, "y": 0, "type": "default", "rotation": 0}]}]


async def test_who_leaves_is_seen_no_more(school: School, room: str, sit: Sit) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    await let_draw(trainer, tom)
    board, other = await sit(trainer), await sit(tom)
    await other.push(presence=["put", presence()])
    await board.until(lambda: board.of_type("instance_presence"))
    await other.close()
    await board.until(lambda: not board.of_type("instance_presence"))


async def test_who_is_removed_from_the_room_is_removed_from_its_board(
    school: School, room: str, sit: Sit
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    other = await sit(tom)
    address = await ticket_of(school, tom)
    await trainer.ask("participant.kick", participant_id=tom.id)
    assert (await other.closed(), other.close_reason) == (4099, "FORBIDDEN")
    await other.open(address)
    assert (other.close_code, other.close_reason) == (4099, "FORBIDDEN")


async def test_a_screen_watches(school: School, room: str, sit: Sit) -> None:
    trainer, wall = await school.trainer(room), await school.screen(room)
    board, screen = await sit(trainer), await sit(wall)
    assert screen.answer["isReadonly"] is True
    await screen.push(presence=["put", presence()])
    assert await screen.draw({"shape:b": ["put", box("b")]}) == "discard"
    await board.draw({"shape:a": ["put", box("a")]})
    await screen.until(lambda: "shape:a" in screen.store)
    assert not board.of_type("instance_presence")


async def test_a_ticket_lets_one_socket_in_once_and_to_one_room(
    school: School, room: str, sit: Sit
) -> None:
    """(H9) Whoever has a bad one comes back with another: the address is asked for anew."""
    trainer = await school.trainer(room)
    other_room = str((await school.launch())["name"])
    board = await sit(trainer)
    used = board.url
    there = await ticket_of(school, await school.trainer(other_room))
    of_other_room = f"{used.split('?')[0]}?{there.split('?')[1]}"
    for address in (used, of_other_room, f"{used.split('?')[0]}?"):
        painter = Painter(address)
        await painter.line()
        assert await painter.closed() == 1013, address
        await painter.close()


async def test_a_ticket_that_was_kept_too_long_lets_nobody_in(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salle.board.tickets.GOOD_FOR_SECONDS", 0.0)
    painter = Painter(await ticket_of(school, await school.trainer(room)))
    await painter.line()
    assert await painter.closed() == 1013
    await painter.close()


async def test_who_signs_out_leaves_the_board(school: School, room: str, sit: Sit) -> None:
    board = await sit(await school.trainer(room))
    school.served.app.state.room_boards.end_logins(["ada-login"])
    assert (await board.closed(), board.close_reason) == (4099, "NOT_AUTHENTICATED")


async def test_nobody_gets_a_ticket_without_a_token_of_the_room(school: School, room: str) -> None:
    trainer = await school.trainer(room)
    room_id = trainer.room_pass["room_id"]
    answer = await school.http.post(
        f"/api/rooms/{room_id}/board/ticket", headers={"Room-Token": "guess"}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "room.identity_unknown")


@each_database
async def test_the_trainer_adds_renames_orders_and_removes_slides(
    school: School, room: str, sit: Sit
) -> None:
    """(V8) What the room says of its slides follows the board."""
    trainer, tom = await school.trainer(room), await school.guest(room)
    board = await sit(trainer)
    await trainer.ask("slide.show", page_id="page:2")
    await board.draw(
        {
            "page:4": ["put", page(4, name="Exercice", index="a15")],
            "page:3": ["patch", {"name": ["put", "Fin"]}],
        }
    )

    def listed() -> list[tuple[str, str]]:
        return [(each["id"], each["name"]) for each in tom.view["slide"]["pages"]]

    await tom.until(
        lambda: (
            listed()
            == [
                ("page:1", "Page 1"),
                ("page:4", "Exercice"),
                ("page:2", "Page 2"),
                ("page:3", "Fin"),
            ]
        )
    )
    assert tom.view["slide"]["page_id"] == "page:2"
    await board.draw({"page:2": ["remove"]})
    await tom.until(lambda: tom.view["slide"]["page_id"] == "page:3")
    assert tom.view["slide"]["seen"] == ["page:1", "page:3"]
    await trainer.ask("slide.show", page_id="page:4")
    await tom.until(lambda: tom.view["slide"]["page_id"] == "page:4")


async def test_participants_draw_on_slides_and_do_not_touch_them(
    school: School, room: str, sit: Sit
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    await let_draw(trainer, tom)
    board, other = await sit(trainer), await sit(tom)
    drawn = await other.draw(
        {
            "page:1": ["remove"],
            "page:2": ["patch", {"index": ["put", "a9"]}],
            "page:7": ["put", page(7)],
            "shape:a": ["put", box("a")],
        }
    )
    assert drawn == {"rebaseWithDiff": {"shape:a": ["put", box("a")]}}
    await board.until(lambda: "shape:a" in board.store)
    assert set(board.of_type("page")) == {"page:1", "page:2", "page:3"}


@each_database
async def test_the_board_of_a_class_that_has_ended_is_kept(
    school: School, room: str, sit: Sit
) -> None:
    trainer = await school.trainer(room)
    board = await sit(trainer)
    await board.draw({"shape:a": ["put", box("a")]})
    room_id = trainer.room_pass["room_id"]
    seen = await school.http.get(
        f"/api/rooms/{room_id}/board", headers={"Room-Token": trainer.room_pass["token"]}
    )
    assert seen.json()["document"]["store"]["shape:a"] == box("a")
    await trainer.ask("class.end")
    assert (await board.closed(), board.close_reason) == (4099, "NOT_FOUND")
    async with school.served.app.state.databases.read() as db:
        kept = await read_board(db, room_id)
    assert kept is not None
    assert kept.snapshot["store"] == seen.json()["document"]["store"]
    await board.open(board.url)
    assert board.close_code == 1013
