from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.media.models import MediaFile
from salle.media.rules import MediaNotFound


async def find_media(db: AsyncSession, media_id: str) -> MediaFile:
    media = await db.get(MediaFile, media_id)
    if media is None:
        raise MediaNotFound
    return media


async def bytes_stored_by(db: AsyncSession, owner_id: str) -> int:
    owned = select(func.coalesce(func.sum(MediaFile.size), 0)).where(MediaFile.owner_id == owner_id)
    return int(await db.scalar(owned) or 0)


async def known_ids(db: AsyncSession, media_ids: Collection[str]) -> set[str]:
    """Those of these ids that have a row."""
    return set(await db.scalars(select(MediaFile.id).where(MediaFile.id.in_(media_ids))))
