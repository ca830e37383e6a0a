from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.rehearsal.websocket import (
    CLOSE,
    CONTINUATION,
    PING,
    TEXT,
    MessageReader,
    client_frame,
    holds_whole_texts,
)
from tests.rehearsal.wire import server_frame

SIZES = [0, 1, 125, 126, 127, 65535, 65536]


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


@pytest.mark.parametrize("size", SIZES)
def test_whole_texts_are_known_at_a_glance(size: int) -> None:
    texts = server_frame(b"x" * size) + server_frame(b"y")
    buffer = bytearray(texts + server_frame(b"older"))
    assert holds_whole_texts(buffer, len(texts))
    assert not holds_whole_texts(buffer, len(texts) - 1)


@pytest.mark.parametrize(
    "last", [server_frame(b"", PING), server_frame(b"x", final=False), server_frame(b"x")[:1]]
)
def test_texts_with_something_else_behind_them_are_not_taken_for_whole_texts(last: bytes) -> None:
    arrived = server_frame(b"x" * 200) + last
    assert not holds_whole_texts(bytearray(arrived + bytes(300)), len(arrived))
