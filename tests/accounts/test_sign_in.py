import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from salle.accounts.actions.logins import revoke_logins_of
from salle.accounts.models import User
from salle.accounts.retention import forget_logins
from salle.accounts.rules import KEPT_FOR, LOGIN_IDLE_FOR, Role
from salle.accounts.tokens import ACCESS_FOR
from tests.world import PASSWORD, World


async def test_a_sign_in_gives_a_short_token_that_works(world: World) -> None:
    await world.add("ada@example.org", Role.INSTRUCTOR)
    answer = await world.http.post(
        "/api/auth/login", json={"email": "ADA@example.org ", "password": PASSWORD}
    )
    token = answer.json()
    assert token | {"access_token": ""} == {
        "access_token": "",
        "token_type": "bearer",
        "expires_in": 600,
    }
    me = await world.http.get(
        "/api/me", headers={"Authorization": f"Bearer {token['access_token']}"}
    )
    assert me.json()["email"] == "ada@example.org"
    assert me.json()["role"] == "instructor"


async def test_browsers_get_a_cookie_that_no_script_and_no_other_host_sees(world: World) -> None:
    await world.add("ada@example.org")
    world.app.state.origin = "https://salle.example.org"
    answer = await world.http.post(
        "/api/auth/login",
        json={"email": "ada@example.org", "password": PASSWORD},
    )
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "__Host-salle_refresh"
    attributes = {each.strip().lower() for each in rest.split(";")[1:]}
    assert attributes == {
        "httponly",
        "secure",
        "samesite=strict",
        "path=/",
        f"max-age={int(LOGIN_IDLE_FOR.total_seconds())}",
    }


@pytest.mark.parametrize("page", ["http://192.168.1.20:8000", "http://127.0.0.1:8000"])
async def test_over_plain_http_the_cookie_says_what_it_is(world: World, page: str) -> None:
    await world.add("ada@example.org")
    answer = await world.http.post(
        f"{page}/api/auth/login",
        json={"email": "ada@example.org", "password": PASSWORD},
        headers={"Origin": page},
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("salle_refresh=")
    assert "Secure" not in cookie


async def test_over_https_only_the_host_bound_cookie_counts(world: World) -> None:
    await world.add("ada@example.org")
    world.app.state.origin = "https://salle.example.org"
    answer = await world.http.post(
        "/api/auth/login", json={"email": "ada@example.org", "password": PASSWORD}
    )
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "__Host-salle_refresh"
    under_another_name = await world.browser().post(
        "/api/auth/refresh", headers={"Cookie": f"salle_refresh={rest.split(';')[0]}"}
    )
    assert under_another_name.status_code == 401


async def test_unknown_wrong_and_disabled_are_answered_alike(world: World) -> None:
    await world.add("ada@example.org")
    disabled = await world.add("off@example.org")
    async with world.writing() as db:
        await db.execute(update(User).where(User.id == disabled).values(disabled_at=world.clock()))
    answers = [
        await world.http.post("/api/auth/login", json={"email": email, "password": password})
        for email, password in [
            ("nobody@example.org", PASSWORD),
            ("not an address", PASSWORD),
            ("ada@example.org", PASSWORD + "x"),
            ("off@example.org", PASSWORD),
        ]
    ]
    assert {(each.status_code, each.text) for each in answers} == {
        (401, '{"type":"about:blank","status":401,"code":"auth.bad_credentials"}')
    }
    assert all("set-cookie" not in each.headers for each in answers)


async def test_somebody_without_a_password_cannot_sign_in_with_one(world: World) -> None:
    user_id = await world.add("ada@example.org")
    async with world.writing() as db:
        await db.execute(update(User).where(User.id == user_id).values(password_hash=None))
    answer = await world.http.post(
        "/api/auth/login", json={"email": "ada@example.org", "password": ""}
    )
    assert answer.status_code == 401


async def test_guessing_is_slowed_down_and_only_for_who_guesses(world: World) -> None:
    await world.add("ada@example.org")
    guess = {"email": "ada@example.org", "password": "guess"}
    statuses = [
        (await world.http.post("/api/auth/login", json=guess)).status_code for _ in range(11)
    ]
    assert statuses == [401] * 10 + [429]
    await world.add("bob@example.org")
    await world.sign_in(world.http, "bob@example.org")


async def test_the_access_token_ends_after_ten_minutes(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    world.clock.advance(ACCESS_FOR - timedelta(seconds=1))
    assert (await world.http.get("/api/me")).status_code == 200
    world.clock.advance(timedelta(seconds=2))
    refused = await world.http.get("/api/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "auth.sign_in_needed")


async def test_a_sign_out_counts_at_once(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    signed_out = await world.http.post("/api/auth/logout")
    assert signed_out.status_code == 204
    assert (await world.http.get("/api/me")).status_code == 401
    assert (await world.http.post("/api/auth/refresh")).status_code == 401
    assert not world.http.cookies


async def test_signing_out_without_being_signed_in_is_no_error(world: World) -> None:
    assert (await world.http.post("/api/auth/logout")).status_code == 204


async def test_signing_out_everywhere_ends_every_sign_in_of_this_person(world: World) -> None:
    await world.add("ada@example.org")
    await world.add("bob@example.org")
    async with world.browser() as phone, world.browser() as other:
        await world.sign_in(world.http, "ada@example.org")
        await world.sign_in(phone, "ada@example.org")
        await world.sign_in(other, "bob@example.org")
        assert (await phone.post("/api/auth/logout-everywhere")).status_code == 204
        assert (await phone.get("/api/me")).status_code == 401
        assert (await world.http.get("/api/me")).status_code == 401
        assert (await world.http.post("/api/auth/refresh")).status_code == 401
        assert (await other.get("/api/me")).status_code == 200


async def test_a_new_sign_in_takes_the_place_of_the_old_one_of_this_browser(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    old = world.http.headers["Authorization"]
    await world.sign_in(world.http, "ada@example.org")
    assert (await world.http.get("/api/me")).status_code == 200
    gone = await world.http.get("/api/me", headers={"Authorization": old})
    assert gone.status_code == 401


async def test_sign_ins_are_listed_and_one_can_be_ended(world: World) -> None:
    await world.add("ada@example.org")
    async with world.browser() as phone:
        phone.headers["User-Agent"] = "Phone\t"
        await world.sign_in(phone, "ada@example.org")
        world.clock.advance(timedelta(minutes=1))
        await world.sign_in(world.http, "ada@example.org")
        listed = (await world.http.get("/api/auth/logins")).json()
        assert [(each["user_agent"], each["is_current"]) for each in listed] == [
            ("python-httpx/0.28.1", True),
            ("Phone", False),
        ]
        ended = await world.http.delete(f"/api/auth/logins/{listed[1]['id']}")
        assert ended.status_code == 204
        assert (await phone.get("/api/me")).status_code == 401
        again = await world.http.delete(f"/api/auth/logins/{listed[1]['id']}")
        assert (again.status_code, again.json()["code"]) == (404, "login.not_found")


async def test_nobody_ends_the_sign_in_of_somebody_else(world: World) -> None:
    await world.add("ada@example.org")
    await world.add("eve@example.org")
    async with world.browser() as eve:
        await world.sign_in(world.http, "ada@example.org")
        await world.sign_in(eve, "eve@example.org")
        [login] = (await world.http.get("/api/auth/logins")).json()
        assert (await eve.delete(f"/api/auth/logins/{login['id']}")).status_code == 404
        assert (await world.http.get("/api/me")).status_code == 200


async def test_open_connections_hear_of_a_revocation_once_it_is_committed(world: World) -> None:
    heard: list[str] = []
    stop = world.app.state.revocations.subscribe(heard.extend)
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    [login] = (await world.http.get("/api/auth/logins")).json()
    assert heard == []
    await world.http.delete(f"/api/auth/logins/{login['id']}")
    assert heard == [login["id"]]
    stop()
    await world.sign_in(world.http, "ada@example.org")
    await world.http.post("/api/auth/logout")
    assert heard == [login["id"]]


async def test_a_revocation_that_is_rolled_back_is_not_heard_of(world: World) -> None:
    heard: list[str] = []
    world.app.state.revocations.subscribe(heard.extend)
    user_id = await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    async with world.databases.write() as db:
        await revoke_logins_of(
            db, user_id, revocations=world.app.state.revocations, now=world.clock()
        )
        await db.rollback()
    await asyncio.sleep(0)
    assert heard == []


async def test_a_write_that_another_site_asked_for_is_refused(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await world.http.post("/api/auth/refresh", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")


async def test_ended_sign_ins_are_forgotten_after_a_month(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    soon = world.clock() + KEPT_FOR + timedelta(seconds=1)
    assert [part async for part in forget_logins(world.databases, soon)] == [1, 1]
    assert (await world.http.get("/api/me")).status_code == 200
    late = world.clock() + LOGIN_IDLE_FOR + KEPT_FOR + timedelta(days=1)
    assert [part async for part in forget_logins(world.databases, late)] == [1, 1]
    assert (await world.http.get("/api/me")).status_code == 401
