"""A few routes, and people who are signed in to them already: no password is hashed for a test."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import Login, User
from salle.accounts.rules import Role
from salle.accounts.tokens import AccessTokens
from salle.kit.database import Databases, Table
from salle.kit.http import answer_errors
from salle.kit.limits import Attempts
from salle.media.storage import MediaStore

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@asynccontextmanager
async def open_databases(url: str, people: Mapping[str, Role]) -> AsyncIterator[Databases]:
    """With these people, each of whom has a login."""
    databases = Databases(url)
    try:
        async with databases.write_engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)
        async with databases.write.begin() as db:
            await add_people(db, people)
        yield databases
    finally:
        await databases.dispose()


async def add_people(db: AsyncSession, people: Mapping[str, Role]) -> None:
    """Each has a login that lasts longer than any test lets its clock run."""
    for name, role in people.items():
        email = f"{name}@example.org"
        db.add(
            User(
                id=name,
                email=email,
                email_folded=email,
                role=role,
                first_name=name.title(),
                last_name="Martin",
                created_at=NOW,
            )
        )
    await db.flush()
    for name in people:
        db.add(
            Login(
                id=f"{name}-login",
                user_id=name,
                created_at=NOW,
                last_used_at=NOW,
                expires_at=NOW + timedelta(days=365 * 50),
            )
        )


def make_app(
    router: APIRouter, databases: Databases, store: MediaStore, clock: Callable[[], datetime]
) -> FastAPI:
    app = FastAPI()
    answer_errors(app)
    app.include_router(router)
    app.state.databases = databases
    app.state.media = store
    app.state.tokens = AccessTokens("x" * 32)
    app.state.attempts = Attempts()
    app.state.clock = clock
    return app


def headers_of(app: FastAPI, name: str) -> dict[str, str]:
    """What this person's browser sends with each request."""
    tokens: AccessTokens = app.state.tokens
    token = tokens.sign(user_id=name, login_id=f"{name}-login", now=app.state.clock())
    return {"Authorization": f"Bearer {token}"}
