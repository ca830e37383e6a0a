from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from salle.scheduling.models import DueWork, Registration, TrainingSession
from salle.scheduling.nightly import next_night
from salle.scheduling.rules import RegistrationStatus, SessionStatus, WorkKind
from tests.scheduling.desk import PARIS, Rooms, do_due, process, rows
from tests.scheduling.school import Json, School

DAY = timedelta(days=1)
NIGHTLY = WorkKind.NIGHTLY


@pytest.mark.parametrize(
    ("now", "day", "moment"),
    [
        ("2027-03-01T09:00Z", "2027-03-02", "2027-03-02T01:00Z"),
        ("2027-03-01T00:59Z", "2027-03-01", "2027-03-01T01:00Z"),
        ("2027-03-01T01:00Z", "2027-03-02", "2027-03-02T01:00Z"),
        # After midnight in Paris, before it in Greenwich.
        ("2027-07-01T22:30Z", "2027-07-02", "2027-07-02T00:00Z"),
        # On 28 March there is no two o'clock: it is three at once.
        ("2027-03-27T12:00Z", "2027-03-28", "2027-03-28T01:00Z"),
        # On 31 October it is two o'clock twice: once is enough.
        ("2027-10-30T12:00Z", "2027-10-31", "2027-10-31T00:00Z"),
        ("2027-10-31T00:30Z", "2027-11-01", "2027-11-01T01:00Z"),
    ],
)
def test_the_night_comes_at_two_on_the_organisation_s_clock(
    now: str, day: str, moment: str
) -> None:
    found = next_night(datetime.fromisoformat(now), PARIS)
    assert found == (f"nightly-{day}", datetime.fromisoformat(moment))


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/St_Johns", "Pacific/Apia", "UTC"])
def test_every_day_of_a_year_has_one_night(zone: str) -> None:
    now, end = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    nights, moments = [], []
    while now < end:
        night, now = next_night(now, ZoneInfo(zone))
        nights.append(night)
        moments.append(now)
    assert len(set(nights)) == len(nights)
    assert len(nights) in (365, 366)
    gaps = {after - before for before, after in pairwise(moments)}
    assert gaps <= {DAY, DAY - timedelta(hours=1), DAY + timedelta(hours=1)}


async def nights(school: School) -> list[tuple[str, bool]]:
    return [(each.id, each.done_at is not None) for each in await rows(school, NIGHTLY)]


async def test_each_night_is_done_once_whoever_looks(school_on_each_database: School) -> None:
    school = school_on_each_database
    other = process(school)
    for _ in range(3):
        await do_due(school)
        await other.do_due()
        school.wait(DAY)
    assert await nights(school) == [
        ("nightly-2027-03-02", True),
        ("nightly-2027-03-03", True),
        ("nightly-2027-03-04", False),
    ]


async def test_nights_that_nobody_was_up_for_are_made_up_for_once(school: School) -> None:
    await do_due(school)
    school.wait(5 * DAY)
    await do_due(school)
    assert await nights(school) == [("nightly-2027-03-02", True), ("nightly-2027-03-07", False)]


async def test_a_clock_that_jumps_ahead_and_back_skips_no_night(school: School) -> None:
    await do_due(school)
    school.wait(400 * DAY)
    await do_due(school)
    school.wait(-400 * DAY)
    for _ in range(3):
        school.wait(DAY)
        await do_due(school)
    done = {night for night, is_done in await nights(school) if is_done}
    assert {"nightly-2027-03-03", "nightly-2027-03-04"} <= done


async def become(school: School, session: Json, status: SessionStatus, **when: datetime) -> None:
    async with school.world.writing() as db:
        await db.execute(
            update(TrainingSession)
            .where(TrainingSession.id == session["id"])
            .values(status=status, **when)
        )


async def test_a_week_after_its_end_a_session_goes_to_the_archive(school: School) -> None:
    ended = [await school.ada.schedule(title=f"Terminée {number}") for number in range(120)]
    planned = await school.ada.schedule(start_time=(school.now + 30 * DAY).isoformat())
    await do_due(school)
    for each in ended:
        await become(school, each, SessionStatus.ENDED, ended_at=school.now + timedelta(hours=20))
    school.wait(7 * DAY)
    await do_due(school)
    assert [(await school.row(each)).archived_at for each in ended] == [None] * 120
    school.wait(DAY)
    await do_due(school)
    archived = {(await school.row(each)).archived_at for each in [*ended]}
    assert archived == {school.now}
    assert (await school.row(planned)).archived_at is None
    school.wait(DAY)
    await do_due(school)
    assert {(await school.row(each)).archived_at for each in ended} == archived


async def test_what_is_left_open_is_closed(school: School) -> None:
    rooms = Rooms()
    jobs = process(school, rooms)
    left = await school.ada.schedule(start_time=(school.now + timedelta(hours=1)).isoformat())
    live = await school.ada.schedule(
        start_time=(school.now + timedelta(hours=15)).isoformat(), duration_minutes=480
    )
    await jobs.do_due()
    async with school.world.writing() as db:
        # Somebody tried to end it, and was refused for good.
        await db.execute(
            update(DueWork)
            .where(DueWork.kind == WorkKind.AUTO_END)
            .values(done_at=school.now, failed_code="session.not_live")
        )
    for each in (left, live):
        await become(school, each, SessionStatus.LIVE, started_at=school.now)
    school.wait(timedelta(hours=16))
    await jobs.do_due()
    assert rooms.ended == [left["id"]]
    await jobs.do_due()
    assert rooms.ended == [left["id"]]


async def test_what_nobody_started_ends_without_a_start(school_on_each_database: School) -> None:
    school = school_on_each_database
    # The night is at one o'clock in Greenwich: to that minute the door of one is still open.
    closing = datetime(2027, 3, 2, 1, tzinfo=UTC) - timedelta(minutes=30)
    sessions = [
        await school.ada.schedule(start_time=(end - timedelta(hours=1)).isoformat())
        for end in (closing, closing + timedelta(seconds=1), closing, closing)
    ]
    over, later, live, canceled = sessions
    await school.eve.register(over)
    await do_due(school)
    await become(school, live, SessionStatus.LIVE, started_at=school.now)
    await become(school, canceled, SessionStatus.CANCELED)
    school.wait_until(datetime(2027, 3, 2, 1, tzinfo=UTC))
    mails = len(await school.world.mails())
    await process(school).do_due()
    row = await school.row(over)
    assert (row.status, row.started_at, row.ended_at) == ("ended", None, school.now)
    others = [SessionStatus((await school.row(each)).status) for each in (later, live, canceled)]
    assert others == ["scheduled", "live", "canceled"]
    assert await school.eve.knock(over) == (False, "ended")
    assert len(await school.world.mails()) == mails
    school.wait(8 * DAY)
    await process(school).do_due()
    assert (await school.row(over)).archived_at is not None


async def test_what_is_old_and_led_to_nothing_is_forgotten(school: School) -> None:
    session = await school.ada.schedule(capacity=1)
    await school.eve.register(session)
    await school.sam.register(session)
    school.wait(timedelta(minutes=1))
    await do_due(school)
    school.wait(100 * DAY)
    await do_due(school)
    school.wait(DAY)
    await do_due(school)
    old = await rows(school, WorkKind.CONFIRMATION)
    assert old == []
    assert len(await school.registrations(session)) == 2
    school.wait(300 * DAY)
    await do_due(school)
    async with school.world.databases.read() as db:
        kept = await db.scalars(select(Registration.status))
        assert kept.all() == [RegistrationStatus.REGISTERED]
