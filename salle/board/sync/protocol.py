"""The messages of the board's socket: reading a client's, writing the server's (B1 to B5)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from salle.board.sync.diff import NetworkDiff, ObjectDiff, Record, RecordOp
from salle.board.sync.limits import ID_LENGTH, MESSAGE_DEPTH, MESSAGE_LENGTH, OPERATIONS

PROTOCOL_VERSION = 7
FATAL_CLOSE = 4099
"""The client stops, and shows the reason."""
COME_BACK_CLOSE = 1013
"""The client connects again in half a second to two, and pushes again what was not acknowledged."""
LARGEST_INTEGER = (1 << 53) - 1
"""Integers that JavaScript counts exactly."""


class Reason(StrEnum):
    """Why a connection is closed for good. The first nine are tldraw's."""

    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    NOT_AUTHENTICATED = "NOT_AUTHENTICATED"
    UNKNOWN_ERROR = "UNKNOWN_ERROR"
    CLIENT_TOO_OLD = "CLIENT_TOO_OLD"
    SERVER_TOO_OLD = "SERVER_TOO_OLD"
    INVALID_RECORD = "INVALID_RECORD"
    RATE_LIMITED = "RATE_LIMITED"
    ROOM_FULL = "ROOM_FULL"
    MALFORMED = "MALFORMED"
    TOO_LARGE = "TOO_LARGE"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Close the connection with FATAL_CLOSE and the reason. The detail is for the log alone."""

    reason: Reason
    detail: str = ""


class Malformed(Exception):
    """A message that no client of this protocol sends.

    Without a reason it is the transport's fault (a chunk out of order): close with
    COME_BACK_CLOSE. With one, the client would only do it again: close with FATAL_CLOSE.
    """

    def __init__(self, detail: str, reason: Reason | None = None) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Connect:
    connect_request_id: str
    last_server_clock: int
    protocol_version: int | None
    schema: object


@dataclass(frozen=True, slots=True)
class Push:
    client_clock: int
    diff: NetworkDiff | None = None
    presence: RecordOp | None = None
    is_mended: bool = False
    """What was read is not letter by letter what the client holds (B4)."""


@dataclass(frozen=True, slots=True)
class Ping:
    pass


Message = Connect | Push | Ping


def read_message(text: str) -> Message:
    """Raises Malformed: the form of every part is checked, the records themselves are not."""
    if len(text) > MESSAGE_LENGTH:
        raise Malformed("a message too long", Reason.TOO_LARGE)
    message, is_mended = parse(text)
    if type(message) is not dict:
        raise malformed("not an object")
    check_depth(message)
    kind = message.get("type")
    if kind == "push":
        return read_push(message, is_mended=is_mended)
    if kind == "ping":
        return Ping()
    if kind == "connect":
        return read_connect(message)
    raise malformed("no such type of message")


def parse(text: str) -> tuple[object, bool]:
    """The value, and whether halves of characters in it had to be replaced (B4)."""
    try:
        return orjson.loads(text), False
    except orjson.JSONDecodeError as error:
        if r"\ud" not in text and r"\uD" not in text:
            raise malformed("not JSON") from error
    # Half of a surrogate pair is a string to JavaScript, and no text to anybody else.
    try:
        halves = json.dumps(json.loads(text), ensure_ascii=False)
        whole = halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return orjson.loads(whole), True
    except (ValueError, RecursionError) as error:
        raise malformed("not JSON") from error


def check_depth(message: object) -> None:
    level = [message]
    for _ in range(MESSAGE_DEPTH):
        level = [
            item
            for value in level
            for item in (value.values() if type(value) is dict else value)  # type: ignore[attr-defined]  # a list otherwise
            if type(item) is dict or type(item) is list
        ]
        if not level:
            return
    raise malformed("nested too deep")


def read_connect(message: Record) -> Connect:
    request_id = message.get("connectRequestId")
    if type(request_id) is not str or len(request_id) > ID_LENGTH:
        raise malformed("connectRequestId")
    version = message.get("protocolVersion")
    if version is not None and type(version) is not int:
        raise malformed("protocolVersion")
    return Connect(
        request_id, read_clock(message, "lastServerClock"), version, message.get("schema")
    )


def read_push(message: Record, *, is_mended: bool) -> Push:
    diff = message.get("diff")
    if diff is not None:
        check_network_diff(diff)
    presence = message.get("presence")
    if presence is not None:
        check_record_op(presence)
        if presence[0] == "remove":
            raise malformed("presence is put or patched")
    return Push(read_clock(message, "clientClock"), diff, presence, is_mended)


def read_clock(message: Record, key: str) -> int:
    clock = message.get(key)
    if type(clock) is not int or not 0 <= clock <= LARGEST_INTEGER:
        raise malformed(key)
    return clock


def check_network_diff(diff: object) -> None:
    if type(diff) is not dict:
        raise malformed("a diff is an object")
    if len(diff) > OPERATIONS:
        raise Malformed("too many operations", Reason.TOO_LARGE)
    for record_id, op in diff.items():
        if len(record_id) > ID_LENGTH:
            raise malformed("an id too long")
        check_record_op(op)


def check_record_op(op: object) -> None:
    match op:
        case ["put", dict()] | ["remove"]:
            pass
        case ["patch", diff]:
            check_object_diff(diff)
        case _:
            raise malformed("an operation on a record")


def check_object_diff(diff: object) -> None:
    if type(diff) is not dict:
        raise malformed("a diff is an object")
    for key, op in diff.items():
        if key == "__proto__":
            raise malformed("a key that is none in JavaScript")
        match op:
            case ["put", _] | ["delete"]:
                pass
            case ["append", list(), int() as offset] if type(offset) is int:
                pass
            case ["patch", inner]:
                check_object_diff(inner)
            case _:
                raise malformed("an operation on a value")


def malformed(detail: str) -> Malformed:
    return Malformed(detail, Reason.MALFORMED)


PONG = b'{"type":"pong"}'


def encode(value: Any) -> bytes:  # noqa: ANN401  # any JSON
    return orjson.dumps(value)


def encode_op(record_id: str, op: ObjectDiff | RecordOp) -> bytes:
    """One entry of a diff."""
    return encode(record_id) + b":" + encode(op)


def encode_put(record_id: str, record: bytes) -> bytes:
    return b'%b:["put",%b]' % (encode(record_id), record)


def encode_remove(record_id: str) -> bytes:
    return encode(record_id) + b':["remove"]'


def encode_diff(entries: Iterable[bytes]) -> bytes:
    return b"{" + b",".join(entries) + b"}"


def encode_connect(
    *,
    request_id: str,
    is_wiping_all: bool,
    schema: bytes,
    clock: int,
    may_edit: bool,
    entries: list[bytes],
) -> bytes:
    """The diff comes last, and all in one go: it may be megabytes, and a class joins at once."""
    head = (
        b'{"type":"connect","connectRequestId":%b,"hydrationType":"%b","protocolVersion":%d,'
        b'"schema":%b,"serverClock":%d,"isReadonly":%b,"diff":{'
        % (
            encode(request_id),
            b"wipe_all" if is_wiping_all else b"wipe_presence",
            PROTOCOL_VERSION,
            schema,
            clock,
            b"false" if may_edit else b"true",
        )
    )
    first, *rest = entries or [b""]
    if not rest:
        return b"%b%b}}" % (head, first)
    return b",".join([head + first, *rest[:-1], rest[-1] + b"}}"])


def encode_patch(diff: bytes, clock: int) -> bytes:
    return b'{"type":"patch","diff":%b,"serverClock":%d}' % (diff, clock)


COMMIT, DISCARD = b'"commit"', b'"discard"'


def encode_rebase(diff: bytes) -> bytes:
    return b'{"rebaseWithDiff":%b}' % diff


def encode_push_result(client_clock: int, clock: int, action: bytes) -> bytes:
    return b'{"type":"push_result","clientClock":%d,"serverClock":%d,"action":%b}' % (
        client_clock,
        clock,
        action,
    )


def encode_data(events: Iterable[bytes]) -> bytes:
    """Patches and results in order, as one message."""
    return b'{"type":"data","data":[' + b",".join(events) + b"]}"
