from datetime import datetime, timedelta

import structlog

from salle.kit.database import Databases
from salle.media.queries import known_ids
from salle.media.storage import MediaStore

log = structlog.get_logger()

SPARED_FOR = timedelta(days=1)
"""Longer than any upload and any transaction may last."""
BATCH = 500


async def sweep_media(databases: Databases, store: MediaStore, *, now: datetime) -> int:
    """Removes the files that no row speaks of: deleted, or never committed. Says how many.

    A database that knows none of the files is taken for the wrong one, and nothing is removed.
    """
    before = (now - SPARED_FOR).timestamp()
    await store.clear_workspaces_older_than(before)
    on_disk = await store.ids_older_than(before)
    known: set[str] = set()
    for start in range(0, len(on_disk), BATCH):
        async with databases.read() as db:
            known |= await known_ids(db, on_disk[start : start + BATCH])
    unknown = set(on_disk) - known
    if unknown and not known:
        log.warning("media.sweep_refused", files=len(unknown))
        return 0
    await store.remove(unknown)
    return len(unknown)
