"""Capsules that were deleted: kept for a month, and then gone with all that only they had."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from salle.accounts.access import find_person
from salle.board.models import Board, BoardDiff
from salle.board.storage import add_board, pack
from salle.capsules.imports import add_import
from salle.capsules.models import Capsule, CapsuleImport
from salle.capsules.retention import (
    IMPORTS_KEPT_FOR,
    forget_capsules,
    shown_in_capsules,
    shown_on_boards,
)
from salle.kit.retention import DELETED_KEPT_FOR
from tests.nights import MOMENT, add_picture, count, night_at, pictures, showing
from tests.rooms.sessions.held import Held
from tests.scheduling.school import SESSIONS, School
from tests.world import open_world

SHOWS = (shown_in_capsules, shown_on_boards)


@pytest.fixture
async def school(database_url: str, tmp_path: Path) -> AsyncIterator[School]:
    async with open_world(database_url, tmp_path) as world, School(world) as school:
        yield school


async def prepare(school: School, *media_ids: str) -> str:
    body = {"title": "Gestes qui sauvent"}
    capsule_id = (await school.ada.ask("POST", "/capsules", json=body, expect=201))["id"]
    async with school.world.writing() as db:
        of_it = update(Capsule).where(Capsule.id == capsule_id)
        await db.execute(of_it.values(document=showing(*media_ids)))
    return str(capsule_id)


async def drop(school: School, capsule_id: str) -> None:
    await school.ada.ask("DELETE", f"/capsules/{capsule_id}", expect=204)


async def restore(school: School, capsule_id: str) -> None:
    await school.ada.ask("POST", f"/capsules/{capsule_id}/restore")


async def draw(school: School, board_id: str, media_id: str) -> None:
    """A picture that was put on a board, as the log has it."""
    diff = f'{{"asset:x":["put",{{"props":{{"src":"/files/{media_id}"}}}}]}}'.encode()
    async with school.world.writing() as db:
        db.add(BoardDiff(board_id=board_id, clock=1, at=school.now, diff=diff))


async def begin_import(school: School, capsule_id: str) -> None:
    async with school.world.writing() as db:
        ada = await find_person(db, "ada", school.now)
        assert ada is not None
        await add_import(db, capsule_id, ada, now=school.now)


async def test_what_was_deleted_can_be_restored_for_thirty_days(school: School) -> None:
    deleted, restored, kept = [await prepare(school) for _ in range(3)]
    await drop(school, deleted)
    await drop(school, restored)
    until = school.now + DELETED_KEPT_FOR
    await night_at(school, until - MOMENT)
    await restore(school, restored)
    await night_at(school, until + timedelta(days=1))
    assert await count(school.world.databases, Capsule) == 2
    for each in (restored, kept):
        await school.ada.ask("GET", f"/capsules/{each}")
    refused = await school.ada.refused("POST", f"/capsules/{deleted}/restore")
    assert refused == (404, "capsule.not_found")


async def test_then_it_goes_with_its_board_its_imports_and_its_pictures(school: School) -> None:
    on_slide, on_board, drawn, other = [await add_picture(school) for _ in range(4)]
    capsule_id = await prepare(school, on_slide)
    async with school.world.writing() as db:
        await add_board(db, capsule_id, showing(on_board), keeps_log=False, now=school.now)
    await draw(school, capsule_id, drawn)
    await begin_import(school, capsule_id)
    await drop(school, capsule_id)
    await night_at(school, school.now + DELETED_KEPT_FOR)
    for table in (Capsule, Board, BoardDiff, CapsuleImport):
        assert await count(school.world.databases, table) == 0
    assert await pictures(school) == {other}


async def test_a_picture_that_anything_else_shows_stays(school: School) -> None:
    shown = [await add_picture(school) for _ in range(7)]
    copied, drawn, at_first, poster, told, explained, lonely = shown
    capsule_id = await prepare(school, *shown)
    copy = await prepare(school, copied)
    await school.ada.announce(picture_id=poster, description=f"Venez ![](/files/{told})")
    await school.ada.schedule(description=f"![](/files/{explained})")
    taught = await prepare(school, at_first)
    room = await school.ada.ask("POST", "/rooms", json={"capsule_id": taught}, expect=201)
    await school.ada.ask("POST", f"/rooms/{room['id']}/end", expect=204)
    await draw(school, room["id"], drawn)
    async with school.world.writing() as db:
        # It was on the slides when the class began, and a replay shows it.
        packed = pack({"clock": 0, **showing()})
        await db.execute(update(Board).where(Board.id == room["id"]).values(snapshot=packed))
        await db.execute(delete(Capsule).where(Capsule.id == taught))
    await drop(school, capsule_id)
    await night_at(school, school.now + DELETED_KEPT_FOR)
    assert await pictures(school) == {*shown} - {lonely}
    await drop(school, copy)
    await night_at(school, school.now + DELETED_KEPT_FOR)
    assert await pictures(school) == {*shown} - {lonely, copied}


async def test_what_a_session_to_come_or_an_open_room_uses_waits(school: School) -> None:
    held = Held(school)
    soon = await prepare(school)
    session = await held.schedule(
        capsule_id=soon, start_time=(school.now + timedelta(days=40)).isoformat()
    )
    past = await prepare(school)
    over = await held.schedule(capsule_id=past)
    taught = await prepare(school)
    await school.ada.ask("POST", "/rooms", json={"capsule_id": taught}, expect=201)
    for each in (soon, past, taught):
        await drop(school, each)
    await night_at(school, school.now + DELETED_KEPT_FOR)
    # The session whose end has passed is closed in the same night.
    assert (await school.row(over)).capsule_id is None
    assert (await school.row(session)).capsule_id == soon
    for each in (soon, taught):
        await restore(school, each)
    await drop(school, soon)
    await school.ada.ask("DELETE", f"{SESSIONS}/{session['id']}")
    await night_at(school, school.now + DELETED_KEPT_FOR)
    assert await count(school.world.databases, Capsule) == 1
    await school.ada.ask("GET", f"/capsules/{taught}")


async def test_what_is_restored_at_the_last_moment_keeps_its_pictures(school: School) -> None:
    shared, lonely = await add_picture(school), await add_picture(school)
    gone, saved = await prepare(school, shared, lonely), await prepare(school, shared)
    for each in (gone, saved):
        await drop(school, each)
    school.wait(DELETED_KEPT_FOR)
    parts = forget_capsules(school.world.databases, school.now, shows=SHOWS, in_use=())
    assert await anext(parts) == 0  # it has begun to look
    await restore(school, saved)
    assert [part async for part in parts if part] == [1]
    assert await pictures(school) == {shared}
    await school.ada.ask("GET", f"/capsules/{saved}")


async def test_many_go_in_small_parts_and_from_wherever_it_was_stopped(school: School) -> None:
    media_ids = [await add_picture(school) for _ in range(50)]
    for media_id in media_ids:
        await prepare(school, media_id)
    async with school.world.writing() as db:
        await db.execute(update(Capsule).values(deleted_at=school.now))
    school.wait(DELETED_KEPT_FOR)

    async def rest() -> list[int]:
        parts = forget_capsules(school.world.databases, school.now, shows=SHOWS, in_use=())
        return [part async for part in parts if part]

    stopped = forget_capsules(school.world.databases, school.now, shows=SHOWS, in_use=())
    while not await anext(stopped):
        pass
    await stopped.aclose()
    # What is gone is gone with its pictures, and what is left has its own.
    assert await count(school.world.databases, Capsule) == len(await pictures(school)) == 30
    assert await rest() == [20, 10]
    assert await pictures(school) == set()
    assert await rest() == []


async def test_an_import_is_forgotten_a_week_after_it_ended(school: School) -> None:
    await begin_import(school, await prepare(school))
    async with school.world.writing() as db:
        await db.execute(update(CapsuleImport).values(alive_until=school.now))
    until = school.now + IMPORTS_KEPT_FOR
    await night_at(school, until - MOMENT)
    assert await count(school.world.databases, CapsuleImport) == 1
    await night_at(school, until + timedelta(days=1))
    assert await count(school.world.databases, CapsuleImport) == 0
