from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from salle.kit.http import answer_errors
from tests.world import open_world

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def server(sqlite_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with open_world(sqlite_url, tmp_path) as world:
        yield world.http


async def test_who_gets_no_connection_in_time_is_told_to_ask_again(tmp_path: Path) -> None:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{tmp_path}/x.db", pool_size=1, max_overflow=0, pool_timeout=0.01
    )
    app = FastAPI()
    answer_errors(app)

    @app.get("/")
    async def ask() -> int:
        async with engine.connect() as connection:
            return int(await connection.scalar(text("SELECT 1")) or 0)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://x") as http:
        async with engine.connect():
            busy = await http.get("/")
        free = await http.get("/")
    await engine.dispose()
    assert (busy.status_code, busy.json()["code"]) == (503, "busy")
    assert (free.status_code, free.json()) == (200, 1)


async def test_what_no_parser_takes_is_invalid(server: AsyncClient) -> None:
    for body in (b"[" * 100_000, b"1" + b"0" * 5000, b"\xff"):
        answer = await server.post("/api/events", content=body, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/auth/login", "POST"),
        ("PUT", "/api/events", "GET, POST"),
        ("TRACE", "/api/events/some", "DELETE, GET, PUT"),
        ("POST", "/healthz", "GET"),
        ("POST", "/login", "GET"),
    ],
)
async def test_who_asks_in_a_way_that_an_address_does_not_have_is_told_which_it_has(
    server: AsyncClient, method: str, path: str, allowed: str
) -> None:
    answer = await server.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
async def test_an_address_that_the_api_does_not_have_is_refused_in_the_form_of_every_error(
    server: AsyncClient, method: str
) -> None:
    answer = await server.request(method, "/api/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "Allow" not in answer.headers


async def test_an_address_that_no_file_can_have_is_a_page_like_any_other(
    server: AsyncClient,
) -> None:
    for path in ("/assets/%00", "/favicon%00.svg", "/files/%00"):
        answer = await server.get(path)
        assert answer.status_code in (200, 404), path
