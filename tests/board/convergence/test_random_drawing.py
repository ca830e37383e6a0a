"""Four people do whatever comes to their minds, and lose the line now and then."""

import asyncio
from pathlib import Path

import pytest

from tests.board.convergence.studio import TRAINER, Studio
from tests.board.convergence.tabs import Tabs
from tests.board.validation.samples import SAMPLES
from tests.e2e.school import Office
from tests.services.salle import RunningSalle

EVERYBODY = (TRAINER, "Ben", "Chloé", "Dan")
STEPS = 16
SEEDS = [*range(20), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 60))]


@pytest.fixture
def speed() -> int:
    return 10


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_they_do_all_have_the_same_board_in_the_end(
    studio: Studio, seed: int
) -> None:
    await draw_at_random(studio, seed)


async def test_whatever_they_do_all_have_the_same_board_on_postgresql_too(
    tmp_path: Path, postgres_url: str, tabs: Tabs
) -> None:
    with RunningSalle(tmp_path / "data", postgres_url, demo=False) as salle:
        office = Office(salle)
        account = office.add_trainer()
        studio = Studio(salle, account, tabs)
        await draw_at_random(studio, seed=100)
        await studio.close()
        account.close()
        office.admin.close()


async def draw_at_random(studio: Studio, seed: int) -> None:
    """In three acts. In the second, Dan may only watch, though he goes on drawing."""
    studio.launch()
    await studio.enter(*EVERYBODY)
    await studio.let_draw(*EVERYBODY[1:])
    await studio.sit(*EVERYBODY)
    for place, name in enumerate(EVERYBODY):
        await studio.tabs.ask(
            "invite",
            tab=name,
            samples=SAMPLES,
            seed=seed * len(EVERYBODY) + place,
            leads=name == TRAINER,
            stays=False,
        )
    for who_draws in (EVERYBODY[1:], EVERYBODY[1:3], EVERYBODY[1:]):
        playing = asyncio.create_task(studio.tabs.ask("play", among=EVERYBODY, steps=STEPS))
        await studio.let_draw(*who_draws)
        await playing
    store = await studio.agree(*EVERYBODY)
    assert len(store) > len(EVERYBODY)
    await studio.see_each_other(*EVERYBODY)
