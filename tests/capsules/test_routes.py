from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from salle.capsules import documents
from salle.capsules.rules import MAX_DOCUMENT_BYTES
from salle.kit.database import Databases
from tests.capsules.world import Browser, Hands


async def document_of(browser: Browser, capsule_id: str) -> dict[str, Any]:
    answer = await browser.get(f"/capsules/{capsule_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["document"])


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_new_capsule_has_one_blank_page(ada: Browser) -> None:
    answer = await ada.post("/capsules", json={"title": "  Premiers secours "})
    created = answer.json()
    assert created["title"] == "Premiers secours"
    assert (created["version"], created["page_count"]) == (1, 1)
    assert created["document"] == documents.blank_document()
    assert (await ada.get(f"/capsules/{created['id']}")).json() == created


@pytest.mark.parametrize("title", ["", "   ", "x" * 101, "two\nlines", "nul\u0000"])
async def test_a_title_is_one_line_of_up_to_a_hundred_characters(ada: Browser, title: str) -> None:
    answer = await ada.post("/capsules", json={"title": title})
    assert code(answer) == (422, "invalid")
    assert answer.json()["fields"][0]["path"] == ["title"]


async def test_a_title_keeps_the_spaces_that_french_has(ada: Browser) -> None:
    title = "Massage\u202f: «\u00a0fort et vite\u00a0»"
    assert (await ada.post("/capsules", json={"title": title})).json()["title"] == title


async def test_a_save_moves_the_version_and_changes_only_what_it_names(
    ada: Browser, clock: Hands
) -> None:
    capsule_id = await ada.create()
    clock.pass_seconds(60)
    document = documents.blank_document()
    document["store"]["page:page"]["name"] = "Ouverture"
    saved = await ada.put(f"/capsules/{capsule_id}", json={"version": 1, "document": document})
    assert saved.json()["version"] == 2
    assert saved.json()["updated_at"] == "2026-11-20T09:01:00Z"
    renamed = await ada.put(f"/capsules/{capsule_id}", json={"version": 2, "title": "Autre"})
    assert renamed.json()["title"] == "Autre"
    assert await document_of(ada, capsule_id) == document


async def test_a_stale_save_changes_nothing_and_is_told_what_is_there(
    ada: Browser, clock: Hands
) -> None:
    capsule_id = await ada.create()
    clock.pass_seconds(5)
    first = {"version": 1, "title": "First", "save_id": "save-0001"}
    await ada.put(f"/capsules/{capsule_id}", json=first)
    answer = await ada.put(f"/capsules/{capsule_id}", json={"version": 1, "title": "Second"})
    assert code(answer) == (409, "capsule.stale")
    assert answer.json()["details"] == {
        "version": 2,
        "updated_at": "2026-11-20T09:00:05+00:00",
        "save_id": "save-0001",
    }
    there = (await ada.get(f"/capsules/{capsule_id}")).json()
    assert (there["title"], there["last_save_id"]) == ("First", "save-0001")
    kept = await ada.put(f"/capsules/{capsule_id}", json={"version": 2, "title": "Second"})
    assert kept.json()["title"] == "Second"


async def test_a_save_whose_answer_got_lost_can_be_sent_again(ada: Browser) -> None:
    capsule_id = await ada.create()
    save = {"version": 1, "title": "Once", "save_id": "save-0001"}
    first = await ada.put(f"/capsules/{capsule_id}", json=save)
    assert (await ada.put(f"/capsules/{capsule_id}", json=save)).json() == first.json()


async def test_a_save_of_junk_changes_nothing(ada: Browser) -> None:
    capsule_id = await ada.create()
    for document in ({}, {"store": {}, "schema": {"schemaVersion": 2}}):
        answer = await ada.put(f"/capsules/{capsule_id}", json={"version": 1, "document": document})
        assert code(answer) == (422, "capsule.document_invalid")
    assert (await ada.get(f"/capsules/{capsule_id}")).json()["version"] == 1


async def test_a_document_that_is_too_large_is_not_even_read(ada: Browser) -> None:
    capsule_id = await ada.create()
    answer = await ada.put(
        f"/capsules/{capsule_id}", content=b" " * (MAX_DOCUMENT_BYTES + (1 << 17))
    )
    assert code(answer) == (413, "capsule.document_too_large")
    many = await ada.put(f"/capsules/{capsule_id}", content=b"[" * 2_000_001)
    assert code(many) == (413, "capsule.document_too_large")


async def test_a_capsule_does_not_exist_for_others(ada: Browser, bob: Browser) -> None:
    capsule_id = await ada.create()
    path = f"/capsules/{capsule_id}"
    answers = [
        await bob.get(path),
        await bob.put(path, json={"version": 1, "title": "Mine"}),
        await bob.delete(path),
        await bob.post(f"{path}/restore"),
        await bob.post(f"{path}/duplicate"),
        await bob.post(f"{path}/import", files={"file": ("x.json", b"{}")}),
        await bob.get(f"{path}/imports/1"),
        await bob.get(f"{path}/export", params={"format": "tldr"}),
        await bob.get(f"{path}/export", params={"format": "pdf"}),
        await bob.get(f"{path}/thumbnail"),
    ]
    assert {code(answer) for answer in answers} == {(404, "capsule.not_found")}
    assert (await bob.get("/capsules")).json()["capsules"] == []
    assert (await ada.get(path)).json()["version"] == 1


async def test_an_admin_may_see_a_capsule_and_someone_who_teaches_nothing_has_none(
    app: FastAPI, ada: Browser
) -> None:
    capsule_id = await ada.create()
    async with Browser(app, "root") as root, Browser(app, "eve") as eve:
        assert (await root.get(f"/capsules/{capsule_id}")).status_code == 200
        assert code(await eve.post("/capsules", json={"title": "x"})) == (403, "auth.not_allowed")


async def test_a_deleted_capsule_is_gone_until_it_is_restored(ada: Browser) -> None:
    capsule_id = await ada.create()
    assert (await ada.delete(f"/capsules/{capsule_id}")).status_code == 204
    assert code(await ada.get(f"/capsules/{capsule_id}")) == (404, "capsule.not_found")
    assert (await ada.get("/capsules")).json() == {"capsules": [], "total": 0}
    assert (await ada.post(f"/capsules/{capsule_id}/restore")).status_code == 200
    assert (await ada.get("/capsules")).json()["total"] == 1


async def test_a_copy_has_its_own_life(ada: Browser) -> None:
    capsule_id = await ada.create("Original")
    activity = "0" * 32
    await ada.put(f"/capsules/{capsule_id}", json={"version": 1, "activity_ids": [activity]})
    copy = (await ada.post(f"/capsules/{capsule_id}/duplicate", json={"title": "Copie"})).json()
    assert copy["title"] == "Copie"
    assert copy["activity_ids"] == [activity]
    assert await document_of(ada, copy["id"]) == await document_of(ada, capsule_id)
    await ada.delete(f"/capsules/{capsule_id}")
    assert (await ada.get(f"/capsules/{copy['id']}")).status_code == 200


async def test_the_list_is_found_by_title_and_by_what_is_on_the_slides(ada: Browser) -> None:
    heart = await ada.create("L’arrêt cardiaque")
    other = await ada.create("100 % pratique_")
    document = documents.image_document(
        [documents.Picture("f" * 32, "1", 10, 10, "image/webp", "Défibrillateur")]
    )
    await ada.put(f"/capsules/{other}", json={"version": 1, "document": document})

    async def found(search: str) -> list[str]:
        answer = await ada.get("/capsules", params={"search": search})
        return [each["id"] for each in answer.json()["capsules"]]

    assert await found("ARRET cardiaque") == [heart]
    assert await found("defibrillateur pratique") == [other]
    assert await found("100 %") == [other]
    assert await found("pratique_") == [other]
    assert await found("_") == [other]
    assert await found("rien") == []


async def test_the_list_is_sorted_and_comes_in_pages(ada: Browser, clock: Hands) -> None:
    ids = {}
    for title in ("Zèbre", "abeille", "Éléphant"):
        clock.pass_seconds(1)
        ids[title] = await ada.create(title)
    clock.pass_seconds(1)
    await ada.put(f"/capsules/{ids['Zèbre']}", json={"version": 1, "activity_ids": []})

    async def titles(**query: str | int) -> list[str]:
        answer = await ada.get("/capsules", params=query)
        assert answer.json()["total"] == 3
        return [each["title"] for each in answer.json()["capsules"]]

    assert await titles() == ["Zèbre", "Éléphant", "abeille"]
    assert await titles(sort="created") == ["Éléphant", "abeille", "Zèbre"]
    assert await titles(sort="title") == ["abeille", "Éléphant", "Zèbre"]
    assert await titles(sort="title", limit=1, offset=1) == ["Éléphant"]


async def test_the_list_asks_as_often_for_ten_capsules_as_for_one_and_reads_no_document(
    ada: Browser, databases: Databases
) -> None:
    asked: list[str] = []

    @event.listens_for(databases.read_engine.sync_engine, "before_cursor_execute")
    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    await ada.create()
    asked.clear()
    await ada.get("/capsules")
    for_one = list(asked)
    for _ in range(9):
        await ada.create()
    asked.clear()
    assert len((await ada.get("/capsules")).json()["capsules"]) == 10
    assert len(asked) == len(for_one)
    assert not any("document" in statement for statement in asked)
