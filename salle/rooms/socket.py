"""The room socket: reads frames and hands them on. What they mean is the room's to say."""

import asyncio
from typing import cast

import structlog
from fastapi import APIRouter, WebSocket
from pydantic import ValidationError
from starlette.types import Receive
from starlette.websockets import WebSocketDisconnect

from salle.kit.clock import Clock
from salle.kit.connection import Connection
from salle.kit.database import Databases
from salle.kit.errors import Busy, SalleError
from salle.kit.http import field_error
from salle.kit.metrics import SOCKETS
from salle.kit.websocket import Line, line_of
from salle.rooms.buckets import TokenBucket
from salle.rooms.commands import Join, RoomCommand, StartActivity, StartRun
from salle.rooms.errors import (
    IdentityUnknown,
    Invalid,
    KickedOut,
    RoomEnded,
    RoomNotFound,
    TooFast,
)
from salle.rooms.frames import (
    COMMAND_TYPES,
    MAX_FRAME,
    PROTOCOL,
    CloseCode,
    HelloFrame,
    PingFrame,
    ReadFrame,
    SignalFrame,
    UnreadCommandFrame,
    cut_reason,
    read_command,
    read_frame,
    write_frame,
)
from salle.rooms.hub import RoomHub
from salle.rooms.live import LiveRoom
from salle.rooms.members import TOO_SLOW, Member
from salle.rooms.permissions import Actor
from salle.rooms.queries import Identity, identity_of
from salle.rooms.state import RoomRole

logger = structlog.get_logger()
HELLO_SECONDS = 10.0
MOST_EARLY = 64
router = APIRouter()


class Goodbye(Exception):
    """The socket closes with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = cut_reason(reason)


@router.websocket("/live/rooms/{room_id}")
async def room_socket(websocket: WebSocket, room_id: str) -> None:
    await websocket.accept()
    hub = cast("RoomHub", websocket.app.state.hub)
    try:
        hello = await _read_hello(websocket)
        identity = await _identify(websocket, room_id, hello.token)
        room = await _open(hub, room_id)
    except WebSocketDisconnect:
        return
    except Goodbye as goodbye:
        await websocket.close(goodbye.code, goodbye.reason)
        return
    except Exception:
        logger.exception("hello_failed")
        await websocket.close(CloseCode.LOST, "lost")
        return
    line, clock = line_of(websocket.scope), cast("Clock", websocket.app.state.clock)
    conversation = _Conversation(line, hub, room, identity, clock)
    line.stay(conversation.go_on)
    await conversation.begin(websocket, hello, identity)


class _Conversation:
    """One socket after its hello."""

    __slots__ = (
        "_clock",
        "_commands",
        "_connection",
        "_early",
        "_held_up",
        "_hub",
        "_is_inside",
        "_member",
        "_pings",
        "_room",
        "_signals",
        "_starting",
        "_user_id",
    )

    def __init__(
        self, line: Line, hub: RoomHub, room: LiveRoom, identity: Identity, clock: Clock
    ) -> None:
        self._hub = hub
        self._room = room
        self._clock = clock
        self._connection = Connection(line, TOO_SLOW, hub.limits)
        who = identity.participant
        self._user_id = None if who is None else who.user_id
        self._member = Member(
            Actor(None if who is None else who.id, identity.role),
            identity.key,
            self._connection,
            identity.login_id,
        )
        monotonic = asyncio.get_running_loop().time
        self._commands = TokenBucket(40, 20, monotonic)
        self._signals = TokenBucket(10, 10, monotonic)
        self._pings = TokenBucket(5, 2, monotonic)
        self._is_inside = False
        self._held_up: type[SalleError] | None = None
        """A command did not reach the room: what is behind it must not overtake it (C6)."""
        self._starting: asyncio.Task[None] | None = None
        self._early: list[str] = []
        """What came while an activity was looked up: it has its turn after that."""

    async def begin(self, websocket: WebSocket, hello: HelloFrame, identity: Identity) -> None:
        try:
            join = _join(identity)
            if await self._room.enter(self._member, join, hello.position, hello.unanswered):
                if identity.login_id is not None:
                    # It may have ended while they were on their way in, and nobody told us yet.
                    await _identify(websocket, self._room.state.id, hello.token)
                self._connection.listen(self._hear)
                self._is_inside = True
        except Exception as error:  # noqa: BLE001 - whatever it was, they hear of it
            self._say_goodbye(error)

    async def go_on(self, receive: Receive) -> None:
        """What is no text, and what came before anybody listened. Returns when the line is lost."""
        with SOCKETS.labels("room").track_inprogress():
            try:
                if self._is_inside:
                    await self._receive(receive)
            except Exception as error:  # noqa: BLE001 - whatever it was, they hear of it
                self._say_goodbye(error)
            finally:
                self._room.lose(self._member)
            await self._connection.closed()

    async def _receive(self, receive: Receive) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            text = message.get("text")
            if text is None:
                raise Goodbye(CloseCode.MALFORMED, "binary")
            self._connection.hear(text)
        self._connection.end()

    def _say_goodbye(self, error: Exception) -> None:
        if isinstance(error, Goodbye):
            self._member.close(error.code, error.reason)
        else:
            logger.error("socket_failed", exc_info=error)
            self._member.close(CloseCode.LOST, "lost")

    def _hear(self, text: str) -> None:
        if self._starting is not None:
            if len(self._early) == MOST_EARLY:
                self._member.close(CloseCode.LOST, "lost")
            self._early.append(text)
            return
        try:
            self._take(_parse(text))
        except Exception as error:  # noqa: BLE001 - whatever it was, they hear of it
            self._say_goodbye(error)

    def _take(self, frame: ReadFrame) -> None:
        match frame:
            case UnreadCommandFrame():
                self._take_command(frame)
            case SignalFrame(signal=signal):
                if self._signals.spend():
                    self._room.signal(self._member, signal)
            case PingFrame():
                if self._pings.spend():
                    self._member.send(write_frame({"type": "pong", "now": self._clock()}))
            case HelloFrame():
                raise Goodbye(CloseCode.MALFORMED, "hello_twice")

    def _take_command(self, frame: UnreadCommandFrame) -> None:
        if frame.command.get("type") not in COMMAND_TYPES:
            raise Goodbye(CloseCode.MALFORMED, "no_such_command")
        if self._held_up is not None and not frame.again:
            self._refuse(frame.id, self._held_up())
        elif not self._commands.spend():
            self._hold_up(TooFast)
            self._refuse(frame.id, TooFast())
        else:
            self._held_up = None
            self._hand_on(frame)

    def _hand_on(self, frame: UnreadCommandFrame) -> None:
        try:
            command = read_command(frame.command)
        except ValidationError as error:
            fields = [field_error(each) for each in error.errors(include_url=False)]
            self._refuse(frame.id, Invalid(fields=fields))
            return
        if isinstance(command, StartActivity):
            self._starting = asyncio.create_task(self._start(frame, command), name="start")
        else:
            self._tell(frame, command)

    def _tell(self, frame: UnreadCommandFrame, command: RoomCommand) -> None:
        if not self._room.tell(self._member, frame.id, command, again=frame.again):
            self._hold_up(Busy)

    def _hold_up(self, refusal: type[SalleError]) -> None:
        if self._member.keeps_order:
            self._held_up = refusal

    def _refuse(self, command_id: str, error: SalleError) -> None:
        self._member.refuse(command_id, error)
        self._member.send_held()

    async def _start(self, frame: UnreadCommandFrame, command: StartActivity) -> None:
        try:
            self._tell(frame, await self._look_up(command))
        except Exception as error:  # noqa: BLE001 - whatever it was, they hear of it
            self._say_goodbye(error)
        self._starting = None
        while self._early and self._starting is None:
            self._connection.hear(self._early.pop(0))

    async def _look_up(self, command: StartActivity) -> StartRun:
        """Whether they may start it is decided in the room, when its turn comes (C8)."""
        role = self._member.actor.role
        if role is not RoomRole.TRAINER or self._user_id is None:
            return StartRun(command.activity_id, None)
        plan = await self._hub.load_plan(command.activity_id, self._user_id)
        return StartRun(command.activity_id, plan)


def _join(identity: Identity) -> Join | None:
    who = identity.participant
    if who is None:
        return None
    return Join(who.id, who.user_id, who.first_name, who.last_name, who.organisation)


def _parse(text: str) -> ReadFrame:
    if len(text) > MAX_FRAME or len(text.encode()) > MAX_FRAME:
        raise Goodbye(CloseCode.MALFORMED, "too_large")
    try:
        return read_frame(text)
    except ValidationError:
        raise Goodbye(CloseCode.MALFORMED, "malformed") from None


async def _read_hello(websocket: WebSocket) -> HelloFrame:
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            message = await websocket.receive()
    except TimeoutError:
        raise Goodbye(CloseCode.NO_HELLO, "no_hello") from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", CloseCode.DONE))
    if message.get("text") is None:
        raise Goodbye(CloseCode.MALFORMED, "binary")
    frame = _parse(message["text"])
    if not isinstance(frame, HelloFrame):
        raise Goodbye(CloseCode.MALFORMED, "hello_first")
    if frame.protocol != PROTOCOL:
        raise Goodbye(CloseCode.WRONG_PROTOCOL, "protocol")
    return frame


async def _identify(websocket: WebSocket, room_id: str, token: str) -> Identity:
    databases = cast("Databases", websocket.app.state.databases)
    now = cast("Clock", websocket.app.state.clock)()
    async with databases.read() as db:
        try:
            return await identity_of(db, room_id, token, now)
        except KickedOut as error:
            raise Goodbye(CloseCode.KICKED, str(error.details["reason"])) from None
        except IdentityUnknown:
            raise Goodbye(CloseCode.UNKNOWN_TOKEN, "unknown_token") from None
        except RoomEnded:
            raise Goodbye(CloseCode.ENDED, "ended") from None
        except RoomNotFound:
            raise Goodbye(CloseCode.NO_SUCH_ROOM, "no_such_room") from None


async def _open(hub: RoomHub, room_id: str) -> LiveRoom:
    try:
        return await hub.open(room_id)
    except RoomNotFound:
        raise Goodbye(CloseCode.ENDED, "ended") from None
    except Busy:
        raise Goodbye(CloseCode.LOST, "lost") from None
