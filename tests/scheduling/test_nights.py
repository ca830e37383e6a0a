"""A night with much to forget: in parts, by one process at a time, and never in anybody's way."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from salle.kit.ids import new_id
from salle.kit.retention import BATCH, Duty, Parts
from salle.mail.models import OutgoingMail, Status
from salle.mail.retention import KEPT_FOR, forget_letters
from salle.scheduling.claims import CLAIM_FOR
from salle.scheduling.jobs import Jobs
from salle.scheduling.models import DueWork
from salle.scheduling.nightly import next_night
from salle.scheduling.rules import WorkKind
from tests.nights import count
from tests.scheduling.desk import PARIS, do_due, process, rows
from tests.scheduling.school import School

NIGHT = "nightly-2027-03-02"


class Chore:
    """Something with parts, in which a test does what it likes."""

    def __init__(self, parts: int = 3) -> None:
        self.parts = parts
        self.done: list[int] = []
        self.begun = 0
        self.in_part: Callable[[int], object] = lambda _number: None

    @property
    def duty(self) -> Duty:
        return Duty("chore", self._forget)

    async def _forget(self, _now: datetime) -> Parts:
        self.begun += 1
        for number in range(len(self.done), self.parts):
            if asyncio.iscoroutine(doing := self.in_part(number)):
                await doing
            self.done.append(number)
            yield 1


async def fall_asleep(school: School) -> None:
    """It is two in the morning, and nobody has looked yet."""
    await do_due(school)
    school.wait_until(next_night(school.now, PARIS)[1])


async def night(school: School) -> DueWork:
    [work] = [each for each in await rows(school, WorkKind.NIGHTLY) if each.id == NIGHT]
    return work


async def test_letters_leave_between_two_parts(school: School) -> None:
    session = await school.ada.schedule()
    await fall_asleep(school)
    chore = Chore()
    seen: list[int] = []

    async def look_and_register(number: int) -> None:
        mails = await school.world.mails()
        seen.append(len(mails))
        if number == 0:
            await school.eve.register(session)

    chore.in_part = look_and_register
    await process(school, retention=[chore.duty]).do_due()
    assert seen == [0, 1, 1]
    assert (await night(school)).done_at is not None


async def test_a_night_that_lasts_is_nobody_else_s(school_on_each_database: School) -> None:
    school = school_on_each_database
    await fall_asleep(school)
    chore, theirs = Chore(parts=10), Chore()
    other = process(school, retention=[theirs.duty])

    async def take_time(_number: int) -> None:
        school.wait(CLAIM_FOR / 2)
        await other.do_due()

    chore.in_part = take_time
    await process(school, retention=[chore.duty]).do_due()
    assert (chore.done, theirs.begun) == ([*range(10)], 0)
    work = await night(school)
    assert (work.done_at, work.attempt) == (school.now, 1)


async def test_who_was_frozen_leaves_the_night_to_who_took_it(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    await fall_asleep(school)
    frozen, next_one, theirs = Chore(), Chore(), Chore()
    other = process(school, retention=[theirs.duty])

    async def freeze(number: int) -> None:
        if number == 1:
            school.wait(CLAIM_FOR)
            await other.do_due()

    frozen.in_part = freeze
    await process(school, retention=[frozen.duty, next_one.duty]).do_due()
    assert (frozen.done, next_one.begun, theirs.done) == ([0, 1], 0, [0, 1, 2])
    work = await night(school)
    assert (work.attempt, work.failed_code) == (2, None)


async def test_what_a_process_that_ended_left_is_gone_on_with(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    await fall_asleep(school)
    chore = Chore()
    stuck = asyncio.Event()

    async def hang(number: int) -> None:
        if number == 1:
            stuck.set()
            await asyncio.Event().wait()

    chore.in_part = hang
    task = asyncio.create_task(process(school, retention=[chore.duty]).do_due())
    await stuck.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    chore.in_part = lambda _number: None
    again = process(school, retention=[chore.duty])
    school.wait(CLAIM_FOR - timedelta(seconds=1))
    await again.do_due()
    assert chore.done == [0]
    school.wait(timedelta(seconds=1))
    await again.do_due()
    assert (chore.done, chore.begun) == ([0, 1, 2], 2)
    assert (await night(school)).done_at == school.now


async def test_a_duty_that_fails_holds_up_no_other_and_is_done_again(school: School) -> None:
    await fall_asleep(school)
    bad, good = Chore(), Chore(parts=1)

    async def fail(number: int) -> None:
        if number == 1:
            raise RuntimeError("a bug")

    bad.in_part = fail
    jobs = process(school, retention=[bad.duty, good.duty])
    await jobs.do_due()
    assert (bad.done, good.done) == ([0], [0])
    assert (await night(school)).done_at is None
    bad.in_part = lambda _number: None
    school.wait(timedelta(minutes=1))
    await jobs.do_due()
    assert bad.done == [0, 1, 2]
    assert (await night(school)).failed_code is None
    assert (await night(school)).done_at == school.now


async def test_two_processes_at_once_forget_the_same_once(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    many = 2 * BATCH + 3
    await add_letters(school, many)
    await add_letters(school, 5, sent_at=school.now + KEPT_FOR)
    later = school.now + KEPT_FOR + timedelta(seconds=1)
    forgotten = [0, 0]

    async def forget(who: int) -> None:
        async for part in forget_letters(school.world.databases, later):
            assert part <= BATCH
            forgotten[who] += part

    await asyncio.gather(forget(0), forget(1))
    await forget(0)  # what one held, the other left for the next time
    assert sum(forgotten) == many
    assert await count(school.world.databases, OutgoingMail) == 5


async def test_the_server_does_it_every_night(school_on_each_database: School) -> None:
    school = school_on_each_database
    await add_letters(school, BATCH + 1)
    await do_due(school)
    school.wait(KEPT_FOR + timedelta(days=1))
    other: Jobs = process(school)
    await asyncio.gather(do_due(school), do_due(school))
    assert await count(school.world.databases, OutgoingMail) == 0
    await other.do_due()
    assert (await night(school)).attempt == 1


async def add_letters(school: School, many: int, sent_at: datetime | None = None) -> None:
    sent_at = sent_at or school.now
    async with school.world.writing() as db:
        await db.execute(
            insert(OutgoingMail),
            [
                {
                    "id": new_id(),
                    "message_id": "<a@b>",
                    "to": "eve@example.org",
                    "subject": "",
                    "text": "",
                    "html": "",
                    "created_at": sent_at,
                    "status": Status.SENT,
                    "attempts": 1,
                    "next_try_at": sent_at,
                }
                for _ in range(many)
            ],
        )
