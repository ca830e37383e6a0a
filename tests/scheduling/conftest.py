from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scheduling.school import School
from tests.world import open_world


@pytest.fixture
async def school(sqlite_url: str, tmp_path: Path) -> AsyncIterator[School]:
    async with open_world(sqlite_url, tmp_path) as world, School(world) as school:
        yield school


@pytest.fixture
async def school_on_each_database(database_url: str, tmp_path: Path) -> AsyncIterator[School]:
    """For what takes locks, or asks the database something it may answer in its own way."""
    async with open_world(database_url, tmp_path) as world, School(world) as school:
        yield school
