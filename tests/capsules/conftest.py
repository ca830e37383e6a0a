from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from salle.accounts.models import Login, User
from salle.accounts.tokens import AccessTokens
from salle.capsules import routes
from salle.kit.database import Databases, Table
from salle.kit.http import answer_errors
from salle.media.storage import MediaStore
from tests.capsules.world import NOW, PEOPLE, Browser, Hands


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[Databases]:
    """With Ada and Bob, trainers, Eve, who is none, and an admin."""
    databases = Databases(database_url)
    try:
        async with databases.write_engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)
        async with databases.write.begin() as db:
            for name, role in PEOPLE.items():
                email = f"{name}@example.org"
                db.add(User(id=name, email=email, email_folded=email, role=role, created_at=NOW))
            await db.flush()
            for name in PEOPLE:
                db.add(
                    Login(
                        id=f"{name}-login",
                        user_id=name,
                        created_at=NOW,
                        last_used_at=NOW,
                        expires_at=NOW + timedelta(days=1),
                    )
                )
        yield databases
    finally:
        await databases.dispose()


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


@pytest.fixture
async def app(databases: Databases, store: MediaStore, clock: Hands) -> AsyncIterator[FastAPI]:
    app = FastAPI()
    answer_errors(app)
    app.include_router(routes.router)
    app.state.databases = databases
    app.state.media = store
    app.state.tokens = AccessTokens("x" * 32)
    app.state.clock = clock
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def ada(app: FastAPI) -> AsyncIterator[Browser]:
    async with Browser(app, "ada") as browser:
        yield browser


@pytest.fixture
async def bob(app: FastAPI) -> AsyncIterator[Browser]:
    async with Browser(app, "bob") as browser:
        yield browser
