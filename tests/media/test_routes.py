import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import select, text

from salle.kit.database import Databases
from salle.media.actions import delete_media
from salle.media.models import MediaFile
from salle.media.rules import MAX_IMAGE_BYTES
from salle.media.storage import MediaStore
from tests.logins import headers_of


@pytest.fixture
def ada(app: FastAPI) -> dict[str, str]:
    return headers_of(app, "ada")


async def upload(
    web: httpx.AsyncClient, headers: dict[str, str], data: bytes, name: str = "photo.png"
) -> httpx.Response:
    return await web.post("/api/media", files={"file": (name, data)}, headers=headers)


async def test_an_uploaded_picture_is_served_as_ours(
    web: httpx.AsyncClient,
    app: FastAPI,
    ada: dict[str, str],
    photo: bytes,
    databases: Databases,
) -> None:
    created = await upload(web, ada, photo, "Été <b>.png")

    assert created.status_code == 201
    body = created.json()
    assert body == {
        "id": body["id"],
        "url": f"/files/{body['id']}",
        "mime": "image/webp",
        "width": 40,
        "height": 30,
        "size": body["size"],
    }
    served = await web.get(body["url"])
    assert served.status_code == 200
    assert len(served.content) == body["size"]
    with Image.open(BytesIO(served.content)) as image:
        assert (image.format, image.size) == ("WEBP", (40, 30))
    assert served.headers["Content-Type"] == "image/webp"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert served.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert served.headers["Content-Disposition"] == (
        "inline; filename*=utf-8''%C3%89t%C3%A9%20%3Cb%3E.webp"
    )
    async with databases.read() as db:
        media = (await db.scalars(select(MediaFile))).one()
    assert (media.owner_id, media.created_at) == ("ada", app.state.clock())
    assert served.headers["ETag"] == f'"{media.sha256}"'


async def test_a_browser_that_has_the_file_is_not_sent_it_again(
    web: httpx.AsyncClient, ada: dict[str, str], photo: bytes
) -> None:
    url = (await upload(web, ada, photo)).json()["url"]
    etag = (await web.get(url)).headers["ETag"]

    again = await web.get(url, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


async def test_a_part_of_a_file_can_be_asked_for(
    web: httpx.AsyncClient, ada: dict[str, str], photo: bytes
) -> None:
    url = (await upload(web, ada, photo)).json()["url"]

    part = await web.get(url, headers={"Range": "bytes=0-3"})

    assert (part.status_code, part.content) == (206, b"RIFF")


@pytest.mark.parametrize(
    "path",
    [
        "A" * 32,
        "short",
        "..%2F..%2Fetc%2Fpasswd",
        "%2e%2e%2fincoming%2fxxxxxxxxxxxxxxxxxxxxx",
        "A" * 31 + "%00",
        "A" * 31 + "%0a",
        "A" * 5000,
    ],
)
async def test_what_is_not_there_is_not_found(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(f"/files/{path}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_row_whose_file_is_lost_is_not_found(
    web: httpx.AsyncClient, ada: dict[str, str], photo: bytes, store: MediaStore
) -> None:
    body = (await upload(web, ada, photo)).json()
    await store.remove([body["id"]])

    answer = await web.get(body["url"])

    assert (answer.status_code, answer.json()["code"]) == (404, "media.not_found")


async def test_a_deleted_file_is_gone_at_once(
    web: httpx.AsyncClient, ada: dict[str, str], photo: bytes, databases: Databases
) -> None:
    body = (await upload(web, ada, photo)).json()
    async with databases.write.begin() as db:
        await delete_media(db, [body["id"]])

    assert (await web.get(body["url"])).status_code == 404


async def test_only_members_upload(web: httpx.AsyncClient, app: FastAPI, photo: bytes) -> None:
    nobody = await upload(web, {}, photo)
    visitor = await upload(web, headers_of(app, "eve"), photo)
    member = await upload(web, headers_of(app, "bob"), photo)

    assert nobody.status_code == 401
    assert visitor.status_code == 403
    assert member.status_code == 201


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "media.empty"),
        (b"<svg/>", "media.type_not_allowed"),
        (b"%PDF-1.7", "media.type_not_allowed"),
        (b"\xff\xd8\xff", "media.unreadable"),
    ],
)
async def test_what_is_no_picture_is_refused_and_leaves_nothing(
    web: httpx.AsyncClient, ada: dict[str, str], tmp_path: Path, data: bytes, code: str
) -> None:
    refused = await upload(web, ada, data)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert stored_files(tmp_path) == []


def stored_files(tmp_path: Path) -> list[Path]:
    """Whatever is in the store, workspaces included."""
    return [path for path in (tmp_path / "media").rglob("*") if path.name != "incoming"]


async def test_the_quota_of_a_person_has_an_end(
    web: httpx.AsyncClient, ada: dict[str, str], app: FastAPI, tmp_path: Path
) -> None:
    noise = BytesIO()
    Image.effect_noise((80, 80), 90).save(noise, "PNG")
    first = await upload(web, ada, noise.getvalue())
    assert 5000 < first.json()["size"] < 10_000

    second = await upload(web, ada, noise.getvalue())
    of_another = await upload(web, headers_of(app, "bob"), noise.getvalue())

    assert second.status_code == 409
    assert second.json()["code"] == "media.quota_exceeded"
    assert second.json()["details"] == {"limit": 10_000}
    assert of_another.status_code == 201
    assert len([path for path in stored_files(tmp_path) if path.is_file()]) == 2


async def test_a_file_that_declares_itself_too_large_is_not_read(
    web: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    async def body() -> AsyncIterator[bytes]:
        raise AssertionError("read")
        yield b""

    refused = await web.post(
        "/api/media",
        content=body(),
        headers=ada
        | {
            "Content-Type": "multipart/form-data; boundary=x",
            "Content-Length": str(MAX_IMAGE_BYTES + (1 << 20)),
        },
    )

    assert (refused.status_code, refused.json()["code"]) == (413, "media.too_large")


async def test_an_upload_in_progress_holds_up_nobody(
    web: httpx.AsyncClient, ada: dict[str, str], photo: bytes, databases: Databases
) -> None:
    """SQLite has one writer and four readers: six slow lines must not use them up."""
    arrived = asyncio.Semaphore(0)
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        arrived.release()
        await go_on.wait()
        yield photo
        yield b"\r\n--x--\r\n"

    headers = ada | {"Content-Type": "multipart/form-data; boundary=x"}
    uploads = [
        asyncio.create_task(web.post("/api/media", content=slow(), headers=headers))
        for _ in range(20)
    ]
    async with asyncio.timeout(10):
        for _ in uploads:
            await arrived.acquire()

    async with asyncio.timeout(5), databases.write.begin() as db:
        await db.execute(text("UPDATE users SET first_name = 'Ada' WHERE id = 'ada'"))
    async with asyncio.timeout(5), databases.read() as db:
        assert await db.scalar(text("SELECT first_name FROM users WHERE id = 'ada'")) == "Ada"
    go_on.set()

    answers = await asyncio.gather(*uploads)
    assert {answer.status_code for answer in answers} == {201}
