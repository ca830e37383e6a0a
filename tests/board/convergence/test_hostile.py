"""Whatever one client sends, the others keep drawing, and hear nothing of it that would hurt."""

import asyncio
import re
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.board.convergence.hostile import Mallory
from tests.board.convergence.studio import TRAINER, Studio
from tests.board.shapes import box
from tests.board.validation.samples import SAMPLES

HONEST = (TRAINER, "Ben")
VISITS = 25
STEPS = 6
MOST_GROWTH = 64 << 20  # bytes of the server's memory
MOST_SAID = 1000  # bytes of its log for each visit
SEEDS = [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 20))]


def memory_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


async def visit(studio: Studio, mallory: Mallory) -> None:
    """Say it all, or until the server has had enough."""
    ids = [key for key, each in (await studio.document()).items() if each["typeName"] != "page"]
    token = studio.people["Mallory"].room_pass["token"]
    room = studio.room.id
    answer = await studio.http.post(
        f"/api/rooms/{room}/board/ticket", headers={"Room-Token": token}
    )
    ticket = answer.json()["ticket"]
    url = f"ws://127.0.0.1:{studio.salle.port}/live/boards/rooms/{room}?ticket={ticket}&sessionId=m"
    async with connect(
        url, compression=None, max_size=None, proxy=None, ping_interval=None
    ) as socket:
        with suppress(ConnectionClosed):
            for message in mallory.say(ids):
                await socket.send(message)


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_one_sends_the_others_draw_on_and_have_the_same(
    studio: Studio, seed: int
) -> None:
    studio.launch()
    await studio.enter(*HONEST, "Mallory")
    await studio.let_draw("Ben", "Mallory")
    await studio.sit(*HONEST)
    for place, name in enumerate(HONEST):
        await studio.tabs.ask(
            "invite",
            tab=name,
            samples=SAMPLES,
            seed=1_000 + 2 * seed + place,
            leads=name == TRAINER,
            stays=True,
        )
    server = studio.salle.child
    assert server
    memory, said = memory_of(server.pid), len(studio.salle.log.read_text())
    mallory = Mallory(seed)
    for _ in range(VISITS):
        drawing = asyncio.create_task(studio.tabs.ask("play", among=HONEST, steps=STEPS))
        await visit(studio, mallory)
        await drawing
    for name in HONEST:  # whose answer comes after all that Mallory did
        await studio.tabs.ask("put", tab=name, records=[box(name)])
    await studio.agree(*HONEST)
    for name in HONEST:
        look = await studio.tabs.look(name)
        assert (look.opened, look.lost, look.error) == (1, 0, None), name
    assert memory_of(server.pid) - memory < MOST_GROWTH
    news = studio.salle.log.read_text()[said:]
    assert "Traceback" not in news
    assert '"level": "error"' not in news
    assert len(news) < MOST_SAID * VISITS
