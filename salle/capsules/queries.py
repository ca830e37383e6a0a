from collections.abc import Sequence
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer
from sqlalchemy.orm.interfaces import LoaderOption

from salle.accounts.access import Person
from salle.accounts.rules import Role
from salle.board.models import Board
from salle.capsules.models import Capsule, CapsuleImport
from salle.capsules.records import SCHEMA
from salle.capsules.rules import CapsuleNotFound, ImportNotFound, fold

Sort = Literal["updated", "created", "title"]
ORDERS = {
    "updated": (Capsule.updated_at.desc(), Capsule.id),
    "created": (Capsule.created_at.desc(), Capsule.id),
    "title": (Capsule.title_key, Capsule.id),
}


class Found(NamedTuple):
    capsules: Sequence[Capsule]
    total: int


async def find_capsules(
    db: AsyncSession, person: Person, *, search: str, sort: Sort, limit: int, offset: int
) -> Found:
    """What this person made, without the documents. Every word of the search has to be there."""
    written = Capsule.title_key + " " + Capsule.search_text
    wanted = [
        Capsule.created_by == person.id,
        Capsule.deleted_at.is_(None),
        *(written.contains(word, autoescape=True) for word in fold(search).split()),
    ]
    total = await db.scalar(select(func.count()).select_from(Capsule).where(*wanted))
    capsules = await db.scalars(
        select(Capsule).where(*wanted).order_by(*ORDERS[sort]).limit(limit).offset(offset)
    )
    return Found(capsules.all(), total or 0)


async def get_capsule(
    db: AsyncSession, capsule_id: str, person: Person, *, with_document: bool = True
) -> Capsule:
    """The capsule, if this person may see it. To anybody else it does not exist."""
    options = [undefer(Capsule.document)] if with_document else []
    return await _get(db, capsule_id, person, Capsule.deleted_at.is_(None), options=options)


async def get_entrusted_capsule(db: AsyncSession, capsule_id: str) -> Capsule:
    """With its document, whoever asks: somebody who may see it has given it for this use."""
    found = await db.scalars(
        select(Capsule)
        .where(Capsule.id == capsule_id, Capsule.deleted_at.is_(None))
        .options(undefer(Capsule.document))
    )
    capsule = found.one_or_none()
    if capsule is None:
        raise CapsuleNotFound
    return capsule


async def get_capsule_to_change(
    db: AsyncSession, capsule_id: str, person: Person, *, with_document: bool = False
) -> Capsule:
    """The same, and nobody else changes it before this transaction ends."""
    options = [undefer(Capsule.document)] if with_document else []
    return await _get(
        db, capsule_id, person, Capsule.deleted_at.is_(None), options=options, to_change=True
    )


async def get_deleted_capsule(db: AsyncSession, capsule_id: str, person: Person) -> Capsule:
    return await _get(db, capsule_id, person, to_change=True)


async def get_import(db: AsyncSession, capsule_id: str, import_id: str) -> CapsuleImport:
    found = await db.get(CapsuleImport, import_id)
    if found is None or found.capsule_id != capsule_id:
        raise ImportNotFound
    return found


async def is_current(db: AsyncSession, capsule_id: str) -> bool:
    """Whether its document is of the tldraw that we ship, without reading all of it."""
    schema = await db.scalar(select(Capsule.document["schema"]).where(Capsule.id == capsule_id))
    return bool(schema == SCHEMA)


async def is_worked_on(db: AsyncSession, capsule_id: str) -> bool:
    """Whether a board has its document, and not its row. That stays so while the row is locked."""
    return bool(await db.scalar(select(Board.is_open).where(Board.id == capsule_id)))


async def _get(
    db: AsyncSession,
    capsule_id: str,
    person: Person,
    *conditions: ColumnElement[bool],
    options: Sequence[LoaderOption] = (),
    to_change: bool = False,
) -> Capsule:
    query = select(Capsule).where(Capsule.id == capsule_id, *conditions).options(*options)
    if person.role is not Role.ADMIN:
        query = query.where(Capsule.created_by == person.id)
    if to_change:
        query = query.with_for_update()
    capsule = (await db.execute(query)).scalar_one_or_none()
    if capsule is None:
        raise CapsuleNotFound
    return capsule
