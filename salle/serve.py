import asyncio
import contextlib
import fcntl
import gc
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from typing import cast

import uvicorn
from fastapi import FastAPI

from salle.accounts.actions.links import issue_setup_link, issue_sign_in_link
from salle.app import create_app, stop_live
from salle.demo import prepare_demo
from salle.kit import clock as clocks
from salle.kit.clock import Clock
from salle.kit.database import Databases, with_async_driver
from salle.kit.errors import Kind, SalleError
from salle.kit.metrics import watch_loop
from salle.kit.tasks import end_tasks
from salle.kit.websocket import LiveWebSocket
from salle.settings import Settings

# A board's client cuts what it says into pieces of 262,144 units of UTF-16, each of which takes up
# to three bytes. What a frame of the room may hold is less, and looked at there.
MAX_MESSAGE = 1 << 20
TCP_USER_TIMEOUT_MS = 8_000  # a peer that acknowledges nothing for this long is gone
# What the system holds for a peer that does not take it, beside what is on its way. What is more
# waits in this process, where it is seen and bounded.
TCP_UNSENT_BYTES = 128 << 10
GRACE_SECONDS = 8
FULL_SECOND = 0  # among uvicorn's ticks one at which it sets the date that answers carry


class Server(uvicorn.Server):
    """uvicorn, except that signals are ours: rooms say goodbye before sockets close.

    And it is told when to end, instead of waking up ten times a second to look.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ending = asyncio.Event()

    def end(self) -> None:
        self.should_exit = True
        self._ending.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(FULL_SECOND):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._ending.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if sys.platform == "linux":
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, TCP_USER_TIMEOUT_MS)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, TCP_UNSENT_BYTES)
    listener.bind((host, port))
    return listener


class AlreadyServed(SalleError):
    """SQLite has one server: a second one would decide on rooms that the first one holds."""

    kind = Kind.CONFLICT
    code = "already_served"


@contextlib.contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """Nobody else serves this data folder meanwhile. The system lets go when the process dies."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "serving").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(data=str(settings.data)) from None
        yield


def allow_many_sockets() -> None:
    """As many open files as this process may have: who does not ask for more gets 1,024 on most
    systems, and everybody in a room has two sockets.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def serve(settings: Settings, *, demo: bool = False, clock: Clock = clocks.now) -> None:
    """Run until SIGTERM or SIGINT; a second signal does not wait for anybody."""
    if with_async_driver(settings.database).get_backend_name() == "sqlite":
        with only_server(settings):
            await _serve(settings, demo=demo, clock=clock)
    else:
        await _serve(settings, demo=demo, clock=clock)


async def _serve(settings: Settings, *, demo: bool, clock: Clock) -> None:
    allow_many_sockets()
    listener = listen(settings.host, settings.port)
    port = cast("int", listener.getsockname()[1])
    app = create_app(settings.model_copy(update={"port": port}), clock=clock)
    server = Server(
        uvicorn.Config(
            app,
            log_config=None,
            ws=LiveWebSocket,
            ws_max_size=MAX_MESSAGE,
            ws_ping_interval=20,
            ws_ping_timeout=20,
            ws_per_message_deflate=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []

    async def close() -> None:
        app.state.is_ready = False
        await stop_live(app)
        server.end()

    def on_signal() -> None:
        if closing:
            server.force_exit = True
        else:
            closing.append(loop.create_task(close()))

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    greeting = asyncio.create_task(greet(server, app, demo=demo))
    watching = loop.create_task(watch_loop())
    await server.serve(sockets=[listener])
    await asyncio.gather(greeting, *closing)
    await end_tasks(watching)


async def greet(server: Server, app: FastAPI, *, demo: bool) -> None:
    """Say where Salle is, and print the links that need no password: they are for the terminal."""
    while not server.started:
        if server.should_exit:
            return
        await asyncio.sleep(0.01)
    databases: Databases = app.state.databases
    origin, now = app.state.origin, app.state.clock()
    lines = [f"Salle is ready: {origin}"]
    async with databases.write.begin() as db:
        if link := await issue_setup_link(db, origin=origin, now=now):
            lines.append(f"Set up the first administrator (once, within a day): {link}")
        if demo:
            trainer_id = await prepare_demo(db, now=now)
            link = await issue_sign_in_link(db, user_id=trainer_id, origin=origin, now=now)
            lines.append(f"Sign in as the demo trainer (once): {link}")
    set_program_aside()
    print(*lines, sep="\n", flush=True)


def set_program_aside() -> None:
    """What is there before anybody has come stays, and need not be searched for garbage.

    To go through all of it holds everybody up for a tenth of a second or two. Not to be done
    again later: what goes in circles, as sockets do, would never be given back.
    """
    gc.collect()
    gc.freeze()
