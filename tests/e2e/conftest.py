"""One server for the tests of a worker: each has a trainer of its own, and so its own rooms."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.cable import Cable
from tests.e2e.school import PATIENCE, Account, Office, Room, School
from tests.services.salle import RunningSalle

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSalle]:
    folder = tmp_path_factory.mktemp("salle")
    with RunningSalle(folder / "data", f"sqlite+aiosqlite:///{folder / 'salle.db'}") as salle:
        yield salle


@pytest.fixture(scope="session")
def office(salle: RunningSalle) -> Iterator[Office]:
    office = Office(salle)
    yield office
    office.admin.close()


@pytest.fixture
async def school(salle: RunningSalle, browser: Browser) -> AsyncIterator[School]:
    school = School(salle, browser)
    yield school
    school.dismiss()


@pytest.fixture
def account(office: Office) -> Iterator[Account]:
    """A trainer's."""
    account = office.add_trainer()
    yield account
    account.close()


@pytest.fixture
def room(account: Account) -> Room:
    """The trainer's first-aid capsule, launched."""
    return account.launch(account.prepare_first_aid())


@pytest.fixture
async def cable(salle: RunningSalle) -> AsyncIterator[Cable]:
    """To the server, for the people of a test who come through it."""
    async with Cable(salle.port) as cable:
        yield cable
