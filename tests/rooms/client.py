"""A client of the room socket, written from docs/protocol.md alone: it imports nothing of Salle."""

import asyncio
import json
from itertools import count
from typing import Any

from tests.sockets import WAIT, SocketClient

Frame = dict[str, Any]
View = dict[str, Any]


class Refused(Exception):
    def __init__(self, code: str, details: dict[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Client(SocketClient):
    """Keeps the view up to date, remembers every frame, and sends again what was not answered."""

    def __init__(self, port: int, room_pass: dict[str, Any]) -> None:
        super().__init__()
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
        self._ids = (f"{(self.id or 'screen')[:12]}-{number:06}" for number in count(1))

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
        await self.plug_in(f"ws://127.0.0.1:{self.port}/live/rooms/{self.room_pass['room_id']}")

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

    async def caught_up_with(self, seq: int) -> None:
        await self.until(lambda: self.position is not None and self.position["seq"] >= seq)

    async def ping(self) -> None:
        """Whatever was sent before has been received when this returns."""
        pongs = self.count("pong")
        await self.send({"type": "ping"})
        await self.until(lambda: self.count("pong") > pongs)

    def count(self, type_: str) -> int:
        return sum(frame["type"] == type_ for frame in self.frames)

    def take(self, text: str) -> None:
        self.texts.append(text)
        self.traffic.append(("←", text))
        self._take(json.loads(text))

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
