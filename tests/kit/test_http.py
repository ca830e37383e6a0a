from pathlib import Path

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from salle.kit.http import answer_errors


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
