"""What is due for the room of a session, done by the server itself."""

from datetime import datetime, timedelta

import pytest

from salle.scheduling.rules import WorkKind
from tests.rooms.sessions.held import Held
from tests.scheduling.desk import do_due, rows

each_database = pytest.mark.usefixtures("database_url")


@each_database
async def test_a_class_that_nobody_ends_ends_when_the_door_closes(held: Held) -> None:
    session, room = await held.hold(duration_minutes=60)
    held.school.wait_until(datetime.fromisoformat(session["closes_at"]) - timedelta(seconds=1))
    await do_due(held.school)
    assert (await held.school.row(session)).status == "live"
    held.school.wait(timedelta(seconds=1))
    await do_due(held.school)
    row = await held.school.row(session)
    assert (row.status, row.ended_at) == ("ended", held.school.now)
    assert await held.rooms() == []
    report = await held.school.ada.ask("GET", f"/reports/{room['id']}")
    assert report["end_reason"] == "time_over"


@each_database
async def test_what_would_keep_a_class_from_starting_is_known_hours_before(held: Held) -> None:
    start = (held.school.now + timedelta(hours=3)).isoformat()
    good = await held.schedule(capsule_id=await held.add_capsule(), start_time=start)
    blank = await held.schedule(start_time=start)
    bad_id = await held.add_capsule(id="c2", document={"store": {}, "schema": {}})
    bad = await held.schedule(capsule_id=bad_id, start_time=start)
    held.school.wait(timedelta(hours=1))
    await do_due(held.school)
    told = []
    for session in (good, blank, bad):
        [row] = await rows(held.school, WorkKind.PREPARE_ROOM, session=session)
        assert row.done_at is not None
        told.append(row.failed_code)
    assert told == [None, None, "capsule.outdated"]
    assert await held.rooms() == []
