"""The server, with the mail it writes at hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from httpx import AsyncClient
from sqlalchemy import select

from salle.mail.models import OutgoingMail
from tests import world as whole
from tests.world import ORIGIN, PASSWORD


class World(whole.World):
    async def sign_in(self, http: AsyncClient, email: str, password: str = PASSWORD) -> None:
        """From now on this browser sends its access token."""
        given = {"email": email, "password": password}
        answer = await http.post("/api/auth/login", json=given)
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


@asynccontextmanager
async def open_world(database_url: str, data: Path, **settings: object) -> AsyncIterator[World]:
    async with whole.open_world(database_url, data, **settings) as world:
        yield World(world.app, world.clock, world.http)
