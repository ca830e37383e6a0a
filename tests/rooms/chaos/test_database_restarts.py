"""A PostgreSQL that stops in the middle, and comes back."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rooms.chaos.quiz import a_quiz, furnish
from tests.services.postgres import Postgres
from tests.services.salle import RunningSalle

DURABLE = ()
"""No option that trades what was committed for speed."""
STOPS: dict[str, Callable[[Postgres], None]] = {"fast": Postgres.stop, "crash": Postgres.crash}


async def restart_again_and_again(
    folder: Path, *, seed: int, people: int, times: int, stop: Callable[[Postgres], None]
) -> None:
    with Postgres(DURABLE) as postgres:
        url = postgres.create_database()
        classroom = await furnish(url, people)
        with RunningSalle(folder, url, demo=False) as salle:
            async with a_quiz(salle, classroom, seed) as quiz:
                for _ in range(times):
                    await quiz.go_on(quiz.crowd.random.randrange(people, 3 * people))
                    await asyncio.to_thread(stop, postgres)
                    postgres.start()
                await quiz.go_on(people)
                await quiz.end()
                await quiz.check(url)


async def test_a_database_that_crashes_and_comes_back_costs_no_answer(tmp_path: Path) -> None:
    await restart_again_and_again(
        tmp_path / "data", seed=1, people=100, times=2, stop=Postgres.crash
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2, 6))
@pytest.mark.parametrize("stop", STOPS)
async def test_a_database_that_is_restarted_many_times_costs_no_answer(
    tmp_path: Path, stop: str, seed: int
) -> None:
    await restart_again_and_again(
        tmp_path / "data", seed=seed, people=300, times=8, stop=STOPS[stop]
    )
