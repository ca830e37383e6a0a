"""What one writes first: Starlette under uvicorn, and a message is awaited for each socket."""

import asyncio
import socket

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

members: dict[WebSocket, None] = {}


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    members[websocket] = None
    try:
        while True:
            text = await websocket.receive_text()
            for member in list(members):
                await member.send_text(text)
    except WebSocketDisconnect:
        pass
    finally:
        del members[websocket]


async def main() -> None:
    app = Starlette(routes=[WebSocketRoute("/", talk)])
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws_per_message_deflate=False)
    print(f"ready {listener.getsockname()[1]}", flush=True)
    await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
