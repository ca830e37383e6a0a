"""A client of the room socket, written from docs/protocol.md alone: it imports nothing of Salle."""

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

WAIT = 10.0
Frame = dict[str, Any]
View = dict[str, Any]


class Refused(Exception):
    def __init__(self, code: str, details: dict[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Client:
    """Keeps the view up to date, remembers every frame, and sends again what was not answered."""

    def __init__(self, port: int, room_pass: dict[str, Any]) -> None:
        self.port = port
        self.room_pass = room_pass
        self.id: str | None = room_pass["participant_id"]
        self.view: View = {}
        self.position: dict[str, int] | None = None
        self.welcome: Frame = {}
        self.frames: list[Frame] = []
        self.texts: list[str] = []
        """Everything that was received, as it came."""
        self.traffic: list[tuple[str, str]] = []
        """What was sent (→) and received (←), in order."""
        self.signals: list[Frame] = []
        self.unanswered: dict[str, Frame] = {}
        self.answers: dict[str, asyncio.Future[int]] = {}
        self.goes_back = False
        """The next command goes back to the oldest that is unanswered (C6)."""
        self.close_code: int | None = None
        self.close_reason = ""
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._ids = (f"{(self.id or 'screen')[:12]}-{number:06}" for number in count(1))

    @property
    def socket(self) -> ClientConnection:
        assert self._socket is not None
        return self._socket

    async def open(self, *, repeat: bool = True) -> None:
        """Connect and be welcomed, then send what was never answered (L2)."""
        await self.connect()
        await self.send(
            {
                "type": "hello",
                "protocol": 1,
                "token": self.room_pass["token"],
                "position": self.position,
                "unanswered": list(self.unanswered),
            }
        )
        seen = len(self.frames)
        await self.until(lambda: len(self.frames) > seen or self.close_code is not None)
        if self.close_code is None and repeat:
            for frame in list(self.unanswered.values()):
                await self.send(frame)

    async def come_back(self) -> None:
        """Open until the server takes us (L2), with a shorter pause than a browser makes."""
        async with asyncio.timeout(3 * WAIT):
            await self.open()
            while self.close_code in (1006, 1011, 1012):
                await asyncio.sleep(0.2)
                await self.open()

    async def connect(self) -> None:
        self.close_code = None
        self._socket = await connect(
            f"ws://127.0.0.1:{self.port}/live/rooms/{self.room_pass['room_id']}",
            compression=None,
            max_size=None,
            proxy=None,
            ping_interval=None,
        )
        self._reader = asyncio.create_task(self._read(self._socket))

    async def send(self, frame: Frame) -> None:
        await self.send_text(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    async def send_text(self, text: str) -> None:
        self.traffic.append(("→", text))
        await self.socket.send(text)

    async def ask(self, type_: str, **fields: object) -> int:
        """Send a command; its seq once it is settled, or `Refused`."""
        return await asyncio.wait_for(await self.tell(type_, **fields), WAIT)

    async def tell(self, type_: str, **fields: object) -> asyncio.Future[int]:
        """Send a command, and do not wait for the answer."""
        command_id = next(self._ids)
        frame = {"type": "command", "id": command_id, "command": {"type": type_, **fields}}
        return await self.send_command(frame)

    async def send_command(self, frame: Frame) -> asyncio.Future[int]:
        if self.goes_back:
            self.goes_back = False
            frame = {**frame, "again": True}
        answer = asyncio.get_running_loop().create_future()
        self.answers[frame["id"]] = answer
        self.unanswered[frame["id"]] = frame
        await self.send(frame)
        return answer

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until this holds of what was received."""
        async with asyncio.timeout(WAIT), self._news:
            await self._news.wait_for(lambda: bool(holds()))

    async def closed(self) -> int:
        """The close code, once the server has closed the socket."""
        await self.until(lambda: self.close_code is not None)
        assert self.close_code is not None
        return self.close_code

    async def caught_up_with(self, seq: int) -> None:
        await self.until(lambda: self.position is not None and self.position["seq"] >= seq)

    async def ping(self) -> None:
        """Whatever was sent before has been received when this returns."""
        pongs = self.count("pong")
        await self.send({"type": "ping"})
        await self.until(lambda: self.count("pong") > pongs)

    def count(self, type_: str) -> int:
        return sum(frame["type"] == type_ for frame in self.frames)

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    def cut(self) -> None:
        """Lose the network."""
        self.socket.transport.abort()

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                assert isinstance(text, str)
                self.texts.append(text)
                self.traffic.append(("←", text))
                frame = json.loads(text)
                self._take(frame)
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            self.close_code = socket.close_code if socket.close_code is not None else 1006
            self.close_reason = socket.close_reason or ""
            async with self._news:
                self._news.notify_all()

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        match frame["type"]:
            case "welcome":
                self.welcome = frame
                if frame["view"] is not None:
                    self.view = frame["view"]
                self.position = {"epoch": frame["epoch"], "seq": frame["seq"]}
            case "changes":
                self._change(frame)
            case "settled" | "refused":
                self.goes_back |= frame.get("code") in ("busy", "too_fast")
                self.unanswered.pop(frame["id"], None)
                answer = self.answers.pop(frame["id"], None)
                if answer is None or answer.done():
                    return
                if frame["type"] == "settled":
                    answer.set_result(frame["seq"])
                else:
                    answer.set_exception(Refused(frame["code"], frame["details"]))
            case "signals":
                self.signals += frame["signals"]

    def _change(self, frame: Frame) -> None:
        if frame["epoch"] != self.welcome["epoch"]:
            return
        self.view = {**self.view, **frame.get("set", {})}
        for name, patch in frame.get("patch", {}).items():
            slice_ = {k: v for k, v in self.view[name].items() if k not in patch.get("remove", [])}
            self.view[name] = {**slice_, **patch.get("put", {})}
        if "seq" in frame:
            self.position = {"epoch": frame["epoch"], "seq": frame["seq"]}
