from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rooms.sessions.held import Held
from tests.scheduling.school import School
from tests.world import open_world


@pytest.fixture
async def held(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path
) -> AsyncIterator[Held]:
    """On SQLite, or on each database for a test that uses the fixture `database_url`."""
    both = "database_url" in request.fixturenames
    url: str = request.getfixturevalue("database_url") if both else sqlite_url
    async with open_world(url, tmp_path) as world, School(world) as school:
        yield Held(school)
