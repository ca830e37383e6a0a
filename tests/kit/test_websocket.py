"""What the live sockets need of uvicorn beyond what it promises."""

import asyncio
import logging
import weakref
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
import uvloop
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from salle.kit.websocket import Line, LiveWebSocket, line_of, text_frame

Conversation = Callable[[Line, Receive, Send], Coroutine[Any, Any, None]]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Callable[[Coroutine[Any, Any, None]], None]:
    """Runs a test on each kind of event loop: they differ in what a closed transport does."""

    def run(test: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(test)

    return run


@asynccontextmanager
async def serving(conversation: Conversation, query: str = "") -> AsyncIterator[ClientConnection]:
    """A client of a server that accepts, and then does this."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return
        assert scope["query_string"].decode() == query.removeprefix("?")
        await receive()
        await send({"type": "websocket.accept"})
        await conversation(line_of(scope), receive, send)

    server = uvicorn.Server(
        uvicorn.Config(
            app, port=0, log_config=None, ws=LiveWebSocket, lifespan="off", ws_ping_interval=None
        )
    )
    task = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"ws://127.0.0.1:{port}/{query}"
    try:
        async with connect(url, compression=None, max_size=None, proxy=None) as client:
            yield client
    finally:
        server.should_exit = True
        await task


async def hear_all(client: ClientConnection) -> None:
    while True:
        await client.recv()


def test_uvicorn_has_the_names_that_are_used() -> None:
    protocol = WebSocketsSansIOProtocol(
        uvicorn.Config(lambda: None), uvicorn.server.ServerState(), {}, asyncio.new_event_loop()
    )
    protocol.loop.close()
    for name in (
        "transport",
        "handshake_complete",
        "close_sent",
        "app",
        "run_asgi",
        "queue",
        "frames",
        "curr_msg_data_type",
        "send_receive_event_to_app",
        "writable",
        "stop_keepalive",
        "handle_connect",
        "send",
    ):
        assert hasattr(protocol, name), name


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_ready_frame_is_a_message(
    run: Callable[[Coroutine[Any, Any, None]], None], size: int
) -> None:
    async def converse(line: Line, receive: Receive, _send: Send) -> None:
        line.write(text_frame(b"x" * size) + text_frame(b"next"))
        await receive()

    async def test() -> None:
        async with serving(converse) as client:
            assert await client.recv() == "x" * size
            assert await client.recv() == "next"

    run(test())


def test_ready_frames_and_others_arrive_in_order(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def converse(line: Line, receive: Receive, send: Send) -> None:
        for number in range(3):
            line.write(text_frame(f"ready {number}".encode()))
            await send({"type": "websocket.send", "text": f"sent {number}"})
        await receive()

    async def test() -> None:
        async with serving(converse) as client:
            heard = [await client.recv() for _ in range(6)]
        assert heard == [f"{how} {number}" for number in range(3) for how in ("ready", "sent")]

    run(test())


def test_writing_to_one_that_is_closed_is_nothing(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        over: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def converse(line: Line, receive: Receive, send: Send) -> None:
            await send({"type": "websocket.close", "code": 1012, "reason": "restart"})
            line.write(text_frame(b"after the goodbye"))
            line.abort()
            line.write(text_frame(b"after the abort"))
            while (await receive())["type"] != "websocket.disconnect":
                pass
            line.write(text_frame(b"after the end"))
            over.set_result(line.waiting())

        async with serving(converse) as client:
            with pytest.raises(ConnectionClosed):
                await client.recv()
            assert await over == 0

    run(test())


def test_one_that_stops_reading_is_seen_and_can_be_dropped(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        held: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def converse(line: Line, receive: Receive, _send: Send) -> None:
            frame = text_frame(b"x" * 1_000_000)
            for _ in range(40):
                line.write(frame)
                await asyncio.sleep(0)
            held.set_result(line.waiting())
            line.abort()
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async with serving(converse) as client:
            client.transport.pause_reading()
            assert await held > 1_000_000
            client.transport.resume_reading()
            with pytest.raises(ConnectionClosed):
                await hear_all(client)

    run(test())


class Ear:
    """Writes down what it is told."""

    def __init__(self, *, deaf_after: str = "") -> None:
        self.told: list[str] = []
        self.has_ended = asyncio.Event()
        self._deaf_after = deaf_after
        self.is_deaf = asyncio.Event()
        self.is_behind = asyncio.Event()

    def hear(self, text: str) -> None:
        self.told.append(text)
        if text == self._deaf_after:
            self.is_deaf.set()

    def fall_behind(self) -> None:
        self.told.append("behind")
        self.is_behind.set()

    def catch_up(self) -> None:
        self.told.append("caught up")

    def end(self) -> None:
        self.told.append("end")
        self.has_ended.set()


def test_who_listens_hears_everything_in_order(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    """What came before it listened is received, and nothing overtakes it."""

    async def test() -> None:
        ear = Ear()
        over = asyncio.Event()

        async def converse(line: Line, receive: Receive, _send: Send) -> None:
            first = await receive()
            line.write(text_frame(b"go on"))
            await asyncio.sleep(0.05)  # the second is in the queue by now, or will be heard
            line.listen(ear)
            ear.hear(first["text"])
            while (message := await receive())["type"] != "websocket.disconnect":
                ear.hear(message["text"])
            over.set()

        async with serving(converse) as client:
            await client.send("0")
            await client.recv()
            for number in range(1, 200):
                await client.send(str(number))
            await client.send(["part ", "by ", "part"])
            await client.close()
            await over.wait()
        assert ear.told == [*map(str, range(200)), "part by part", "end"]

    run(test())


def test_who_listens_may_write_until_the_end(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        ear = Ear()

        async def converse(line: Line, receive: Receive, _send: Send) -> None:
            line.listen(ear)
            line.send(text_frame(b"hello"))
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async with serving(converse) as client:
            assert await client.recv() == "hello"
            client.transport.abort()
            await ear.has_ended.wait()
        assert ear.told == ["end"]

    run(test())


def test_nothing_is_heard_after_the_goodbye(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        ear = Ear(deaf_after="one")

        async def converse(line: Line, receive: Receive, send: Send) -> None:
            line.listen(ear)
            await ear.is_deaf.wait()
            await send({"type": "websocket.close", "code": 1012, "reason": "restart"})
            line.write(text_frame(b"after the goodbye"))
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async with serving(converse) as client:
            client.transport.pause_reading()  # so that it goes on after the goodbye
            await client.send("one")
            await ear.is_deaf.wait()
            await asyncio.sleep(0.01)
            await client.send("two")
            client.transport.resume_reading()
            await client.wait_closed()
            await ear.has_ended.wait()
        assert ear.told == ["one", "end"]

    run(test())


def test_who_listens_is_told_when_the_peer_falls_behind_and_catches_up(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        ear = Ear()

        async def converse(line: Line, receive: Receive, _send: Send) -> None:
            line.listen(ear)
            frame = text_frame(b"x" * 1_000_000)
            while "behind" not in ear.told:
                line.send(frame)
                await asyncio.sleep(0)
            line.send(text_frame(b"last"))
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async with serving(converse) as client:
            client.transport.pause_reading()
            await ear.is_behind.wait()
            client.transport.resume_reading()
            while await client.recv() != "last":
                pass
        await ear.has_ended.wait()
        assert ear.told == ["behind", "caught up", "end"]

    run(test())


def test_what_is_no_text_closes_the_line_and_is_not_heard(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        ear = Ear()

        async def converse(line: Line, receive: Receive, _send: Send) -> None:
            line.listen(ear)
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async with serving(converse) as client:
            await client.send(b"\xff", text=True)
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1007
        assert ear.told == ["end"]

    run(test())


class Luggage:
    """What a request and those it passed brought along."""


def test_one_that_stays_keeps_nothing_of_its_request(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def test() -> None:
        ear = Ear()
        brought: list[weakref.ref[Luggage]] = []
        kept: list[Luggage | None] = []
        left: asyncio.Future[Line] = asyncio.get_running_loop().create_future()

        async def stay(receive: Receive) -> None:
            kept.append(brought[0]())
            line = await left
            line.listen(ear)
            line.write(text_frame(b"listening"))
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async def converse(line: Line, _receive: Receive, _send: Send) -> None:
            luggage = Luggage()
            brought.append(weakref.ref(luggage))
            line.stay(stay)
            await asyncio.sleep(0)
            assert luggage is brought[0]()
            left.set_result(line)

        async with serving(converse) as client:
            assert await client.recv() == "listening"
            await client.send("still here")
        await ear.has_ended.wait()
        assert kept == [None]
        assert ear.told == ["still here", "end"]

    run(test())


def test_a_line_says_goodbye_after_what_was_written(
    run: Callable[[Coroutine[Any, Any, None]], None],
) -> None:
    async def converse(line: Line, receive: Receive, _send: Send) -> None:
        line.write(text_frame(b"last words"))
        await line.close(4001, "behind")
        with pytest.raises(RuntimeError):
            await line.close(4002, "again")
        await receive()

    async def test() -> None:
        async with serving(converse) as client:
            assert await client.recv() == "last words"
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "behind")

    run(test())


def test_the_log_does_not_hold_the_query(
    run: Callable[[Coroutine[Any, Any, None]], None], caplog: pytest.LogCaptureFixture
) -> None:
    """(H9)"""

    async def converse(_line: Line, receive: Receive, _send: Send) -> None:
        await receive()

    async def test() -> None:
        async with serving(converse, "?ticket=secret"):
            pass

    with caplog.at_level(logging.INFO):
        run(test())
    logged = [each.getMessage() for each in caplog.records if each.name.startswith("uvicorn")]
    assert any("[accepted]" in each for each in logged)
    assert not any("secret" in each for each in logged)


MASK = b"\x01\x02\x03\x04"


def masked(payload: bytes, first: int = 0x81) -> bytes:
    """A frame as a client sends it."""
    size = len(payload)
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((first, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + MASK + bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))


MESSAGES = ["", "é", "x" * 125, "y" * 126, "z" * 5_000, "w" * 70_000, "last"]
STREAM = b"".join(
    masked(text.encode()) + masked(b"alive?", 0x89) + masked(b"nobody asked", 0x8A)
    for text in MESSAGES
) + (masked(b"in ", 0x01) + masked(b"ping", 0x89) + masked(b"two", 0x80))


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1_000, 1 << 20])
def test_frames_may_arrive_in_pieces_of_any_size(
    run: Callable[[Coroutine[Any, Any, None]], None], piece: int
) -> None:
    async def test() -> None:
        ear = Ear()

        async def converse(line: Line, receive: Receive, _send: Send) -> None:
            line.listen(ear)
            protocol: LiveWebSocket = line.listen.__self__  # type: ignore[attr-defined]  # its method
            for start in range(0, len(STREAM), piece):
                protocol.data_received(STREAM[start : start + piece])
            line.send(text_frame(b"done"))
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async with serving(converse) as client:
            while await client.recv() != "done":
                pass
        await ear.has_ended.wait()
        assert ear.told == [*MESSAGES, "in two", "end"]

    run(test())
