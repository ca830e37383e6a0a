"""The library of quizzes and polls, through the API of the whole app."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from salle.accounts.rules import Role
from tests.world import World, open_world

QUESTION = {
    "id": "q1",
    "text": "À quelle profondeur comprimer ?",
    "hint": "Le tiers du thorax",
    "explanation": "5 à 6 cm chez l'adulte",
    "choices": [
        {"id": "a", "text": "2 cm"},
        {"id": "b", "text": "5 à 6 cm", "is_right": True},
    ],
}
PLAN: dict[str, Any] = {"kind": "quiz", "title": "Massage cardiaque", "questions": [QUESTION]}


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(database_url, tmp_path) as world:
        yield world


@pytest.fixture
async def trainer(world: World) -> AsyncIterator[AsyncClient]:
    await world.add("trainer@example.org", Role.INSTRUCTOR)
    async with world.browser() as http:
        await world.sign_in(http, "trainer@example.org")
        yield http


async def create(http: AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await http.post("/api/activities", json={"plan": PLAN | changes})
    assert answer.status_code == 201, answer.text
    activity: dict[str, Any] = answer.json()
    return activity


async def test_what_was_prepared_comes_back_whole(trainer: AsyncClient) -> None:
    created = await create(trainer)
    read = (await trainer.get(f"/api/activities/{created['id']}")).json()
    assert read == created
    assert read["plan"]["questions"][0]["hint"] == "Le tiers du thorax"
    listed = (await trainer.get("/api/activities")).json()
    assert listed["total"] == 1
    assert listed["activities"] == [
        {
            "id": created["id"],
            "kind": "quiz",
            "title": "Massage cardiaque",
            "question_count": 1,
            "updated_at": created["updated_at"],
        }
    ]


async def test_a_stale_change_overwrites_nothing(trainer: AsyncClient) -> None:
    path = f"/api/activities/{(await create(trainer))['id']}"
    first = await trainer.put(path, json={"version": 1, "plan": PLAN | {"title": "One"}})
    second = await trainer.put(path, json={"version": 1, "plan": PLAN | {"title": "Two"}})
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "activity.stale"
    assert second.json()["details"]["version"] == 2
    assert (await trainer.get(path)).json()["title"] == "One"


async def test_a_deleted_activity_can_be_brought_back(trainer: AsyncClient) -> None:
    path = f"/api/activities/{(await create(trainer))['id']}"
    assert (await trainer.delete(path)).status_code == 204
    assert (await trainer.get(path)).status_code == 404
    assert (await trainer.get("/api/activities")).json()["total"] == 0
    assert (await trainer.post(f"{path}/restore")).status_code == 200
    assert (await trainer.get(path)).status_code == 200


async def test_a_copy_has_its_own_life(trainer: AsyncClient) -> None:
    original = await create(trainer)
    copy = await trainer.post(
        f"/api/activities/{original['id']}/duplicate", json={"title": "Massage (copie)"}
    )
    assert copy.json()["title"] == "Massage (copie)"
    await trainer.delete(f"/api/activities/{copy.json()['id']}")
    assert (await trainer.get(f"/api/activities/{original['id']}")).json() == original


async def test_somebody_elses_activity_does_not_exist(world: World, trainer: AsyncClient) -> None:
    path = f"/api/activities/{(await create(trainer))['id']}"
    await world.add("other@example.org", Role.ADMIN)
    async with world.browser() as other:
        await world.sign_in(other, "other@example.org")
        answers = [
            await other.get(path),
            await other.put(path, json={"version": 1, "plan": PLAN}),
            await other.delete(path),
            await other.post(f"{path}/duplicate", json={}),
        ]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (404, "activity.not_found")
    ] * 4


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 401), (Role.PUBLIC, 403), (Role.MEMBER, 403), (Role.INSTRUCTOR, 200)],
)
async def test_the_library_is_for_trainers(world: World, role: Role | None, status: int) -> None:
    if role is not None:
        await world.add("one@example.org", role)
        await world.sign_in(world.http, "one@example.org")
    assert (await world.http.get("/api/activities")).status_code == status


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"title": ""}, ["plan", "title"], "string_too_short"),
        ({"title": "é" * 201}, ["plan", "title"], "string_too_long"),
        ({"kind": "race"}, ["plan", "kind"], "literal_error"),
        ({"questions": []}, ["plan", "questions"], "too_short"),
        (
            {"questions": [QUESTION | {"choices": QUESTION["choices"][:1]}]},
            ["plan", "questions", 0, "choices"],
            "too_short",
        ),
        ({"questions": [QUESTION, QUESTION]}, ["plan"], "question_ids_not_unique"),
    ],
)
async def test_a_bad_plan_is_refused_at_its_field(
    trainer: AsyncClient, change: dict[str, Any], path: list[str | int], code: str
) -> None:
    answer = await trainer.post("/api/activities", json={"plan": PLAN | change})
    assert answer.status_code == 422
    first = answer.json()["fields"][0]
    assert (first["path"], first["code"]) == (path, code)


@pytest.mark.parametrize("version", [0, 2**31 - 1, 2**80])
async def test_a_version_that_no_activity_can_have_is_invalid(
    trainer: AsyncClient, version: int
) -> None:
    created = await create(trainer)
    change = {"version": version, "plan": PLAN}
    answer = await trainer.put(f"/api/activities/{created['id']}", json=change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert (await trainer.get(f"/api/activities/{created['id']}")).json() == created
