from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from salle.accounts.rules import Role
from salle.mail.models import OutgoingMail, Status
from tests.services.smtp import Mailbox
from tests.world import World, open_world


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(sqlite_url, tmp_path) as world:
        await world.add("admin@example.org", Role.ADMIN)
        await world.sign_in(world.http, "admin@example.org")
        yield world


async def invite(world: World, name: str) -> None:
    world.clock.advance(timedelta(minutes=1))
    new = {"email": f"{name}@example.org", "role": "member", "language": "en"}
    assert (await world.http.post("/api/invitations", json=new)).status_code == 201


async def test_admins_read_what_waits(world: World) -> None:
    await invite(world, "ada")
    page = (await world.http.get("/api/admin/outbox")).json()
    [mail] = page["items"]
    assert (page["is_sending"], page["next"]) == (False, None)
    assert (mail["to"], mail["status"]) == ("ada@example.org", "waiting")
    assert "/link#" in mail["text"]
    assert "/link#" in mail["html"]


async def test_the_outbox_is_read_page_by_page_the_latest_first(world: World) -> None:
    for name in ("ada", "bob", "carl"):
        await invite(world, name)
    first = (await world.http.get("/api/admin/outbox?limit=2")).json()
    assert [each["to"] for each in first["items"]] == ["carl@example.org", "bob@example.org"]
    rest = {"limit": 2, "after": first["next"]}
    second = (await world.http.get("/api/admin/outbox", params=rest)).json()
    assert [each["to"] for each in second["items"]] == ["ada@example.org"]
    assert second["next"] is None
    none = (await world.http.get("/api/admin/outbox?status=failed")).json()
    assert none["items"] == []


async def test_what_was_given_up_is_tried_again_on_request(world: World) -> None:
    await invite(world, "ada")
    [mail] = (await world.http.get("/api/admin/outbox")).json()["items"]
    again = f"/api/admin/outbox/{mail['id']}/retry"
    waiting = await world.http.post(again)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "mail.not_failed")
    async with world.writing() as db:
        await db.execute(update(OutgoingMail).values(status=Status.FAILED))
    assert (await world.http.post(again)).json()["status"] == "waiting"
    unknown = await world.http.post("/api/admin/outbox/nothing/retry")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "mail.not_found")


async def test_the_server_sends_through_the_mail_server_of_its_settings(
    sqlite_url: str, tmp_path: Path, smtp: Mailbox
) -> None:
    settings = {"smtp_host": smtp.host, "smtp_port": smtp.port, "smtp_security": "none"}
    async with open_world(sqlite_url, tmp_path, **settings) as world:
        await world.add("admin@example.org", Role.ADMIN)
        await world.sign_in(world.http, "admin@example.org")
        await invite(world, "ada")
        [message] = await smtp.wait_for(1)
        assert message["To"] == "ada@example.org"
        assert (await world.http.get("/api/admin/outbox")).json()["is_sending"] is True
