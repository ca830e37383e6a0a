"""From what is stored of a board to its document."""

import asyncio
from typing import cast

import orjson
import structlog

from salle.board.storage import BoardStorage, Snapshot
from salle.board.sync.changes import Validation
from salle.board.sync.diff import Record
from salle.board.sync.document import Document, read_store
from salle.board.sync.document import Snapshot as WholeSnapshot
from salle.board.validation import InvalidRecord, validate_changed, validate_record

logger = structlog.get_logger()

VALIDATION = Validation(validate_record, validate_changed, InvalidRecord)


async def read_stored(storage: BoardStorage) -> Document:
    """The document as it was acknowledged to everybody.

    After a crash its clock leaps, which is stored before anybody comes in.
    """
    stored = await storage.open()
    document = await asyncio.to_thread(restore, stored.snapshot)
    for logged in stored.diffs:
        document.replay(logged.clock, orjson.loads(logged.diff))
    if stored.was_open:
        document.forget_history()
        await storage.compact(document.snapshot())
    return document


def restore(snapshot: Snapshot) -> Document:
    if "clocks" in snapshot:
        return Document.restore(cast("WholeSnapshot", snapshot))
    # A document that has never been a board. A capsule takes what its trainer's browser saves, but
    # one bad record would send every browser of a class into a circle.
    good = [record for record in read_store(snapshot["store"]) if is_good(record)]
    return Document(good, clock=snapshot.get("clock", 1))


def is_good(record: Record) -> bool:
    try:
        validate_record(record)
    except InvalidRecord as error:
        logger.warning("record_left_out", record=record.get("id"), why=str(error))
        return False
    return True
