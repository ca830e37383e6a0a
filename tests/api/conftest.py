import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.api.inhabited import Inhabited, inhabit
from tests.api.visits import Visits
from tests.scheduling.school import School
from tests.services.postgres import Postgres
from tests.world import open_world


@dataclass(frozen=True)
class Template:
    """A school that nobody visits: each test has a copy of it, and sees what no other one did."""

    url: str
    folder: Path
    there: Inhabited


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The loop of the servers, in a thread: schemathesis has none."""
    with start_blocking_portal() as portal:
        yield portal


def make_template(portal: BlockingPortal, url: str, folder: Path) -> Template:
    async def make() -> Inhabited:
        async with open_world(url, folder) as world, School(world) as school:
            return await inhabit(school)

    return Template(url, folder, portal.call(make))


def sqlite_in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'salle.db'}"


@pytest.fixture(scope="session")
def template(portal: BlockingPortal, tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("school")
    return make_template(portal, sqlite_in(folder), folder)


@pytest.fixture(scope="session")
def postgres_template(
    portal: BlockingPortal, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Template:
    return make_template(portal, postgres.create_database(), tmp_path_factory.mktemp("school"))


@contextmanager
def visit(portal: BlockingPortal, url: str, folder: Path, there: Inhabited) -> Iterator[Visits]:
    with portal.wrap_async_context_manager(open_world(url, folder)) as world:
        yield Visits(world, there, portal)


@pytest.fixture
def visits(portal: BlockingPortal, template: Template, tmp_path: Path) -> Iterator[Visits]:
    folder = shutil.copytree(template.folder, tmp_path / "school")
    with visit(portal, sqlite_in(folder), folder, template.there) as visits:
        yield visits


@pytest.fixture
def visits_on_postgres(
    portal: BlockingPortal, postgres: Postgres, postgres_template: Template, tmp_path: Path
) -> Iterator[Visits]:
    template = postgres_template
    url = postgres.create_database(template.url)
    folder = shutil.copytree(template.folder, tmp_path / "school")
    with visit(portal, url, folder, template.there) as visits:
        yield visits
    postgres.drop_database(url)
