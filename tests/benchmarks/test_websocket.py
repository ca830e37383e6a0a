from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.websocket import (
    CLOSE,
    CONTINUATION,
    FINAL,
    PING,
    TEXT,
    MessageReader,
    body_of_single_frame,
    client_frame,
)

SIZES = [0, 1, 125, 126, 127, 65535, 65536]


def server_frame(payload: bytes, opcode: int = TEXT, *, final: bool = True) -> bytes:
    """As RFC 6455, 5.2 has it, without a mask."""
    size = len(payload)
    first = bytes([(FINAL if final else 0) | opcode])
    if size < 126:
        return first + bytes([size]) + payload
    if size < 65536:
        return first + bytes([126]) + size.to_bytes(2, "big") + payload
    return first + bytes([127]) + size.to_bytes(8, "big") + payload


STREAM = [
    (TEXT, b"first"),
    (PING, b"\x01\x02\x03\x04"),
    (TEXT, b"x" * 300),
    (TEXT, b"y" * 70_000),
    (CLOSE, b"\x03\xe8"),
]
BYTES = b"".join(server_frame(payload, opcode) for opcode, payload in STREAM)


@given(st.lists(st.integers(0, len(BYTES)), max_size=20))
def test_messages_are_the_same_however_their_bytes_arrive(cuts: list[int]) -> None:
    reader = MessageReader()
    read: list[tuple[int, bytes]] = []
    for start, end in pairwise(sorted([0, *cuts, len(BYTES)])):
        read += reader.feed(BYTES[start:end])
    assert read == STREAM
    assert reader.is_between_messages


def test_a_message_in_pieces_is_one_and_a_ping_may_come_between_them() -> None:
    reader = MessageReader()
    pieces = server_frame(b"one ", final=False) + server_frame(b"and ", CONTINUATION, final=False)
    assert list(reader.feed(pieces + server_frame(b"!", PING))) == [(PING, b"!")]
    assert not reader.is_between_messages
    assert list(reader.feed(server_frame(b"two", CONTINUATION))) == [(TEXT, b"one and two")]


@pytest.mark.parametrize("size", SIZES)
def test_a_client_frame_says_its_size_and_has_a_mask_of_zeros(size: int) -> None:
    plain, masked = server_frame(b"x" * size), client_frame(b"x" * size)
    head = len(plain) - size
    assert masked[1] == plain[1] | 0x80
    assert masked[2:head] == plain[2:head]
    assert masked[head:] == bytes(4) + plain[head:]


@pytest.mark.parametrize("size", SIZES[:-1])
def test_one_whole_frame_is_known_at_a_glance(size: int) -> None:
    frame = bytearray(server_frame(b"x" * size))
    assert frame[body_of_single_frame(frame, len(frame)) :] == b"x" * size


@pytest.mark.parametrize(
    "arrived",
    [
        server_frame(b"x" * 200)[:-1],
        server_frame(b"x" * 200) + b"\x81",
        server_frame(b"x" * 20)[:1],
        server_frame(b"x" * 200)[:3],
        server_frame(b"", PING),
        server_frame(b"x", final=False),
        server_frame(b"x" * 65536),
    ],
)
def test_anything_else_is_not_taken_for_one_frame(arrived: bytes) -> None:
    """The buffer is used again: what stands behind the arrived bytes is older."""
    buffer = bytearray(arrived + bytes(300))
    assert body_of_single_frame(buffer, len(arrived)) == 0
