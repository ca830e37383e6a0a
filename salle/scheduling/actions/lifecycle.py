"""The steps of a session: each is taken once, whoever asks and however often."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import Executable, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling import work
from salle.scheduling.models import TrainingSession
from salle.scheduling.queries.sessions import lock
from salle.scheduling.rules import OPEN, SessionNotLive, SessionOver, SessionStatus

logger = structlog.get_logger()


async def start_session(db: AsyncSession, session_id: str, *, room_id: str, now: datetime) -> bool:
    """Scheduled → live, by whoever comes first. False: it was live already, in its own room.

    Whether this person may, and opening the room, is up to the caller, in this transaction.
    """
    started = await db.scalar(
        update(TrainingSession)
        .where(TrainingSession.id == session_id, TrainingSession.status == SessionStatus.SCHEDULED)
        .values(status=SessionStatus.LIVE, started_at=now, room_id=room_id, updated_at=now)
        .returning(TrainingSession.id)
        .execution_options(synchronize_session=False)
    )
    session = await lock(db, session_id)
    if started is None:
        if session.status not in OPEN:
            raise SessionOver(status=session.status)
        return False
    logger.info("session_started", session=session_id)
    return True


async def end_session(db: AsyncSession, session_id: str, *, now: datetime) -> bool:
    """Live → ended, by whoever comes first. False: it had ended already.

    Of a room that is open, closing it does the same.
    """
    step, *rest = ending(session_id, now=now)
    ended = await db.scalar(step)
    session = await lock(db, session_id)
    if ended is None:
        match session.status:
            case SessionStatus.ENDED:
                return False
            case SessionStatus.CANCELED:
                raise SessionOver(status=session.status)
            case _:
                raise SessionNotLive
    for statement in rest:
        await db.execute(statement)
    logger.info("session_ended", session=session_id)
    return True


def ending(session_id: str, *, now: datetime) -> Sequence[Executable]:
    """Live → ended, for who stores it with other things. Of another session: nothing.

    Its room stays known: what is kept of that is found by it.

    The first returns the id of the session that it ended; without it, the rest does nothing new.
    """
    return (
        update(TrainingSession)
        .where(TrainingSession.id == session_id, TrainingSession.status == SessionStatus.LIVE)
        .values(status=SessionStatus.ENDED, ended_at=now, updated_at=now)
        .returning(TrainingSession.id)
        .execution_options(synchronize_session=False),
        work.nothing_more(session_id),
    )
