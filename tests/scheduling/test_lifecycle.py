"""The steps of a session, which rooms and jobs take. W12: each is taken once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.errors import SalleError
from salle.scheduling.actions.lifecycle import end_session, start_session
from salle.scheduling.rules import SessionOver, SessionStatus, WorkKind
from tests.scheduling.school import Json, School

SCHEDULED, LIVE, ENDED, CANCELED = SessionStatus


async def start(school: School, session: Json, room_id: str = "r1") -> bool:
    async with school.world.writing() as db:
        return await start_session(db, session["id"], room_id=room_id, now=school.now)


async def end(school: School, session: Json) -> bool:
    async with school.world.writing() as db:
        return await end_session(db, session["id"], now=school.now)


async def test_a_session_starts_once_and_ends_once(school_on_each_database: School) -> None:
    school = school_on_each_database
    session = await school.ada.schedule()
    await school.eve.register(session)
    started = await asyncio.gather(*(start(school, session, f"r{number}") for number in range(8)))
    assert sorted(started) == [False] * 7 + [True]
    row = await school.row(session)
    assert (row.status, row.room_id) == (LIVE, f"r{started.index(True)}")
    assert row.started_at == school.now
    ended = await asyncio.gather(*(end(school, session) for _ in range(8)))
    assert sorted(ended) == [False] * 7 + [True]
    row = await school.row(session)
    assert (row.status, row.ended_at) == (ENDED, school.now)
    assert row.room_id == f"r{started.index(True)}"
    assert await school.due(session) == []
    assert [kind for kind, _ in await school.due(session, "eve@example.org")] == [
        WorkKind.CONFIRMATION
    ]


async def test_starting_and_canceling_at_once_do_one_of_the_two(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    session = await school.ada.schedule()
    started, canceled = await asyncio.gather(
        start(school, session),
        school.ada.delete(f"/training/sessions/{session['id']}"),
        return_exceptions=True,
    )
    row = await school.row(session)
    if row.status == LIVE:
        assert started is True
        assert not isinstance(canceled, BaseException)
        assert canceled.status_code == 409
    else:
        assert isinstance(started, SessionOver)
        assert row.status == CANCELED


Step = Callable[[School, Json], Awaitable[bool]]


@pytest.mark.parametrize(
    ("step", "status", "outcome"),
    [
        (start, SCHEDULED, "took the step"),
        (start, LIVE, "had taken it"),
        (start, ENDED, "session.over"),
        (start, CANCELED, "session.over"),
        (end, SCHEDULED, "session.not_live"),
        (end, LIVE, "took the step"),
        (end, ENDED, "had taken it"),
        (end, CANCELED, "session.over"),
    ],
)
async def test_there_is_no_way_back(
    school: School, step: Step, status: SessionStatus, outcome: str
) -> None:
    session = await school.ada.schedule()
    await school.put_status(session, status)
    try:
        told = "took the step" if await step(school, session) else "had taken it"
    except SalleError as error:
        told = error.code
    assert told == outcome
    if told != "took the step":
        assert (await school.row(session)).status == status


async def test_a_start_that_is_rolled_back_did_not_happen(school: School) -> None:
    """W13: a room that cannot be opened leaves no session that is live without one."""
    session = await school.ada.schedule()

    async def start_and_fail(db: AsyncSession) -> None:
        await start_session(db, session["id"], room_id="r1", now=school.now)
        raise RuntimeError("no room")

    with pytest.raises(RuntimeError):
        async with school.world.writing() as db:
            await start_and_fail(db)
    assert (await school.row(session)).status == SCHEDULED
