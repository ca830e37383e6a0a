import asyncio
from collections.abc import AsyncIterator

import pytest

from salle.activities.contract import Audience
from salle.rooms.buckets import TokenBucket
from salle.rooms.frames import cut_reason
from salle.rooms.members import Limits, Member
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole

LIMITS = Limits(frames=4, characters=100, signals_above=1, send_seconds=0.05)


class Peer:
    """A socket whose other end reads when the test lets it."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.closed: tuple[int, str] | None = None
        self.is_aborted = False
        self.reads = asyncio.Event()
        self.reads.set()

    async def send_text(self, data: str) -> None:
        await self.reads.wait()
        self.taken.append(data)

    async def close(self, code: int, reason: str) -> None:
        await self.reads.wait()
        self.closed = code, reason

    def abort(self) -> None:
        self.is_aborted = True


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
async def member(peer: Peer) -> AsyncIterator[Member]:
    actor = Actor("tom", RoomRole.PARTICIPANT)
    member = Member(actor, "tom", Audience.PARTICIPANT, peer, limits=LIMITS)
    yield member
    member.sender.cancel()


async def test_frames_arrive_in_order_and_the_close_comes_last(member: Member, peer: Peer) -> None:
    for text in "abc":
        member.send(text)
    member.close(4207, "ended")
    member.close(4202, "too late")
    member.send("too late")
    await member.sender
    assert (peer.taken, peer.closed) == (["a", "b", "c"], (4207, "ended"))


async def test_signals_are_the_first_to_go(member: Member, peer: Peer) -> None:
    """(G3)"""
    peer.reads.clear()
    member.send("first")
    await asyncio.sleep(0)  # the sender takes it, and waits
    for text in ("signal 1", "signal 2", "signal 3"):
        member.send_signal(text)
    for text in ("a", "b", "c"):
        member.send(text)
    assert not member.is_closing
    peer.reads.set()
    member.close(1000)
    await member.sender
    assert peer.taken == ["first", "a", "b", "c"]


@pytest.mark.parametrize("frames", [["x"] * 6, ["x" * 60, "x" * 60, "x" * 60]])
async def test_a_reader_too_far_behind_is_told_to_come_back(
    member: Member, peer: Peer, frames: list[str]
) -> None:
    """(L2) What it did not take is not kept."""
    peer.reads.clear()
    for frame in frames:
        member.send(frame)
        await asyncio.sleep(0)
    assert member.is_closing
    peer.reads.set()
    await member.sender
    assert peer.closed == (4001, "behind")
    assert len(peer.taken) <= 1


async def test_a_reader_that_takes_nothing_is_cut_off(member: Member, peer: Peer) -> None:
    peer.reads.clear()
    member.send("x")
    await member.sender
    assert peer.is_aborted
    assert member.is_closing


async def test_a_frame_larger_than_the_limit_reaches_who_has_taken_all(
    member: Member, peer: Peer
) -> None:
    member.send("x" * 1000)
    member.close(1000)
    await member.sender
    assert peer.taken == ["x" * 1000]


async def test_a_lost_socket_ends_quietly(member: Member, peer: Peer) -> None:
    async def lost(data: str) -> None:
        raise ConnectionError(data)

    peer.send_text = lost  # type: ignore[method-assign]  # its end of the line
    member.send("x")
    await member.sender
    assert member.is_closing


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
