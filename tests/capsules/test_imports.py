import asyncio
import base64
import json
from io import BytesIO
from typing import Any, cast

import pytest
from fastapi import FastAPI
from PIL import Image

from salle.accounts.access import find_person
from salle.capsules import documents, records
from salle.capsules.imports import Imports, add_import
from salle.capsules.records import Document
from salle.capsules.rules import MAX_PAGES
from salle.kit.database import Databases
from salle.media.queries import bytes_stored_by
from salle.media.storage import MediaStore
from tests.capsules.world import Browser, Hands
from tests.media.files import pdf

OLD_SCHEMA = {
    "schemaVersion": 1,
    "storeVersion": 4,
    "recordVersions": {
        "asset": {"version": 1, "subTypeKey": "type", "subTypeVersions": {"image": 2}},
        "document": {"version": 2},
        "page": {"version": 1},
        "shape": {"version": 3, "subTypeKey": "type", "subTypeVersions": {"image": 2}},
    },
}


def png(width: int = 64, height: int = 36, color: str = "teal") -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height), color).save(data, "PNG")
    return data.getvalue()


def data_url(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def snapshot(*addresses: str, schema: dict[str, Any] | None = None) -> Document:
    """A page with an image at each of these addresses."""
    document = documents.blank_document()
    document["schema"] = schema or document["schema"]
    store = document["store"]
    for number, address in enumerate(addresses, start=1):
        asset = records.image_asset(
            "0", name=f"{number}.png", width=64, height=36, mime="image/png"
        )
        asset["props"]["src"] = address
        store[asset["id"]] = asset
        shape = documents.background_shape(asset, page_id="page:page", text="")
        store[shape["id"]] = shape
    if not addresses:
        shape = records.shape(
            "text",
            {"richText": records.rich_text("Bonjour")},
            parent_id="page:page",
            index="a1",
            x=0,
            y=0,
        )
        store[shape["id"]] = shape
    return document


def as_file(document: object) -> bytes:
    return json.dumps(document).encode()


async def fill(browser: Browser, capsule_id: str, document: Document | None = None) -> None:
    answer = await browser.put(
        f"/capsules/{capsule_id}", json={"version": 1, "document": document or snapshot()}
    )
    assert answer.status_code == 200, answer.text


async def document_of(browser: Browser, capsule_id: str) -> Document:
    return cast("Document", (await browser.get(f"/capsules/{capsule_id}")).json()["document"])


def sources(document: Document) -> list[str]:
    return [each["props"]["src"] for each in documents.records_of(document, "asset")]


async def test_each_page_of_a_pdf_becomes_a_slide_that_can_be_searched(
    ada: Browser, store: MediaStore
) -> None:
    capsule_id = await ada.create("Sans rapport")
    content = b"BT /F 20 Tf 10 40 Td (Massage cardiaque) Tj ET"
    told = await ada.settled_import(capsule_id, "Cours_1.pdf", pdf(content, pages=3))
    assert (told["status"], told["done"], told["total"]) == ("done", 3, 3)
    assert told["result"] == {"kind": "replaced", "version": 2}

    document = await document_of(ada, capsule_id)
    pages = documents.pages_in_order(document)
    assert [each["name"] for each in pages] == [f"Cours 1 – {number}" for number in (1, 2, 3)]
    assert all(each["isLocked"] for each in documents.records_of(document, "shape"))
    for source in sources(document):
        assert store.path_of(source.removeprefix("/files/")).is_file()
    found = await ada.get("/capsules", params={"search": "massage CARDIAQUE"})
    assert [each["id"] for each in found.json()["capsules"]] == [capsule_id]


async def test_pages_join_a_capsule_that_has_some_after_the_one_named(ada: Browser) -> None:
    capsule_id = await ada.create()
    await ada.settled_import(capsule_id, "a.pdf", pdf(b"", pages=2))
    first, second = documents.pages_in_order(await document_of(ada, capsule_id))
    told = await ada.settled_import(capsule_id, "photo.png", png(), after_page_id=first["id"])
    result = cast("dict[str, Any]", told["result"])
    assert (result["kind"], result["version"]) == ("added", 3)
    pages = documents.pages_in_order(await document_of(ada, capsule_id))
    assert [each["id"] for each in pages] == [first["id"], *result["page_ids"], second["id"]]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda each: each,
        lambda each: {"document": each, "session": {"version": 0}},
        lambda each: [json.dumps(each)],
        lambda each: [each],
        lambda each: {
            "tldrawFileFormatVersion": 1,
            "schema": each["schema"],
            "records": list(each["store"].values()),
        },
    ],
    ids=["store", "document-session", "pratico", "list", "tldr"],
)
async def test_every_form_of_a_snapshot_becomes_the_document(ada: Browser, wrap: Any) -> None:
    capsule_id = await ada.create()
    brought = snapshot(schema=OLD_SCHEMA)
    brought["store"]["camera:1"] = {"id": "camera:1", "typeName": "camera"}
    told = await ada.settled_import(capsule_id, "board.tldr", as_file(wrap(brought)))
    assert told["status"] == "done", told
    assert told["notes"] == []
    del brought["store"]["camera:1"]
    assert await document_of(ada, capsule_id) == brought


async def test_pictures_inside_a_file_are_read_and_stored(ada: Browser, store: MediaStore) -> None:
    capsule_id = await ada.create()
    told = await ada.settled_import(capsule_id, "x.json", as_file(snapshot(data_url(png()))))
    assert told["notes"] == []
    (source,) = sources(await document_of(ada, capsule_id))
    with Image.open(store.path_of(source.removeprefix("/files/"))) as image:
        assert (image.format, image.size) == ("WEBP", (64, 36))


async def test_pictures_that_cannot_be_had_become_placeholders_and_notes(
    ada: Browser, store: MediaStore
) -> None:
    capsule_id = await ada.create()
    lost = [
        "https://files.example.org/secret-token/heart.png?key=1",
        "http://127.0.0.1:1/x.png",
        "asset:12",
        "/files/" + "A" * 32,
        "file:///etc/passwd",
        data_url(b"no picture"),
        "data:image/png;base64,*",
    ]
    told = await ada.settled_import(capsule_id, "x.json", as_file(snapshot(*lost)))
    assert told["status"] == "done"
    notes = cast("list[dict[str, Any]]", told["notes"])
    assert [note["code"] for note in notes].count("asset_unreadable") == 1
    assert notes[0]["address"] == "files.example.org/heart.png"
    assert len(notes) == len(lost)

    document = await document_of(ada, capsule_id)
    assert len(set(sources(document))) == 1, "one file stands for all of one form"
    with Image.open(store.path_of(sources(document)[0].removeprefix("/files/"))) as image:
        assert image.size[0] / image.size[1] == pytest.approx(64 / 36, rel=0.1)
    metas = [each["meta"] for each in documents.records_of(document, "asset")]
    assert metas[0] == {"lost": "files.example.org/heart.png"}


async def test_a_file_of_ours_stays_where_it_is(ada: Browser) -> None:
    first = await ada.create()
    await ada.settled_import(first, "photo.png", png())
    document = await document_of(ada, first)
    second = await ada.create()
    told = await ada.settled_import(second, "x.json", as_file(document))
    assert told["notes"] == []
    assert sources(await document_of(ada, second)) == sources(document)


async def test_a_lost_video_becomes_a_picture(ada: Browser) -> None:
    brought = snapshot("https://example.org/film.mp4")
    (asset,) = documents.records_of(brought, "asset")
    (shape,) = documents.records_of(brought, "shape")
    asset["type"] = shape["type"] = "video"
    capsule_id = await ada.create()
    await ada.settled_import(capsule_id, "x.json", as_file(brought))
    document = await document_of(ada, capsule_id)
    assert document["store"][asset["id"]]["type"] == "image"
    assert document["store"][shape["id"]]["type"] == "image"
    assert document["store"][shape["id"]]["props"]["assetId"] == asset["id"]


async def test_shapes_that_tldraw_does_not_know_are_left_out_with_a_note(ada: Browser) -> None:
    brought = snapshot()
    store = brought["store"]
    (text,) = documents.records_of(brought, "shape")
    custom = text | {"id": "shape:custom", "type": "pratico-timer"}
    child = text | {"id": "shape:child", "parentId": "shape:custom"}
    arrow = text | {"id": "shape:arrow", "type": "arrow"}
    binding = {
        "id": "binding:1",
        "typeName": "binding",
        "type": "arrow",
        "fromId": "shape:arrow",
        "toId": "shape:custom",
    }
    store |= {each["id"]: each for each in (custom, child, arrow, binding)}
    capsule_id = await ada.create()
    told = await ada.settled_import(capsule_id, "x.json", as_file(brought))
    assert told["notes"] == [
        {
            "code": "shapes_unknown",
            "kinds": ["pratico-timer"],
            "count": 1,
            "address": None,
            "reason": None,
        }
    ]
    kept = (await document_of(ada, capsule_id))["store"]
    assert set(kept) == {"document:document", "page:page", text["id"], "shape:arrow"}


async def test_the_same_schema_joins_and_another_is_left_to_the_browser(ada: Browser) -> None:
    capsule_id = await ada.create()
    await fill(ada, capsule_id)
    told = await ada.settled_import(capsule_id, "x.json", as_file(snapshot()))
    assert cast("dict[str, Any]", told["result"])["kind"] == "added"
    old = snapshot(schema=OLD_SCHEMA)
    told = await ada.settled_import(capsule_id, "x.json", as_file(old), after_page_id="page:page")
    assert told["result"] == {
        "kind": "to_merge",
        "snapshot": old,
        "after_page_id": "page:page",
    }
    assert (await ada.get(f"/capsules/{capsule_id}")).json()["version"] == 3


async def test_nothing_is_mixed_into_a_document_of_an_old_schema(ada: Browser) -> None:
    capsule_id = await ada.create()
    await fill(ada, capsule_id, snapshot(schema=OLD_SCHEMA))
    told = await ada.settled_import(capsule_id, "photo.png", png())
    assert cast("dict[str, Any]", told["result"])["kind"] == "to_merge"


NEWER = {"schemaVersion": 2, "sequences": {"com.tldraw.shape.geo": 11}}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("x.txt", b"hello", "import.type_not_allowed"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "import.type_not_allowed"),
        ("x.pdf", b"", "media.empty"),
    ],
)
async def test_a_file_of_the_wrong_kind_is_refused_at_once(
    ada: Browser, name: str, data: bytes, expected: str
) -> None:
    capsule_id = await ada.create()
    answer = await ada.post(f"/capsules/{capsule_id}/import", files={"file": (name, data)})
    assert (answer.status_code, answer.json()["code"]) == (422, expected)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("x.json", b"{", "import.not_json"),
        ("x.json", b"[" * 100_000, "import.not_json"),
        ("x.json", b"[" * 2_100_000, "import.not_json"),
        ("x.json", b"{}", "import.not_tldraw"),
        ("x.json", b"[]", "import.not_tldraw"),
        ("x.json", b'["{}"]', "import.not_tldraw"),
        ("x.json", b'{"store": {}, "schema": {"schemaVersion": 2}}', "import.not_tldraw"),
        ("x.json", b'{"store": 1e999, "schema": {}}', "import.not_tldraw"),
        ("x.json", as_file(snapshot(schema=NEWER)), "import.newer_tldraw"),
        ("x.tldr", b'{"tldrawFileFormatVersion": 2, "records": []}', "import.newer_tldraw"),
        ("x.pdf", b"%PDF-1.7 nothing", "media.unreadable"),
        ("x.png", png()[:60], "media.unreadable"),
    ],
)
async def test_a_file_that_cannot_be_read_changes_nothing(
    ada: Browser, name: str, data: bytes, expected: str
) -> None:
    capsule_id = await ada.create()
    told = await ada.settled_import(capsule_id, name, data)
    assert (told["status"], told["error_code"]) == ("failed", expected)
    assert (await ada.get(f"/capsules/{capsule_id}")).json()["version"] == 1


async def test_more_pages_than_fit_change_nothing_and_store_nothing(
    ada: Browser, databases: Databases
) -> None:
    capsule_id = await ada.create()
    full = documents.image_document([documents.Picture("0", "1", 10, 10, "image/webp")] * MAX_PAGES)
    await fill(ada, capsule_id, full)
    told = await ada.settled_import(capsule_id, "photo.png", png())
    assert (told["status"], told["error_code"]) == ("failed", "capsule.too_many_pages")
    assert told["error_details"] == {"limit": 300, "count": 301}
    async with databases.read() as db:
        assert await bytes_stored_by(db, "ada") == 0


async def test_an_import_that_the_server_did_not_finish_has_failed(
    ada: Browser, app: FastAPI
) -> None:
    capsule_id = await ada.create()
    sent = await ada.post(
        f"/capsules/{capsule_id}/import", files={"file": ("a.pdf", pdf(b"", pages=3))}
    )
    await asyncio.sleep(0)
    await cast("Imports", app.state.imports).stop()
    told = (await ada.get(f"/capsules/{capsule_id}/imports/{sent.json()['import_id']}")).json()
    assert (told["status"], told["error_code"]) == ("failed", "import.interrupted")
    assert (await ada.get(f"/capsules/{capsule_id}")).json()["version"] == 1


async def test_an_import_that_nobody_works_on_any_more_has_failed(
    ada: Browser, app: FastAPI, clock: Hands
) -> None:
    capsule_id = await ada.create()
    imports = cast("Imports", app.state.imports)
    async with app.state.databases.write.begin() as db:
        person = await find_person(db, "ada-login", clock())
        assert person
        lost = await add_import(db, capsule_id, person, now=clock())
    path = f"/capsules/{capsule_id}/imports/{lost.id}"
    assert (await ada.get(path)).json()["status"] == "waiting"
    clock.pass_seconds(21)
    told = (await ada.get(path)).json()
    assert (told["status"], told["error_code"]) == ("failed", "import.interrupted")
    await imports.tell(lost.id, status="done")
    assert (await ada.get(path)).json()["status"] == "failed"


async def test_one_person_has_three_imports_under_way_at_most(ada: Browser, app: FastAPI) -> None:
    capsule_id = await ada.create()
    file = pdf(b"", pages=2)
    answers = [
        await ada.post(f"/capsules/{capsule_id}/import", files={"file": ("a.pdf", file)})
        for _ in range(4)
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[3].json()["code"] == "import.too_many"
    await cast("Imports", app.state.imports).settle()
    assert (await ada.get(f"/capsules/{capsule_id}")).json()["page_count"] == 6


async def test_a_tldr_export_holds_its_pictures_and_comes_back_whole(ada: Browser) -> None:
    first = await ada.create("Été : l’arrêt")
    await ada.settled_import(first, "photo.png", png())
    answer = await ada.get(f"/capsules/{first}/export", params={"format": "tldr"})
    assert answer.headers["content-disposition"] == (
        'attachment; filename="Ete larret.tldr"; '
        "filename*=UTF-8''%C3%89t%C3%A9%20l%E2%80%99arr%C3%AAt.tldr"
    )
    written = answer.json()
    assert written["tldrawFileFormatVersion"] == 1
    (asset,) = [each for each in written["records"] if each["typeName"] == "asset"]
    assert asset["props"]["src"].startswith("data:image/webp;base64,")

    second = await ada.create()
    told = await ada.settled_import(second, "again.tldr", answer.content)
    assert (told["status"], told["notes"]) == ("done", [])
    before, after = await document_of(ada, first), await document_of(ada, second)
    assert sources(before) != sources(after)
    assert documents.records_of(before, "shape") == documents.records_of(after, "shape")
