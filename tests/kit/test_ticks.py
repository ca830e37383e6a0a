import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from apscheduler.schedulers import base
from structlog.testing import capture_logs

from salle.kit import ticks as module
from salle.kit.ticks import Ticks

SOON = timedelta(milliseconds=20)


@pytest.fixture
async def ticks() -> AsyncIterator[Ticks]:
    ticks = Ticks()
    yield ticks
    await ticks.stop()


class Looking:
    """Counts how often it was asked to look, and how many looks were ever under way at once."""

    def __init__(self, *, takes: timedelta = timedelta(), fails: int = 0) -> None:
        self.begun = 0
        self.at_once = 0
        self.most_at_once = 0
        self.takes = takes
        self.fails = fails

    async def __call__(self) -> None:
        self.begun += 1
        if self.begun <= self.fails:
            raise ConnectionError("the database is away")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.takes.total_seconds())
        finally:
            self.at_once -= 1

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(10):
            while self.begun < count:  # noqa: ASYNC110 - what looks is counted, not awaited
                await asyncio.sleep(0.005)


async def test_it_looks_at_the_start_and_then_again_and_again(ticks: Ticks) -> None:
    often, rarely = Looking(), Looking()
    ticks.every(SOON, "often", often)
    ticks.every(timedelta(hours=1), "rarely", rarely)
    ticks.start()
    await often.wait_for(4)
    assert rarely.begun == 1


async def test_a_failure_is_told_and_the_next_tick_looks_again(ticks: Ticks) -> None:
    look = Looking(fails=2)
    ticks.every(SOON, "failing", look)
    with capture_logs() as logs:
        ticks.start()
        await look.wait_for(3)
    told = [(each["event"], each["work"]) for each in logs]
    assert told == [("tick_failed", "failing")] * 2


async def test_a_look_that_takes_long_is_not_begun_again_meanwhile(ticks: Ticks) -> None:
    look, clock = Looking(takes=10 * SOON), Looking()
    ticks.every(SOON, "slow", look)
    ticks.every(SOON, "clock", clock)
    ticks.start()
    await look.wait_for(3)
    await clock.wait_for(look.begun + 1)
    assert look.most_at_once == 1


async def test_after_the_stop_nothing_is_under_way() -> None:
    look = Looking(takes=timedelta(hours=1))
    ticks = Ticks()
    ticks.every(SOON, "endless", look)
    ticks.start()
    await look.wait_for(1)
    with capture_logs() as logs:
        await ticks.stop()
    assert look.at_once == 0
    await asyncio.sleep(3 * SOON.total_seconds())
    assert (look.begun, logs) == (1, [])


@pytest.mark.parametrize("hours", [-5, 5])
async def test_a_clock_that_is_set_does_not_silence_it(
    ticks: Ticks, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    shift = timedelta()
    true_time = time.time

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + shift

    monkeypatch.setattr(base, "datetime", Shifted)
    monkeypatch.setattr(module, "datetime", Shifted)
    monkeypatch.setattr(time, "time", lambda: true_time() + shift.total_seconds())
    monkeypatch.setattr(module, "MIND_CLOCK_EVERY", SOON)
    look = Looking()
    ticks.every(SOON, "look", look)
    ticks.start()
    await look.wait_for(2)
    shift = timedelta(hours=hours)
    await look.wait_for(look.begun + 5)
