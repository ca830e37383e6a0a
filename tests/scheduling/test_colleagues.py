"""Who could lead a session as well: found by those who teach, and told nothing more than a name."""

import pytest
from sqlalchemy import update

from salle.accounts.models import User
from salle.accounts.rules import Role
from tests.scheduling.school import School

PATH = "/training/colleagues"


async def found(school: School, search: str) -> list[str]:
    told = await school.ada.ask("GET", PATH, params={"search": search})
    return [person["id"] for person in told["people"]]


@pytest.mark.parametrize(
    ("search", "ids"),
    [
        ("martin", ["bob", "root"]),
        ("MARTIN bo", ["bob"]),
        ("  Bob@Example.org ", ["bob"]),
        ("bob@example", []),
        ("example.org", []),
        ("eve", []),
        ("eve@example.org", []),
        ("ada", []),
        ("%%", []),
        ("b", []),
        ("", []),
    ],
)
async def test_those_who_teach_are_found_by_name_or_by_their_whole_address(
    school_on_each_database: School, search: str, ids: list[str]
) -> None:
    assert await found(school_on_each_database, search) == ids


async def test_nothing_more_is_told_than_the_name(school: School) -> None:
    told = await school.ada.ask("GET", PATH, params={"search": "bob@example.org"})
    assert told == {"people": [{"id": "bob", "name": "Bob Martin"}]}


async def test_whoever_left_is_not_found_and_of_many_some_are(school: School) -> None:
    async with school.world.writing() as db:
        await db.execute(update(User).where(User.id == "bob").values(disabled_at=school.now))
    assert await found(school, "bob") == []
    for number in range(25):
        await school.person(f"kim{number}", Role.INSTRUCTOR)
    assert len(await found(school, "kim")) == 20


async def test_whoever_looks_for_everybody_is_stopped(school: School) -> None:
    for _ in range(600):
        await school.world.app.state.attempts.spend("600/hour", "colleagues", "ada")
    refused = await school.ada.refused("GET", PATH, params={"search": "bob"})
    assert refused == (429, "too_many_attempts")
    assert (await school.bob.ask("GET", PATH, params={"search": "ada"}))["people"]
