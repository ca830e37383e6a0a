"""The whole server in the test's own process: a clock one can set, and people who use it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.actions.people import add_user
from salle.accounts.passwords import hash_password
from salle.accounts.rules import Role
from salle.app import create_app
from salle.kit.database import Databases
from salle.mail.models import OutgoingMail
from salle.settings import Settings
from tests.api.described import HELD

PASSWORD = "violet kettle 42"
ORIGIN = "http://127.0.0.1:8000"


class SetClock:
    def __init__(self) -> None:
        self.time = datetime(2027, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


@dataclass
class World:
    app: FastAPI
    clock: SetClock
    http: AsyncClient
    """A browser that nobody has signed in on."""

    @property
    def databases(self) -> Databases:
        databases: Databases = self.app.state.databases
        return databases

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        async with self.databases.write.begin() as db:
            yield db

    async def add(self, email: str, role: Role = Role.MEMBER) -> str:
        password_hash = await hash_password(PASSWORD)
        async with self.writing() as db:
            user = await add_user(
                db,
                email=email,
                role=role,
                password_hash=password_hash,
                first_name="Ada",
                last_name="Lovelace",
                now=self.clock(),
            )
        return user.id

    def browser(self) -> AsyncClient:
        """Another browser, with cookies of its own."""
        return open_browser(self.app)

    async def sign_in(self, http: AsyncClient, email: str, password: str = PASSWORD) -> None:
        """From now on this browser sends its access token."""
        answer = await http.post("/api/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    async def mails(self) -> list[OutgoingMail]:
        async with self.databases.read() as db:
            found = await db.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at))
            return list(found)

    async def link_in_last_mail(self) -> str:
        """The token of the link in it."""
        text = (await self.mails())[-1].text
        return text.partition(f"{ORIGIN}/link#")[2].split()[0]


def open_browser(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url=ORIGIN, event_hooks=HELD)


@asynccontextmanager
async def open_world(database_url: str, data: Path, **settings: object) -> AsyncIterator[World]:
    clock = SetClock()
    given = {
        "database_url": database_url,
        "data": data,
        "secret": "s" * 40,
        "look_every_seconds": 3600,  # what is due is done when the test says so
    } | settings
    app = create_app(Settings.model_validate(given), clock=clock)
    async with app.router.lifespan_context(app), open_browser(app) as http:
        yield World(app, clock, http)
