from collections.abc import AsyncIterator

import pytest

from salle.kit.database import Databases
from tests.rooms.world import School, Served, SetClock, create_app, prepare, serving


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """SQLite, or each database in turn for a test that uses the fixture `database_url`."""
    both = "database_url" in request.fixturenames
    found: str = request.getfixturevalue("database_url" if both else "sqlite_url")
    return found


@pytest.fixture
async def databases(url: str) -> AsyncIterator[Databases]:
    databases = Databases(url)
    await prepare(databases)
    yield databases
    await databases.dispose()


@pytest.fixture
async def served(databases: Databases, clock: SetClock) -> AsyncIterator[Served]:
    async with serving(create_app(databases, clock)) as served:
        yield served


@pytest.fixture
async def school(served: Served, clock: SetClock) -> AsyncIterator[School]:
    school = School(served, clock)
    yield school
    await school.close()


@pytest.fixture
async def room(school: School) -> str:
    """The name of an open room."""
    return str((await school.launch())["name"])
