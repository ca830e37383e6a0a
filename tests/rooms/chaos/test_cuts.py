"""A network that loses lines at random."""

from pathlib import Path

import pytest

from tests.rooms.chaos.quiz import a_quiz, furnish
from tests.services.salle import RunningSalle

PEOPLE = 300


async def lose_lines(folder: Path, url: str, *, seed: int, times: int) -> None:
    classroom = await furnish(url, PEOPLE)
    with RunningSalle(folder, url, demo=False) as salle:
        async with a_quiz(salle, classroom, seed) as quiz:
            for _ in range(times):
                await quiz.go_on(quiz.crowd.random.randrange(PEOPLE, 3 * PEOPLE))
                quiz.crowd.cut(0.3)
            await quiz.go_on(PEOPLE)
            await quiz.end()
            await quiz.check(url)


async def test_three_hundred_people_lose_thirty_percent_of_their_lines_again_and_again(
    tmp_path: Path, sqlite_url: str
) -> None:
    await lose_lines(tmp_path / "data", sqlite_url, seed=1, times=4)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2, 8))
async def test_lines_that_are_lost_many_times_cost_no_answer(
    tmp_path: Path, database_url: str, seed: int
) -> None:
    await lose_lines(tmp_path / "data", database_url, seed=seed, times=20)
