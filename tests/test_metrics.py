"""What the server tells a monitoring system, and to whom."""

import asyncio
import re
from operator import sub
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select

from salle.accounts.models import User
from salle.kit.metrics import LOOP_LAG, REGISTRY, watch_loop
from salle.kit.tasks import end_tasks
from salle.kit.writer import Fenced, Write
from tests.world import open_world

PAGE = Path(__file__).parents[1] / "docs" / "running.md"
TOKEN = "t" * 32


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


async def test_nobody_reads_the_figures_unless_there_is_a_token(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        for given in ("", "Bearer ", "Bearer None"):
            answer = await world.http.get("/metrics", headers={"Authorization": given})
            assert answer.status_code == 404


async def test_whoever_has_the_token_reads_them(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, metrics_token=TOKEN) as world:
        for given in (b"", b"Bearer", f"Bearer {TOKEN}x".encode(), TOKEN.encode(), b"Bearer \xe9"):
            answer = await world.http.get("/metrics", headers={b"Authorization": given})
            assert answer.status_code == 401
            assert "salle_" not in answer.text
        answer = await world.http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    families = list(text_string_to_metric_families(answer.text))
    told = {each.name + "_total" * (each.type == "counter") for each in families}
    described = set(re.findall(r"`(salle_[a-z_]+)`", PAGE.read_text()))
    assert {name for name in told if name.startswith("salle_")} == described
    assert "process_resident_memory_bytes" in told


async def test_writes_are_counted_and_timed(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        nobody = select(User.id).where(User.id == "nobody")
        before = figures()
        with pytest.raises(Fenced):
            await world.app.state.writer.store(Write([], nobody))
        await asyncio.gather(*(world.app.state.writer.store(Write([])) for _ in range(5)))
        batches, waits, commits, writes, fenced = map(sub, figures(), before)
    assert 2 <= batches <= 6
    assert waits == commits == batches
    assert [writes, fenced] == [6, 1]


def figures() -> list[float]:
    writer = ("batch_writes_count", "queue_seconds_count", "commit_seconds_count")
    counts = [value(f"salle_writer_{name}") for name in (*writer, "batch_writes_sum")]
    return [*counts, value("salle_writer_fenced_total")]


async def test_a_loop_that_is_held_up_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salle.kit.metrics.LOOK_EVERY", 0.01)
    before = value("salle_loop_lag_seconds_sum")
    watching = asyncio.create_task(watch_loop())
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    held_until = loop.time() + 0.1
    while loop.time() < held_until:
        pass
    while value("salle_loop_lag_seconds_sum") == before:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)
    await end_tasks(watching)
    assert value("salle_loop_lag_seconds_sum") - before > 0.05
    assert LOOP_LAG.describe()
