"""Readers that stop among many: what each costs, and how soon it is gone."""

import asyncio
import re
import socket
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from random import Random

import httpx
import orjson
import pytest

from benchmarks.processes import resident_bytes
from tests.rooms.chaos.people import Json, Line
from tests.rooms.chaos.quiz import furnish
from tests.services.salle import RunningSalle

METRICS_TOKEN = "t" * 32
SOCKETS = re.compile(r'^salle_sockets{to="room"} (\S+)$', re.MULTILINE)
STOPPED = 20
"""What one costs is less than what else memory does meanwhile."""
COST = 1 << 20
"""Of each."""
GONE_WITHIN = 10.0
WARM_UP = 900
"""Frames that everybody has been sent before memory is looked at: then it grows no more."""
TURN = 0.01  # seconds
AT_ONCE = 3
SMALL_BUFFER = 4096


class Ear(Line):
    """Takes whatever comes, and keeps nothing of it."""

    def __init__(self, port: int, room_pass: Json) -> None:
        hello = {"type": "hello", "protocol": 1, "token": room_pass["token"], "position": None}
        uri = f"ws://127.0.0.1:{port}/live/rooms/{room_pass['room_id']}"
        super().__init__(uri, orjson.dumps(hello), self._take_welcome)
        self.is_in = False
        self._ids = count(1)

    def data_received(self, data: bytes) -> None:
        if not self.is_in:
            super().data_received(data)

    def ask(self, type_: str, **fields: object) -> None:
        command = {"type": type_, **fields}
        command_id = f"command-{next(self._ids)}"
        self.say(orjson.dumps({"type": "command", "id": command_id, "command": command}))

    def stop_reading(self) -> None:
        """Little waits in the system then, as on a bad line: the server feels it soon."""
        line = self._transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self._transport.pause_reading()

    def _take_welcome(self, _frame: Json) -> None:
        self.is_in = True


class Room:
    """Its people call themselves something else all the time, which everybody is told."""

    def __init__(self, salle: RunningSalle, ears: Sequence[Ear]) -> None:
        assert salle.child is not None
        self.most_memory = 0
        self._pid = salle.child.pid
        self._port = salle.port
        self._metrics = f"{salle.url}/metrics"
        self._ears = ears
        self._turns = count()

    async def fill(self) -> None:
        loop = asyncio.get_running_loop()
        for ear in self._ears:
            await loop.create_connection(lambda: ear, "127.0.0.1", self._port)  # noqa: B023 - called here
        async with asyncio.timeout(60):
            while not all(ear.is_in for ear in self._ears):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(TURN)

    async def talk(self, turns: int) -> None:
        for turn in (next(self._turns) for _ in range(turns)):
            name = f"{turn:06}".ljust(100, "€")
            for ear in Random(turn).sample(self._ears[STOPPED:], AT_ONCE):  # noqa: S311 - no secret
                ear.ask("participant.rename", first_name=name, last_name=name)
            await asyncio.sleep(TURN)
        self.most_memory = max(self.most_memory, resident_bytes(self._pid))

    async def count_sockets(self) -> int:
        async with httpx.AsyncClient() as http:
            headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
            answer = await http.get(self._metrics, headers=headers)
        found = SOCKETS.search(answer.text)
        assert found is not None
        return int(float(found[1]))


async def stop_readers(folder: Path, url: str, *, people: int) -> None:
    classroom = await furnish(url, people)
    now = asyncio.get_running_loop().time
    with RunningSalle(folder, url, demo=False, metrics_token=METRICS_TOKEN) as salle:
        ears = [Ear(salle.port, each) for each in classroom.others]
        room = Room(salle, ears)
        try:
            await room.fill()
            assert await room.count_sockets() == people
            await room.talk(WARM_UP // AT_ONCE)
            before, since = room.most_memory, now()
            for ear in ears[:STOPPED]:
                ear.stop_reading()
            while await room.count_sockets() > people - STOPPED:
                assert now() - since < GONE_WITHIN
                await room.talk(10)
            assert room.most_memory - before <= STOPPED * COST
            assert not any(ear.lost.done() for ear in ears[STOPPED:])
        finally:
            for ear in ears:
                ear.cut()


async def test_a_reader_that_stops_costs_a_mebibyte_at_most_and_is_gone_in_ten_seconds(
    tmp_path: Path, sqlite_url: str
) -> None:
    await stop_readers(tmp_path / "data", sqlite_url, people=200)


@pytest.mark.slow
async def test_a_reader_that_stops_among_a_thousand_costs_no_more(
    tmp_path: Path, sqlite_url: str
) -> None:
    await stop_readers(tmp_path / "data", sqlite_url, people=1000)
