import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.board.sync import protocol
from salle.board.sync.diff import NetworkDiff
from salle.board.sync.limits import ID_LENGTH, MESSAGE_DEPTH, MESSAGE_LENGTH, OPERATIONS
from salle.board.sync.protocol import Connect, Malformed, Ping, Push, Reason, read_message
from tests.board.sync.making import values

SHAPE = {"id": "shape:a", "typeName": "shape", "x": 0}


def read(message: object) -> protocol.Message:
    return read_message(json.dumps(message))


def push(**parts: object) -> dict[str, object]:
    return {"type": "push", "clientClock": 3, **parts}


def test_a_ping_is_read() -> None:
    """B3"""
    assert read({"type": "ping"}) == Ping()


def test_a_connect_is_read() -> None:
    """B10"""
    message = {
        "type": "connect",
        "connectRequestId": "request",
        "lastServerClock": 12,
        "protocolVersion": 7,
        "schema": {"schemaVersion": 2},
    }
    assert read(message) == Connect("request", 12, 7, {"schemaVersion": 2})


def test_a_client_from_before_versions_is_read_so_that_it_hears_that_it_is_too_old() -> None:
    """B10"""
    message = {"type": "connect", "connectRequestId": "request", "lastServerClock": 0}
    assert read(message) == Connect("request", 0, None, None)


def test_a_push_is_read_with_every_operation() -> None:
    """B7"""
    diff: NetworkDiff = {
        "shape:a": ["put", SHAPE],
        "shape:b": ["remove"],
        "shape:c": [
            "patch",
            {
                "x": ["put", None],
                "meta": ["delete"],
                "props": ["patch", {"list": ["append", [1], 0]}],
            },
        ],
    }
    assert read(push(diff=diff)) == Push(3, diff)
    presence = ["patch", {"cursor": ["put", None]}]
    assert read(push(presence=presence)) == Push(3, None, presence)
    assert read(push(presence=["put", {}], diff={})) == Push(3, {}, ["put", {}])
    assert read(push(presence=None, diff=None)) == Push(3)


def test_unknown_fields_are_not_read() -> None:
    """B3"""
    assert read({"type": "ping", "new": 1}) == Ping()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "1",
        "{}",
        '{"type":"pong"}',
        '{"type":["ping"]}',
        '{"type":"push","clientClock":NaN}',
        '{"type":"push","clientClock":1e400}',
        '{"type":"ping"}{"type":"ping"}',
        '{"type":"ping", "a":"\\ud800" "b":1}',
    ],
)
def test_what_is_no_message_is_malformed(text: str) -> None:
    """B3"""
    with pytest.raises(Malformed) as malformed:
        read_message(text)
    assert malformed.value.reason is Reason.MALFORMED


@pytest.mark.parametrize(
    "message",
    [
        {"type": "push"},
        push(clientClock=-1),
        push(clientClock=True),
        push(clientClock=1.5),
        push(clientClock=1 << 53),
        push(diff=[]),
        push(diff={"shape:a": "remove"}),
        push(diff={"shape:a": []}),
        push(diff={"shape:a": ["put"]}),
        push(diff={"shape:a": ["put", []]}),
        push(diff={"shape:a": ["remove", 1]}),
        push(diff={"shape:a": ["append", [], 0]}),
        push(diff={"shape:a": ["patch", None]}),
        push(diff={"shape:a": ["patch", {"x": None}]}),
        push(diff={"shape:a": ["patch", {"x": ["put"]}]}),
        push(diff={"shape:a": ["patch", {"x": ["put", 1, 2]}]}),
        push(diff={"shape:a": ["patch", {"x": ["delete", 1]}]}),
        push(diff={"shape:a": ["patch", {"x": ["remove"]}]}),
        push(diff={"shape:a": ["patch", {"x": ["append", 1, 0]}]}),
        push(diff={"shape:a": ["patch", {"x": ["append", [1], True]}]}),
        push(diff={"shape:a": ["patch", {"x": ["append", [1], 0.0]}]}),
        push(diff={"shape:a": ["patch", {"x": ["append", [1]]}]}),
        push(diff={"shape:a": ["patch", {"x": ["patch", {"y": [1]}]}]}),
        push(diff={"shape:a": ["patch", {"meta": ["patch", {"__proto__": ["put", {}]}]}]}),
        push(diff={"s" * (ID_LENGTH + 1): ["remove"]}),
        push(presence={}),
        push(presence=["remove"]),
        push(presence=["put", 1]),
        {"type": "connect", "lastServerClock": 0},
        {"type": "connect", "connectRequestId": "r" * (ID_LENGTH + 1), "lastServerClock": 0},
        {"type": "connect", "connectRequestId": "r"},
        {"type": "connect", "connectRequestId": "r", "lastServerClock": "0"},
        {"type": "connect", "connectRequestId": "r", "lastServerClock": 0, "protocolVersion": "7"},
    ],
)
def test_a_message_with_a_wrong_part_is_malformed(message: dict[str, object]) -> None:
    """B3, B7"""
    with pytest.raises(Malformed) as malformed:
        read(message)
    assert malformed.value.reason is Reason.MALFORMED


def test_a_message_of_the_greatest_length_is_read_and_a_longer_one_is_too_large() -> None:
    """B28"""
    text = '{"type":"ping"}'
    assert read_message(text.ljust(MESSAGE_LENGTH)) == Ping()
    with pytest.raises(Malformed) as malformed:
        read_message(text.ljust(MESSAGE_LENGTH + 1))
    assert malformed.value.reason is Reason.TOO_LARGE


def test_a_push_touches_so_many_records_and_no_more() -> None:
    """B28"""
    diff = {f"shape:{number}": ["remove"] for number in range(OPERATIONS)}
    assert read(push(diff=diff)) == Push(3, diff)
    with pytest.raises(Malformed) as malformed:
        read(push(diff={**diff, "shape:a": ["remove"]}))
    assert malformed.value.reason is Reason.TOO_LARGE


def nest(levels: int) -> Any:
    value: Any = 0
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


def test_a_message_nests_so_deep_and_no_deeper() -> None:
    """B28"""
    assert read({"type": "ping", "a": nest(MESSAGE_DEPTH - 1)}) == Ping()
    with pytest.raises(Malformed):
        read({"type": "ping", "a": nest(MESSAGE_DEPTH)})
    with pytest.raises(Malformed):
        read_message('{"type":"ping","a":' + "[" * 2000 + "]" * 2000 + "}")
    with pytest.raises(Malformed):
        read_message(r'{"type":"\ud800","a":' + "[" * 100_000 + "]" * 100_000 + "}")


def test_half_a_character_is_replaced_and_said_to_be() -> None:
    """B4"""
    text = r'{"type":"push","clientClock":0,"diff":{"shape:a":["put",{"t":"\ud83d!\ude42🙂"}]}}'
    assert read_message(text) == Push(
        0, {"shape:a": ["put", {"t": "\ufffd!\ufffd🙂"}]}, is_mended=True
    )
    whole = text.replace(r"\ud83d!\ude42", r"\ud83d\ude42")
    assert read_message(whole) == Push(0, {"shape:a": ["put", {"t": "🙂🙂"}]})


def test_messages_of_the_server_are_json_in_tldraws_form() -> None:
    """B1"""
    entries = [
        protocol.encode_put("shape:é", b'{"x":1}'),
        protocol.encode_op("shape:b", ["patch", {"x": ["put", 1.5]}]),
        protocol.encode_remove("shape:c"),
    ]
    diff = protocol.encode_diff(entries)
    read_diff = {
        "shape:é": ["put", {"x": 1}],
        "shape:b": ["patch", {"x": ["put", 1.5]}],
        "shape:c": ["remove"],
    }
    patch = protocol.encode_patch(diff, 5)
    result = protocol.encode_push_result(2, 6, protocol.encode_rebase(diff))
    assert orjson.loads(protocol.encode_data([patch, result])) == {
        "type": "data",
        "data": [
            {"type": "patch", "diff": read_diff, "serverClock": 5},
            {
                "type": "push_result",
                "clientClock": 2,
                "serverClock": 6,
                "action": {"rebaseWithDiff": read_diff},
            },
        ],
    }
    commit = protocol.encode_push_result(2, 6, protocol.COMMIT)
    discard = protocol.encode_push_result(2, 6, protocol.DISCARD)
    assert [orjson.loads(text)["action"] for text in (commit, discard)] == ["commit", "discard"]
    assert orjson.loads(protocol.PONG) == {"type": "pong"}


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_the_answer_to_a_connect_is_json_in_tldraws_form(number: int) -> None:
    """B11"""
    names = [f"shape:{name}" for name in range(number)]
    connect = protocol.encode_connect(
        request_id='"r',
        is_wiping_all=True,
        schema=b"{}",
        clock=6,
        may_edit=True,
        entries=[protocol.encode_remove(name) for name in names],
    )
    assert orjson.loads(connect) == {
        "type": "connect",
        "connectRequestId": '"r',
        "hydrationType": "wipe_all",
        "protocolVersion": 7,
        "schema": {},
        "serverClock": 6,
        "isReadonly": False,
        "diff": {name: ["remove"] for name in names},
    }


NAMES = st.sampled_from(
    [
        *("type", "push", "ping", "connect", "clientClock", "diff", "presence", "put", "patch"),
        *("append", "remove", "delete", "connectRequestId", "lastServerClock", "shape:a"),
    ]
)
FUZZ = st.recursive(
    st.one_of(NAMES, values),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(NAMES, inner, max_size=4),
        st.tuples(st.just("patch"), st.dictionaries(NAMES, inner, max_size=2)).map(list),
    ),
    max_leaves=20,
)


@given(
    st.one_of(
        FUZZ,
        st.fixed_dictionaries(
            {"type": st.just("push"), "clientClock": st.just(0), "diff": FUZZ, "presence": FUZZ}
        ),
    )
)
def test_any_json_is_a_message_or_malformed(message: Any) -> None:
    """B3"""
    try:
        read(message)
    except Malformed:
        return


@given(st.text(alphabet='{}[]":,\\ud8dc0type1ng\n', max_size=60))
def test_any_text_is_a_message_or_malformed(text: str) -> None:
    """B3"""
    try:
        read_message(text)
    except Malformed:
        return
