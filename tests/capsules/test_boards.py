"""A capsule that is worked on in two tabs, or by two trainers, or while a file comes in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, cast

import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select, text, update

from salle.board.hub import BoardHub
from salle.capsules.models import Capsule
from salle.kit.database import Databases
from salle.kit.websocket import LiveWebSocket
from tests.board.client import SCHEMA, Painter
from tests.board.shapes import box, moved, page
from tests.capsules.test_imports import png
from tests.capsules.world import Browser

PAGE = "page:page"
Sit = Callable[..., Awaitable[Painter]]


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest.fixture
async def port(app: FastAPI) -> AsyncIterator[int]:
    config = uvicorn.Config(app, port=0, lifespan="off", ws=LiveWebSocket, log_config=None)
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.005)
    yield server.servers[0].sockets[0].getsockname()[1]
    await hub_of(app).stop()
    server.should_exit = True
    await task


@pytest.fixture
async def sit(port: int) -> AsyncIterator[Sit]:
    painters: list[Painter] = []

    async def sit(browser: Browser, capsule_id: str) -> Painter:
        painter = Painter("", tab=f"tab-{len(painters)}")
        painters.append(painter)
        await painter.open(await address_of(browser, port, capsule_id))
        return painter

    yield sit
    for painter in painters:
        await painter.close()


async def address_of(browser: Browser, port: int, capsule_id: str) -> str:
    answer = await browser.post(f"/capsules/{capsule_id}/board/ticket")
    assert answer.status_code == 201, answer.text
    ticket = answer.json()["ticket"]
    return f"ws://127.0.0.1:{port}/live/boards/capsules/{capsule_id}?ticket={ticket}"


def hub_of(app: FastAPI) -> BoardHub:
    return cast("BoardHub", app.state.boards)


async def shown(browser: Browser, capsule_id: str) -> dict[str, Any]:
    answer = await browser.get(f"/capsules/{capsule_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def drawn(name: str) -> dict[str, Any]:
    return box(name, parent_id=PAGE)


async def stored(databases: Databases, capsule_id: str) -> dict[str, Any]:
    """The capsule's row, as it is."""
    async with databases.read() as db:
        document = await db.scalar(select(Capsule.document).where(Capsule.id == capsule_id))
    assert document is not None
    return dict(document)


async def test_two_tabs_draw_on_a_capsule_and_it_is_saved(ada: Browser, sit: Sit) -> None:
    capsule_id = await ada.create()
    before = await shown(ada, capsule_id)
    one, two = await sit(ada, capsule_id), await sit(ada, capsule_id)
    assert one.answer["isReadonly"] is False
    shape = drawn("a")
    assert await one.draw({"shape:a": ["put", shape], "page:2": ["put", page(2)]}) == "commit"
    await two.until(lambda: two.store.get("shape:a") == shape)
    after = await shown(ada, capsule_id)
    assert after["document"] == {"store": one.store, "schema": SCHEMA}
    assert after["page_count"] == 2
    assert after["version"] == before["version"] + 1
    again = await shown(ada, capsule_id)
    assert again["version"] == after["version"]


async def test_what_was_drawn_is_in_the_capsule_when_everybody_has_gone(
    ada: Browser, sit: Sit, databases: Databases, app: FastAPI
) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    await painter.close()
    async with asyncio.timeout(20):
        while hub_of(app).find(capsule_id) is not None:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
        while "shape:a" not in (await stored(databases, capsule_id))["store"]:  # noqa: ASYNC110 - only the database knows
            await asyncio.sleep(0.05)
    assert (await shown(ada, capsule_id))["document"]["store"] == painter.store


async def test_a_capsule_that_nobody_drew_on_is_the_same_version(
    ada: Browser, sit: Sit, app: FastAPI
) -> None:
    capsule_id = await ada.create()
    before = await shown(ada, capsule_id)
    await (await sit(ada, capsule_id)).close()
    await hub_of(app).close(capsule_id, 1012, "restart")
    assert await shown(ada, capsule_id) == before


async def test_a_document_that_is_saved_meanwhile_is_shown_to_those_who_draw(
    ada: Browser, sit: Sit
) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    now = await shown(ada, capsule_id)
    document = {**now["document"], "store": {**now["document"]["store"], "shape:b": drawn("b")}}
    del document["store"]["shape:a"]
    stale = await ada.put(
        f"/capsules/{capsule_id}", json={"version": now["version"] - 1, "document": document}
    )
    assert (stale.status_code, stale.json()["code"]) == (409, "capsule.stale")
    saved = await ada.put(
        f"/capsules/{capsule_id}",
        json={
            "version": now["version"],
            "document": document,
            "title": "Autre",
            "save_id": "save-0001",
        },
    )
    assert saved.status_code == 200, saved.text
    await painter.until(lambda: "shape:b" in painter.store and "shape:a" not in painter.store)
    after = await shown(ada, capsule_id)
    assert after["document"]["store"] == document["store"]
    assert (after["title"], after["last_save_id"]) == ("Autre", "save-0001")
    assert after["version"] == saved.json()["version"]


async def test_a_bad_document_does_not_reach_those_who_draw(ada: Browser, sit: Sit) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    now = await shown(ada, capsule_id)
    bad = {**drawn("b"), "opacity": 7}
    document = {**now["document"], "store": {**now["document"]["store"], "shape:b": bad}}
    answer = await ada.put(
        f"/capsules/{capsule_id}", json={"version": now["version"], "document": document}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "capsule.document_invalid")
    assert await painter.draw({"shape:a": ["put", drawn("a")]}) == "commit"


async def test_the_title_is_saved_without_a_version_while_the_board_moves_it(
    ada: Browser, sit: Sit
) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    saved = await ada.put(f"/capsules/{capsule_id}", json={"title": "Autre"})
    assert (saved.status_code, saved.json()["title"]) == (200, "Autre")
    refused = await ada.put(
        f"/capsules/{capsule_id}", json={"document": (await shown(ada, capsule_id))["document"]}
    )
    assert refused.status_code == 422


async def test_a_file_comes_in_before_the_eyes_of_those_who_draw(ada: Browser, sit: Sit) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    told = await ada.settled_import(capsule_id, "plan.png", png())
    result = cast("dict[str, Any]", told["result"])
    assert (told["status"], result["kind"]) == ("done", "added")
    (page_id,) = result["page_ids"]
    await painter.until(lambda: page_id in painter.store)
    after = await shown(ada, capsule_id)
    assert after["version"] == result["version"]
    assert after["document"]["store"] == painter.store
    assert len(painter.of_type("asset")) == 1


async def test_a_copy_has_what_is_being_drawn(ada: Browser, sit: Sit) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    copied = await ada.post(f"/capsules/{capsule_id}/duplicate")
    copy = await shown(ada, copied.json()["id"])
    assert copy["document"]["store"] == painter.store


async def test_a_crash_leaves_what_was_drawn_to_the_capsule(
    ada: Browser, sit: Sit, databases: Databases, port: int
) -> None:
    """As if the server had been killed: the board is open, and its diffs are all there is."""
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    before = await stored(databases, capsule_id)
    async with databases.write.begin() as db:
        await db.execute(text("ALTER TABLE board_diffs RENAME TO away"))
    await painter.push({"shape:b": ["put", drawn("b")]})
    assert await painter.closed() == 1013
    async with databases.write.begin() as db:
        await db.execute(text("ALTER TABLE away RENAME TO board_diffs"))
    assert "shape:a" not in before["store"]
    assert set((await shown(ada, capsule_id))["document"]["store"]) >= {"shape:a"}
    await painter.open(await address_of(ada, port, capsule_id))
    assert painter.answer["hydrationType"] == "wipe_all"
    assert set(painter.of_type("shape")) == {"shape:a"}


async def test_a_tab_that_was_away_is_told_everything(
    ada: Browser, sit: Sit, app: FastAPI, port: int
) -> None:
    """The capsule may have been changed in any way since: its row was the truth meanwhile."""
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    await hub_of(app).close(capsule_id, 1012, "restart")
    now = await shown(ada, capsule_id)
    document = {**now["document"], "store": {**now["document"]["store"], "shape:b": drawn("b")}}
    await ada.put(f"/capsules/{capsule_id}", json={"version": now["version"], "document": document})
    await painter.open(await address_of(ada, port, capsule_id))
    assert painter.answer["hydrationType"] == "wipe_all"
    assert painter.store == document["store"]
    assert await painter.draw({"shape:b": moved(x=4)}) == "commit"


async def test_a_capsule_that_is_deleted_leaves_the_hands_of_those_who_draw(
    ada: Browser, sit: Sit
) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    await painter.draw({"shape:a": ["put", drawn("a")]})
    assert (await ada.delete(f"/capsules/{capsule_id}")).status_code == 204
    assert (await painter.closed(), painter.close_reason) == (4099, "NOT_FOUND")
    await ada.post(f"/capsules/{capsule_id}/restore")
    assert "shape:a" in (await shown(ada, capsule_id))["document"]["store"]


async def test_only_its_trainer_gets_a_ticket(ada: Browser, bob: Browser) -> None:
    capsule_id = await ada.create()
    answer = await bob.post(f"/capsules/{capsule_id}/board/ticket")
    assert (answer.status_code, answer.json()["code"]) == (404, "capsule.not_found")


async def test_a_document_of_an_earlier_tldraw_is_brought_up_to_date_first(
    ada: Browser, databases: Databases
) -> None:
    capsule_id = await ada.create()
    old = {**await stored(databases, capsule_id), "schema": {"schemaVersion": 2, "sequences": {}}}
    async with databases.write.begin() as db:
        await db.execute(update(Capsule).values(document=old))
    answer = await ada.post(f"/capsules/{capsule_id}/board/ticket")
    assert (answer.status_code, answer.json()["code"]) == (409, "capsule.outdated")


async def test_who_signs_out_leaves_the_board(
    ada: Browser, sit: Sit, app: FastAPI, port: int
) -> None:
    capsule_id = await ada.create()
    painter = await sit(ada, capsule_id)
    unused = await address_of(ada, port, capsule_id)
    app.state.capsule_boards.end_logins(["ada-login"])
    assert (await painter.closed(), painter.close_reason) == (4099, "NOT_AUTHENTICATED")
    await painter.open(unused)
    assert painter.close_code == 1013
