import pytest

from tests.world import PASSWORD, World

NEW = "une autre phrase entière"


@pytest.fixture(autouse=True)
async def ada(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")


async def test_a_profile_is_read_and_changed(world: World) -> None:
    change = {
        "first_name": " Éva ",
        "last_name": "O’Neill",
        "organisation": "École du Nord",
        "language": "en",
    }
    changed = await world.http.patch("/api/me", json=change)
    assert changed.status_code == 200
    me = (await world.http.get("/api/me")).json()
    assert me == changed.json()
    assert me | {"id": ""} == {
        "id": "",
        "email": "ada@example.org",
        "role": "member",
        "first_name": "Éva",
        "last_name": "O’Neill",
        "name": "Éva O’Neill",
        "organisation": "École du Nord",
        "language": "en",
        "has_password": True,
        "can_invite": [],
    }


async def test_what_is_not_named_stays(world: World) -> None:
    await world.http.patch("/api/me", json={"organisation": "École"})
    me = (await world.http.patch("/api/me", json={"language": "en"})).json()
    assert (me["first_name"], me["organisation"]) == ("Ada", "École")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 101),
        ("organisation", "x" * 201),
        ("organisation", "a\nb"),
        ("language", "de"),
        ("role", "admin"),
        ("email", "other@example.org"),
    ],
)
async def test_a_profile_takes_nothing_else(world: World, field: str, value: str) -> None:
    answer = await world.http.patch("/api/me", json={field: value})
    assert answer.status_code == 422
    assert [each["path"] for each in answer.json()["fields"]] == [[field]]


async def test_a_new_password_ends_the_other_sign_ins_and_is_told_by_mail(world: World) -> None:
    async with world.browser() as phone:
        await world.sign_in(phone, "ada@example.org")
        answer = await world.http.post(
            "/api/me/password", json={"current_password": PASSWORD, "new_password": NEW}
        )
        assert answer.status_code == 204
        assert (await phone.get("/api/me")).status_code == 401
        assert (await world.http.get("/api/me")).status_code == 200
        await world.sign_in(phone, "ada@example.org", NEW)
    [mail] = await world.mails()
    assert (mail.to, mail.subject) == ("ada@example.org", "Votre mot de passe a changé")


async def test_a_new_password_needs_the_current_one(world: World) -> None:
    answer = await world.http.post(
        "/api/me/password", json={"current_password": "guess", "new_password": NEW}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "account.wrong_password")
    assert await world.mails() == []


async def test_a_weak_new_password_is_told_at_its_field(world: World) -> None:
    answer = await world.http.post(
        "/api/me/password",
        json={"current_password": PASSWORD, "new_password": "lovelace1815"},
    )
    assert answer.status_code == 422
    assert answer.json()["fields"] == [
        {"path": ["new_password"], "code": "password_too_personal", "limits": {}}
    ]


async def test_guessing_the_current_password_is_slowed_down(world: World) -> None:
    guess = {"current_password": "guess", "new_password": NEW}
    statuses = [
        (await world.http.post("/api/me/password", json=guess)).status_code for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]
