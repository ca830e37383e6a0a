"""The slides of a class that has ended, as they were at its end."""

from pathlib import Path

from sqlalchemy import delete

from salle.accounts.rules import Role
from salle.board.models import Board
from salle.capsules.documents import blank_document
from tests.world import World, open_world


async def ended_class(world: World) -> str:
    """The id of a room that Ada launched from a blank capsule, and ended."""
    await world.add("ada@example.org", Role.INSTRUCTOR)
    await world.sign_in(world.http, "ada@example.org")
    capsule = await world.http.post("/api/capsules", json={"title": "Gestes"})
    room = await world.http.post("/api/rooms", json={"capsule_id": capsule.json()["id"]})
    assert room.status_code == 201, room.text
    room_id = str(room.json()["id"])
    assert (await world.http.post(f"/api/rooms/{room_id}/end")).status_code == 204
    return room_id


async def test_the_final_board_is_kept_and_printed(database_url: str, tmp_path: Path) -> None:
    async with open_world(database_url, tmp_path) as world:
        room_id = await ended_class(world)
        report = await world.http.get(f"/api/reports/{room_id}")
        assert report.json()["has_board"] is True
        board = await world.http.get(f"/api/reports/{room_id}/board")
        assert board.json() == {"document": blank_document()}
        printed = await world.http.get(f"/api/reports/{room_id}/board.pdf")
        assert printed.status_code == 200, printed.text
        assert printed.content.startswith(b"%PDF-")
        assert printed.headers["content-type"] == "application/pdf"
        assert "Gestes.pdf" in printed.headers["content-disposition"]


async def test_only_its_trainer_sees_it(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        room_id = await ended_class(world)
        await world.add("bob@example.org", Role.INSTRUCTOR)
        other = world.browser()
        await world.sign_in(other, "bob@example.org")
        for path in ("board", "board.pdf"):
            answer = await other.get(f"/api/reports/{room_id}/{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "report.not_found")
        await other.aclose()


async def test_a_class_of_before_boards_were_kept_has_none(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        room_id = await ended_class(world)
        async with world.writing() as db:
            await db.execute(delete(Board))
        report = await world.http.get(f"/api/reports/{room_id}")
        assert report.json()["has_board"] is False
        for path in ("board", "board.pdf"):
            answer = await world.http.get(f"/api/reports/{room_id}/{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "report.board_not_kept")
