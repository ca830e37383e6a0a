import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from salle.accounts.actions.links import (
    issue_setup_link,
    issue_sign_in_link,
)
from salle.accounts.models import OneTimeLink, User
from salle.accounts.retention import forget_links
from salle.accounts.rules import LINK_LASTS, Purpose, Role
from salle.accounts.tokens import hash_token
from tests.world import ORIGIN, PASSWORD, World


@pytest.fixture
def world(world_on_each_database: World) -> World:
    return world_on_each_database


FIRST_ADMIN = {
    "email": "Grace@Example.org",
    "password": PASSWORD,
    "first_name": "Grace",
    "last_name": "Hopper",
    "language": "en",
}


async def set_up(world: World) -> str:
    async with world.writing() as db:
        address = await issue_setup_link(db, origin=ORIGIN, now=world.clock())
    assert address is not None
    start, _, token = address.partition("#")
    assert start == f"{ORIGIN}/link"
    return token


async def test_the_first_start_lets_somebody_become_the_first_admin(world: World) -> None:
    token = await set_up(world)
    look = await world.http.post("/api/auth/link/look", json={"token": token})
    assert look.json() == {
        "purpose": "setup",
        "expires_at": "2027-03-02T09:00:00Z",
        "email": None,
        "role": None,
        "language": "fr",
    }
    answer = await world.http.post("/api/auth/link", json={"token": token, **FIRST_ADMIN})
    assert answer.status_code == 200, answer.text
    me = await world.http.get(
        "/api/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"}
    )
    assert me.json()["role"] == "admin"
    assert (me.json()["name"], me.json()["language"]) == ("Grace Hopper", "en")
    assert (await world.http.post("/api/auth/refresh")).status_code == 200


async def test_once_there_is_an_admin_there_is_no_set_up_link(world: World) -> None:
    await world.add("trainer@example.org", Role.INSTRUCTOR)
    token = await set_up(world)
    await world.add("ada@example.org", Role.ADMIN)
    late = await world.http.post("/api/auth/link", json={"token": token, **FIRST_ADMIN})
    assert late.status_code == 410
    async with world.writing() as db:
        assert await issue_setup_link(db, origin=ORIGIN, now=world.clock()) is None


async def test_a_new_start_renews_the_set_up_link(world: World) -> None:
    old, new = await set_up(world), await set_up(world)
    gone = await world.http.post("/api/auth/link/look", json={"token": old})
    assert (gone.status_code, gone.json()["code"]) == (410, "link.gone")
    assert (await world.http.post("/api/auth/link/look", json={"token": new})).status_code == 200


async def test_what_is_missing_is_named_and_the_link_still_works(world: World) -> None:
    token = await set_up(world)
    bare = await world.http.post("/api/auth/link", json={"token": token})
    assert bare.status_code == 422
    assert [(each["path"], each["code"]) for each in bare.json()["fields"]] == [
        (["email"], "missing"),
        (["password"], "missing"),
        (["first_name"], "missing"),
        (["last_name"], "missing"),
    ]
    assert (
        await world.http.post("/api/auth/link", json={"token": token, **FIRST_ADMIN})
    ).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "nobody", "email"),
        ("email", "a@b.c\nBcc: all@example.org", "email"),
        ("password", "short", "string_too_short"),
        ("password", "x" * 129, "string_too_long"),
        ("password", "Password2026!", "password_too_common"),
        ("password", "hopper.grace1906", "password_too_personal"),
        ("first_name", "Grace\r\nBcc: all@example.org", "not_on_one_line"),
        ("first_name", "Grace\u202eecarG", "not_on_one_line"),
        ("last_name", "x\x00y", "not_on_one_line"),
        ("last_name", "x" * 101, "string_too_long"),
    ],
)
async def test_an_error_is_told_at_its_field(
    world: World, field: str, value: str, code: str
) -> None:
    token = await set_up(world)
    answer = await world.http.post(
        "/api/auth/link", json={"token": token, **FIRST_ADMIN, field: value}
    )
    assert answer.status_code == 422
    assert [(each["path"], each["code"]) for each in answer.json()["fields"]] == [([field], code)]
    assert f'"{value}"' not in answer.text


async def test_of_many_who_use_a_link_at_once_one_succeeds(world: World) -> None:
    token = await set_up(world)
    answers = await asyncio.gather(
        *(
            world.http.post(
                "/api/auth/link",
                json={"token": token, **FIRST_ADMIN, "email": f"admin{number}@example.org"},
            )
            for number in range(5)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 410, 410, 410, 410]
    async with world.databases.read() as db:
        assert await db.scalar(select(func.count()).select_from(User)) == 1


async def test_the_token_is_stored_as_a_hash_only(world: World) -> None:
    token = await set_up(world)
    async with world.databases.read() as db:
        [link] = await db.scalars(select(OneTimeLink))
    assert link.token_hash == hash_token(token)
    assert token not in str(vars(link))


async def test_the_demo_trainer_signs_in_with_a_link_once(world: World) -> None:
    user_id = await world.add("trainer@example.org", Role.INSTRUCTOR)
    async with world.writing() as db:
        address = await issue_sign_in_link(db, user_id=user_id, origin=ORIGIN, now=world.clock())
    token = address.partition("#")[2]
    look = await world.http.post("/api/auth/link/look", json={"token": token})
    assert look.json()["purpose"] == "sign_in"
    assert look.json()["email"] == "trainer@example.org"
    assert (await world.http.post("/api/auth/link", json={"token": token})).status_code == 200
    assert (await world.http.post("/api/auth/link", json={"token": token})).status_code == 410


async def test_a_link_of_somebody_disabled_works_no_longer(world: World) -> None:
    user_id = await world.add("trainer@example.org", Role.INSTRUCTOR)
    async with world.writing() as db:
        address = await issue_sign_in_link(db, user_id=user_id, origin=ORIGIN, now=world.clock())
        await db.execute(update(User).values(disabled_at=world.clock()))
    token = address.partition("#")[2]
    for path in ("/api/auth/link/look", "/api/auth/link"):
        assert (await world.http.post(path, json={"token": token})).status_code == 410


async def test_a_link_ends_by_itself_and_is_forgotten(world: World) -> None:
    token = await set_up(world)
    world.clock.advance(LINK_LASTS[Purpose.SETUP])
    for path in ("/api/auth/link/look", "/api/auth/link"):
        gone = await world.http.post(path, json={"token": token})
        assert (gone.status_code, gone.json()["code"]) == (410, "link.gone")
    world.clock.advance(timedelta(seconds=1))
    assert [part async for part in forget_links(world.databases, world.clock())] == [1]
    async with world.databases.read() as db:
        assert await db.scalar(select(func.count()).select_from(OneTimeLink)) == 0
