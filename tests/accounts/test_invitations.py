from datetime import timedelta

import pytest

from salle.accounts.actions.links import Inviter, invite
from salle.accounts.rules import INVITABLE, LINK_LASTS, Purpose, Role
from tests.world import ORIGIN, PASSWORD, World

JOINING = {"password": PASSWORD, "first_name": "Emmy", "last_name": "Noether"}


async def invite_emmy(world: World, role: str = "member", language: str = "en") -> str:
    answer = await world.http.post(
        "/api/invitations",
        json={"email": "emmy@example.org", "role": role, "language": language},
    )
    assert answer.status_code == 201, answer.text
    return await world.link_in_last_mail()


@pytest.fixture
async def trainer(world: World) -> str:
    user_id = await world.add("trainer@example.org", Role.INSTRUCTOR)
    await world.sign_in(world.http, "trainer@example.org")
    return user_id


@pytest.mark.usefixtures("trainer")
async def test_an_invited_person_chooses_a_password_and_is_in(world: World) -> None:
    token = await invite_emmy(world)
    [mail] = await world.mails()
    assert (mail.to, mail.subject) == ("emmy@example.org", "Ada Lovelace invites you to Salle")
    async with world.browser() as emmy:
        look = await emmy.post("/api/auth/link/look", json={"token": token})
        assert look.json()["email"] == "emmy@example.org"
        assert (look.json()["role"], look.json()["language"]) == ("member", "en")
        answer = await emmy.post("/api/auth/link", json={"token": token, **JOINING})
        emmy.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        me = (await emmy.get("/api/me")).json()
    assert (me["email"], me["role"], me["name"], me["language"]) == (
        "emmy@example.org",
        "member",
        "Emmy Noether",
        "en",
    )


@pytest.mark.usefixtures("trainer")
async def test_the_role_is_the_inviters_word_not_the_guests(world: World) -> None:
    token = await invite_emmy(world)
    answer = await world.http.post(
        "/api/auth/link", json={"token": token, **JOINING, "role": "admin"}
    )
    assert answer.status_code == 422
    other_address = await world.http.post(
        "/api/auth/link", json={"token": token, **JOINING, "email": "root@example.org"}
    )
    headers = {"Authorization": f"Bearer {other_address.json()['access_token']}"}
    me = (await world.http.get("/api/me", headers=headers)).json()
    assert (me["email"], me["role"]) == ("emmy@example.org", "member")


@pytest.mark.parametrize("inviter", list(Role))
async def test_each_role_invites_up_to_its_ceiling(world: World, inviter: Role) -> None:
    await world.add("inviter@example.org", inviter)
    await world.sign_in(world.http, "inviter@example.org")
    for role in Role:
        answer = await world.http.post(
            "/api/invitations", json={"email": f"{role}@example.org", "role": role}
        )
        assert answer.status_code == (201 if role in INVITABLE[inviter] else 403)


@pytest.mark.usefixtures("trainer")
async def test_who_has_an_account_is_not_invited(world: World) -> None:
    await world.add("emmy@example.org")
    answer = await world.http.post(
        "/api/invitations", json={"email": "EMMY@example.org", "role": "member"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "account.email_taken")


@pytest.mark.usefixtures("trainer")
async def test_a_second_invitation_takes_the_place_of_the_first(world: World) -> None:
    first = await invite_emmy(world)
    world.clock.advance(timedelta(minutes=1))
    second = await invite_emmy(world)
    assert first != second
    look = "/api/auth/link/look"
    assert (await world.http.post(look, json={"token": first})).status_code == 410
    assert (await world.http.post(look, json={"token": second})).status_code == 200
    assert len((await world.http.get("/api/invitations")).json()) == 1


@pytest.mark.usefixtures("trainer")
async def test_an_invitation_can_be_taken_back(world: World) -> None:
    token = await invite_emmy(world)
    [listed] = (await world.http.get("/api/invitations")).json()
    assert (listed["email"], listed["role"]) == ("emmy@example.org", "member")
    assert "token" not in str(listed)
    address = f"/api/invitations/{listed['id']}"
    assert (await world.http.delete(address)).status_code == 204
    assert (await world.http.post("/api/auth/link", json={"token": token})).status_code == 410
    gone = await world.http.delete(address)
    assert (gone.status_code, gone.json()["code"]) == (404, "invitation.not_found")


@pytest.mark.usefixtures("trainer")
async def test_trainers_see_their_own_invitations_and_admins_all(world: World) -> None:
    await invite_emmy(world)
    [invitation] = (await world.http.get("/api/invitations")).json()
    await world.add("other@example.org", Role.BOARD_MEMBER)
    await world.add("admin@example.org", Role.ADMIN)
    async with world.browser() as other, world.browser() as admin:
        await world.sign_in(other, "other@example.org")
        await world.sign_in(admin, "admin@example.org")
        assert (await other.get("/api/invitations")).json() == []
        address = f"/api/invitations/{invitation['id']}"
        assert (await other.delete(address)).status_code == 404
        assert (await admin.get("/api/invitations")).json() == [invitation]
        assert (await admin.delete(address)).status_code == 204


async def test_invitations_end_with_the_right_to_make_them(world: World, trainer: str) -> None:
    token = await invite_emmy(world)
    await world.add("admin@example.org", Role.ADMIN)
    async with world.browser() as admin:
        await world.sign_in(admin, "admin@example.org")
        await admin.patch(f"/api/users/{trainer}", json={"role": "member"})
    answer = await world.http.post("/api/auth/link", json={"token": token, **JOINING})
    assert answer.status_code == 410


@pytest.mark.usefixtures("trainer")
async def test_an_invitation_ends_after_a_week(world: World) -> None:
    token = await invite_emmy(world)
    world.clock.advance(LINK_LASTS[Purpose.INVITATION])
    answer = await world.http.post("/api/auth/link", json={"token": token, **JOINING})
    assert answer.status_code == 410


async def test_the_operator_invites_anybody_and_gets_the_link(world: World) -> None:
    async with world.writing() as db:
        _, address = await invite(
            db,
            email="grace@example.org",
            role=Role.ADMIN,
            language="fr",
            by=Inviter(role=Role.ADMIN),
            origin=ORIGIN,
            outbox=world.app.state.outbox,
            now=world.clock(),
        )
    assert address.partition("#")[2] == await world.link_in_last_mail()
    assert (await world.mails())[0].subject == "Invitation à Salle"
