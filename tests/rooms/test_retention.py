"""Where records are not kept for ever: nothing is left of a class, and all of every other."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from salle.board.models import Board, BoardDiff
from salle.capsules.retention import shown_on_boards
from salle.kit import clock as clocks
from salle.kit.ids import new_id
from salle.kit.retention import BATCH, Parts
from salle.media.jobs import SPARED_FOR, sweep_media
from salle.media.storage import MediaStore
from salle.rooms.models import RecordedEvent
from salle.rooms.retention import forget_records
from tests.nights import MOMENT, add_picture, count, night_at, pass_night, pictures
from tests.rooms.sessions.held import Held
from tests.scheduling.school import Json, School
from tests.world import open_world

KEPT = timedelta(days=60)
DAY = timedelta(days=1)


@pytest.fixture
async def school(database_url: str, tmp_path: Path) -> AsyncIterator[School]:
    days = {"records_kept_days": KEPT.days}
    async with open_world(database_url, tmp_path, **days) as world, School(world) as school:
        yield school


async def hold(school: School) -> tuple[Json, str]:
    """A session with a guest, and the id of its room."""
    held = Held(school)
    session, room = await held.hold()
    guest = await held.enter(room, school.anybody, first_name="Tom", last_name="Durand")
    await held.come(room, guest)
    await held.end(session)
    return session, str(room["id"])


async def draw(school: School, room_id: str, *media_ids: str, times: int = 1) -> None:
    rows = [
        {
            "board_id": room_id,
            "clock": 1_000 * number + time,
            "at": school.now,
            "diff": f'{{"asset:x":["put",{{"props":{{"src":"/files/{each}"}}}}]}}'.encode(),
        }
        for number, each in enumerate(media_ids, 1)
        for time in range(times)
    ]
    async with school.world.writing() as db:
        await db.execute(insert(BoardDiff), rows)


async def report_of(school: School, room_id: str) -> int:
    answer = await school.ada.get(f"/reports/{room_id}")
    board = await school.ada.get(f"/reports/{room_id}/board")
    assert answer.status_code == board.status_code
    return answer.status_code


async def test_a_class_is_forgotten_when_its_time_is_over(school: School) -> None:
    session, old = await hold(school)
    own, shared = await add_picture(school), await add_picture(school)
    await draw(school, old, own, shared)
    until = school.now + KEPT
    school.wait(DAY)
    later, new = await hold(school)
    await draw(school, new, shared)
    room = (await Held(school).hold())[1]
    await night_at(school, until - MOMENT)
    assert await report_of(school, old) == 200
    await night_at(school, until + timedelta(hours=20))
    assert [await report_of(school, each) for each in (old, new)] == [404, 200]
    listed = await school.ada.ask("GET", "/reports")
    assert [each["room_id"] for each in listed["reports"]] == [room["id"], new]
    told = [(await school.ada.show(each))["report_id"] for each in (session, later)]
    assert told == [None, new]
    assert await pictures(school) == {shared}
    async with school.world.databases.read() as db:
        for column in (RecordedEvent.room_id, Board.id, BoardDiff.board_id):
            assert old not in set(await db.scalars(select(column)))


async def test_its_report_goes_at_once_and_what_was_left_the_next_time(school: School) -> None:
    _, room_id = await hold(school)
    media_id = await add_picture(school)
    await draw(school, room_id, media_id, times=BATCH + 1)
    async with school.world.writing() as db:
        await db.execute(
            insert(RecordedEvent),
            [
                {
                    "id": new_id(),
                    "created_at": school.now,
                    "room_id": room_id,
                    "seq": seq,
                    "user_id": "ada",
                    "type": "hand_raised",
                    "data": {},
                }
                for seq in range(1_000, 1_000 + BATCH)
            ],
        )
    school.wait(KEPT)

    def forget() -> Parts:
        return forget_records(
            school.world.databases, school.now, shows=[shown_on_boards], kept_for=KEPT
        )

    stopped = forget()
    while (first := await anext(stopped)) == 0:
        pass
    await stopped.aclose()
    assert first == BATCH
    assert await school.ada.refused("GET", f"/reports/{room_id}") == (404, "report.not_found")
    assert await pictures(school) == {media_id}
    parts = [part async for part in forget() if part]
    assert max(parts) <= BATCH
    assert [part async for part in forget()] == []
    for table in (RecordedEvent, Board, BoardDiff):
        assert await count(school.world.databases, table) == 0
    assert await pictures(school) == set()


async def test_the_files_of_what_was_forgotten_leave_the_disk(school: School) -> None:
    _, room_id = await hold(school)
    gone, kept = await add_picture(school), await add_picture(school)
    store: MediaStore = school.world.app.state.media
    for each in (gone, kept):
        path = store.path_of(each)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    await draw(school, room_id, gone)
    await night_at(school, school.now + KEPT)
    swept = clocks.now() + SPARED_FOR + timedelta(minutes=1)
    assert await sweep_media(school.world.databases, store, now=swept) == 1
    assert [store.path_of(each).exists() for each in (gone, kept)] == [False, True]


async def test_a_room_that_is_open_is_never_forgotten(school: School) -> None:
    body = {"title": "Gestes"}
    capsule = await school.ada.ask("POST", "/capsules", json=body, expect=201)
    room = await school.ada.ask("POST", "/rooms", json={"capsule_id": capsule["id"]}, expect=201)
    school.wait(2 * KEPT)
    await pass_night(school)
    await school.ada.ask("POST", f"/rooms/{room['id']}/end", expect=204)
    assert await report_of(school, room["id"]) == 200
