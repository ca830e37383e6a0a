"""Whoever does not read is not waited for, and does not fill the server's memory."""

import asyncio

import pytest

from salle.board.connection import MOST_BYTES, STALLED_SECONDS, Connection
from salle.kit.websocket import Line, Listener

KIB = 1024
HIGH, LOW = 64 * KIB, 16 * KIB
"""Between these a transport of asyncio says neither that too much waits nor that it does not."""


class Wire:
    """The line to a client, and the WebSocket on it. What the client takes is for the test."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.size = 0
        self.taken = 0
        self.is_aborted = False
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

    def abort(self) -> None:
        self.is_aborted = True

    async def close(self, code: int, reason: str) -> None:
        await self.may_close.wait()
        self.goodbye = code, reason

    def listen(self, listener: Listener) -> None:
        self.listener = listener

    def connection(self) -> Connection:
        line = Line(self.abort, self.send, self.waiting, self.send, self.listen)
        connection = Connection(line, self)
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


async def test_who_falls_too_far_behind_is_dropped(wire: Wire) -> None:
    connection = wire.connection()
    for _ in range(1000):
        connection.write(b"x" * 10 * KIB)
    assert wire.is_aborted
    assert MOST_BYTES < wire.waiting() < 1024 * KIB
    assert connection.is_closing
    connection.write(b"more")
    assert MOST_BYTES < wire.waiting() < 1024 * KIB


async def test_who_catches_up_may_fall_behind_again(wire: Wire) -> None:
    connection = wire.connection()
    for _ in range(10):
        for _ in range(80):
            connection.write(b"x" * 10 * KIB)
        wire.take()
    assert len(wire.written) == 800
    assert not wire.is_aborted
    for _ in range(100):
        connection.write(b"x" * 10 * KIB)
    assert wire.is_aborted


async def test_a_large_document_may_take_its_time(wire: Wire) -> None:
    """It goes to one that has taken all before it, and what comes meanwhile waits behind it."""
    connection = wire.connection()
    connection.write(b"x" * 8 * MOST_BYTES)
    for _ in range(80):
        connection.write(b"x" * 10 * KIB)
        wire.take(20 * KIB)
    assert not wire.is_aborted
    for _ in range(110):
        connection.write(b"x" * 10 * KIB)
    assert wire.is_aborted


async def test_a_second_large_frame_to_one_that_has_not_taken_the_first_is_too_much(
    wire: Wire,
) -> None:
    connection = wire.connection()
    connection.write(b"x" * 8 * MOST_BYTES)
    connection.write(b"x" * 2 * MOST_BYTES)
    assert wire.is_aborted
    assert len(wire.written) == 1


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


async def test_a_reader_that_is_quiet_has_not_stopped(wire: Wire) -> None:
    connection = wire.connection()
    connection.write(b"x" * KIB)
    wire.take()
    for second in range(100):
        connection.check(second)
    connection.write(b"x")
    connection.check(100)
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


async def test_who_does_not_hear_the_goodbye_is_dropped(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salle.board.connection.GOODBYE_SECONDS", 0.01)
    wire.may_close.clear()
    connection = wire.connection()
    connection.close(1012, "restart")
    await connection.closed()
    assert wire.is_aborted
