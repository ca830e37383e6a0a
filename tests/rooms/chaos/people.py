"""The people of a class, who come back by themselves; cheap enough for hundreds in one test.

Written from docs/protocol.md alone, as `tests/rooms/client.py` is: nothing here is Salle's.
"""

import asyncio
from collections.abc import Callable, Sequence
from itertools import count
from random import Random
from typing import Any, cast

import orjson
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

Json = dict[str, Any]
WELCOMED_WITHIN = 5.0
"""Seconds. A process that was stopped takes sockets, and never says a word."""
COMES_BACK_AFTER = (0.05, 0.3)
ASKS_AGAIN_AFTER = 0.2
"""A shorter pause than a browser makes, as the two above: more happens in a test."""
COMES_BACK = frozenset({1001, 1006, 1011, 1012, 4001, 4002, 4003})
"""Close codes (L2)."""


class Line(asyncio.Protocol):
    """One WebSocket. `lost` is done when it is gone, with the close code."""

    def __init__(self, uri: str, hello: bytes, take: Callable[[Json], None]) -> None:
        self.lost: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._hello = hello
        self._take = take
        self._protocol = ClientProtocol(parse_uri(uri), max_size=None)
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._protocol.send_request(self._protocol.connect())
        self._flush()

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if not isinstance(event, Frame):
                if self._protocol.state is State.OPEN:
                    self.say(self._hello)
            elif event.opcode is Opcode.TEXT:
                self._take(orjson.loads(event.data))
        self._flush()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._flush()

    def connection_lost(self, _error: Exception | None) -> None:
        if self._protocol.state is not State.CLOSED:
            self._protocol.receive_eof()
        if not self.lost.done():  # or nobody waits for it any more
            self.lost.set_result(self._protocol.close_code or 1006)

    def say(self, text: bytes) -> None:
        if self._protocol.state is State.OPEN:
            self._protocol.send_text(text)
            self._flush()

    def cut(self) -> None:
        """Lose the network."""
        self._transport.abort()

    def _flush(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b"".join(self._protocol.data_to_send()))


class Person:
    """Keeps a view up to date, and repeats what was not answered (C3, C6, L2)."""

    def __init__(self, crowd: "Crowd", room_pass: Json) -> None:
        self.id = room_pass["participant_id"]
        self.is_in = False
        self.view: Json = {}
        self.welcome: Json = {}
        self.settled: list[tuple[str, Json]] = []
        """Each command that was acknowledged, with its id, in order."""
        self.refused: list[str] = []
        """With which codes something was, each time."""
        self.line: Line | None = None
        self._crowd = crowd
        self._room_id, self._token = room_pass["room_id"], room_pass["token"]
        self._position: Json | None = None
        self._ids = (f"{(self.id or 'screen')[:12]}-{number:06}" for number in count(1))
        self._unanswered: dict[str, tuple[Json, asyncio.Future[None]]] = {}

    async def attend(self) -> None:
        """For ever: whenever the line is lost, open another one."""
        while True:
            code = await self._open()
            self.is_in = False
            if code not in COMES_BACK:
                self._crowd.faults.append(f"{self.id} was sent away with {code}")
                return
            await asyncio.sleep(self._crowd.random.uniform(*COMES_BACK_AFTER))

    async def ask(self, type_: str, **fields: object) -> None:
        """Returns when it is settled, however often it has to be said."""
        command_id, command = next(self._ids), {"type": type_, **fields}
        settled = asyncio.get_running_loop().create_future()
        self._unanswered[command_id] = command, settled
        self._say(command_id)
        await settled

    def cut(self) -> None:
        if self.line is not None:
            self.line.cut()

    async def _open(self) -> int:
        hello = {"type": "hello", "protocol": 1, "token": self._token, "position": self._position}
        port = self._crowd.port
        line = Line(
            f"ws://127.0.0.1:{port}/live/rooms/{self._room_id}", orjson.dumps(hello), self._hear
        )
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: line, "127.0.0.1", port)
        except OSError:
            return 1006
        self.line, self.welcome = line, {}
        impatience = loop.call_later(WELCOMED_WITHIN, lambda: None if self.is_in else line.cut())
        try:
            return await line.lost
        finally:
            impatience.cancel()
            line.cut()

    def _hear(self, frame: Json) -> None:
        try:
            self._take(frame)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is told at its end
            self._crowd.faults.append(f"{self.id}: {error!r} from {str(frame)[:300]}")

    def _take(self, frame: Json) -> None:
        match frame["type"]:
            case "welcome":
                self.welcome, self.is_in = frame, True
                if frame["view"] is not None:
                    self.view = frame["view"]
                self._position = {"epoch": frame["epoch"], "seq": frame["seq"]}
                for command_id in self._unanswered:
                    self._say(command_id)
            case "changes":
                self._change(frame)
            case "settled":
                command, settled = self._unanswered.pop(frame["id"])
                self.settled.append((frame["id"], command))
                settled.set_result(None)
            case "refused":
                self.refused.append(frame["code"])
                if frame["code"] != "busy":
                    raise ValueError("refused")
                asyncio.get_running_loop().call_later(ASKS_AGAIN_AFTER, self._say, frame["id"])

    def _change(self, frame: Json) -> None:
        epoch, position = self.welcome["epoch"], self._position
        if frame["epoch"] != epoch or position is None:
            raise ValueError("another epoch")
        if "seq" in frame:
            if frame["seq"] < position["seq"]:
                raise ValueError(f"back from {position}")
            self._position = {"epoch": epoch, "seq": frame["seq"]}
        self.view.update(frame.get("set", {}))
        for name, patch in frame.get("patch", {}).items():
            for key in patch.get("remove", ()):
                self.view[name].pop(key, None)
            self.view[name].update(patch.get("put", {}))

    def _say(self, command_id: str) -> None:
        if self.is_in and self.line is not None and command_id in self._unanswered:
            command, _ = self._unanswered[command_id]
            self.line.say(orjson.dumps({"type": "command", "id": command_id, "command": command}))


class Crowd:
    """A teacher and the others, as one network sees them: `port` is where its proxy leads to."""

    def __init__(self, teacher: Json, others: Sequence[Json], random: Random) -> None:
        self.port = 0
        self.random = random
        self.faults: list[str] = []
        """What no server may do to anybody."""
        self.teacher = Person(self, teacher)
        self.others = [Person(self, each) for each in others]
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def people(self) -> Sequence[Person]:
        return [self.teacher, *self.others]

    async def come(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(each.attend()) for each in self.people]
        await self.until(lambda: all(each.is_in for each in self.people))

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self, share: float) -> None:
        """So many lines, of whoever it hits."""
        for each in self.random.sample(self.people, round(share * len(self.people))):
            each.cut()

    async def until(self, holds: Callable[[], object], within: float = 40.0) -> None:
        async with asyncio.timeout(within):
            while not holds():
                if self.faults:
                    raise AssertionError(self.faults[:5])
                await asyncio.sleep(0.01)
