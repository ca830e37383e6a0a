from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(sqlite_url, tmp_path) as world:
        yield world


@pytest.fixture
async def world_on_each_database(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """For what takes locks, or asks the database something it may answer in its own way."""
    async with open_world(database_url, tmp_path) as world:
        yield world
