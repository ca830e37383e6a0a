"""Who was at a scheduled training, as it is kept when the room closes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Executable, bindparam, func, insert, select

from salle.kit.ids import new_id
from salle.kit.writer import Rows
from salle.rooms.models import RoomParticipant
from salle.rooms.state import RoomRole, RoomState
from salle.scheduling.models import Registration, SessionAttendance

_OF_SESSION = Registration.session_id == bindparam("of_session")
_ENTERED_WITH = (
    select(Registration.id)
    .join(RoomParticipant, RoomParticipant.registration_id == Registration.id)
    .where(_OF_SESSION, RoomParticipant.id == bindparam("of_participant"))
)
_MADE_WITH_ACCOUNT = select(Registration.id).where(
    _OF_SESSION, Registration.user_id == bindparam("of_user")
)
INSERT_VISIT = insert(SessionAttendance).values(
    registration_id=func.coalesce(
        _ENTERED_WITH.scalar_subquery(), _MADE_WITH_ACCOUNT.scalar_subquery()
    )
)


def attendance(
    state: RoomState, session_id: str, ended_at: datetime
) -> Iterable[tuple[Executable, Rows]]:
    """A row for each visit of somebody who did not lead then.

    While the room's people are still stored.
    """
    rows = [
        {
            "id": new_id(),
            "session_id": session_id,
            "of_session": session_id,
            "participant_id": person.id,
            "of_participant": person.id,
            "user_id": person.user_id,
            "of_user": person.user_id,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "joined_at": visit.joined_at,
            "left_at": visit.left_at,
            "watch_time_seconds": int((visit.left_at - visit.joined_at).total_seconds()),
        }
        for person in state.people.values()
        for visit in person.visits_until(ended_at)
        if visit.role is RoomRole.PARTICIPANT
    ]
    if rows:
        yield INSERT_VISIT, rows
