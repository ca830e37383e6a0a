"""What the server does to its own process."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.salle import RunningSalle


@pytest.fixture
def _few_files() -> Iterator[None]:
    """As many as most systems allow a program that does not ask for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("_few_files")
def test_a_server_takes_all_the_open_files_that_it_may_have(tmp_path: Path) -> None:
    with RunningSalle(tmp_path / "data", "") as salle:
        assert salle.child is not None
        allowed, most = resource.prlimit(salle.child.pid, resource.RLIMIT_NOFILE)
    assert allowed == most > 1024
