from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from salle.accounts.rules import Role
from salle.kit.database import Databases
from salle.media import routes
from salle.media.storage import MediaStore
from tests.api.described import HELD
from tests.logins import NOW, make_app, open_databases

PEOPLE = {"ada": Role.INSTRUCTOR, "bob": Role.MEMBER, "eve": Role.PUBLIC}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where pictures go."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def photo() -> bytes:
    """A small PNG."""
    png = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(png, "PNG")
    return png.getvalue()


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[Databases]:
    async with open_databases(database_url, PEOPLE) as databases:
        yield databases


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media", quota=10_000)


@pytest.fixture
def app(databases: Databases, store: MediaStore) -> FastAPI:
    return make_app(routes.router, databases, store, lambda: NOW)


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://salle.test", event_hooks=HELD
    ) as client:
        yield client
