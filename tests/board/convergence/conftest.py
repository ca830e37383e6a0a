"""One server for the tests of a worker: each has a room of its own, and tabs."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.board.convergence.studio import Studio
from tests.board.convergence.tabs import Tabs
from tests.e2e.school import Account, Office
from tests.services.salle import RunningSalle


@pytest.fixture(scope="session")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSalle]:
    folder = tmp_path_factory.mktemp("salle")
    url = f"sqlite+aiosqlite:///{folder / 'salle.db'}"
    with RunningSalle(folder / "data", url, demo=False) as salle:
        yield salle


@pytest.fixture(scope="session")
def account(salle: RunningSalle) -> Iterator[Account]:
    """The trainer's, who has all the rooms."""
    office = Office(salle)
    account = office.add_trainer()
    yield account
    account.close()
    office.admin.close()


@pytest.fixture
async def tabs(speed: int) -> AsyncIterator[Tabs]:
    async with Tabs(speed=speed) as tabs:
        yield tabs


@pytest.fixture
def speed() -> int:
    return 1


@pytest.fixture
async def studio(salle: RunningSalle, account: Account, tabs: Tabs) -> AsyncIterator[Studio]:
    studio = Studio(salle, account, tabs)
    yield studio
    await studio.close()
