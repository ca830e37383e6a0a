from datetime import timedelta

from httpx import AsyncClient, Response
from sqlalchemy import update
from starlette.types import Message, Receive, Scope, Send

from salle.accounts.models import User
from salle.accounts.rules import LINK_LASTS, Purpose
from tests.world import PASSWORD, World

NEW = "une autre phrase entière"


async def ask(http: AsyncClient, email: str) -> Response:
    return await http.post("/api/auth/recovery", json={"email": email})


async def test_a_forgotten_password_is_replaced_through_the_mailbox(world: World) -> None:
    await world.add("ada@example.org")
    async with world.browser() as elsewhere:
        await world.sign_in(elsewhere, "ada@example.org")
        assert (await ask(world.http, "Ada@example.org")).status_code == 202
        token = await world.link_in_last_mail()
        world.clock.advance(timedelta(minutes=5))
        answer = await world.http.post("/api/auth/link", json={"token": token, "password": NEW})
        assert answer.status_code == 200, answer.text
        assert (await elsewhere.get("/api/me")).status_code == 401
        await world.sign_in(elsewhere, "ada@example.org", NEW)
        old = await world.http.post(
            "/api/auth/login", json={"email": "ada@example.org", "password": PASSWORD}
        )
        assert old.status_code == 401
    assert [mail.subject for mail in await world.mails()] == [
        "Choisir un nouveau mot de passe",
        "Votre mot de passe a changé",
    ]


async def test_the_answer_does_not_tell_who_has_an_account(world: World) -> None:
    await world.add("ada@example.org")
    off = await world.add("off@example.org")
    async with world.writing() as db:
        await db.execute(update(User).where(User.id == off).values(disabled_at=world.clock()))
    answers = [
        await ask(world.http, email)
        for email in ("ada@example.org", "off@example.org", "nobody@example.org", "nonsense")
    ]
    assert len({(each.status_code, each.text, tuple(each.headers)) for each in answers}) == 1
    assert [mail.to for mail in await world.mails()] == ["ada@example.org"]


async def test_the_answer_leaves_before_anything_is_looked_up(world: World) -> None:
    """So its time tells nothing either."""
    await world.add("ada@example.org")
    mails_when_answered: list[int] = []

    async def spying(scope: Scope, receive: Receive, send: Send) -> None:
        async def spy(message: Message) -> None:
            if message["type"] == "http.response.body":
                mails_when_answered.append(len(await world.mails()))
            await send(message)

        await world.app(scope, receive, spy)

    world.http._transport.app = spying  # type: ignore[attr-defined]  # httpx has no way to wrap it
    await ask(world.http, "ada@example.org")
    assert mails_when_answered == [0]
    assert len(await world.mails()) == 1


async def test_a_recovery_link_works_once_and_for_an_hour(world: World) -> None:
    await world.add("ada@example.org")
    await ask(world.http, "ada@example.org")
    token = await world.link_in_last_mail()
    world.clock.advance(LINK_LASTS[Purpose.RESET])
    late = await world.http.post("/api/auth/link", json={"token": token, "password": NEW})
    assert late.status_code == 410


async def test_a_new_password_ends_the_other_recovery_links(world: World) -> None:
    await world.add("ada@example.org")
    await ask(world.http, "ada@example.org")
    first = await world.link_in_last_mail()
    world.clock.advance(timedelta(minutes=1))
    await ask(world.http, "ada@example.org")
    second = await world.link_in_last_mail()
    use = "/api/auth/link"
    assert (await world.http.post(use, json={"token": second, "password": NEW})).status_code == 200
    assert (await world.http.post(use, json={"token": first, "password": NEW})).status_code == 410


async def test_a_mailbox_is_not_flooded(world: World) -> None:
    await world.add("ada@example.org")
    statuses = [(await ask(world.http, "ada@example.org")).status_code for _ in range(6)]
    assert statuses == [202] * 5 + [429]
    assert (await ask(world.http, "nobody@example.org")).status_code == 202


async def test_no_address_is_refused_at_its_field(world: World) -> None:
    answer = await ask(world.http, "  ")
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["path"] == ["email"]
