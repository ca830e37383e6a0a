from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from salle.accounts.revocations import Revocations
from salle.board.hub import BoardHub
from salle.board.live import Timing
from salle.capsules import routes, socket
from salle.kit.database import Databases
from salle.kit.writer import Writer
from salle.media.storage import MediaStore
from tests.capsules.world import PEOPLE, Browser, Hands
from tests.logins import make_app, open_databases


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[Databases]:
    async with open_databases(database_url, PEOPLE) as databases:
        yield databases


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


@pytest.fixture
async def app(databases: Databases, store: MediaStore, clock: Hands) -> AsyncIterator[FastAPI]:
    app = make_app(routes.router, databases, store, clock)
    app.include_router(socket.router)
    app.state.revocations = Revocations()
    writer = Writer(databases)
    writer.start()
    app.state.boards = BoardHub(
        databases=databases, writer=writer, clock=clock, timing=Timing(linger=0, unload_after=0.5)
    )
    app.state.boards.start()
    async with app.router.lifespan_context(app):
        yield app
        await app.state.boards.stop()
    await writer.stop()


@pytest.fixture
async def ada(app: FastAPI) -> AsyncIterator[Browser]:
    async with Browser(app, "ada") as browser:
        yield browser


@pytest.fixture
async def bob(app: FastAPI) -> AsyncIterator[Browser]:
    async with Browser(app, "bob") as browser:
        yield browser
