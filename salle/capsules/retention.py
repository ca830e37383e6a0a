"""Capsules that were deleted go after a while, with their boards and what only they showed."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, Text, cast, delete, select

from salle.board.retention import forget_boards, texts_of_boards
from salle.capsules.models import Capsule, CapsuleImport
from salle.kit.database import Databases
from salle.kit.retention import DELETED_KEPT_FOR, Parts, delete_in_parts, each_key
from salle.media.retention import LastShown, Shown, Shows, files_in

IMPORTS_KEPT_FOR = timedelta(days=7)
"""What became of a file that was imported; who sent it asks within minutes."""
AT_ONCE = 20
"""Documents may have many megabytes."""


async def shown_in_capsules(
    databases: Databases, only: Collection[str] | None = None
) -> AsyncGenerator[Shown, None]:
    async for capsule_id in each_key(databases, Capsule.id, only=only):
        async with databases.read() as db:
            document = select(cast(Capsule.document, Text)).where(Capsule.id == capsule_id)
            text = await db.scalar(document)
        if text is not None:
            yield Shown(capsule_id, await asyncio.to_thread(files_in, text.encode()))


async def shown_on_boards(
    databases: Databases, only: Collection[str] | None = None
) -> AsyncGenerator[Shown, None]:
    """Of capsules and of classes."""
    async for board_id, text in texts_of_boards(databases, only):
        yield Shown(board_id, await asyncio.to_thread(files_in, text))


async def forget_capsules(
    databases: Databases,
    now: datetime,
    *,
    shows: Sequence[Shows],
    in_use: Sequence[Select[str | None]],
) -> Parts:
    """`in_use`: the capsules that something is still going to be held with."""
    which = [
        Capsule.deleted_at <= now - DELETED_KEPT_FOR,
        *(Capsule.id.not_in(each) for each in in_use),
    ]
    due = [each async for each in each_key(databases, Capsule.id, *which)]
    last_shown = LastShown(due)
    async for part in last_shown.look(databases, shows):
        yield part
    for start in range(0, len(due), AT_ONCE):
        async with databases.write.begin() as db:
            gone = await db.scalars(
                delete(Capsule)
                .where(Capsule.id.in_(due[start : start + AT_ONCE]), *which)
                .returning(Capsule.id)
                .execution_options(synchronize_session=False)
            )
            capsule_ids = gone.all()
            await forget_boards(db, capsule_ids)
            await last_shown.forget(db, capsule_ids)
        yield len(capsule_ids)


def forget_imports(databases: Databases, now: datetime) -> Parts:
    return delete_in_parts(
        databases, CapsuleImport.id, CapsuleImport.alive_until <= now - IMPORTS_KEPT_FOR
    )
