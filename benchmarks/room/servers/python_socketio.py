"""python-socketio under uvicorn, as its documentation shows it: an event goes to everybody."""

import asyncio
import socket
from importlib import import_module
from typing import Any

import uvicorn
import uvloop

socketio: Any = import_module("socketio")  # from the packages of the bench, without types


async def main() -> None:
    server = socketio.AsyncServer(async_mode="asgi", ping_interval=600, http_compression=False)

    async def message(_sid: str, text: str) -> None:
        await server.emit("message", text)

    server.on("message", message)
    app = socketio.ASGIApp(server)
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws_per_message_deflate=False)
    print(f"ready {listener.getsockname()[1]}", flush=True)
    await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
