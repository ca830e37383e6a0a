"""Who may enter a session now. Everything that counts is handed in as a value."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from salle.accounts.rules import Role
from salle.kit.errors import Kind, SalleError
from salle.scheduling.rules import (
    RegistrationStatus,
    SessionStatus,
    is_member,
    needs_registration,
    planned_end,
)

OPENS_BEFORE = timedelta(minutes=10)
CLOSES_AFTER = timedelta(minutes=30)


class Reason(StrEnum):
    """Why somebody may not enter. The first that holds, in this order, is the one that is said."""

    CANCELED = "canceled"
    ENDED = "ended"
    KICKED = "kicked"
    MEMBERS_ONLY = "members_only"
    NOT_REGISTERED = "not_registered"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    FULL = "full"


class SessionCanceled(SalleError):
    kind = Kind.GONE
    code = "session.canceled"


class SessionEnded(SalleError):
    kind = Kind.GONE
    code = "session.ended"


class SessionKicked(SalleError):
    kind = Kind.FORBIDDEN
    code = "session.kicked"


class SessionMembersOnly(SalleError):
    kind = Kind.FORBIDDEN
    code = "session.members_only"


class SessionNotRegistered(SalleError):
    kind = Kind.FORBIDDEN
    code = "session.not_registered"


class SessionTooEarly(SalleError):
    """`join_time_remaining` in the details is the number of seconds until the door opens."""

    kind = Kind.CONFLICT
    code = "session.too_early"


class SessionTooLate(SalleError):
    """The door has closed for good."""

    kind = Kind.GONE
    code = "session.too_late"


class SessionFull(SalleError):
    kind = Kind.CONFLICT
    code = "session.full"


REFUSALS: Mapping[Reason, type[SalleError]] = {
    Reason.CANCELED: SessionCanceled,
    Reason.ENDED: SessionEnded,
    Reason.KICKED: SessionKicked,
    Reason.MEMBERS_ONLY: SessionMembersOnly,
    Reason.NOT_REGISTERED: SessionNotRegistered,
    Reason.TOO_EARLY: SessionTooEarly,
    Reason.TOO_LATE: SessionTooLate,
    Reason.FULL: SessionFull,
}


@dataclass(frozen=True)
class Behind:
    """What is behind the door."""

    status: SessionStatus
    start_time: datetime
    duration_minutes: int
    capacity: int | None
    is_public: bool
    members_only: bool
    occupied: int
    """People present or holding a place."""


@dataclass(frozen=True)
class Comer:
    """Who stands before it."""

    role: Role | None = None
    """None without an account."""
    is_host: bool = False
    """Owner or assistant."""
    registration: RegistrationStatus | None = None
    is_inside: bool = False
    """Entered before: coming back after a lost connection needs no new place."""
    is_kicked: bool = False


@dataclass(frozen=True)
class Verdict:
    reason: Reason | None = None
    """None: come in."""
    join_time_remaining: int = 0
    """Seconds until the door opens, if it is too early. After so many, it is not any more."""
    room_name: str | None = None
    """Of the room, while the session is live; for nobody who may not enter."""

    @property
    def can_join(self) -> bool:
        return self.reason is None

    def check(self) -> None:
        """Raises the refusal, if it is one."""
        if self.reason is Reason.TOO_EARLY:
            raise SessionTooEarly(join_time_remaining=self.join_time_remaining)
        if self.reason is not None:
            raise REFUSALS[self.reason]


def opens_at(start_time: datetime) -> datetime:
    return start_time - OPENS_BEFORE


def closes_at(start_time: datetime, duration_minutes: int) -> datetime:
    return planned_end(start_time, duration_minutes) + CLOSES_AFTER


def check_not_closed(start_time: datetime, duration_minutes: int, *, now: datetime) -> None:
    """For those who start a session: nobody could enter it, and nothing would end it."""
    if now >= closes_at(start_time, duration_minutes):
        raise SessionTooLate


def judge(comer: Comer, behind: Behind, *, now: datetime) -> Verdict:
    """The same for a session that is live as for one that is scheduled.

    The door is open from ten minutes before the start, that second included, to thirty minutes
    after the planned end, that second excluded. Hosts may come as early as they like.
    """
    for reason in _reasons(comer, behind, now):
        if reason is Reason.TOO_EARLY:
            remaining = (opens_at(behind.start_time) - now).total_seconds()
            return Verdict(reason, math.ceil(remaining))
        return Verdict(reason)
    return Verdict()


def _reasons(comer: Comer, behind: Behind, now: datetime) -> list[Reason]:
    registration = comer.registration
    holds_place = comer.is_inside or registration is RegistrationStatus.REGISTERED
    is_awaited = holds_place or registration is RegistrationStatus.WAITLISTED
    # Whoever was invited, or registered while that was open to all, was let in by name.
    is_named = is_awaited or registration is RegistrationStatus.INVITED
    lacks_seat = registration is RegistrationStatus.WAITLISTED or (
        behind.capacity is not None and behind.occupied >= behind.capacity
    )
    is_registration_needed = needs_registration(
        capacity=behind.capacity, is_public=behind.is_public, members_only=behind.members_only
    )
    is_guest = not comer.is_host
    holding = {
        Reason.CANCELED: behind.status is SessionStatus.CANCELED,
        Reason.ENDED: behind.status is SessionStatus.ENDED,
        Reason.KICKED: comer.is_kicked,
        Reason.MEMBERS_ONLY: (
            is_guest and behind.members_only and not is_member(comer.role) and not is_named
        ),
        Reason.NOT_REGISTERED: is_guest and is_registration_needed and not is_awaited,
        Reason.TOO_EARLY: is_guest and now < opens_at(behind.start_time),
        Reason.TOO_LATE: now >= closes_at(behind.start_time, behind.duration_minutes),
        Reason.FULL: is_guest and lacks_seat and not holds_place,
    }
    return [reason for reason in Reason if holding[reason]]
