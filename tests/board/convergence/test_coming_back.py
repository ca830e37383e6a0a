"""Who comes late, or was away: they get what they missed, and what they drew alone is not lost."""

import asyncio
from typing import Any

import pytest

from tests.board.convergence.studio import TRAINER, Studio
from tests.board.shapes import box
from tests.board.validation.samples import draw_shape

MINUTE = 60_000
STROKE = {**draw_shape(2), "parentId": "page:1"}
MORE_THAN_IS_REMEMBERED = 3_300
"""Of what was deleted, a server keeps 3,000 names (B12)."""


@pytest.fixture
async def two(studio: Studio) -> Studio:
    """The trainer and Ben at a board."""
    studio.launch()
    await studio.enter(TRAINER, "Ben")
    await studio.let_draw("Ben")
    await studio.sit(TRAINER, "Ben")
    return studio


async def draw(studio: Studio, who: str, *, strokes: int = 3, seed: int = 0) -> None:
    await studio.tabs.ask("draw", tab=who, sample=STROKE, strokes=strokes, points=8, seed=seed)


def points_of(stroke: dict[str, Any]) -> int:
    return len(stroke["props"]["segments"][0]["points"])


async def test_who_comes_while_others_draw_has_what_they_have(two: Studio) -> None:
    await two.enter("Chloé")
    await draw(two, TRAINER)
    drawing = asyncio.gather(draw(two, TRAINER, seed=1), draw(two, "Ben"))
    await two.sit("Chloé")
    assert (await two.tabs.look("Chloé")).answers[0]["hydrationType"] == "wipe_all"
    await drawing
    store = await two.agree(TRAINER, "Ben", "Chloé")
    strokes = [each for each in store.values() if each.get("type") == "draw"]
    assert [points_of(each) for each in strokes] == [8] * 9


async def test_a_minute_alone_costs_nothing_and_what_was_missed_is_all_that_comes(
    two: Studio,
) -> None:
    await two.tabs.ask("put", tab=TRAINER, records=[box(f"{n}", x=n) for n in range(50)])
    await two.agree(TRAINER, "Ben")
    await two.tabs.ask("goOffline", tab="Ben")
    await draw(two, "Ben")
    await two.tabs.ask("put", tab="Ben", records=[box("1", x=99)])
    await two.tabs.ask("put", tab=TRAINER, records=[box("0", x=77)])
    await two.tabs.ask("remove", tab=TRAINER, ids=["shape:1", "shape:2"])
    await two.tabs.settle([TRAINER])
    await two.tabs.ask("skip", milliseconds=MINUTE)
    await two.tabs.ask("goOnline", tab="Ben")
    store = await two.agree(TRAINER, "Ben")
    answer = (await two.tabs.look("Ben")).answers[1]
    assert answer["hydrationType"] == "wipe_presence"
    assert answer["records"] <= 4, "what changed, what is gone, and who points"
    assert [points_of(store[f"shape:Ben-0-{n}"]) for n in range(3)] == [8, 8, 8]
    assert store["shape:0"]["x"] == 77
    assert store["shape:1"]["x"] == 99, "what was drawn on stays, though it was deleted meanwhile"
    assert "shape:2" not in store


async def test_after_more_than_a_board_remembers_everything_comes_and_nothing_is_lost(
    two: Studio,
) -> None:
    """What was deleted meanwhile does not come back with who was away (B12)."""
    many = [box(f"{n}", x=n) for n in range(MORE_THAN_IS_REMEMBERED)]
    await two.tabs.ask("put", tab=TRAINER, records=many)
    await two.agree(TRAINER, "Ben")
    await two.tabs.ask("goOffline", tab="Ben")
    await draw(two, "Ben")
    await two.tabs.ask("remove", tab=TRAINER, ids=[each["id"] for each in many])
    await draw(two, TRAINER)
    await two.tabs.settle([TRAINER])
    await two.tabs.ask("skip", milliseconds=MINUTE)
    await two.tabs.ask("goOnline", tab="Ben")
    store = await two.agree(TRAINER, "Ben")
    assert (await two.tabs.look("Ben")).answers[1]["hydrationType"] == "wipe_all"
    shapes = [each for each in store.values() if each["typeName"] == "shape"]
    assert [points_of(each) for each in shapes] == [8] * 6


async def test_nobody_is_shown_to_themselves_when_they_get_the_pen_back(two: Studio) -> None:
    """(B11) Nobody's own presence comes back to them."""
    await two.see_each_other(TRAINER, "Ben")
    await two.let_draw()
    await two.let_draw("Ben")
    await draw(two, "Ben")
    await two.agree(TRAINER, "Ben")
    shown = await two.tabs.ask("presences", tab="Ben")
    assert [each["userId"] for each in shown] == [two.people[TRAINER].id]


async def test_two_pages_with_5000_shapes_open_and_change_for_everybody(studio: Studio) -> None:
    """A page holds 4,000."""
    pages = ("page:1", "page:2")
    many = [box(f"{page}-{n}", parent_id=page, x=n) for page in pages for n in range(2_500)]
    studio.launch(*many)
    await studio.enter(TRAINER, "Ben", "Chloé")
    await studio.let_draw("Ben")
    await studio.sit(TRAINER, "Ben")
    for_ben = [{**each, "y": 5} for each in many[:300]]
    await asyncio.gather(
        studio.tabs.ask("remove", tab=TRAINER, ids=[each["id"] for each in many[200:1_200]]),
        studio.tabs.ask("put", tab="Ben", records=for_ben),
        draw(studio, "Ben"),
    )
    await studio.sit("Chloé")
    store = await studio.agree(TRAINER, "Ben", "Chloé")
    shapes = [each for each in store.values() if each["typeName"] == "shape"]
    assert 4_000 <= len(shapes) - 3 <= 4_100, "Ben may have heard of what is gone, or not"
    assert all(store[each["id"]]["y"] == 5 for each in many[:200])
