import asyncio
from collections.abc import Iterator

import pytest

from salle.activities.contract import Audience
from salle.kit.websocket import Line
from salle.rooms.buckets import TokenBucket
from salle.rooms.frames import cut_reason, write_frame
from salle.rooms.members import Limits, Member
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole

KIB = 1024
LIMITS = Limits()


class Peer:
    """The line to a client, and the WebSocket on it. What the client takes is for the test."""

    def __init__(self, *, reads: bool = True) -> None:
        self.written: list[bytes] = []
        self.taken = 0
        self.reads = reads
        self.closed: tuple[int, str] | None = None
        self.is_aborted = False
        self.may_close = asyncio.Event()
        self.may_close.set()
        self.line = Line(
            self.abort,
            self.written.append,
            self.waiting,
            self.written.append,
            lambda _listener: None,
        )

    @property
    def texts(self) -> list[str]:
        return [text.decode() for text in messages(b"".join(self.written))]

    def waiting(self) -> int:
        return 0 if self.reads else sum(map(len, self.written)) - self.taken

    def take(self, count: int | None = None) -> None:
        self.taken += self.waiting() if count is None else count

    async def close(self, code: int, reason: str) -> None:
        await self.may_close.wait()
        self.closed = code, reason

    def abort(self) -> None:
        self.is_aborted = True

    def member(self, limits: Limits = LIMITS) -> Member:
        actor = Actor("tom", RoomRole.PARTICIPANT)
        return Member(actor, "tom", Audience.PARTICIPANT, self.line, self, now=0, limits=limits)


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
    return Peer(reads=False)


async def test_frames_leave_in_order_and_the_close_comes_last(peer: Peer) -> None:
    member = peer.member()
    for number in range(3):
        member.send(write_frame({"number": number}))
    member.close(4207, "ended")
    member.close(4202, "too late")
    member.send(write_frame({"number": "too late"}))
    await member.closed()
    assert peer.texts == ['{"number":0}', '{"number":1}', '{"number":2}']
    assert peer.closed == (4207, "ended")
    assert not peer.is_aborted


async def test_what_is_held_goes_with_the_next_frame_or_when_the_turn_is_over(peer: Peer) -> None:
    member = peer.member()
    member.hold(b"held,")
    member.hold(b"held,")
    member.send(b"sent")
    member.hold(b"later")
    assert peer.written == [b"held,held,sent"]
    await asyncio.sleep(0)
    assert peer.written == [b"held,held,sent", b"later"]
    member.hold(b"last")
    member.close(1000)
    await member.closed()
    assert peer.written[2:] == [b"last"]


async def test_signals_are_the_first_to_go(peer: Peer) -> None:
    """(G3)"""
    member = peer.member()
    for frame in (b"first" * LIMITS.little, b"second"):
        member.send(frame)
        member.send_signal(b"signal")
    assert len(peer.written) == 2
    assert not member.is_closing
    peer.take()
    member.send_signal(b"signal")
    assert peer.written[-1] == b"signal"


async def test_a_reader_too_far_behind_is_told_to_come_back(peer: Peer) -> None:
    """(L2) No more than the limit is kept for it."""
    member = peer.member()
    for _ in range(1000):
        member.send(b"x" * 10 * KIB)
        peer.take(KIB)
    assert member.is_closing
    assert peer.waiting() <= LIMITS.waiting
    await member.closed()
    assert peer.closed == (4001, "behind")


async def test_a_reader_that_never_hears_the_goodbye_is_cut_off(peer: Peer) -> None:
    member = peer.member(LIMITS._replace(goodbye_seconds=0.01))
    peer.may_close.clear()
    member.close(4001, "behind")
    await member.closed()
    assert peer.is_aborted


async def test_who_reads_is_sent_everything(peer: Peer) -> None:
    member = peer.member()
    for _ in range(1000):
        member.send(b"x" * 10 * KIB)
        peer.take()
    assert not member.is_closing
    assert len(peer.written) == 1000


async def test_a_frame_larger_than_the_limit_may_take_its_time(peer: Peer) -> None:
    """It goes to who has taken what came before it; what comes meanwhile waits behind it."""
    member = peer.member()
    member.send(b"x" * KIB)
    member.send(b"x" * 8 * LIMITS.waiting)
    for _ in range(100):
        member.send(b"x" * 10 * KIB)
    assert not member.is_closing
    member.send(b"x" * 2 * LIMITS.waiting)
    assert member.is_closing
    assert len(peer.written) == 102
    await member.closed()


async def test_the_limit_is_as_before_once_a_large_frame_is_taken(peer: Peer) -> None:
    member = peer.member()
    member.send(b"x" * 8 * LIMITS.waiting)
    peer.take()
    for _ in range(1000):
        member.send(b"x" * 10 * KIB)
    assert peer.waiting() <= LIMITS.waiting
    await member.closed()
    assert peer.closed == (4001, "behind")


async def test_a_reader_that_takes_nothing_is_cut_off(peer: Peer) -> None:
    member = peer.member()
    member.send(b"x" * KIB)
    member.check(1)
    peer.take(100)
    member.check(LIMITS.stalled_seconds)
    peer.written.append(b"a ping of the server's")
    member.check(2 * LIMITS.stalled_seconds - 1)
    assert not peer.is_aborted
    member.check(2 * LIMITS.stalled_seconds)
    assert peer.is_aborted
    assert member.is_closing


async def test_a_reader_that_is_quiet_has_not_stopped(peer: Peer) -> None:
    member = peer.member()
    member.send(b"x" * KIB)
    peer.take()
    for second in range(100):
        member.check(second)
    member.send(b"x")
    member.check(100)
    assert not member.is_closing


async def test_a_lost_socket_ends_quietly(peer: Peer) -> None:
    async def lost(code: int, reason: str) -> None:
        raise ConnectionError(code, reason)

    peer.close = lost  # type: ignore[method-assign]  # its end of the line
    member = peer.member()
    member.close(1011, "lost")
    await member.closed()
    gone = peer.member()
    gone.drop()
    gone.send(b"x")
    await gone.closed()
    assert not peer.written


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
