"""What is kept of classes that have ended, where it is not kept for ever."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, text, update

from salle.board.retention import forget_boards, forget_diffs
from salle.kit.database import Databases
from salle.kit.retention import Parts, delete_in_order
from salle.media.retention import LastShown, Shows
from salle.rooms.models import IS_END, RecordedEvent, Room
from salle.scheduling.models import TrainingSession

ENDED = "class_ended"


def capsules_being_taught() -> Select[str | None]:
    return select(Room.capsule_id).where(Room.capsule_id.is_not(None))


async def forget_records(
    databases: Databases, now: datetime, *, shows: Sequence[Shows], kept_for: timedelta
) -> Parts:
    """All that is known of a class: its events, what was drawn, and what only its board showed.

    Its beginning goes first, and the report with it; its end goes last, by which it is found.
    """
    async with databases.read() as db:
        ended = select(RecordedEvent.room_id).where(
            text(IS_END), RecordedEvent.created_at <= now - kept_for
        )
        due = (await db.scalars(ended)).all()
    last_shown = LastShown(due)
    async for part in last_shown.look(databases, shows):
        yield part
    for room_id in due:
        mine = RecordedEvent.room_id == room_id
        rest = delete_in_order(databases, RecordedEvent.seq, mine, RecordedEvent.type != ENDED)
        for parts in (rest, forget_diffs(databases, room_id)):
            async for part in parts:
                yield part
        async with databases.write.begin() as db:
            await db.execute(delete(RecordedEvent).where(mine))
            await forget_boards(db, [room_id])
            await db.execute(
                update(TrainingSession)
                .where(TrainingSession.room_id == room_id)
                .values(room_id=None)
                .execution_options(synchronize_session=False)
            )
            await last_shown.forget(db, [room_id])
        yield 1
