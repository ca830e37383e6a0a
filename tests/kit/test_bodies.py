"""Every input has a limit, also where it is not said how long it will be."""

from collections.abc import AsyncIterator, Callable

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from salle.kit.bodies import LIMIT, BodyLimit
from salle.kit.http import answer_errors


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 1 << 16):
        yield body[start : start + (1 << 16)]


def words(size: int) -> bytes:
    return b'["' + b"x" * (size - 4) + b'"]'


@pytest.fixture
async def http() -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    answer_errors(app)

    @app.post("/api/words")
    @app.post("/api/books/one")
    async def count(words: list[str]) -> int:
        return sum(map(len, words))

    app.add_middleware(BodyLimit, counted=("/api/books",))
    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="http://x",
        headers={"Content-Type": "application/json"},
    ) as client:
        yield client


async def test_what_is_not_too_long_is_read(http: AsyncClient) -> None:
    answer = await http.post("/api/words", content=words(LIMIT))
    assert (answer.status_code, answer.json()) == (200, LIMIT - 4)


@pytest.mark.parametrize("send", [bytes, in_pieces], ids=["whole", "in pieces"])
async def test_what_is_too_long_is_refused(
    http: AsyncClient, send: Callable[[bytes], bytes | AsyncIterator[bytes]]
) -> None:
    answer = await http.post("/api/words", content=send(words(LIMIT + 1)))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_route_that_counts_by_itself_may_take_more(http: AsyncClient) -> None:
    answer = await http.post("/api/books/one", content=words(LIMIT + 1))
    assert answer.status_code == 200
