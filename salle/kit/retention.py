"""What is no longer to be kept is removed in parts, each a short transaction of its own."""

from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Delete, Update, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from salle.kit.database import Databases

DELETED_KEPT_FOR = timedelta(days=30)
"""How long what somebody deleted can be restored."""
BATCH = 200
"""Rows in one part: with all that hangs on them, some ten milliseconds on a small machine."""

Parts = AsyncGenerator[int, None]
"""How many rows each part took. Between two parts no transaction is open, and whoever goes on may
stop there: what is left is found again. Two processes may do the same at once."""


class Duty(NamedTuple):
    name: str
    forget: Callable[[datetime], Parts]
    """What is no longer to be kept at this moment."""


async def each_key(
    databases: Databases,
    key: InstrumentedAttribute[str],
    *which: ColumnElement[bool],
    only: Collection[str] | None = None,
) -> AsyncGenerator[str, None]:
    """Of those rows, or of `only` these among them, page by page."""
    if only is not None:
        asked = sorted(only)
        for start in range(0, len(asked), BATCH):
            async with databases.read() as db:
                found = select(key).where(key.in_(asked[start : start + BATCH]), *which)
                keys = (await db.scalars(found)).all()
            for each in keys:
                yield each
        return
    after = ""
    while True:
        async with databases.read() as db:
            found = select(key).where(key > after, *which).order_by(key).limit(BATCH)
            keys = (await db.scalars(found)).all()
        for each in keys:
            yield each
        if len(keys) < BATCH:
            return
        after = keys[-1]


async def change_in_parts(
    databases: Databases,
    key: InstrumentedAttribute[str],
    *which: ColumnElement[bool],
    change: Callable[[Sequence[str]], Delete | Update],
    batch: int = BATCH,
) -> Parts:
    """Rows that somebody holds at this moment are left for the next time."""
    after = ""
    while True:
        # Looking takes long where nothing is indexed, and nobody is to wait for it.
        async with databases.read() as db:
            found = select(key).where(key > after, *which).order_by(key).limit(batch)
            keys = (await db.scalars(found)).all()
        if not keys:
            return
        async with databases.write.begin() as db:
            still = select(key).where(key.in_(keys), *which).with_for_update(skip_locked=True)
            free = (await db.scalars(still)).all()
            await db.execute(change(free).execution_options(synchronize_session=False))
        yield len(free)
        after = keys[-1]


def delete_in_parts(
    databases: Databases,
    key: InstrumentedAttribute[str],
    *which: ColumnElement[bool],
    batch: int = BATCH,
) -> Parts:
    """`key` is the primary key of the rows."""

    def change(keys: Sequence[str]) -> Delete:
        return delete(key.class_).where(key.in_(keys))

    return change_in_parts(databases, key, *which, change=change, batch=batch)


async def delete_in_order(
    databases: Databases, place: InstrumentedAttribute[int], *which: ColumnElement[bool]
) -> Parts:
    """Of one owner's rows, by their places: the first go first."""
    some = select(place).where(*which).order_by(place).limit(BATCH).subquery()
    while True:
        async with databases.write.begin() as db:
            last = await db.scalar(select(func.max(some.c[place.key])))
            if last is None:
                return
            gone = await db.scalars(
                delete(place.class_)
                .where(*which, place <= last)
                .returning(place)
                .execution_options(synchronize_session=False)
            )
            count = len(gone.all())
        yield count
