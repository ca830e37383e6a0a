from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import Login, User
from salle.accounts.rules import Role
from salle.accounts.tokens import AccessTokens
from salle.kit.database import Databases, Table
from salle.kit.http import answer_errors
from salle.kit.limits import Attempts
from salle.media import routes
from salle.media.storage import MediaStore

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


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
    """With Ada and Bob, trainers, and Eve, who may only look."""
    databases = Databases(database_url)
    try:
        async with databases.write_engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)
        async with databases.write.begin() as db:
            await add_people(db)
        yield databases
    finally:
        await databases.dispose()


async def add_people(db: AsyncSession) -> None:
    people = {"ada": Role.INSTRUCTOR, "bob": Role.MEMBER, "eve": Role.PUBLIC}
    for name, role in people.items():
        email = f"{name}@example.org"
        db.add(User(id=name, email=email, email_folded=email, role=role, created_at=NOW))
    await db.flush()
    for name in people:
        db.add(
            Login(
                id=f"{name}-login",
                user_id=name,
                created_at=NOW,
                last_used_at=NOW,
                expires_at=NOW + timedelta(days=1),
            )
        )


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media", quota=10_000)


@pytest.fixture
def app(databases: Databases, store: MediaStore) -> FastAPI:
    app = FastAPI()
    answer_errors(app)
    app.include_router(routes.router)
    app.state.databases = databases
    app.state.media = store
    app.state.tokens = AccessTokens("x" * 32)
    app.state.attempts = Attempts()
    app.state.clock = lambda: NOW
    return app


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://salle.test") as client:
        yield client
