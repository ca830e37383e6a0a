from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import User
from salle.media.documents import Picture, read_image
from salle.media.models import MediaFile
from salle.media.queries import bytes_stored_by
from salle.media.rules import MediaKind, QuotaExceeded, new_media_id
from salle.media.storage import MediaStore, measure


async def store_image(
    db: AsyncSession, store: MediaStore, *, owner_id: str, upload: Path, name: str, now: datetime
) -> MediaFile:
    """Reads and stores an uploaded picture.

    The database is asked only when the picture is ready: as long as `db` has not been used
    before, nobody waits for the reading of it.
    """
    async with store.workspace() as folder:
        picture = await read_image(upload, folder)
        (media,) = await store_pictures(
            db,
            store,
            owner_id=owner_id,
            pictures=[picture],
            kind=MediaKind.IMAGE,
            name=name,
            now=now,
        )
    return media


async def store_pictures(
    db: AsyncSession,
    store: MediaStore,
    *,
    owner_id: str,
    pictures: Sequence[Picture],
    kind: MediaKind,
    name: str,
    now: datetime,
) -> list[MediaFile]:
    """Stores pictures that were read, all or none, and takes their files out of the workspace.

    `name` is that of the upload, as `clean_name` gives it.
    """
    stored = []
    for picture in pictures:
        size, sha256 = await measure(picture.file)
        media = MediaFile(
            id=new_media_id(),
            owner_id=owner_id,
            kind=kind,
            mime=picture.mime,
            size=size,
            width=picture.width,
            height=picture.height,
            sha256=sha256,
            original_name=name,
            created_at=now,
        )
        stored.append(media)
    try:
        for media, picture in zip(stored, pictures, strict=True):
            await store.keep(picture.file, media.id)
        await check_quota(db, store, owner_id, adding=sum(media.size for media in stored))
        db.add_all(stored)
        await db.flush()
    except BaseException:
        await store.remove(media.id for media in stored)
        raise
    return stored


async def check_quota(db: AsyncSession, store: MediaStore, owner_id: str, *, adding: int) -> None:
    # One at a time, so that two uploads do not both take the last place. Rows that only refer to
    # this person are no business of theirs: waiting for each other, neither would go on.
    await db.execute(select(User.id).where(User.id == owner_id).with_for_update(key_share=True))
    if await bytes_stored_by(db, owner_id) + adding > store.quota:
        raise QuotaExceeded(limit=store.quota)


async def delete_media(db: AsyncSession, media_ids: Sequence[str]) -> None:
    """From the commit on nobody gets these files; the disk is cleared by `jobs.sweep_media`."""
    await db.execute(delete(MediaFile).where(MediaFile.id.in_(media_ids)))
