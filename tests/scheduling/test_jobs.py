import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from salle.kit.errors import Busy, SalleError
from salle.mail.models import OutgoingMail
from salle.mail.rules import LONGEST_DELAY
from salle.scheduling import claims
from salle.scheduling.claims import CLAIM_FOR, MAX_ATTEMPTS, ClaimLost
from salle.scheduling.jobs import Jobs
from salle.scheduling.models import DueWork, TrainingSession
from salle.scheduling.notices import NOTICES
from salle.scheduling.rules import SessionOver, SessionStatus, WorkKind
from tests.scheduling.desk import Rooms, do_due, process, remind, rows
from tests.scheduling.school import SESSIONS, Json, School

REMINDER = WorkKind.REMINDER_10M


@pytest.fixture(autouse=True)
def unsaid() -> Iterator[None]:
    """Failures that are meant are told at length, which takes long."""
    with capture_logs():
        yield


async def claim(school: School, by: str = "one") -> DueWork | None:
    async with school.world.writing() as db:
        return await claims.claim_due(db, NOTICES, by=by, now=school.now)


async def a_reminder(school: School) -> Json:
    """A session in ten minutes, for which one reminder is due and nothing else."""
    session = await school.ada.schedule()
    await school.eve.register(session)
    start = datetime.fromisoformat(session["start_time"])
    async with school.world.writing() as db:
        await db.execute(update(DueWork).where(DueWork.kind != REMINDER).values(done_at=school.now))
    school.wait_until(start - timedelta(minutes=10))
    return session


async def queued(school: School) -> list[str]:
    """Ids of the mails of the outbox."""
    return [each.id for each in await school.world.mails()]


async def test_of_two_who_claim_one_gets_it(school_on_each_database: School) -> None:
    school = school_on_each_database
    await a_reminder(school)
    claimed = await asyncio.gather(*(claim(school, by) for by in ("one", "two", "three")))
    [work] = [each for each in claimed if each is not None]
    assert (work.kind, work.attempt) == (REMINDER, 1)
    assert work.claimed_until == school.now + CLAIM_FOR


async def test_the_work_of_a_killed_process_is_done_by_another(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    await a_reminder(school)
    killed = await claim(school)
    assert killed is not None
    await do_due(school)
    assert await queued(school) == []
    school.wait(CLAIM_FOR)
    await do_due(school)
    assert await queued(school) == [killed.message_id]
    [row] = await rows(school, REMINDER)
    assert (row.done_at, row.attempt, row.claimed_by) == (school.now, 2, None)


async def test_a_process_that_was_frozen_undoes_what_another_has_done(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    await a_reminder(school)
    frozen = await claim(school)
    assert frozen is not None
    school.wait(CLAIM_FOR)
    await do_due(school)
    jobs: Jobs = school.world.app.state.jobs
    with pytest.raises(ClaimLost):
        await jobs._do(frozen)
    async with school.world.writing() as db:
        await claims.put_off(db, frozen, now=school.now)
    assert await queued(school) == [frozen.message_id]
    [row] = await rows(school, REMINDER)
    assert (row.done_at, row.claimed_until) == (school.now, None)


async def test_between_claim_and_end_the_work_may_be_taken_back(school: School) -> None:
    session = await a_reminder(school)
    work = await claim(school)
    assert work is not None
    await school.ada.ask("DELETE", f"{SESSIONS}/{session['id']}")
    with pytest.raises(ClaimLost):
        await school.world.app.state.jobs._do(work)
    assert await queued(school) == []


async def test_three_hundred_that_are_due_at_once_are_all_done(
    school_on_each_database: School,
) -> None:
    """W11: nothing is left for being beyond a page of 50 or 100, and nothing is done twice."""
    school = school_on_each_database
    session = await school.ada.schedule()
    start = datetime.fromisoformat(session["start_time"])
    await remind(school, session, *(f"p{number}@example.org" for number in range(300)))
    school.wait_until(start - timedelta(minutes=10))
    await asyncio.gather(do_due(school), process(school).do_due(), process(school).do_due())
    reminders = await rows(school, REMINDER)
    assert len(reminders) == 300
    assert {each.done_at for each in reminders} == {school.now}
    assert sorted(await queued(school)) == sorted(each.message_id for each in reminders)


async def test_after_a_long_rest_only_what_is_still_of_use_is_sent(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    await do_due(school)
    before = set(await queued(school))
    school.wait_until(datetime.fromisoformat(session["start_time"]) - timedelta(minutes=5))
    await do_due(school)
    [last] = await rows(school, REMINDER)
    assert set(await queued(school)) - before == {last.message_id}
    late = await rows(school, WorkKind.REMINDER_24H, WorkKind.REMINDER_1H)
    assert [each.failed_code for each in late] == ["work.too_late"] * 2
    assert {each.done_at for each in late} == {school.now}


async def test_a_clock_that_jumps_ahead_and_back_holds_nothing_up(school: School) -> None:
    await a_reminder(school)
    true_time = school.now
    school.wait(timedelta(days=400) - timedelta(minutes=20))
    assert await claim(school) is not None, "claimed until next year, and then its process died"
    other = await school.bob.schedule(title="Vu de l’an prochain")
    await school.sam.register(other)
    school.wait_until(true_time)
    await do_due(school)
    done = await rows(school, REMINDER, WorkKind.CONFIRMATION)
    kinds = [(each.kind, each.session_id == other["id"]) for each in done if each.done_at]
    assert (REMINDER, False) in kinds
    assert (WorkKind.CONFIRMATION, True) in kinds
    assert len(await queued(school)) == 2
    await do_due(school)
    assert len(await queued(school)) == 2


async def test_a_clock_that_is_set_back_repeats_nothing(school: School) -> None:
    await a_reminder(school)
    await do_due(school)
    school.wait(-timedelta(days=2))
    await do_due(school)
    school.wait(timedelta(days=2))
    await do_due(school)
    assert len(await queued(school)) == 1


async def test_a_session_made_late_gets_its_room_at_once(school: School) -> None:
    """W10: a job that looked for sessions in one to two hours never saw these."""
    rooms = Rooms()
    jobs = process(school, rooms)
    soon = await school.ada.schedule(start_time=(school.now + timedelta(minutes=20)).isoformat())
    later = await school.ada.schedule(start_time=(school.now + timedelta(hours=5)).isoformat())
    await jobs.do_due()
    assert rooms.prepared == [soon["id"]]
    school.wait(timedelta(hours=3))
    await jobs.do_due()
    assert rooms.prepared == [soon["id"], later["id"]]
    await jobs.do_due()
    assert len(rooms.prepared) == 2


async def test_until_rooms_are_there_their_work_waits(school: School) -> None:
    session = await school.ada.schedule(start_time=(school.now + timedelta(hours=1)).isoformat())
    await process(school).do_due()
    [waiting] = await rows(school, WorkKind.PREPARE_ROOM)
    assert (waiting.done_at, waiting.attempt) == (None, 0)
    rooms = Rooms()
    await process(school, rooms).do_due()
    assert rooms.prepared == [session["id"]]


async def start(school: School, session: Json) -> None:
    async with school.world.writing() as db:
        await db.execute(
            update(TrainingSession)
            .where(TrainingSession.id == session["id"])
            .values(status=SessionStatus.LIVE, started_at=school.now)
        )


async def test_half_an_hour_after_its_end_a_live_session_is_ended(school: School) -> None:
    rooms = Rooms()
    jobs = process(school, rooms)
    session = await school.ada.schedule()
    unstarted = await school.ada.schedule(title="Personne n’est venu")
    ends = datetime.fromisoformat(session["start_time"]) + timedelta(minutes=60)
    school.wait_until(ends - timedelta(minutes=30))
    await start(school, session)
    school.wait_until(ends + timedelta(minutes=30) - timedelta(seconds=1))
    await jobs.do_due()
    assert rooms.ended == []
    school.wait(timedelta(seconds=1))
    await jobs.do_due()
    assert rooms.ended == [session["id"]]
    [row] = await rows(school, WorkKind.AUTO_END, session=unstarted)
    assert (row.done_at, row.failed_code) == (school.now, None)


@pytest.mark.parametrize("answer", [Busy(), ConnectionError("away"), TimeoutError()])
async def test_what_does_not_work_out_is_tried_again_later_each_time(
    school: School, answer: Exception
) -> None:
    rooms = Rooms(answer=answer)
    jobs = process(school, rooms)
    session = await school.ada.schedule(start_time=(school.now + timedelta(hours=1)).isoformat())
    tries = []
    for _ in range(4):
        await jobs.do_due()
        await jobs.do_due()
        [row] = await rows(school, WorkKind.PREPARE_ROOM, session=session)
        assert row.claimed_until is not None
        tries.append((row.attempt, row.claimed_until - school.now))
        school.wait_until(row.claimed_until)
    seconds = [each.total_seconds() for _, each in tries]
    assert (rooms.prepared, seconds) == ([session["id"]] * 4, [30, 60, 120, 240])
    rooms.answer = None
    await jobs.do_due()
    [row] = await rows(school, WorkKind.PREPARE_ROOM, session=session)
    assert (row.done_at, row.failed_code, row.attempt) == (school.now, None, 5)


async def test_what_fails_does_not_keep_the_rest_waiting(school: School) -> None:
    jobs = process(school, Rooms(answer=RuntimeError("a bug")))
    await school.ada.schedule(start_time=(school.now + timedelta(minutes=5)).isoformat())
    session = await school.ada.schedule()
    await school.eve.register(session)
    await jobs.do_due()
    assert len(await queued(school)) == 1


async def given_up(school: School, answer: SalleError | Exception, after: int) -> str | None:
    rooms = Rooms(answer=answer)
    jobs = process(school, rooms)
    session = await school.ada.schedule(start_time=(school.now + timedelta(days=2)).isoformat())
    school.wait(timedelta(days=1))
    async with school.world.writing() as db:
        await db.execute(
            update(DueWork)
            .where(DueWork.session_id == session["id"], DueWork.kind == WorkKind.PREPARE_ROOM)
            .values(due_at=school.now)
        )
    for _ in range(MAX_ATTEMPTS + 5):
        await jobs.do_due()
        school.wait(LONGEST_DELAY)
    [row] = await rows(school, WorkKind.PREPARE_ROOM, session=session)
    assert len(rooms.prepared) == after
    assert row.done_at is not None
    return row.failed_code


async def test_an_answer_is_taken_for_an_answer(school: School) -> None:
    assert await given_up(school, SessionOver(status="ended"), after=1) == "session.over"


async def test_after_half_a_day_of_trying_work_is_given_up(school: School) -> None:
    assert await given_up(school, RuntimeError("a bug"), after=MAX_ATTEMPTS) == "work.failed"


async def test_work_that_kills_who_does_it_is_given_up(school: School) -> None:
    await a_reminder(school)
    async with school.world.writing() as db:
        await db.execute(
            update(DueWork).where(DueWork.kind == REMINDER).values(attempt=MAX_ATTEMPTS)
        )
    await do_due(school)
    [row] = await rows(school, REMINDER)
    assert (row.failed_code, await queued(school)) == ("work.failed", [])


async def test_a_letter_that_cannot_be_queued_leaves_its_row_undone(school: School) -> None:
    """Row and letter are one transaction: there is never one without the other."""
    await a_reminder(school)
    [row] = await rows(school, REMINDER)
    async with school.world.writing() as db:
        db.add(
            OutgoingMail(
                id=row.message_id,
                message_id="<taken@localhost>",
                to="eve@example.org",
                subject="",
                text="",
                html="",
                created_at=school.now,
                next_try_at=school.now,
            )
        )
    with capture_logs() as logs:
        await do_due(school)
    [told] = logs
    assert (told["event"], told["kind"]) == ("work_failed", REMINDER)
    [row] = await rows(school, REMINDER)
    assert (row.done_at, row.attempt) == (None, 1)
    async with school.world.databases.read() as db:
        assert await db.scalar(select(func.count()).select_from(OutgoingMail)) == 1


async def test_at_the_start_of_the_server_nothing_is_due_before_its_time(school: School) -> None:
    assert school.now == datetime(2027, 3, 1, 9, tzinfo=UTC)
    await do_due(school)
    planned = await rows(school)
    assert [(each.kind, each.done_at) for each in planned] == [(WorkKind.NIGHTLY, None)]
