"""`python -m tests.rooms.served_rooms DATABASE_URL`: a server of rooms to be killed by a test."""

import asyncio
import sys

import uvicorn

from salle.kit.database import Databases
from salle.rooms.live import Timing
from tests.rooms.world import SetClock, config, create_app, listening, started


async def main(url: str) -> None:
    listener = listening()
    server = uvicorn.Server(config(create_app(Databases(url), SetClock(), Timing())))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await started(server, serving)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    await serving


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
