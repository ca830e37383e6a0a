import asyncio

from salle.kit.tasks import end_tasks


async def test_a_task_that_loses_a_cancellation_is_cancelled_again() -> None:
    lost: list[bool] = []

    async def lose_the_first() -> None:
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                if lost:
                    raise
                lost.append(True)

    task = asyncio.create_task(lose_the_first())
    await asyncio.sleep(0)
    await end_tasks(task)
    assert task.cancelled()
    assert lost == [True]


async def test_tasks_that_have_ended_or_failed_are_let_be() -> None:
    async def fail() -> None:
        raise RuntimeError

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await end_tasks(task)
    assert task.done()
