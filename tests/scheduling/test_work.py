"""What is planned, and what is taken back, with each thing that people do."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from salle.kit.ids import new_id
from salle.scheduling import work
from salle.scheduling.models import DueWork, Registration, TrainingSession
from salle.scheduling.rules import RegistrationStatus, WorkKind
from tests.scheduling.desk import do_due
from tests.scheduling.school import SESSIONS, Json, School

EVE, SAM = "eve@example.org", "sam@example.org"
DAY, HOUR, TEN_MINUTES = timedelta(days=1), timedelta(hours=1), timedelta(minutes=10)


def start_of(session: Json) -> datetime:
    return datetime.fromisoformat(session["start_time"])


def reminders(start: datetime) -> list[tuple[WorkKind, datetime]]:
    return [
        (WorkKind.REMINDER_24H, start - DAY),
        (WorkKind.REMINDER_1H, start - HOUR),
        (WorkKind.REMINDER_10M, start - TEN_MINUTES),
    ]


async def test_a_session_plans_its_room_and_its_end(school: School) -> None:
    session = await school.ada.schedule()
    start = start_of(session)
    assert await school.due(session) == [
        (WorkKind.PREPARE_ROOM, start - 2 * HOUR),
        (WorkKind.AUTO_END, start + HOUR + timedelta(minutes=30)),
    ]


async def test_a_session_made_late_plans_its_room_at_once(school: School) -> None:
    """W10."""
    soon = await school.ada.schedule(start_time=(school.now + timedelta(minutes=20)).isoformat())
    assert (WorkKind.PREPARE_ROOM, school.now) in await school.due(soon)


async def test_who_registers_is_confirmed_at_once_and_reminded_three_times(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    confirmation = (WorkKind.CONFIRMATION, school.now)
    assert await school.due(session, EVE) == [confirmation, *reminders(start_of(session))]


async def test_reminders_whose_moment_has_passed_are_not_planned(school: School) -> None:
    for left, planned in ((DAY, 2), (HOUR, 1), (TEN_MINUTES, 0)):
        session = await school.ada.schedule(start_time=(school.now + left).isoformat())
        await school.eve.register(session)
        assert (await school.due(session, EVE))[1:] == reminders(start_of(session))[3 - planned :]


async def test_who_waits_is_reminded_only_once_there_is_a_seat(school: School) -> None:
    session = await school.ada.schedule(capacity=1)
    await school.eve.register(session)
    await school.sam.register(session)
    assert await school.due(session, SAM) == [(WorkKind.CONFIRMATION, school.now)]
    await school.eve.ask("DELETE", f"{SESSIONS}/{session['id']}/registration", expect=204)
    assert await school.due(session, EVE) == [(WorkKind.CANCELED, school.now)]
    at_once = {(WorkKind.CONFIRMATION, school.now), (WorkKind.PROMOTED, school.now)}
    planned = await school.due(session, SAM)
    assert (set(planned[:2]), planned[2:]) == (at_once, reminders(start_of(session)))


async def test_what_is_moved_takes_its_plans_along(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    await do_due(school)
    done = (WorkKind.CONFIRMATION, school.now)
    for days in (1, 2):
        later = start_of(session) + DAY
        session = await school.ada.edit(session, start_time=later.isoformat())
        told = (WorkKind.MOVED, school.now)
        assert set(await school.due(session, EVE)) == {done, told, *reminders(later)}, days
        assert [kind for kind, _ in await school.due(session)] == [*work.OF_SESSION]
        assert (WorkKind.PREPARE_ROOM, later - 2 * HOUR) in await school.due(session)


async def test_a_session_that_lasts_longer_leaves_its_reminders_alone(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    session = await school.ada.edit(session, duration_minutes=90)
    start = start_of(session)
    assert (WorkKind.AUTO_END, start + 2 * HOUR) in await school.due(session)
    planned = await school.due(session, EVE)
    assert (WorkKind.MOVED, school.now) in planned
    assert planned[-3:] == reminders(start)


async def test_what_is_canceled_leaves_nothing_but_the_word(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    await school.ada.ask("DELETE", f"{SESSIONS}/{session['id']}")
    assert await school.due(session) == []
    assert await school.due(session, EVE) == [(WorkKind.CANCELED, school.now)]


async def test_planned_twice_it_is_planned_once_for_however_many(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    made = await school.ada.schedule()
    people = work.INSERTED_AT_ONCE + 100
    async with school.world.writing() as db:
        session = await db.get_one(TrainingSession, made["id"])
        for number in range(people):
            db.add(
                Registration(
                    id=new_id(),
                    session_id=session.id,
                    email=f"p{number}@example.org",
                    email_key=f"p{number}@example.org",
                    status=RegistrationStatus.REGISTERED,
                    created_at=school.now,
                )
            )
        await db.flush()
        for _ in range(2):
            await work.plan_moved(db, session, now=school.now, is_start_moved=True)
            await work.plan_sessions(db, [session], now=school.now)
    async with school.world.databases.read() as db:
        counted = await db.execute(select(DueWork.kind, func.count()).group_by(DueWork.kind))
        counts = {WorkKind(kind): count for kind, count in counted}
    nightly = counts.pop(WorkKind.NIGHTLY, 1)
    assert nightly == 1
    each_once = {WorkKind.MOVED, *work.REMINDERS}
    assert counts == dict.fromkeys(each_once, people) | dict.fromkeys(work.OF_SESSION, 1)
