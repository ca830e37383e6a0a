"""`app.state.presence`: what rooms tell the door of a session."""

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.rooms.models import Room, RoomParticipant
from salle.rooms.state import RoomRole
from salle.scheduling.access import Viewer
from salle.scheduling.models import Registration, TrainingSession
from salle.scheduling.presence import Inside
from salle.scheduling.queries.sessions import are_theirs
from salle.scheduling.rules import RegistrationStatus


class RoomPresence:
    """A `Presence`. Whoever entered keeps their place, also while their connection is lost."""

    async def look_inside(
        self, db: AsyncSession, session: TrainingSession, viewer: Viewer
    ) -> Inside:
        room = None if session.room_id is None else await db.get(Room, session.room_id)
        if room is None:
            return Inside(occupied=session.taken)
        registered = select(Registration.id).where(
            Registration.session_id == session.id, are_theirs(viewer)
        )
        theirs: list[ColumnElement[bool]] = [RoomParticipant.registration_id.in_(registered)]
        if viewer.person is not None:
            theirs.append(RoomParticipant.user_id == viewer.person.id)
        inside = RoomParticipant.room_id == room.id
        own = (await db.scalars(select(RoomParticipant).where(inside, or_(*theirs)))).all()
        holds_seat = exists().where(
            Registration.id == RoomParticipant.registration_id,
            Registration.status == RegistrationStatus.REGISTERED,
        )
        others = await db.scalar(
            select(func.count())
            .select_from(RoomParticipant)
            .where(
                inside,
                RoomParticipant.role == RoomRole.PARTICIPANT,
                RoomParticipant.kicked_at.is_(None),
                ~holds_seat,
            )
        )
        return Inside(
            occupied=session.taken + (others or 0),
            has_entered=bool(own),
            is_kicked=any(each.kicked_at is not None for each in own),
            room_name=room.name,
        )
