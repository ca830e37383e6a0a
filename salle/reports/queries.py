from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from salle.accounts.access import Person
from salle.accounts.rules import Role
from salle.board.models import Board
from salle.board.storage import read_document
from salle.reports.report import Report, ReportHead
from salle.reports.rules import HEAD_TYPES, BoardNotKept, ReportNotFound, head_of, make_report
from salle.rooms.events import RoomEvent
from salle.rooms.log import read_event
from salle.rooms.models import RecordedEvent
from salle.scheduling.models import TrainingSession
from salle.scheduling.queries.sessions import is_hosted_by

ROWS = (
    RecordedEvent.room_id,
    RecordedEvent.type,
    RecordedEvent.participant_id,
    RecordedEvent.created_at,
    RecordedEvent.data,
)


async def read_report(db: AsyncSession, room_id: str, person: Person) -> Report:
    """Of a closed room that this person launched, and teaches, or led as a host of its session.

    Assistants need not teach otherwise. Admins read every report.
    """
    launched = await db.scalar(
        select(RecordedEvent).where(
            RecordedEvent.room_id == room_id, RecordedEvent.type == "class_launched"
        )
    )
    if launched is None or not await may_read(db, launched, person):
        raise ReportNotFound
    rows = await db.execute(
        select(*ROWS).where(RecordedEvent.room_id == room_id).order_by(RecordedEvent.seq)
    )
    return make_report([read_event(*row) for _, *row in rows])


async def may_read(db: AsyncSession, launched: RecordedEvent, person: Person) -> bool:
    is_own = launched.user_id == person.id and person.role.includes(Role.INSTRUCTOR)
    if is_own or person.role is Role.ADMIN:
        return True
    hosted = select(TrainingSession.id).where(
        TrainingSession.id == launched.data.get("session_id"), is_hosted_by(person)
    )
    return await db.scalar(hosted) is not None


async def has_board(db: AsyncSession, room_id: str) -> bool:
    return await db.scalar(select(Board.id).where(Board.id == room_id)) is not None


async def final_board(db: AsyncSession, room_id: str) -> dict[str, Any]:
    document = await read_document(db, room_id)
    if document is None:
        raise BoardNotKept
    return document


async def reports_page(
    db: AsyncSession, *, owner_id: str, limit: int, offset: int
) -> tuple[Sequence[ReportHead], int]:
    """Rooms that this person launched and that have ended, the latest first; and how many.

    Three queries, however many there are, and none of them reads answers.
    """
    launched, ended = aliased(RecordedEvent), aliased(RecordedEvent)
    closed = (
        select(launched.room_id)
        .join(ended, ended.room_id == launched.room_id)
        .where(
            launched.user_id == owner_id,
            launched.type == "class_launched",
            ended.type == "class_ended",
        )
    )
    total = await db.scalar(select(func.count()).select_from(closed.subquery()))
    latest = closed.order_by(ended.created_at.desc(), launched.room_id).limit(limit).offset(offset)
    room_ids = (await db.scalars(latest)).all()
    rows = await db.execute(
        select(*ROWS)
        .where(RecordedEvent.room_id.in_(room_ids), RecordedEvent.type.in_(HEAD_TYPES))
        .order_by(RecordedEvent.seq)
    )
    events: defaultdict[str, list[RoomEvent]] = defaultdict(list)
    for room_id, *row in rows:
        events[room_id].append(read_event(*row))
    return [head_of(events[room_id]) for room_id in room_ids], total or 0
