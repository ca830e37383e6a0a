from datetime import datetime, timedelta

import httpx
from fastapi import FastAPI

from salle.accounts.rules import Role
from salle.capsules.imports import Imports
from tests.api.described import HELD
from tests.logins import NOW, headers_of

PEOPLE = {
    "ada": Role.INSTRUCTOR,
    "bob": Role.INSTRUCTOR,
    "eve": Role.MEMBER,
    "root": Role.ADMIN,
}


class Hands:
    """The hands of the clock: a test moves them."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Browser(httpx.AsyncClient):
    """Somebody's, signed in."""

    def __init__(self, app: FastAPI, name: str) -> None:
        super().__init__(
            transport=httpx.ASGITransport(app),
            base_url="http://salle.test/api",
            headers=headers_of(app, name),
            event_hooks=HELD,
        )
        self._imports: Imports = app.state.imports

    async def create(self, title: str = "Premiers secours") -> str:
        answer = await self.post("/capsules", json={"title": title})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def settled_import(
        self, capsule_id: str, name: str, data: bytes, **query: str
    ) -> dict[str, object]:
        """Sends a file and waits for what becomes of it."""
        sent = await self.post(
            f"/capsules/{capsule_id}/import", files={"file": (name, data)}, params=query
        )
        assert sent.status_code == 202, sent.text
        await self._imports.settle()
        told = await self.get(f"/capsules/{capsule_id}/imports/{sent.json()['import_id']}")
        assert told.status_code == 200, told.text
        return dict(told.json())
