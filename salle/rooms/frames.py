"""What travels on the room socket, as `docs/protocol.md` has it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, get_args

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from typing_extensions import TypedDict

from salle.kit.websocket import text_frame
from salle.rooms.commands import WireCommand
from salle.rooms.slices import RoomView
from salle.rooms.state import RoomRole

PROTOCOL = 1
MAX_FRAME = 64 * 1024
MAX_CLOSE_REASON = 123
"""Bytes that a close frame has room for."""
CommandId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
MOST_UNANSWERED = 1_000
"""Of one client (S3). At 20 a second (C6), no more of them can have been carried out unheard."""


class CloseCode:
    """Why a socket was closed, and with it when to come back (L2)."""

    DONE = 1000
    LOST = 1011
    RESTART = 1012
    BEHIND = 4001
    MOVED = 4002
    NO_HELLO = 4003
    UNKNOWN_TOKEN = 4201
    KICKED = 4202
    WRONG_ORIGIN = 4203
    MALFORMED = 4204
    WRONG_PROTOCOL = 4205
    TOO_MANY_SOCKETS = 4206
    ENDED = 4207
    NO_SUCH_ROOM = 4208


class _FromClient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RoomPosition(_FromClient):
    epoch: int
    seq: int


class HelloFrame(_FromClient):
    type: Literal["hello"]
    protocol: int
    token: Annotated[str, StringConstraints(max_length=200)]
    position: RoomPosition | None = None
    unanswered: Annotated[list[CommandId], Field(max_length=MOST_UNANSWERED)] | None = None


class CommandFrame(_FromClient):
    type: Literal["command"]
    id: CommandId
    command: WireCommand
    again: bool = False


class ReactionSignal(_FromClient):
    kind: Literal["reaction"]
    emoji: Literal["👍", "👏", "❤️", "🔥"]


class TypingSignal(_FromClient):
    kind: Literal["typing"]


Coordinate = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]


class LaserSignal(_FromClient):
    kind: Literal["laser"]
    page_id: Annotated[str, StringConstraints(max_length=200)]
    x: Coordinate
    y: Coordinate


Signal = Annotated[ReactionSignal | TypingSignal | LaserSignal, Field(discriminator="kind")]


class SignalFrame(_FromClient):
    type: Literal["signal"]
    signal: Signal


class PingFrame(_FromClient):
    type: Literal["ping"]


class UnreadCommandFrame(_FromClient):
    """A command before its content is looked at: who sent it can be answered by its id (C5)."""

    type: Literal["command"]
    id: CommandId
    command: dict[str, Any]
    again: bool = False


COMMAND_TYPES = frozenset(
    model.model_fields["type"].default for model in get_args(get_args(WireCommand)[0])
)
ClientFrame = Annotated[
    HelloFrame | CommandFrame | SignalFrame | PingFrame, Field(discriminator="type")
]
ReadFrame = HelloFrame | UnreadCommandFrame | SignalFrame | PingFrame
_read_frame: TypeAdapter[ReadFrame] = TypeAdapter(Annotated[ReadFrame, Field(discriminator="type")])
_read_command: TypeAdapter[WireCommand] = TypeAdapter(WireCommand)


class RoomMe(TypedDict):
    participant_id: str | None
    role: RoomRole


class WelcomeFrame(TypedDict):
    type: Literal["welcome"]
    protocol: int
    epoch: int
    seq: int
    now: datetime
    me: RoomMe
    view: RoomView | None


class SlicePatch(TypedDict):
    put: NotRequired[Mapping[str, Any]]
    remove: NotRequired[list[str]]


class ChangesFrame(TypedDict):
    type: Literal["changes"]
    epoch: int
    seq: NotRequired[int]
    set: NotRequired[Mapping[str, Any]]
    patch: NotRequired[Mapping[str, SlicePatch]]


class SettledFrame(TypedDict):
    type: Literal["settled"]
    id: str
    seq: int


class RefusedFrame(TypedDict):
    type: Literal["refused"]
    id: str
    code: str
    details: Mapping[str, Any]


class PongFrame(TypedDict):
    type: Literal["pong"]
    now: datetime


SentSignal = TypedDict(
    "SentSignal",
    {
        "from": str | None,
        "kind": Literal["reaction", "typing", "laser"],
        "emoji": NotRequired[str],
        "page_id": NotRequired[str],
        "x": NotRequired[float],
        "y": NotRequired[float],
    },
)


class SignalsFrame(TypedDict):
    type: Literal["signals"]
    signals: list[SentSignal]


ServerFrame = Annotated[
    WelcomeFrame | ChangesFrame | SettledFrame | RefusedFrame | PongFrame | SignalsFrame,
    Field(discriminator="type"),
]


def read_frame(text: str) -> ReadFrame:
    """Raises pydantic's ValidationError for what is no frame of this protocol."""
    return _read_frame.validate_json(text)


def read_command(content: Mapping[str, object]) -> WireCommand:
    return _read_command.validate_python(content)


def write_frame(frame: Mapping[str, object]) -> bytes:
    """A frame of ours, ready to be sent to as many as may see it."""
    return text_frame(encode(frame))


def encode_part(value: object) -> orjson.Fragment:
    """A part of frames to come, encoded once."""
    return orjson.Fragment(encode(value))


def encode(value: object) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"not for the wire: {type(value).__name__}")


def cut_reason(reason: str) -> str:
    """What fits into a close frame."""
    if len(reason.encode()) <= MAX_CLOSE_REASON:
        return reason
    room = MAX_CLOSE_REASON - len("…".encode())
    return reason.encode()[:room].decode(errors="ignore") + "…"
