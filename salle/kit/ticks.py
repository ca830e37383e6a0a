"""Work that comes back by itself. What is due stands in rows; a tick only looks."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from salle.kit.tasks import end_tasks

logger = structlog.get_logger()

MIND_CLOCK_EVERY = timedelta(seconds=5)
TOLERATED = timedelta(seconds=1)

Look = Callable[[], Awaitable[object]]


class Ticks:
    """The only scheduler. It knows when to look, and nothing of what is found.

    A look is never under way twice, and one that comes late is made up for once. A failure is
    told, and the next tick looks again.
    """

    def __init__(self) -> None:
        # It tells about every tick, and warns of each that waits for a long one to end.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        self._under_way: set[asyncio.Task[None]] = set()
        self._minding: asyncio.Task[None] | None = None

    def every(self, interval: timedelta, name: str, look: Look) -> None:
        """Look at the start, and then so often."""

        async def tick() -> None:
            task = asyncio.create_task(_try(name, look), name=name)
            self._under_way.add(task)
            await asyncio.wait([task])
            self._under_way.discard(task)

        self._scheduler.add_job(
            tick,
            IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC),
            id=name,
            next_run_time=datetime.now(UTC),
        )

    def start(self) -> None:
        self._scheduler.start()
        self._minding = asyncio.create_task(self._mind_clock(), name="mind clock")

    async def stop(self) -> None:
        """When this returns, nothing is under way."""
        if self._minding is None:
            return
        self._scheduler.pause()
        await end_tasks(self._minding, *self._under_way)
        self._minding = None
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it leaves the loop with the loop's next round

    async def _mind_clock(self) -> None:
        """APScheduler waits for moments: set back by an hour, a clock would silence it for one."""
        ahead = time.time() - time.monotonic()
        while True:
            await asyncio.sleep(MIND_CLOCK_EVERY.total_seconds())
            was_ahead, ahead = ahead, time.time() - time.monotonic()
            if abs(ahead - was_ahead) > TOLERATED.total_seconds():
                logger.warning("clock_was_set", by=round(ahead - was_ahead))
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))


async def _try(name: str, look: Look) -> None:
    try:
        await look()
    except Exception:
        logger.exception("tick_failed", work=name)
