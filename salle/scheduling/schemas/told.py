"""What is said. To whom, `describing` decides."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from salle.accounts.schemas import Language, Told
from salle.scheduling.door import Reason
from salle.scheduling.rules import (
    EventStatus,
    EventType,
    RegistrationStatus,
    SessionStatus,
    Visibility,
)


class InvitationsSent(Told):
    invited: list[str]
    already: list[str]
    """Registered, waiting or invited before."""
    repeated: list[str]
    """More than once in what was pasted; invited once."""
    invalid: list[str]
    """No addresses."""


class OwnRegistration(Told):
    id: str
    status: RegistrationStatus
    email: str
    first_name: str
    last_name: str
    checked_in_at: datetime | None


class RegistrationOut(Told):
    id: str
    user_id: str | None
    email: str
    first_name: str
    last_name: str
    organisation: str
    language: Language
    status: RegistrationStatus
    waitlist_place: int | None
    created_at: datetime
    canceled_at: datetime | None
    checked_in_at: datetime | None


class RegistrationCounts(Told):
    registered: int
    waitlisted: int
    invited: int
    canceled: int


class RegistrationPage(Told):
    registrations: list[RegistrationOut]
    total: int
    counts: RegistrationCounts
    """Of the whole session, whatever was searched."""
    limit: int
    offset: int


class VisitOut(Told):
    joined_at: datetime
    left_at: datetime
    watch_time_seconds: int


class AttendeeOut(Told):
    """Somebody who was there, under the name they had last."""

    participant_id: str
    user_id: str | None
    registration_id: str | None
    is_registered: bool
    """Holds a seat; otherwise they came without, or gave theirs up."""
    first_name: str
    last_name: str
    visits: list[VisitOut]
    """In their order, never none."""
    watch_time_seconds: int
    """Of all visits."""


class OwnAttendance(Told):
    visits: list[VisitOut]
    """In their order, never none."""
    watch_time_seconds: int
    """Of all visits."""


class AttendancePage(Told):
    attendance: list[AttendeeOut]
    """In the order of arrival."""
    total: int
    absent: int
    """How many hold a seat and did not come."""
    limit: int
    offset: int


class SessionCard(Told):
    id: str
    event_id: str | None
    series_id: str | None
    series_index: int | None
    title: str
    start_time: datetime
    end_time: datetime
    """The planned one."""
    duration_minutes: int
    time_zone: str
    opens_at: datetime
    closes_at: datetime
    """Between these the door is open."""
    status: SessionStatus
    capacity: int | None
    is_full: bool
    taken: int | None
    """Seats held, or needed by who is inside; only for those who lead the session and for admins.
    Everybody else could learn by trying whether an address is registered."""
    needs_registration: bool
    recording_enabled: bool
    chat_enabled: bool
    is_public: bool
    members_only: bool
    tags: list[str]
    topics: list[str]
    skill_level: str | None
    instructor_id: str
    instructor_name: str
    started_at: datetime | None
    """None of a session that has ended: it did not take place."""
    ended_at: datetime | None
    canceled_at: datetime | None
    archived_at: datetime | None
    is_host: bool
    """Whoever asks leads it or assists."""
    may_manage: bool
    """A host or an admin."""
    registration: OwnRegistration | None
    """Of whoever asks."""
    version: int
    created_at: datetime
    updated_at: datetime


class PersonOut(Told):
    id: str
    name: str


class Colleagues(Told):
    people: list[PersonOut]
    """By name; of somebody without one it is empty."""


class SessionOut(SessionCard):
    description: str
    assistants: list[PersonOut]
    capsule_id: str | None
    """Only for those who manage the session."""
    room_id: str | None
    """Only for those who may enter now."""
    report_id: str | None
    """Under `/reports`, once it has ended; only for those who manage the session."""
    attendance: OwnAttendance | None
    """Of whoever asks, once it has ended; None if they did not take part."""
    place_in_line: int | None
    """1 for who is next on the waiting list."""


class SessionPage(Told):
    sessions: list[SessionCard]
    total: int
    limit: int
    offset: int


class WeeklyDays(Told):
    kind: Literal["weekly"]
    weekdays: list[int]
    """0 is Monday."""
    every: int
    until: date | None
    count: int | None


class ChosenDays(Told):
    kind: Literal["chosen"]
    days: list[date]


class SeriesOut(Told):
    id: str
    rule: Annotated[WeeklyDays | ChosenDays, Field(discriminator="kind")]
    exceptions: list[date]
    time_zone: str
    sessions: list[SessionCard]


class DoorAnswer(Told):
    can_join: bool
    reason: Reason | None
    join_time_remaining: int
    """Seconds until the door opens, if it is too early."""
    room_name: str | None
    """Where to enter; while the session is live, and only for those who may."""


class EventCard(Told):
    id: str
    title: str
    type: EventType
    start_time: datetime
    end_time: datetime
    time_zone: str
    place: str
    is_remote: bool
    picture_id: str | None
    visibility: Visibility
    status: EventStatus
    created_by: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    restorable_until: datetime | None
    """Of a deleted one: at least until then it is kept."""
    version: int


class EventOut(EventCard):
    description: str
    may_manage: bool
    training_sessions: list[SessionCard]
    """Those that whoever asks may see."""


class EventPage(Told):
    events: list[EventCard]
    total: int
    limit: int
    offset: int
