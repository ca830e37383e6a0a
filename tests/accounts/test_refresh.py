import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from salle.accounts.rules import LOGIN_IDLE_FOR, LOGIN_LASTS, OVERLAP
from tests.world import World

A_WHILE = timedelta(minutes=10)


@pytest.fixture
def world(world_on_each_database: World) -> World:
    return world_on_each_database


async def refresh(http: AsyncClient, token: str) -> Response:
    """With this token, whatever the browser's jar holds."""
    http.cookies.clear()
    return await http.post("/api/auth/refresh", headers={"Cookie": f"salle_refresh={token}"})


async def token_of(http: AsyncClient, world: World) -> str:
    await world.add("ada@example.org")
    await world.sign_in(http, "ada@example.org")
    return http.cookies["salle_refresh"]


async def next_token(http: AsyncClient, token: str) -> str:
    answer = await refresh(http, token)
    assert answer.status_code == 200, answer.text
    return answer.cookies["salle_refresh"]


async def test_a_browser_stays_signed_in(world: World) -> None:
    await world.add("ada@example.org")
    await world.sign_in(world.http, "ada@example.org")
    for _ in range(3):
        world.clock.advance(A_WHILE)
        answer = await world.http.post("/api/auth/refresh")
        token = answer.json()["access_token"]
        world.http.headers["Authorization"] = f"Bearer {token}"
        assert (await world.http.get("/api/me")).status_code == 200


async def test_an_old_token_gives_a_thief_away_and_ends_the_sign_in(world: World) -> None:
    first = await token_of(world.http, world)
    second = await next_token(world.http, first)
    world.clock.advance(A_WHILE)
    third = await next_token(world.http, second)
    world.clock.advance(OVERLAP + timedelta(seconds=1))
    stolen = await refresh(world.http, first)
    assert (stolen.status_code, stolen.json()["code"]) == (401, "auth.sign_in_needed")
    assert "Max-Age=0" in stolen.headers["set-cookie"]
    assert (await refresh(world.http, third)).status_code == 401


async def test_an_access_token_dies_with_the_sign_in_that_was_stolen(world: World) -> None:
    first = await token_of(world.http, world)
    second = await next_token(world.http, first)
    await next_token(world.http, second)
    assert (await world.http.get("/api/me")).status_code == 200
    world.clock.advance(OVERLAP + timedelta(seconds=1))
    await refresh(world.http, first)
    assert (await world.http.get("/api/me")).status_code == 401


async def test_two_tabs_that_renew_at_once_both_go_on(world: World) -> None:
    first = await token_of(world.http, world)
    async with world.browser() as tab:
        answers = await asyncio.gather(refresh(world.http, first), refresh(tab, first))
    assert [each.status_code for each in answers] == [200, 200]
    # Whichever answer came last is what the browser kept: both must work.
    kept = [each.cookies["salle_refresh"] for each in answers]
    assert len({first, *kept}) == 3
    world.clock.advance(A_WHILE)
    assert (await refresh(world.http, kept[0])).status_code == 200


async def test_of_the_tokens_of_two_tabs_only_one_lives_on(world: World) -> None:
    first = await token_of(world.http, world)
    one, other = await next_token(world.http, first), await next_token(world.http, first)
    world.clock.advance(A_WHILE)
    await next_token(world.http, one)
    world.clock.advance(A_WHILE)
    assert (await refresh(world.http, other)).status_code == 401


async def test_an_answer_that_was_lost_on_its_way_signs_nobody_out(world: World) -> None:
    first = await token_of(world.http, world)
    await next_token(world.http, first)
    world.clock.advance(A_WHILE)
    third = await next_token(world.http, first)
    world.clock.advance(A_WHILE)
    assert (await refresh(world.http, third)).status_code == 200


async def test_who_is_away_for_two_weeks_signs_in_again(world: World) -> None:
    token = await token_of(world.http, world)
    world.clock.advance(LOGIN_IDLE_FOR - timedelta(seconds=1))
    token = await next_token(world.http, token)
    world.clock.advance(LOGIN_IDLE_FOR)
    assert (await refresh(world.http, token)).status_code == 401


async def test_after_three_months_everybody_signs_in_again(world: World) -> None:
    token = await token_of(world.http, world)
    began = world.clock()
    while world.clock() + timedelta(days=7) < began + LOGIN_LASTS:
        world.clock.advance(timedelta(days=7))
        token = await next_token(world.http, token)
    world.clock.advance(timedelta(days=7))
    assert (await refresh(world.http, token)).status_code == 401


async def test_no_token_and_nonsense_are_refused(world: World) -> None:
    assert (await world.http.post("/api/auth/refresh")).status_code == 401
    assert (await refresh(world.http, "nonsense")).status_code == 401


async def test_a_refresh_token_is_no_access_token(world: World) -> None:
    token = await token_of(world.http, world)
    answer = await world.http.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
