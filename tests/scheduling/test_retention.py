"""What is kept of events, sessions and people, and for how long."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from salle.kit.ids import new_id
from salle.kit.retention import BATCH, DELETED_KEPT_FOR
from salle.scheduling.models import (
    DueWork,
    Event,
    Registration,
    SessionAttendance,
    SessionSeries,
    TrainingSession,
)
from salle.scheduling.retention import forget_people
from salle.scheduling.rules import RegistrationStatus, SessionStatus
from tests.nights import MOMENT, add_picture, count, night_at, pass_night, pictures
from tests.rooms.sessions.held import Held
from tests.scheduling.school import SESSIONS, Json, School
from tests.scheduling.test_series import autumn
from tests.world import open_world

DAY = timedelta(days=1)
KEPT = timedelta(days=400)


@pytest.fixture
async def school(database_url: str, tmp_path: Path) -> AsyncIterator[School]:
    """That keeps its records for ever."""
    async with open_world(database_url, tmp_path) as world, School(world) as school:
        yield school


@pytest.fixture
async def forgetful(database_url: str, tmp_path: Path) -> AsyncIterator[School]:
    days = {"records_kept_days": KEPT.days}
    async with open_world(database_url, tmp_path, **days) as world, School(world) as school:
        yield school


async def hold(school: School, **fields: object) -> tuple[Json, str]:
    """A class that Eve came to and Sam missed, and the id of its room."""
    held = Held(school)
    session = await held.schedule(**fields)
    for each in (school.eve, school.sam):
        await each.register(session)
    school.wait(timedelta(hours=1))
    room = await held.start(session)
    await held.come(room, await held.enter(room, school.eve), "Eve")
    school.wait(timedelta(minutes=20))
    await held.end(session)
    return session, str(room["id"])


async def delete_event(school: School, event: Json) -> None:
    await school.ada.ask("DELETE", f"/events/{event['id']}", expect=204)


async def test_a_deleted_event_can_be_restored_for_thirty_days(school: School) -> None:
    poster, other = await add_picture(school), await add_picture(school)
    deleted = await school.ada.announce(picture_id=poster)
    restored = await school.ada.announce(picture_id=other)
    for each in (deleted, restored):
        await delete_event(school, each)
    until = school.now + DELETED_KEPT_FOR
    await night_at(school, until - MOMENT)
    listed = await school.ada.ask("GET", "/events", params={"deleted": True})
    told = {datetime.fromisoformat(each["restorable_until"]) for each in listed["events"]}
    assert (listed["total"], told) == (2, {until})
    await school.ada.ask("POST", f"/events/{restored['id']}/restore")
    await night_at(school, until + DAY)
    refused = await school.ada.refused("POST", f"/events/{deleted['id']}/restore")
    assert refused == (404, "event.not_found")
    shown = await school.ada.ask("GET", f"/events/{restored['id']}")
    assert shown["restorable_until"] is None
    assert await pictures(school) == {other}


async def test_its_sessions_that_were_not_held_go_with_it(school: School) -> None:
    event = await school.ada.announce()
    called_off, missed = [await school.ada.schedule(event_id=event["id"]) for _ in range(2)]
    elsewhere = await school.ada.schedule()
    for each in (called_off, missed, elsewhere):
        await school.eve.register(each)
    await school.ada.ask("DELETE", f"{SESSIONS}/{called_off['id']}")
    school.wait(8 * DAY)
    await pass_night(school)
    await delete_event(school, event)
    await night_at(school, school.now + DELETED_KEPT_FOR)
    for table, left in ((Event, 0), (TrainingSession, 1), (Registration, 1)):
        assert await count(school.world.databases, table) == left
    assert (await school.row(elsewhere)).id == elsewhere["id"]


async def test_one_that_a_class_was_held_in_stays_for_its_record(school: School) -> None:
    event = await school.ada.announce()
    session, room_id = await hold(school, event_id=event["id"])
    await delete_event(school, event)
    await night_at(school, school.now + 10 * DELETED_KEPT_FOR)
    assert (await school.ada.show(session))["report_id"] == room_id
    await school.ada.ask("GET", f"/reports/{room_id}")
    attendance = await school.ada.ask("GET", f"{SESSIONS}/{session['id']}/attendance")
    assert (attendance["total"], attendance["absent"]) == (1, 1)
    assert await count(school.world.databases, Event) == 1


async def test_it_goes_once_that_record_is_erased(forgetful: School) -> None:
    school = forgetful
    event = await school.ada.announce()
    await hold(school, event_id=event["id"])
    await delete_event(school, event)
    ended = school.now
    await night_at(school, ended + KEPT - MOMENT)
    assert await count(school.world.databases, Event) == 1
    await night_at(school, ended + KEPT + DAY)
    for table in (Event, TrainingSession, Registration, SessionAttendance):
        assert await count(school.world.databases, table) == 0


async def test_records_are_kept_for_ever_unless_it_is_said_otherwise(school: School) -> None:
    session, room_id = await hold(school)
    await night_at(school, school.now + timedelta(days=5_000))
    assert (await school.ada.show(session))["report_id"] == room_id
    assert await count(school.world.databases, SessionAttendance) == 1
    assert await count(school.world.databases, Registration) == 2


async def test_people_are_erased_when_their_time_is_over_and_sessions_stay(
    forgetful: School,
) -> None:
    school = forgetful
    session, _ = await hold(school, capacity=12)
    ended = school.now
    called_off = await school.ada.schedule(start_time=(ended + 2 * KEPT).isoformat())
    to_come = await school.ada.schedule(start_time=(ended + 2 * KEPT).isoformat())
    for each in (called_off, to_come):
        await school.eve.register(each)
    await school.ada.ask("DELETE", f"{SESSIONS}/{called_off['id']}")
    await night_at(school, ended + KEPT - MOMENT)
    assert len(await school.registrations(session)) == 2
    assert len(await school.registrations(called_off)) == 1
    assert await count(school.world.databases, SessionAttendance) == 1
    await night_at(school, ended + KEPT + DAY)
    assert await school.registrations(session) == []
    assert await school.registrations(called_off) == []
    assert len(await school.registrations(to_come)) == 1
    assert await count(school.world.databases, SessionAttendance) == 0
    shown = await school.ada.show(session)
    assert (shown["status"], shown["title"], shown["taken"]) == ("ended", session["title"], 2)
    attendance = await school.ada.ask("GET", f"{SESSIONS}/{session['id']}/attendance")
    assert (attendance["total"], attendance["absent"]) == (0, 0)


async def test_nobody_is_erased_before_their_class_has_ended(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    await school.put_status(session, SessionStatus.LIVE)
    school.wait(2 * KEPT)
    parts = forget_people(school.world.databases, school.now, kept_for=KEPT)
    assert [part async for part in parts] == []
    assert len(await school.registrations(session)) == 1


async def test_thousands_go_in_parts_and_take_their_work_along(school: School) -> None:
    session = await school.ada.schedule()
    many = 2 * BATCH + 7
    ids = [new_id() for _ in range(many)]
    async with school.world.writing() as db:
        await db.execute(
            insert(Registration),
            [
                {
                    "id": each,
                    "session_id": session["id"],
                    "email": f"{each}@example.org",
                    "email_key": each,
                    "status": RegistrationStatus.REGISTERED,
                    "created_at": school.now,
                }
                for each in ids
            ],
        )
        await db.execute(
            insert(DueWork),
            [
                {
                    "id": each,
                    "kind": "confirmation",
                    "session_id": session["id"],
                    "registration_id": each,
                    "due_at": school.now,
                    "attempt": 0,
                    "message_id": each,
                }
                for each in ids
            ],
        )
    await school.ada.ask("DELETE", f"{SESSIONS}/{session['id']}")
    school.wait(KEPT)
    parts = forget_people(school.world.databases, school.now, kept_for=KEPT)
    assert [part async for part in parts] == [BATCH, BATCH, 7]
    async with school.world.databases.read() as db:
        assert await db.get(DueWork, ids[0]) is None


async def test_a_series_goes_when_nothing_is_left_of_it(school: School) -> None:
    event = await school.ada.announce()
    gone, _kept = await autumn(school, event_id=event["id"]), await autumn(school)
    for each in gone["sessions"]:
        await school.ada.ask("DELETE", f"{SESSIONS}/{each['id']}")
    await delete_event(school, event)
    await night_at(school, school.now + DELETED_KEPT_FOR)
    assert await count(school.world.databases, TrainingSession) == 4
    assert await count(school.world.databases, SessionSeries) == 1
