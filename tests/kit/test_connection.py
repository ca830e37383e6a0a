"""Whoever does not read is not waited for, and does not fill the server's memory."""

import asyncio

import pytest

from salle.kit.connection import DEFAULT_LIMITS, Connection, Limits, TooSlow
from salle.kit.websocket import Line, Listener

KIB = 1024
MOST_BYTES, STALLED_SECONDS = DEFAULT_LIMITS.waiting, DEFAULT_LIMITS.stalled_seconds
HIGH, LOW = 64 * KIB, 16 * KIB
"""Between these a transport of asyncio says neither that too much waits nor that it does not."""


class Wire:
    """The line to a client, and the WebSocket on it. What the client takes is for the test."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.size = 0
        self.taken = 0
        self.aborted = asyncio.Event()
        self.is_behind = False
        self.goodbye: tuple[int, str] | None = None
        self.may_close = asyncio.Event()
        self.may_close.set()
        self.listener: Listener

    def send(self, frame: bytes) -> None:
        self.written.append(frame)
        self.size += len(frame)
        if not self.is_behind and self.waiting() > HIGH:
            self.is_behind = True
            self.listener.fall_behind()

    def waiting(self) -> int:
        return self.size - self.taken

    def take(self, count: int | None = None) -> None:
        self.taken += self.waiting() if count is None else count
        if self.is_behind and self.waiting() <= LOW:
            self.is_behind = False
            self.listener.catch_up()

    async def take_all(self) -> None:
        while self.waiting():
            self.take()
            await asyncio.sleep(0)

    @property
    def is_aborted(self) -> bool:
        return self.aborted.is_set()

    def abort(self) -> None:
        self.aborted.set()

    async def close(self, code: int, reason: str) -> None:
        await self.may_close.wait()
        self.goodbye = code, reason

    def listen(self, listener: Listener) -> None:
        self.listener = listener

    def connection(self, limits: Limits = DEFAULT_LIMITS) -> Connection:
        line = Line(
            abort=self.abort,
            write=self.send,
            waiting=self.waiting,
            send=self.send,
            listen=self.listen,
            stop_asking=lambda: None,
            close=self.close,
            stay=lambda _stay: None,
        )
        connection = Connection(line, TooSlow("room", 4001), limits)
        self.heard: list[str] = []
        connection.listen(self.heard.append)
        return connection


@pytest.fixture
async def wire() -> Wire:
    return Wire()


async def test_who_reads_is_sent_everything(wire: Wire) -> None:
    connection = wire.connection()
    for _ in range(100):
        connection.write(b"x" * 100 * KIB)
        wire.take()
    assert len(wire.written) == 100
    assert not wire.is_aborted


async def test_who_falls_too_far_behind_is_told_to_come_back(wire: Wire) -> None:
    """No more than the limit is kept for it."""
    connection = wire.connection()
    for _ in range(1000):
        connection.write(b"x" * 10 * KIB)
    assert MOST_BYTES < wire.waiting() < 1024 * KIB
    assert connection.is_closing
    connection.write(b"more")
    assert MOST_BYTES < wire.waiting() < 1024 * KIB
    await connection.closed()
    assert wire.goodbye == (4001, "behind")


async def test_who_catches_up_may_fall_behind_again(wire: Wire) -> None:
    connection = wire.connection()
    for _ in range(10):
        for _ in range(80):
            connection.write(b"x" * 10 * KIB)
        await wire.take_all()
    assert wire.taken == 8000 * KIB
    assert not connection.is_closing
    for _ in range(100):
        connection.write(b"x" * 10 * KIB)
    assert connection.is_closing
    await connection.closed()


async def test_what_waits_is_in_large_pieces_and_in_order(wire: Wire) -> None:
    """A transport keeps some hundred bytes beside each that it is given."""
    connection = wire.connection()
    frames = [b"%08d" % number for number in range((HIGH + MOST_BYTES) // 8)]
    for frame in frames:
        connection.write(frame)
        if not wire.is_behind:
            at_once = len(wire.written) + 1
    assert not connection.is_closing
    await wire.take_all()
    assert b"".join(wire.written) == b"".join(frames)
    assert len(wire.written) - at_once <= MOST_BYTES / (64 * KIB) + 1
    connection.write(b"and again at once")
    assert wire.written[-1] == b"and again at once"


async def test_what_waits_comes_before_the_goodbye(wire: Wire) -> None:
    connection = wire.connection()
    frames = [b"x" * 65 * KIB, b"waits", b"and waits"]
    for frame in frames:
        connection.write(frame)
    connection.close(1012, "restart")
    assert b"".join(wire.written) == b"".join(frames)
    await connection.closed()
    assert wire.goodbye == (1012, "restart")


async def test_a_large_document_may_take_its_time(wire: Wire) -> None:
    """It goes to one that has taken all before it, and what comes meanwhile waits behind it."""
    connection = wire.connection()
    connection.write(b"x" * 8 * MOST_BYTES)
    for _ in range(80):
        connection.write(b"x" * 10 * KIB)
        wire.take(20 * KIB)
    assert not connection.is_closing
    for _ in range(110):
        connection.write(b"x" * 10 * KIB)
    assert connection.is_closing
    await connection.closed()


async def test_a_second_large_frame_to_one_that_has_not_taken_the_first_is_too_much(
    wire: Wire,
) -> None:
    connection = wire.connection()
    connection.write(b"x" * 8 * MOST_BYTES)
    connection.write(b"x" * 2 * MOST_BYTES)
    assert connection.is_closing
    assert len(wire.written) == 1
    await connection.closed()


async def test_who_takes_nothing_for_long_is_dropped(wire: Wire) -> None:
    connection = wire.connection()
    connection.write(b"x" * 65 * KIB)
    connection.check(1)
    wire.take(100)
    connection.check(STALLED_SECONDS)
    connection.check(2 * STALLED_SECONDS - 1)
    assert not wire.is_aborted
    connection.check(2 * STALLED_SECONDS)
    assert wire.is_aborted


IMPATIENT = Limits(stalled_seconds=0.01, look_every_seconds=0.001)


async def test_a_reader_that_has_stopped_is_noticed(wire: Wire) -> None:
    connection = wire.connection(IMPATIENT)
    connection.write(b"x" * 65 * KIB)
    await wire.aborted.wait()
    assert connection.is_closing


async def test_a_reader_that_is_quiet_or_has_caught_up_has_not_stopped(wire: Wire) -> None:
    connection = wire.connection(IMPATIENT)
    connection.write(b"x" * 65 * KIB)
    wire.take()
    connection.write(b"x" * KIB)
    await asyncio.sleep(10 * IMPATIENT.stalled_seconds)
    assert not wire.is_aborted


async def test_what_is_written_meanwhile_does_not_make_it_a_reader(wire: Wire) -> None:
    connection = wire.connection()
    connection.write(b"x" * 65 * KIB)
    for second in range(int(STALLED_SECONDS) + 1):
        assert not wire.is_aborted
        connection.check(second)
        connection.write(b"x")
    assert wire.is_aborted


async def test_a_goodbye_is_said_once_and_is_the_last_word(wire: Wire) -> None:
    connection = wire.connection()
    connection.close(1012, "restart")
    connection.close(4099, "FORBIDDEN")
    connection.write(b"after")
    connection.hear("after")
    await connection.closed()
    assert wire.goodbye == (1012, "restart")
    assert (wire.written, wire.heard) == ([], [])


async def test_to_one_that_is_gone_nothing_is_written_and_no_goodbye_is_said(wire: Wire) -> None:
    connection = wire.connection()
    connection.write(b"x" * 65 * KIB)
    wire.listener.end()
    wire.take()
    connection.write(b"after")
    connection.close(1012, "restart")
    await connection.closed()
    assert len(wire.written) == 1
    assert wire.goodbye is None


async def test_who_does_not_hear_the_goodbye_is_dropped(wire: Wire) -> None:
    wire.may_close.clear()
    connection = wire.connection(Limits(goodbye_seconds=0.01))
    connection.close(1012, "restart")
    await connection.closed()
    assert wire.is_aborted


async def test_a_lost_socket_ends_quietly(wire: Wire) -> None:
    async def lost(code: int, reason: str) -> None:
        raise ConnectionError(code, reason)

    wire.close = lost  # type: ignore[method-assign]  # its end of the line
    connection = wire.connection()
    connection.close(1011, "lost")
    await connection.closed()
    assert wire.is_aborted
    assert not wire.written
