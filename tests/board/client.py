"""A client of the board's socket, as tldraw's is one. It imports nothing of Salle.

It applies what it is told to a store of its own, in order, and knows what was acknowledged.
"""

import json
from contextlib import suppress
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed

from tests.sockets import SocketClient

SCHEMA = json.loads((Path(__file__).parents[2] / "salle/capsules/schema.json").read_text())
Record = dict[str, Any]
Diff = dict[str, list[Any]]


class Painter(SocketClient):
    """One tab."""

    def __init__(self, url: str, *, tab: str = "tab") -> None:
        super().__init__()
        self.url = url
        """With its ticket; a new one for each connection."""
        self.tab = tab
        self.store: dict[str, Record] = {}
        """What the server says there is, presence included."""
        self.clock = 0
        self.answer: dict[str, Any] = {}
        """To `connect`."""
        self.results: dict[int, Any] = {}
        """What became of each push, by its number."""
        self.unanswered: dict[int, Diff] = {}
        self.heard: list[dict[str, Any]] = []
        self._numbers = count(1)

    async def open(self, url: str | None = None) -> None:
        """Connect, and be told the document; or be closed, as `close_code` says."""
        await self.line(url)
        with suppress(ConnectionClosed):
            await self.say_connect()
        await self.until(lambda: self.answer or self.close_code is not None)

    async def line(self, url: str | None = None) -> None:
        """A socket, and nothing said on it."""
        self.url = url or self.url
        self.answer = {}
        await self.plug_in(f"{self.url}&sessionId={self.tab}&storeId=store")

    async def say_connect(self, **changes: Any) -> None:
        hello = {
            "type": "connect",
            "connectRequestId": "request",
            "lastServerClock": self.clock,
            "protocolVersion": 7,
            "schema": SCHEMA,
        }
        await self.say({**hello, **changes})

    async def say(self, message: object) -> None:
        await self.socket.send(json.dumps(message))

    async def push(self, diff: Diff | None = None, presence: list[Any] | None = None) -> int:
        """Say what was drawn; its number, by which it will be answered."""
        number = next(self._numbers)
        message: dict[str, Any] = {"type": "push", "clientClock": number}
        if diff is not None:
            message["diff"] = diff
            self.unanswered[number] = diff
        if presence is not None:
            message["presence"] = presence
        await self.say(message)
        return number

    async def draw(self, diff: Diff) -> Any:
        """Push, and wait for what becomes of it."""
        return await self.result(await self.push(diff))

    async def result(self, number: int) -> Any:
        await self.until(lambda: number in self.results or self.close_code is not None)
        return self.results[number]

    def of_type(self, type_name: str) -> dict[str, Record]:
        return {key: each for key, each in self.store.items() if each["typeName"] == type_name}

    def take(self, text: str) -> None:
        message = json.loads(text)
        self.heard.append(message)
        match message["type"]:
            case "connect":
                self.answer = message
                if message["hydrationType"] == "wipe_all":
                    self.store = {}
                else:
                    gone = list(self.of_type("instance_presence"))
                    self.store = {k: v for k, v in self.store.items() if k not in gone}
                self._apply(message["diff"])
                self.clock = message["serverClock"]
            case "data":
                for event in message["data"]:
                    self._hear(event)

    def _hear(self, event: dict[str, Any]) -> None:
        assert event["serverClock"] >= self.clock
        self.clock = event["serverClock"]
        if event["type"] == "patch":
            self._apply(event["diff"])
            return
        number = event["clientClock"]
        if self.unanswered:
            assert number <= min(self.unanswered), "answers come in the order of the pushes"
        self.results[number] = event["action"]
        diff = self.unanswered.pop(number, {})
        if event["action"] == "commit":
            self._apply(diff)
        elif event["action"] != "discard":
            self._apply(event["action"]["rebaseWithDiff"])

    def _apply(self, diff: Diff) -> None:
        for key, op in diff.items():
            if op[0] == "put":
                self.store[key] = deepcopy(op[1])
            elif op[0] == "remove":
                self.store.pop(key, None)
            elif key in self.store:
                self.store[key] = patched(self.store[key], op[1])


def patched(value: Any, diff: Diff) -> Any:
    value = value.copy()
    for key, op in diff.items():
        place = int(key) if isinstance(value, list) else key
        match op:
            case ["put", new]:
                value[place] = deepcopy(new)
            case ["patch", inner]:
                value[place] = patched(value[place], inner)
            case ["append", items, offset] if len(value[place]) == offset:
                value[place] = value[place] + deepcopy(items)
            case ["delete"]:
                value.pop(place, None)
    return value
