"""`app.state.presence`: what rooms tell the door of a session."""

import asyncio
from collections.abc import Callable

from sqlalchemy import ColumnElement, event, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import User
from salle.rooms.hub import RoomHub
from salle.rooms.models import Room, RoomParticipant
from salle.rooms.state import RoomRole
from salle.scheduling.access import Viewer
from salle.scheduling.models import Registration, TrainingSession
from salle.scheduling.presence import Inside
from salle.scheduling.queries.sessions import are_theirs
from salle.scheduling.rules import RegistrationStatus


class RoomPresence:
    """A `Presence`. Whoever entered keeps their place, also while their connection is lost."""

    def __init__(self, find_hub: Callable[[], RoomHub]) -> None:
        self._find_hub = find_hub  # when it is needed: rooms are opened after this was made

    def tell_assistants_after_commit(self, db: AsyncSession, session: TrainingSession) -> None:
        room_id = session.room_id
        if room_id is None:
            return

        def tell(_session: object) -> None:
            asyncio.get_running_loop().call_soon(self._find_hub().tell_assistants, room_id)

        event.listen(db.sync_session, "after_commit", tell, once=True)

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
        return Inside(
            occupied=session.taken + await self.count_unseated(db, session),
            has_entered=bool(own),
            is_kicked=any(each.kicked_at is not None for each in own),
            room_name=room.name,
        )

    async def count_unseated(
        self, db: AsyncSession, session: TrainingSession, *, besides: Registration | None = None
    ) -> int:
        if session.room_id is None:
            return 0
        counts = [Registration.status == RegistrationStatus.REGISTERED]
        if besides is not None:
            counts.append(Registration.id == besides.id)
        # One question for each, and not one with "or": each is answered from an index.
        ways = (
            Registration.id == RoomParticipant.registration_id,
            Registration.user_id == RoomParticipant.user_id,
            Registration.email_key == User.email_folded,
        )
        unseated = await db.scalar(
            select(func.count())
            .select_from(RoomParticipant)
            .outerjoin(User, User.id == RoomParticipant.user_id)
            .where(
                RoomParticipant.room_id == session.room_id,
                RoomParticipant.role == RoomRole.PARTICIPANT,
                RoomParticipant.kicked_at.is_(None),
                *(
                    ~exists().where(Registration.session_id == session.id, or_(*counts), way)
                    for way in ways
                ),
            )
        )
        return unseated or 0
