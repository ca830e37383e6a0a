"""`kill -9`, whatever the process is about."""

import asyncio
from pathlib import Path

import pytest

from tests.rooms.chaos.quiz import a_quiz, furnish
from tests.services.salle import RunningSalle


async def kill_again_and_again(
    folder: Path, url: str, *, seed: int, people: int, times: int
) -> None:
    classroom = await furnish(url, people)
    with RunningSalle(folder, url, demo=False) as salle:
        async with a_quiz(salle, classroom, seed) as quiz:
            for _ in range(times):
                await quiz.go_on(quiz.crowd.random.randrange(1, 3 * people))
                # Of what these had on their way, something is stored that they never heard of.
                quiz.crowd.cut(0.5)
                await quiz.go_on(quiz.crowd.random.randrange(1, people // 10))
                salle.kill()
                salle.launch()
                await asyncio.to_thread(salle.wait_until_ready)
            await quiz.go_on(people)
            await quiz.end()
            await quiz.check(url)


async def test_a_server_that_is_killed_again_and_again_keeps_each_answer_once(
    tmp_path: Path, sqlite_url: str
) -> None:
    await kill_again_and_again(tmp_path / "data", sqlite_url, seed=1, people=100, times=2)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2, 8))
async def test_a_server_that_is_killed_many_times_keeps_each_answer_once(
    tmp_path: Path, database_url: str, seed: int
) -> None:
    """On PostgreSQL too, where a lease has to run out each time."""
    await kill_again_and_again(tmp_path / "data", database_url, seed=seed, people=300, times=8)
