"""Services for every test: real ones, started from packages, no Docker and no root needed.

With xdist each worker has its own. PostgreSQL takes 0.5 s once per worker; NATS, the mail server
and the browser start within a fraction of a second, so each test that asks gets a fresh one.
"""

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from inspect import iscoroutinefunction
from pathlib import Path
from typing import ParamSpec

import pytest
from hypothesis import settings
from playwright.async_api import Browser

from tests.services.browser import open_browser
from tests.services.nats import Nats
from tests.services.postgres import Postgres
from tests.services.smtp import Mailbox

# How long an example takes says nothing on a machine that does other things as well.
settings.register_profile("salle", deadline=None)
settings.load_profile("salle")


Parameters = ParamSpec("Parameters")
MARGIN = 10.0  # seconds


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that waits for ever fails where it waits, before its whole process is ended for it."""
    if isinstance(item, pytest.Function) and iscoroutinefunction(item.obj):
        marker = item.get_closest_marker("timeout")
        limit = float(marker.args[0] if marker else item.config.getini("timeout"))
        item.obj = end_within(limit - MARGIN, item.obj)


def end_within(
    seconds: float, test: Callable[Parameters, Awaitable[None]]
) -> Callable[Parameters, Awaitable[None]]:
    @functools.wraps(test)
    async def limited(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        async with asyncio.timeout(seconds):
            await test(*args, **kwargs)

    return limited


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The worker's server; for databases beside the test's own, and for templates."""
    with Postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh, empty database."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'salle.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind: a test that asks for it runs twice."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def nats() -> Iterator[Nats]:
    """A server of the test's own, which it may stop, kill and start again."""
    with Nats() as server:
        yield server


@pytest.fixture
def nats_url(nats: Nats) -> str:
    return nats.url


@pytest.fixture
def smtp() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of the test's own, with a camera and a microphone that are not real."""
    async with open_browser() as browser:
        yield browser
