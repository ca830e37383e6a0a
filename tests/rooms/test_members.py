from collections.abc import Iterator

import pytest

from salle.kit.connection import Connection
from salle.kit.websocket import Line, Listener
from salle.rooms.buckets import TokenBucket
from salle.rooms.frames import cut_reason
from salle.rooms.members import TOO_SLOW, Member
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole


class Peer:
    """The line to a client, and the WebSocket on it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.listener: Listener

    async def close(self, code: int, reason: str) -> None:
        self.closed = code, reason

    def listen(self, listener: Listener) -> None:
        self.listener = listener

    def connection(self) -> Connection:
        line = Line(
            abort=lambda: None,
            write=self.written.append,
            waiting=lambda: 0,
            send=self.written.append,
            listen=self.listen,
            stop_asking=lambda: None,
            close=self.close,
            stay=lambda _stay: None,
        )
        connection = Connection(line, TOO_SLOW)
        connection.listen(lambda _text: None)
        return connection

    @property
    def texts(self) -> list[str]:
        return [text.decode() for text in messages(b"".join(self.written))]


def messages(stream: bytes) -> Iterator[bytes]:
    """What was said in these frames, each of which is one whole message of text."""
    start = 0
    while start < len(stream):
        assert stream[start] == 0x81
        size, start = stream[start + 1], start + 2
        if size >= 126:
            longer = 2 if size == 126 else 8
            size, start = int.from_bytes(stream[start : start + longer], "big"), start + longer
        yield stream[start : start + size]
        start += size


@pytest.fixture
async def peer() -> Peer:
    return Peer()


@pytest.fixture
async def member(peer: Peer) -> Member:
    actor = Actor("tom", RoomRole.PARTICIPANT)
    return Member(actor, "tom", peer.connection())


async def test_frames_leave_in_order_and_the_close_comes_last(peer: Peer, member: Member) -> None:
    for number in range(3):
        member.send(b"%d" % number)
    member.close(4207, "ended")
    member.close(4202, "too late")
    member.send(b"too late")
    await member.closed()
    assert peer.written == [b"0", b"1", b"2"]
    assert peer.closed == (4207, "ended")


async def test_what_is_held_goes_with_the_next_frame_or_when_it_may_wait_no_longer(
    peer: Peer, member: Member
) -> None:
    member.hold(b"held,")
    member.hold(b"held,")
    member.send(b"sent")
    member.hold(b"later")
    assert peer.written == [b"held,held,sent"]
    member.send_held()
    member.send_held()
    assert peer.written == [b"held,held,sent", b"later"]
    member.hold(b"last")
    member.close(1000)
    await member.closed()
    assert peer.written[2:] == [b"last"]


async def test_signals_are_the_first_to_go(peer: Peer, member: Member) -> None:
    """(G3)"""
    peer.listener.fall_behind()
    member.send(b"first")
    member.send_signal(b"signal")
    peer.listener.catch_up()
    assert peer.written == [b"first"]
    member.send_signal(b"signal")
    assert peer.written == [b"first", b"signal"]


async def test_to_one_that_is_gone_nothing_is_written(peer: Peer, member: Member) -> None:
    peer.listener.end()
    member.hold(b"held")
    member.send(b"sent")
    member.close(1011, "lost")
    assert not peer.written
    assert peer.closed is None


def test_a_bucket_lets_through_so_many_at_once_and_so_many_over_time() -> None:
    """(C6)"""
    time = 0.0
    bucket = TokenBucket(3, 2, lambda: time)
    assert [bucket.spend() for _ in range(4)] == [True, True, True, False]
    time = 0.5
    assert [bucket.spend() for _ in range(2)] == [True, False]
    time = 100
    assert [bucket.spend() for _ in range(4)] == [True, True, True, False]


def test_a_reason_is_cut_where_a_letter_ends() -> None:
    assert cut_reason("court") == "court"
    cut = cut_reason("é" * 100)
    assert cut == "é" * 60 + "…"
    assert len(cut.encode()) == 123
