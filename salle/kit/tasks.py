import asyncio
from contextlib import suppress


async def end_tasks(*tasks: asyncio.Task[None]) -> None:
    """Cancel these, again if need be, and return when they have ended.

    Once is not enough: up to Python 3.11, `asyncio.wait_for` loses a cancellation that arrives
    just as what it waits for is done, and database drivers and mail clients use it. A task that
    lost one would go on for ever, and whoever waits for it as well.
    """
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=1)
    for task in tasks:
        with suppress(asyncio.CancelledError, Exception):
            task.result()  # so that nobody is told that it was never looked at
