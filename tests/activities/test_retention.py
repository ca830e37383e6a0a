from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from salle.activities.models import Activity
from salle.activities.retention import forget_activities
from salle.kit.retention import DELETED_KEPT_FOR
from tests.activities.test_library import PLAN
from tests.nights import MOMENT, count, night_at
from tests.scheduling.school import School
from tests.world import open_world


@pytest.fixture
async def school(database_url: str, tmp_path: Path) -> AsyncIterator[School]:
    async with open_world(database_url, tmp_path) as world, School(world) as school:
        yield school


async def test_a_deleted_quiz_can_be_restored_for_thirty_days(school: School) -> None:
    deleted, restored, _kept = [
        await school.ada.ask("POST", "/activities", json={"plan": PLAN}, expect=201)
        for _ in range(3)
    ]
    for each in (deleted, restored):
        await school.ada.ask("DELETE", f"/activities/{each['id']}", expect=204)
    until = school.now + DELETED_KEPT_FOR
    await night_at(school, until - MOMENT)
    assert await count(school.world.databases, Activity) == 3
    await school.ada.ask("POST", f"/activities/{restored['id']}/restore")
    parts = forget_activities(school.world.databases, until)
    assert [part async for part in parts] == [1]
    refused = await school.ada.refused("POST", f"/activities/{deleted['id']}/restore")
    assert refused == (404, "activity.not_found")
    await night_at(school, until + timedelta(days=100))
    assert await count(school.world.databases, Activity) == 2
