"""Tabs of a browser under Node: tldraw's own store, sync client and socket."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests.services.child import die_with_parent
from tools.node import find_node, make_environment
from tools.tldraw import SOURCE, install

PROGRAM = Path(__file__).with_name("tabs.mjs")
LONGEST_LINE = 64 << 20
Records = dict[str, dict[str, Any]]


class WentWrong(Exception):
    """What Node says of it."""


@dataclass(frozen=True)
class Look:
    """What a tab holds and knows at one moment."""

    document: Records
    clock: int
    opened: int
    """How often it had a line, and lost one."""
    lost: int
    error: str | None
    """Why it was refused for good."""
    answers: list[dict[str, Any]]
    """To each `connect`: `hydrationType`, `isReadonly` and the number of `records`."""
    acknowledged: list[dict[str, Any]]
    """The effect of every push that the server has confirmed."""
    isConnected: bool  # noqa: N815 - as it is said
    pending: int
    """Pushes without an answer."""


class Tabs:
    """A process that has them all."""

    def __init__(self, *, speed: int = 1) -> None:
        """`speed`: how many times faster their clocks go, so that nobody waits to come back."""
        self._speed = speed
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._process: Process
        self._reader: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(install)
        self._process = await asyncio.create_subprocess_exec(
            *die_with_parent(),
            find_node(),
            PROGRAM,
            str(self._speed),
            cwd=SOURCE,
            env=make_environment(),
            stdin=PIPE,
            stdout=PIPE,
            limit=LONGEST_LINE,
        )
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()  # the program ends with its input
        await self._process.wait()
        await self._reader

    async def ask(self, command: str, **given: Any) -> Any:
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        line = json.dumps({"id": number, "do": command, **given})
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()
        return await self._answers[number]

    async def look(self, tab: str) -> Look:
        return Look(**await self.ask("look", tab=tab))

    async def settle(self, among: Sequence[str]) -> None:
        """Until all that they drew is acknowledged, and all of them have heard of it."""
        await self.ask("settle", among=among)

    async def complaints(self) -> list[str]:
        """What the clients wrote to the console as errors, and what nobody caught."""
        complaints: list[str] = await self.ask("complaints")
        return complaints

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            said = json.loads(line)
            answer = self._answers.pop(said["id"])
            if "error" in said:
                answer.set_exception(WentWrong(said["error"]))
            else:
                answer.set_result(said["answer"])
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(WentWrong("the program has ended"))
