"""Who is in the room of a session: rooms know, and are above. They hand it down."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling.access import Viewer
from salle.scheduling.door import Behind, Comer, Verdict, judge
from salle.scheduling.models import Registration, TrainingSession
from salle.scheduling.queries.registrations import own_registration
from salle.scheduling.queries.sessions import is_host
from salle.scheduling.rules import RegistrationStatus, SessionStatus


@dataclass(frozen=True)
class Inside:
    occupied: int
    """People present or holding a place; who is both counts once."""
    has_entered: bool = False
    """This viewer is one of them, or was."""
    is_kicked: bool = False
    room_name: str | None = None


class Presence(Protocol):
    """What `app.state.presence` can tell."""

    async def look_inside(
        self, db: AsyncSession, session: TrainingSession, viewer: Viewer
    ) -> Inside: ...

    async def count_unseated(
        self, db: AsyncSession, session: TrainingSession, *, besides: Registration | None = None
    ) -> int:
        """How many are inside and hold no seat: they came before seats were counted, or gave theirs
        up. While the session is locked, nobody joins them.

        `besides` whoever has this registration: the seat that they ask for is their own place.
        """
        ...

    def tell_assistants_after_commit(self, db: AsyncSession, session: TrainingSession) -> None:
        """Its room, if it has one, looks up who leads it with its owner, once they are stored."""


async def stand_at_door(
    db: AsyncSession,
    session: TrainingSession,
    viewer: Viewer,
    *,
    presence: Presence,
    now: datetime,
) -> Verdict:
    """Whether this viewer may enter now. Asking changes nothing."""
    inside = await presence.look_inside(db, session, viewer)
    registration = await own_registration(db, session.id, viewer)
    comer = Comer(
        role=viewer.role,
        is_host=await is_host(db, session, viewer.person),
        registration=None if registration is None else RegistrationStatus(registration.status),
        is_inside=inside.has_entered,
        is_kicked=inside.is_kicked,
    )
    behind = Behind(
        status=SessionStatus(session.status),
        start_time=session.start_time,
        duration_minutes=session.duration_minutes,
        capacity=session.capacity,
        is_public=session.is_public,
        members_only=session.members_only,
        occupied=inside.occupied,
    )
    verdict = judge(comer, behind, now=now)
    is_live = session.status == SessionStatus.LIVE
    return replace(verdict, room_name=inside.room_name if verdict.can_join and is_live else None)


def presence_of(request: Request) -> Presence:
    return cast("Presence", request.app.state.presence)


WhoIsInside = Annotated[Presence, Depends(presence_of)]
