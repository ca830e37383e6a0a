"""Nights that pass over a school, and the pictures that it shows: for what is forgotten."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from salle.capsules.documents import blank_document
from salle.capsules.records import image_asset
from salle.kit.database import Databases, Table
from salle.media.models import MediaFile
from salle.media.rules import MediaKind, new_media_id
from salle.scheduling.nightly import next_night
from tests.scheduling.desk import PARIS, do_due
from tests.scheduling.school import School

MOMENT = timedelta(microseconds=1)


async def pass_night(school: School) -> None:
    await do_due(school)
    school.wait_until(next_night(school.now, PARIS)[1])
    await do_due(school)


async def night_at(school: School, moment: datetime) -> None:
    """The next night is done at this moment, late as it may be."""
    await do_due(school)
    school.wait_until(moment)
    await do_due(school)


async def add_picture(school: School, owner_id: str = "ada") -> str:
    media_id = new_media_id()
    async with school.world.writing() as db:
        db.add(
            MediaFile(
                id=media_id,
                owner_id=owner_id,
                kind=MediaKind.IMAGE,
                mime="image/webp",
                size=1,
                width=1,
                height=1,
                sha256="",
                original_name="photo",
                created_at=school.now,
            )
        )
    return media_id


def showing(*media_ids: str) -> dict[str, Any]:
    """A document of a capsule with these pictures."""
    document = blank_document()
    for media_id in media_ids:
        asset = image_asset(media_id, name="photo", width=1, height=1, mime="image/webp")
        document["store"][asset["id"]] = asset
    return {"store": document["store"], "schema": document["schema"]}


async def pictures(school: School) -> set[str]:
    async with school.world.databases.read() as db:
        return set(await db.scalars(select(MediaFile.id)))


async def count(databases: Databases, table: type[Table]) -> int:
    async with databases.read() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0
