"""A process that stands still for longer than its lease, and goes on as if nothing had been."""

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from salle.kit import clock
from salle.kit.database import Databases
from salle.kit.leases import Leases
from salle.rooms.models import RoomLease
from tests.rooms.chaos.quiz import a_quiz, furnish
from tests.services.salle import RunningSalle

UNAWARE = 0.1
"""Of the people: they hold on to the frozen process until it says something."""


async def test_who_stops_while_it_stores_keeps_a_room_no_longer_than_its_lease(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction holds the lease's row, which whoever takes over has to have."""
    monkeypatch.setattr("salle.kit.leases.LEASE_FOR", timedelta(seconds=1))
    monkeypatch.setattr("salle.kit.leases.TRUST_FOR", timedelta(seconds=0.5))
    room_id = (await furnish(postgres_url, 0)).room_id
    ours, theirs = Databases(postgres_url), Databases(postgres_url)
    frozen, other = (
        Leases(RoomLease, RoomLease.room_id, owner=owner, databases=databases, clock=clock.now)
        for owner, databases in (("frozen", ours), ("other", theirs))
    )
    async with ours.write_engine.begin() as connection:
        claimed = await frozen.claim(connection, room_id)
    assert claimed is not None
    taken = None
    async with ours.write_engine.connect() as stopped, asyncio.timeout(10):
        await stopped.execute(frozen.fence(room_id, claimed.epoch))
        while taken is None:
            async with theirs.write_engine.begin() as connection:
                taken = await other.claim(connection, room_id)
        with pytest.raises(DBAPIError):
            await stopped.commit()
    assert taken.epoch == claimed.epoch + 1
    for databases in (ours, theirs):
        await databases.dispose()


async def freeze(folder: Path, url: str, *, seed: int, people: int, times: int) -> None:
    classroom = await furnish(url, people)
    with (
        RunningSalle(folder / "first", url, demo=False) as first,
        RunningSalle(folder / "second", url, demo=False) as second,
    ):
        async with a_quiz(first, classroom, seed) as quiz:
            crowd = quiz.crowd
            frozen, other = first, second
            for _ in range(times):
                await quiz.go_on(crowd.random.randrange(people, 3 * people))
                assert frozen.child is not None
                frozen.child.process.send_signal(signal.SIGSTOP)
                crowd.port = other.port
                crowd.cut(1 - UNAWARE)
                # The other one has the room when its lease has run out, and not before.
                await quiz.go_on(people)
                frozen.child.process.send_signal(signal.SIGCONT)
                await quiz.go_on(people)
                await crowd.until(lambda: all(each.is_in for each in crowd.people))
                frozen, other = other, frozen
            await quiz.end()
            await quiz.check(url)


async def test_a_process_that_was_frozen_stores_nothing_when_another_has_the_room(
    tmp_path: Path, postgres_url: str
) -> None:
    await freeze(tmp_path, postgres_url, seed=1, people=100, times=1)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2, 8))
async def test_two_processes_that_freeze_in_turn_never_both_have_the_room(
    tmp_path: Path, postgres_url: str, seed: int
) -> None:
    await freeze(tmp_path, postgres_url, seed=seed, people=300, times=5)
