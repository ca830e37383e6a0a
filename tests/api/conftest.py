import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.api.inhabited import Inhabited, inhabit
from tests.api.visits import Visits, url_in
from tests.scheduling.school import School
from tests.world import open_world


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The loop of the servers, in a thread: schemathesis has none."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def inhabited(
    portal: BlockingPortal, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Inhabited]:
    folder = tmp_path_factory.mktemp("school")

    async def make() -> Inhabited:
        async with open_world(url_in(folder), folder) as world, School(world) as school:
            return await inhabit(school)

    return folder, portal.call(make)


@pytest.fixture
def visits(
    portal: BlockingPortal, inhabited: tuple[Path, Inhabited], tmp_path: Path
) -> Iterator[Visits]:
    """To a copy of the school: no operation sees what another one did."""
    template, there = inhabited
    folder = shutil.copytree(template, tmp_path / "school")
    with portal.wrap_async_context_manager(open_world(url_in(folder), folder)) as world:
        yield Visits(world, there, portal)
