from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.capsules.documents import blank_document, read_document, records_of, text_of
from salle.capsules.models import Capsule
from salle.capsules.queries import (
    get_capsule,
    get_capsule_to_change,
    get_deleted_capsule,
    is_worked_on,
)
from salle.capsules.records import Document
from salle.capsules.rules import MAX_SEARCH_TEXT, CapsuleStale, fold, title_key
from salle.kit.ids import new_id


@dataclass(frozen=True)
class Change:
    """What somebody wants changed; None leaves it."""

    title: str | None = None
    document: dict[str, Any] | None = None
    activity_ids: list[str] | None = None


class WorkedOn(Exception):
    """Not in the row, and no refusal either."""

    def __init__(self, document: Document) -> None:
        super().__init__("worked on")
        self.document = document


async def create_capsule(
    db: AsyncSession, person: Person, *, title: str, now: datetime, document: Document | None = None
) -> Capsule:
    checked = read_document(document or blank_document())
    capsule = Capsule(
        id=new_id(),
        title=title,
        title_key=title_key(title),
        created_by=person.id,
        created_at=now,
        updated_at=now,
        page_count=len(records_of(checked, "page")),
        document=cast("dict[str, Any]", checked),
        search_text=searchable(checked),
    )
    db.add(capsule)
    await db.flush()
    return capsule


async def save_capsule(
    db: AsyncSession,
    person: Person,
    capsule_id: str,
    change: Change,
    *,
    version: int | None,
    save_id: str | None,
    now: datetime,
) -> Capsule:
    """Refuses a change that was made on another version than the one that is there;
    without a version, none is refused.

    `WorkedOn`: the document is on a board, and the change is to be made there.
    """
    # Read the document first: a large one takes time, and the row is not locked meanwhile.
    document = None if change.document is None else read_document(change.document)
    capsule = await get_capsule_to_change(db, capsule_id, person)
    if save_id is not None and capsule.last_save_id == save_id:
        return capsule
    if version is not None and capsule.version != version:
        raise CapsuleStale(
            version=capsule.version,
            updated_at=capsule.updated_at.isoformat(),
            save_id=capsule.last_save_id,
        )
    if document is not None and await is_worked_on(db, capsule_id):
        raise WorkedOn(document)
    if change.title is not None:
        rename_capsule(capsule, change.title)
    if change.activity_ids is not None:
        capsule.activity_ids = list(dict.fromkeys(change.activity_ids))
    if document is not None:
        put_document(capsule, document)
    touch(capsule, now=now, save_id=save_id)
    await db.flush()
    return capsule


def rename_capsule(capsule: Capsule, title: str) -> None:
    capsule.title = title
    capsule.title_key = title_key(title)


def put_document(capsule: Capsule, document: Document) -> None:
    capsule.document = cast("dict[str, Any]", document)
    capsule.page_count = len(records_of(document, "page"))
    capsule.search_text = searchable(document)


def touch(capsule: Capsule, *, now: datetime, save_id: str | None = None) -> None:
    capsule.version += 1
    capsule.updated_at = now
    capsule.last_save_id = save_id


def searchable(document: Document) -> str:
    return fold(text_of(document))[:MAX_SEARCH_TEXT]


async def duplicate_capsule(
    db: AsyncSession, person: Person, capsule_id: str, *, title: str | None, now: datetime
) -> Capsule:
    original = await get_capsule(db, capsule_id, person)
    copy = await create_capsule(
        db,
        person,
        title=title or original.title,
        document=cast("Document", original.document),
        now=now,
    )
    copy.activity_ids = list(original.activity_ids)
    await db.flush()
    return copy


async def delete_capsule(
    db: AsyncSession, person: Person, capsule_id: str, *, now: datetime
) -> None:
    """Out of sight, and still there to be restored."""
    capsule = await get_capsule_to_change(db, capsule_id, person)
    capsule.deleted_at = now


async def restore_capsule(db: AsyncSession, person: Person, capsule_id: str) -> Capsule:
    capsule = await get_deleted_capsule(db, capsule_id, person)
    capsule.deleted_at = None
    await db.flush()
    return capsule
