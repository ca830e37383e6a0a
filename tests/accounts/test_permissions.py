"""Every endpoint of accounts and mail, asked by every kind of person."""

import pytest

from salle.accounts.rules import Role
from tests.world import World

ANYBODY = None
LEAST: dict[tuple[str, str], Role | None] = {
    ("POST", "/auth/login"): ANYBODY,
    ("POST", "/auth/refresh"): ANYBODY,
    ("POST", "/auth/logout"): ANYBODY,
    ("POST", "/auth/recovery"): ANYBODY,
    ("POST", "/auth/link"): ANYBODY,
    ("POST", "/auth/link/look"): ANYBODY,
    ("POST", "/auth/logout-everywhere"): Role.PUBLIC,
    ("GET", "/auth/logins"): Role.PUBLIC,
    ("DELETE", "/auth/logins/{login_id}"): Role.PUBLIC,
    ("GET", "/me"): Role.PUBLIC,
    ("PATCH", "/me"): Role.PUBLIC,
    ("POST", "/me/password"): Role.PUBLIC,
    ("POST", "/invitations"): Role.INSTRUCTOR,
    ("GET", "/invitations"): Role.INSTRUCTOR,
    ("DELETE", "/invitations/{invitation_id}"): Role.INSTRUCTOR,
    ("GET", "/users"): Role.ADMIN,
    ("PATCH", "/users/{user_id}"): Role.ADMIN,
    ("GET", "/admin/outbox"): Role.ADMIN,
    ("POST", "/admin/outbox/{mail_id}/retry"): Role.ADMIN,
}
"""The least role that each asks for. What is not in this table does not exist."""


async def test_every_endpoint_says_who_may(world: World) -> None:
    ours = {"accounts", "mail"}
    paths = world.app.openapi()["paths"].items()
    assert {
        (method.upper(), path.removeprefix("/api"))
        for path, methods in paths
        for method, operation in methods.items()
        if ours & set(operation.get("tags", ()))
    } == set(LEAST)


@pytest.mark.parametrize("role", [None, *Role])
async def test_each_endpoint_admits_its_roles_and_no_others(
    world: World, role: Role | None
) -> None:
    for number, ((method, path), least) in enumerate(LEAST.items()):
        async with world.browser() as http:
            if role is not None:
                email = f"{role}{number}@example.org"
                await world.add(email, role)
                await world.sign_in(http, email)
            answer = await http.request(method, f"/api{path}", json={})
        may = least is None or (role is not None and role.includes(least))
        if least is None:
            assert answer.status_code in {200, 204, 401, 422}, (method, path)
        elif may:
            assert answer.status_code not in {401, 403}, (method, path)
        else:
            assert answer.status_code == (401 if role is None else 403), (method, path)
