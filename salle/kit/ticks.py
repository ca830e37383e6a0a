"""Work that comes back by itself. What is due stands in rows; a tick only looks."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

logger = structlog.get_logger()


async def repeat(every: timedelta, name: str, work: Callable[[], Awaitable[object]]) -> None:
    """Do it now and then again, for ever. A failure is told, and the next tick tries again."""
    while True:
        try:
            await work()
        except Exception:
            logger.exception("tick_failed", work=name)
        await asyncio.sleep(every.total_seconds())
