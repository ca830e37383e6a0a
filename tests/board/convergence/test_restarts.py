"""The server dies, or is started anew, while four people draw."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from salle.board.sync.diff import apply_object_diff
from tests.board.convergence.studio import TRAINER, Studio
from tests.board.convergence.tabs import Records
from tests.board.validation.samples import draw_shape

EVERYBODY = (TRAINER, "Ben", "Chloé", "Dan")
STROKES, POINTS = 10, 10
STROKE = {**draw_shape(2), "parentId": "page:1"}


@pytest.fixture
def speed() -> int:
    return 4


@asynccontextmanager
async def everybody_draws(studio: Studio) -> AsyncIterator[None]:
    """In the middle of it, when some of each one's is acknowledged; until all is drawn."""
    studio.launch()
    await studio.enter(*EVERYBODY)
    await studio.let_draw(*EVERYBODY[1:])
    await studio.sit(*EVERYBODY)
    drawing = asyncio.gather(
        *(
            studio.tabs.ask("draw", tab=n, sample=STROKE, strokes=STROKES, points=POINTS, seed=0)
            for n in EVERYBODY
        )
    )
    for name in EVERYBODY:
        await studio.tabs.ask("acknowledged", tab=name, pushes=5)
    assert not drawing.done()
    yield
    await drawing


def acknowledged(effects: Sequence[Mapping[str, Any]]) -> Records:
    """What a person's own records are by what was confirmed: nobody else touches them."""
    records: Records = {}
    for effect in effects:
        for record_id, op in effect.items():
            before = records.get(record_id, {})
            records[record_id] = op[1] if op[0] == "put" else apply_object_diff(before, op[1])
    return records


def length(stroke: Mapping[str, Any]) -> int:
    return len(stroke["props"]["segments"][0]["points"])


async def all_is_there(studio: Studio) -> None:
    store = await studio.agree(*EVERYBODY)
    strokes = {f"shape:{name}-0-{n}" for name in EVERYBODY for n in range(STROKES)}
    assert {key: length(store[key]) for key in strokes} == dict.fromkeys(strokes, POINTS)


async def test_a_kill_loses_nothing_that_was_acknowledged_and_the_rest_comes_again(
    studio: Studio,
) -> None:
    async with everybody_draws(studio):
        studio.salle.kill()
        for name in EVERYBODY:
            await studio.tabs.ask("goOffline", tab=name)
        studio.salle.start()
        stored = await studio.document()
        for name in EVERYBODY:
            confirmed = acknowledged((await studio.tabs.look(name)).acknowledged)
            assert confirmed
            for key, stroke in confirmed.items():
                assert length(stored[key]) >= length(stroke)
        for name in EVERYBODY:
            await studio.tabs.ask("goOnline", tab=name)
    await all_is_there(studio)
    for name in EVERYBODY:
        assert (await studio.tabs.look(name)).answers[1]["hydrationType"] == "wipe_all"


async def test_a_restart_is_a_short_pause_after_which_only_what_was_missed_comes(
    studio: Studio,
) -> None:
    async with everybody_draws(studio):
        studio.salle.stop()
        studio.salle.start()
    await all_is_there(studio)
    for name in EVERYBODY:
        answers = (await studio.tabs.look(name)).answers[1:]
        assert {each["hydrationType"] for each in answers} == {"wipe_presence"}
