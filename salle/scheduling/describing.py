"""What is said of sessions and events, and to whom: what somebody may not know ends here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import User
from salle.scheduling.access import Viewer
from salle.scheduling.door import closes_at, opens_at
from salle.scheduling.models import Event, Registration, SessionSeries, TrainingSession
from salle.scheduling.presence import Presence, stand_at_door
from salle.scheduling.queries.attendance import own_visits
from salle.scheduling.queries.events import may_manage
from salle.scheduling.queries.registrations import own_registrations, place_in_line
from salle.scheduling.queries.sessions import assistants_of
from salle.scheduling.rules import SessionStatus, needs_registration
from salle.scheduling.schemas.told import (
    EventOut,
    OwnAttendance,
    OwnRegistration,
    SeriesOut,
    SessionCard,
    SessionOut,
    VisitOut,
)


async def describe_sessions(
    db: AsyncSession, sessions: Sequence[TrainingSession], viewer: Viewer
) -> list[SessionCard]:
    """Asks the database as often for a hundred as for one."""
    if not sessions:
        return []
    ids = [each.id for each in sessions]
    assistants = await assistants_of(db, ids)
    registrations = await own_registrations(db, ids, viewer)
    names = await names_of(db, {each.instructor_id for each in sessions})
    return [
        SessionCard.model_validate(
            card(
                each,
                viewer,
                assistant_ids=assistants[each.id],
                registration=registrations.get(each.id),
                instructor_name=names.get(each.instructor_id, ""),
            )
        )
        for each in sessions
    ]


async def describe_session(
    db: AsyncSession,
    session: TrainingSession,
    viewer: Viewer,
    *,
    presence: Presence,
    now: datetime,
) -> SessionOut:
    assistant_ids = (await assistants_of(db, [session.id]))[session.id]
    registration = (await own_registrations(db, [session.id], viewer)).get(session.id)
    names = await names_of(db, {session.instructor_id, *assistant_ids})
    verdict = await stand_at_door(db, session, viewer, presence=presence, now=now)
    told = card(
        session,
        viewer,
        assistant_ids=assistant_ids,
        registration=registration,
        instructor_name=names.get(session.instructor_id, ""),
    )
    if session.capacity is not None:
        taken = session.taken + await presence.count_unseated(db, session)
        told["is_full"] = taken >= session.capacity
        told["taken"] = taken if told["may_manage"] else None
    has_ended = session.status == SessionStatus.ENDED
    return SessionOut.model_validate(
        told
        | {
            "description": session.description,
            "assistants": [
                {"id": user_id, "name": names.get(user_id, "")} for user_id in assistant_ids
            ],
            "capsule_id": session.capsule_id if told["may_manage"] else None,
            "room_id": session.room_id if verdict.can_join else None,
            "report_id": session.room_id if told["may_manage"] and has_ended else None,
            "attendance": await _own_attendance(db, session, viewer) if has_ended else None,
            "place_in_line": registration and await place_in_line(db, registration),
        }
    )


async def _own_attendance(
    db: AsyncSession, session: TrainingSession, viewer: Viewer
) -> OwnAttendance | None:
    visits = await own_visits(db, session.id, viewer)
    if not visits:
        return None
    return OwnAttendance(
        visits=[VisitOut.model_validate(each) for each in visits],
        watch_time_seconds=sum(each.watch_time_seconds for each in visits),
    )


def card(
    session: TrainingSession,
    viewer: Viewer,
    *,
    assistant_ids: Sequence[str],
    registration: Registration | None,
    instructor_name: str,
) -> dict[str, object]:
    person_id = viewer.person.id if viewer.person else None
    is_host = person_id is not None and person_id in (session.instructor_id, *assistant_ids)
    manages = is_host or viewer.is_admin
    held_back = {"description", "capsule_id", "room_id", "taken"}
    columns = {
        name: getattr(session, name)
        for name in SessionCard.model_fields
        if name not in held_back and hasattr(TrainingSession, name)
    }
    return columns | {
        "opens_at": opens_at(session.start_time),
        "closes_at": closes_at(session.start_time, session.duration_minutes),
        "is_full": session.capacity is not None and session.taken >= session.capacity,
        "taken": session.taken if manages else None,
        "needs_registration": needs_registration(
            capacity=session.capacity,
            is_public=session.is_public,
            members_only=session.members_only,
        ),
        "instructor_name": instructor_name,
        "is_host": is_host,
        "may_manage": manages,
        "registration": registration and OwnRegistration.model_validate(registration),
    }


async def describe_series(
    db: AsyncSession, series: SessionSeries, sessions: Sequence[TrainingSession], viewer: Viewer
) -> SeriesOut:
    return SeriesOut.model_validate(
        {
            "id": series.id,
            "rule": series.rule,
            "exceptions": series.exceptions,
            "time_zone": series.time_zone,
            "sessions": await describe_sessions(db, sessions, viewer),
        }
    )


async def describe_event(
    db: AsyncSession, event: Event, sessions: Sequence[TrainingSession], viewer: Viewer
) -> EventOut:
    columns = {name: getattr(event, name) for name in EventOut.model_fields if hasattr(Event, name)}
    return EventOut.model_validate(
        columns
        | {
            "may_manage": may_manage(event, viewer.person),
            "training_sessions": await describe_sessions(db, sessions, viewer),
        }
    )


async def names_of(db: AsyncSession, user_ids: set[str]) -> dict[str, str]:
    """Names as others read them: of somebody without one, nothing, and never the address."""
    rows = await db.execute(
        select(User.id, User.first_name, User.last_name).where(User.id.in_(user_ids))
    )
    return {user_id: f"{first} {last}".strip() for user_id, first, last in rows}
