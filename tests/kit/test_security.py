import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.types import Message

from salle.kit.security import Security


def client_of(public_origin: str | None) -> AsyncClient:
    app = FastAPI()
    app.add_middleware(Security, public_origin=public_origin)

    @app.post("/api/write")
    async def write() -> str:
        return "written"

    _ = write
    return AsyncClient(transport=ASGITransport(app), base_url="http://salle.test")


@pytest.mark.parametrize(
    ("public_origin", "headers", "status"),
    [
        (None, {}, 200),  # a program, not a browser
        (None, {"Origin": "http://salle.test"}, 200),
        (None, {"Origin": "http://evil.test"}, 403),
        (None, {"Origin": "null"}, 403),
        (None, {"Sec-Fetch-Site": "cross-site"}, 403),
        ("https://salle.example", {"Origin": "https://salle.example"}, 200),
        ("https://salle.example", {"Origin": "http://salle.test"}, 403),
        ("https://salle.example", {"Origin": "https://salle.example.evil.test"}, 403),
    ],
)
async def test_a_write_is_taken_from_our_own_pages_and_from_programs(
    public_origin: str | None, headers: dict[str, str], status: int
) -> None:
    async with client_of(public_origin) as client:
        assert (await client.post("/api/write", headers=headers)).status_code == status


async def test_every_answer_carries_the_headers_errors_included() -> None:
    async with client_of("https://salle.example") as client:
        for answer in (await client.post("/api/write"), await client.get("/nothing")):
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        assert (await client.post("/api/write")).headers["Cache-Control"] == "no-store"


async def test_a_socket_of_another_page_is_told_never_to_come_back() -> None:
    app = FastAPI()
    app.add_middleware(Security, public_origin="https://salle.example")
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"origin", b"https://evil.test"), (b"host", b"salle.example")]
    await app({"type": "websocket", "path": "/live", "headers": headers}, receive, send)
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.close"]
    assert sent[1]["code"] == 4203
