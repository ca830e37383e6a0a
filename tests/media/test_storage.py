import asyncio
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from salle.accounts.models import Login, User
from salle.kit.database import Databases
from salle.media.actions import check_quota, delete_media, store_image, store_pictures
from salle.media.documents import Picture
from salle.media.jobs import SPARED_FOR, sweep_media
from salle.media.models import MediaFile
from salle.media.queries import bytes_stored_by, find_media, known_ids
from salle.media.rules import MediaKind, MediaNotFound, QuotaExceeded, new_media_id
from salle.media.storage import MediaStore

NOW = datetime.now(UTC)
LATER = NOW + SPARED_FOR + timedelta(hours=12)  # than any file that this run makes


@pytest.fixture
def pages(out: Path) -> list[Picture]:
    """Three pages of 1000 bytes."""
    made = []
    for number in range(3):
        file = out / f"{number}.webp"
        file.write_bytes(bytes([number]) * 1000)
        made.append(Picture(width=16, height=9, file=file))
    return made


async def store_pages(
    databases: Databases, store: MediaStore, pages: list[Picture]
) -> list[MediaFile]:
    async with databases.write.begin() as db:
        return await store_pictures(
            db,
            store,
            owner_id="ada",
            pictures=pages,
            kind=MediaKind.PAGE,
            name="cours.pdf",
            now=NOW,
        )


@pytest.mark.parametrize(
    "media_id",
    ["", "a", "../" + "a" * 29, "a" * 31 + "/", "a" * 31 + "\n", "a" * 33, "é" * 32, "/etc/passwd"],
)
def test_only_an_id_becomes_a_path(store: MediaStore, media_id: str) -> None:
    with pytest.raises(MediaNotFound):
        store.path_of(media_id)


def test_ids_are_unguessable_and_become_paths(store: MediaStore) -> None:
    ids = {new_media_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(store.path_of(each).name == each for each in ids)


async def test_pages_are_moved_into_the_store(
    databases: Databases, store: MediaStore, pages: list[Picture]
) -> None:
    stored = await store_pages(databases, store, pages)

    assert [store.path_of(media.id).read_bytes()[0] for media in stored] == [0, 1, 2]
    assert not any(page.file.exists() for page in pages)
    async with databases.read() as db:
        found = await find_media(db, stored[1].id)
        assert (found.kind, found.mime, found.size) == ("page", "image/webp", 1000)
        assert (found.width, found.height, found.original_name) == (16, 9, "cours.pdf")
        assert found.created_at == NOW
        assert await bytes_stored_by(db, "ada") == 3000
        assert await bytes_stored_by(db, "bob") == 0
        assert await known_ids(db, [stored[0].id, "x" * 32]) == {stored[0].id}


async def test_pages_beyond_the_quota_are_stored_not_even_in_part(
    databases: Databases, tmp_path: Path, pages: list[Picture]
) -> None:
    store = MediaStore(tmp_path / "media", quota=2999)

    with pytest.raises(QuotaExceeded):
        await store_pages(databases, store, pages)

    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    async with databases.read() as db:
        assert (await db.scalars(select(MediaFile))).all() == []


async def test_two_uploads_do_not_both_take_the_last_place(
    databases: Databases, tmp_path: Path, pages: list[Picture]
) -> None:
    store = MediaStore(tmp_path / "media", quota=1500)
    async with databases.write.begin() as db:
        await check_quota(db, store, "ada", adding=1000)
        second = asyncio.create_task(store_pages(databases, store, pages[:1]))
        await asyncio.wait([second], timeout=0.3)
        assert not second.done()
        db.add(
            MediaFile(
                id=new_media_id(),
                owner_id="ada",
                kind=MediaKind.IMAGE,
                mime="image/webp",
                size=1000,
                width=1,
                height=1,
                sha256="",
                original_name="",
                created_at=NOW,
            )
        )

    with pytest.raises(QuotaExceeded):
        await second


async def test_a_picture_is_read_and_stored(
    databases: Databases, store: MediaStore, photo: bytes, tmp_path: Path
) -> None:
    upload = tmp_path / "photo.png"
    upload.write_bytes(photo)

    async with databases.write.begin() as db:
        media = await store_image(
            db, store, owner_id="ada", upload=upload, name="photo.png", now=NOW
        )

    assert (media.width, media.height) == (40, 30)
    assert upload.exists()


async def test_what_was_deleted_or_never_committed_is_swept(
    databases: Databases, store: MediaStore, pages: list[Picture]
) -> None:
    kept, deleted, _ = stored = await store_pages(databases, store, pages)
    async with databases.write.begin() as db:
        await delete_media(db, [deleted.id])
    lost = new_media_id()
    file = pages[0].file
    file.write_text("never committed")
    await store.keep(file, lost)

    assert await sweep_media(databases, store, now=NOW) == 0
    assert all(store.path_of(media.id).exists() for media in stored)

    assert await sweep_media(databases, store, now=LATER) == 2
    assert store.path_of(kept.id).exists()
    assert not store.path_of(deleted.id).exists()
    assert not store.path_of(lost).exists()


async def test_a_database_that_knows_nothing_sweeps_nothing(
    databases: Databases, store: MediaStore, pages: list[Picture]
) -> None:
    stored = await store_pages(databases, store, pages)
    async with databases.write.begin() as db:
        await delete_media(db, [media.id for media in stored])

    assert await sweep_media(databases, store, now=LATER) == 0
    assert all(store.path_of(media.id).exists() for media in stored)


async def test_the_files_of_an_erased_person_go(
    databases: Databases, store: MediaStore, pages: list[Picture]
) -> None:
    stored = await store_pages(databases, store, pages)
    async with databases.write.begin() as db:
        await db.execute(delete(Login).where(Login.user_id == "ada"))
        await db.execute(delete(User).where(User.id == "ada"))

    async with databases.read() as db:
        assert await known_ids(db, [media.id for media in stored]) == set()


async def test_what_a_crash_left_is_cleared(databases: Databases, store: MediaStore) -> None:
    async with store.workspace() as folder:
        left = folder.with_name("left")
        left.mkdir()
        (left / "upload").write_text("half")
        old = (NOW - SPARED_FOR - timedelta(hours=1)).timestamp()
        os.utime(left, (old, old))

        await sweep_media(databases, store, now=NOW)

        assert not left.exists()
        assert folder.exists()


async def test_a_workspace_is_gone_after_a_failure(store: MediaStore) -> None:
    with suppress(ZeroDivisionError):
        async with store.workspace() as folder:
            (folder / "upload").write_text("half")
            raise ZeroDivisionError

    assert not folder.exists()
