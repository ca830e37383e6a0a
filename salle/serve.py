import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Iterator
from typing import cast

import uvicorn

from salle.app import create_app
from salle.settings import Settings

TCP_USER_TIMEOUT_MS = 8_000  # a peer that acknowledges nothing for this long is gone
GRACE_SECONDS = 8


class Server(uvicorn.Server):
    """uvicorn, except that signals are ours: rooms say goodbye before sockets close."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if sys.platform == "linux":
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, TCP_USER_TIMEOUT_MS)
    listener.bind((host, port))
    return listener


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; a second signal does not wait for anybody."""
    listener = listen(settings.host, settings.port)
    port = cast("int", listener.getsockname()[1])
    app = create_app(settings.model_copy(update={"port": port}))
    server = Server(
        uvicorn.Config(
            app,
            log_config=None,
            ws="websockets-sansio",
            ws_max_size=256 * 1024,
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
        await app.state.close_rooms()
        server.should_exit = True

    def on_signal() -> None:
        if closing:
            server.force_exit = True
        else:
            closing.append(loop.create_task(close()))

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    await server.serve(sockets=[listener])
    await asyncio.gather(*closing)
