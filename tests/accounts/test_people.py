import asyncio

import pytest

from salle.accounts.actions.people import add_user
from salle.accounts.rules import EmailTaken, Role
from tests.world import World


@pytest.fixture
def world(world_on_each_database: World) -> World:
    return world_on_each_database


@pytest.fixture
async def admin(world: World) -> str:
    user_id = await world.add("admin@example.org", Role.ADMIN)
    await world.sign_in(world.http, "admin@example.org")
    return user_id


async def test_an_address_belongs_to_one_person_in_any_case(world: World) -> None:
    await world.add("éva@example.org")
    with pytest.raises(EmailTaken):
        await world.add("ÉVA@example.org")
    async with world.writing() as db:
        with pytest.raises(EmailTaken):
            await add_user(db, email="éva@example.org", role=Role.MEMBER, now=world.clock())
        # The transaction goes on after the refusal, on both databases.
        await add_user(db, email="bob@example.org", role=Role.MEMBER, now=world.clock())


@pytest.mark.usefixtures("admin")
async def test_people_are_listed_page_by_page(world: World) -> None:
    for name in ("carl", "bea", "dora"):
        await world.add(f"{name}@example.org")
    first = (await world.http.get("/api/users?limit=2")).json()
    assert [each["email"] for each in first["items"]] == ["admin@example.org", "bea@example.org"]
    assert "password_hash" not in first["items"][0]
    rest = {"limit": 2, "after": first["next"]}
    second = (await world.http.get("/api/users", params=rest)).json()
    assert [each["email"] for each in second["items"]] == ["carl@example.org", "dora@example.org"]
    assert second["next"] is None


@pytest.mark.usefixtures("admin")
async def test_people_are_found_by_address_and_by_name(world: World) -> None:
    await world.add("carl@example.org")
    async with world.writing() as db:
        await add_user(
            db,
            email="e@example.org",
            role=Role.MEMBER,
            first_name="Éva",
            last_name="Müller",
            now=world.clock(),
        )

    async def found(search: str) -> list[str]:
        page = (await world.http.get("/api/users", params={"search": search})).json()
        return [each["email"] for each in page["items"]]

    assert await found("CARL@") == ["carl@example.org"]
    assert await found("éVA mü") == ["e@example.org"]
    assert await found("%") == []


@pytest.mark.usefixtures("admin")
async def test_a_changed_role_counts_at_once_and_ends_the_sign_ins(world: World) -> None:
    user_id = await world.add("ada@example.org", Role.INSTRUCTOR)
    async with world.browser() as ada:
        await world.sign_in(ada, "ada@example.org")
        answer = await world.http.patch(f"/api/users/{user_id}", json={"role": "member"})
        assert answer.json()["role"] == "member"
        assert (await ada.get("/api/invitations")).status_code == 401
        await world.sign_in(ada, "ada@example.org")
        assert (await ada.get("/api/invitations")).status_code == 403


@pytest.mark.usefixtures("admin")
async def test_the_same_again_ends_no_sign_in(world: World) -> None:
    user_id = await world.add("ada@example.org", Role.INSTRUCTOR)
    async with world.browser() as ada:
        await world.sign_in(ada, "ada@example.org")
        same = {"role": "instructor", "disabled": False}
        await world.http.patch(f"/api/users/{user_id}", json=same)
        assert (await ada.get("/api/me")).status_code == 200


@pytest.mark.usefixtures("admin")
async def test_who_is_disabled_is_out_at_once_and_can_be_let_in_again(world: World) -> None:
    user_id = await world.add("ada@example.org")
    async with world.browser() as ada:
        await world.sign_in(ada, "ada@example.org")
        answer = await world.http.patch(f"/api/users/{user_id}", json={"disabled": True})
        assert answer.json()["disabled_at"] is not None
        assert (await ada.get("/api/me")).status_code == 401
        assert (await ada.post("/api/auth/refresh")).status_code == 401
        await world.http.patch(f"/api/users/{user_id}", json={"disabled": False})
        assert (await ada.get("/api/me")).status_code == 401
        await world.sign_in(ada, "ada@example.org")


async def test_the_last_admin_stays(world: World, admin: str) -> None:
    for change in ({"role": "member"}, {"disabled": True}):
        answer = await world.http.patch(f"/api/users/{admin}", json=change)
        assert (answer.status_code, answer.json()["code"]) == (409, "account.last_admin")
    assert (await world.http.get("/api/me")).json()["role"] == "admin"


async def test_two_admins_cannot_remove_each_other_at_the_same_moment(
    world: World, admin: str
) -> None:
    other_id = await world.add("other@example.org", Role.ADMIN)
    async with world.browser() as other:
        await world.sign_in(other, "other@example.org")
        answers = await asyncio.gather(
            world.http.patch(f"/api/users/{other_id}", json={"disabled": True}),
            other.patch(f"/api/users/{admin}", json={"disabled": True}),
        )
    assert sorted(each.status_code for each in answers) in ([200, 401], [200, 409])


@pytest.mark.usefixtures("admin")
async def test_nobody_by_this_id(world: World) -> None:
    answer = await world.http.patch("/api/users/nobody", json={"role": "member"})
    assert (answer.status_code, answer.json()["code"]) == (404, "account.not_found")


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/auth/login", {"email": "a\x00b", "password": "x"}),
        ("POST", "/api/auth/recovery", {"email": "a\x00b"}),
        ("POST", "/api/auth/link/look", {"token": "\x00"}),
        ("GET", "/api/users?search=%00", None),
        ("GET", "/api/users?after=%00", None),
        ("PATCH", "/api/users/%00", {"disabled": True}),
        ("DELETE", "/api/auth/logins/%00", None),
        ("DELETE", "/api/invitations/%00", None),
        ("GET", "/api/admin/outbox?after=%00", None),
        ("POST", "/api/admin/outbox/%00/retry", None),
    ],
)
async def test_what_no_database_can_hold_is_refused(
    world: World, method: str, path: str, body: dict[str, object] | None
) -> None:
    answer = await world.http.request(method, path, json=body)
    assert answer.status_code in {410, 422}


@pytest.mark.parametrize("header", ["Bearer \xe9", "Bearer a.b.c", "Bearer", "Basic YTpi", "\x85"])
async def test_no_header_is_more_than_nobody(world: World, header: str) -> None:
    answer = await world.http.get("/api/me", headers={b"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
