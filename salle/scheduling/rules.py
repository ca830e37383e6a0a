"""What may be scheduled, by whom, and the refusals. No storage, no network."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from salle.accounts.rules import Role
from salle.kit.errors import Kind, SalleError

MAX_TITLE = 200
MAX_TITLE_KEY = 4 * MAX_TITLE
MAX_EVENT_DESCRIPTION = 10_000
MAX_DESCRIPTION = 2_000
MAX_SEARCH_TEXT = 30_000
MAX_PLACE = 200
MAX_TAGS = 20
MAX_TAG = 50
MAX_SKILL_LEVEL = 50
MAX_ASSISTANTS = 20
MAX_DURATION_MINUTES = 480
MAX_CAPACITY = 10_000
MAX_SESSIONS_OF_AN_EVENT = 300
MAX_EVENT_LASTS = timedelta(days=366)
MAX_PASTED = 20_000
MAX_INVITED_AT_ONCE = 200
MAX_REGISTRATIONS = 20_000
"""Of one session, those on the waiting list and those who canceled included."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Moments outside cannot be told in every time zone, and nobody means them."""


class EventType(StrEnum):
    COURSE = "course"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    TOURNAMENT = "tournament"
    OTHER = "other"


class Visibility(StrEnum):
    """Who finds an event on the calendar."""

    PUBLIC = "public"
    MEMBERS_ONLY = "members_only"
    INVITE_ONLY = "invite_only"


class EventStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELED = "canceled"


class SessionStatus(StrEnum):
    """scheduled → live → ended, or scheduled → canceled. There is no way back.

    What nobody started is ended at night, without a start: it did not take place.
    """

    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"
    CANCELED = "canceled"


class RegistrationStatus(StrEnum):
    REGISTERED = "registered"
    """Holds a seat."""
    WAITLISTED = "waitlisted"
    INVITED = "invited"
    """Was asked to come and has not answered: holds no seat."""
    CANCELED = "canceled"


class WorkKind(StrEnum):
    """What is to be done later. The first eight are mails to one registration."""

    CONFIRMATION = "confirmation"
    REMINDER_24H = "reminder_24h"
    REMINDER_1H = "reminder_1h"
    REMINDER_10M = "reminder_10m"
    MOVED = "moved"
    CANCELED = "canceled"
    PROMOTED = "promoted"
    INVITED = "invited"
    PREPARE_ROOM = "prepare_room"
    AUTO_END = "auto_end"
    NIGHTLY = "nightly"
    """Of no session: what is done for all of them while people sleep."""


OPEN = frozenset({SessionStatus.SCHEDULED, SessionStatus.LIVE})
"""Sessions that can still be edited and registered for."""
EXPECTED = frozenset(
    {RegistrationStatus.REGISTERED, RegistrationStatus.WAITLISTED, RegistrationStatus.INVITED}
)
"""Registrations of people who are to be told when something changes."""


class EventNotFound(SalleError):
    """Also what somebody is told who may not see it."""

    kind = Kind.NOT_FOUND
    code = "event.not_found"


class EventStale(SalleError):
    """Changed by somebody else in the meantime. The details say which version is there now."""

    kind = Kind.CONFLICT
    code = "event.stale"


class EventIsCanceled(SalleError):
    kind = Kind.CONFLICT
    code = "event.is_canceled"


class EventInThePast(SalleError):
    kind = Kind.INVALID
    code = "event.start_in_the_past"


class EventEndsBeforeStart(SalleError):
    kind = Kind.INVALID
    code = "event.ends_before_start"


class EventTooLong(SalleError):
    kind = Kind.INVALID
    code = "event.too_long"


class EventHasSessions(SalleError):
    """Some of its sessions are yet to come: whoever registered is told by canceling."""

    kind = Kind.CONFLICT
    code = "event.has_sessions"


class EventHasLiveSession(SalleError):
    kind = Kind.CONFLICT
    code = "event.has_live_session"


class EventFull(SalleError):
    kind = Kind.CONFLICT
    code = "event.too_many_sessions"


class SessionNotFound(SalleError):
    """Also what somebody is told who may not see it."""

    kind = Kind.NOT_FOUND
    code = "session.not_found"


class SessionStale(SalleError):
    """Changed by somebody else in the meantime. The details say which version is there now."""

    kind = Kind.CONFLICT
    code = "session.stale"


class SessionOver(SalleError):
    """It has ended or was canceled: `status` in the details says which."""

    kind = Kind.CONFLICT
    code = "session.over"


class SessionAlreadyStarted(SalleError):
    """A live session keeps its start, and is ended rather than canceled."""

    kind = Kind.CONFLICT
    code = "session.already_started"


class SessionNotLive(SalleError):
    """It cannot end: it has not started."""

    kind = Kind.CONFLICT
    code = "session.not_live"


class SessionInThePast(SalleError):
    kind = Kind.INVALID
    code = "session.start_in_the_past"


class CapacityBelowTaken(SalleError):
    """`taken` in the details is how many seats are held."""

    kind = Kind.CONFLICT
    code = "session.capacity_below_taken"


class AssistantUnknown(SalleError):
    kind = Kind.INVALID
    code = "session.assistant_unknown"


class NotInASeries(SalleError):
    kind = Kind.CONFLICT
    code = "session.not_in_series"


class SeriesEmpty(SalleError):
    """The rule and its exceptions leave no session at all."""

    kind = Kind.INVALID
    code = "series.empty"


class SeriesTooLong(SalleError):
    kind = Kind.INVALID
    code = "series.too_long"


class SeriesNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "series.not_found"


class RegistrationNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "registration.not_found"


class RegistrationsClosed(SalleError):
    """The door has closed for good."""

    kind = Kind.CONFLICT
    code = "registration.closed"


class MembersOnly(SalleError):
    kind = Kind.FORBIDDEN
    code = "registration.members_only"


class TooManyRegistrations(SalleError):
    kind = Kind.CONFLICT
    code = "registration.too_many"


class HoldsNoSeat(SalleError):
    """Only somebody who holds a seat can be checked in."""

    kind = Kind.CONFLICT
    code = "registration.holds_no_seat"


class LinkInvalid(SalleError):
    kind = Kind.GONE
    code = "registration.link_invalid"


class TooManyInvited(SalleError):
    kind = Kind.TOO_LARGE
    code = "registration.too_many_invited"


class FeedNotFound(SalleError):
    """Said alike of an address that was renewed, and of one that never was."""

    kind = Kind.NOT_FOUND
    code = "calendar.not_found"


class WorkNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "work.not_found"


class WorkNotFailed(SalleError):
    """Only what was given up can be tried again: the rest is done, or will be."""

    kind = Kind.CONFLICT
    code = "work.not_failed"


class WorkTooLate(SalleError):
    """Nobody was up when it was due, and now it is of no use any more."""

    kind = Kind.GONE
    code = "work.too_late"


class WorkFailed(SalleError):
    """Tried for half a day, it never worked out. The log has the reason."""

    kind = Kind.BUSY
    code = "work.failed"


class AddressInvalid(SalleError):
    """None of what was pasted is an address."""

    kind = Kind.INVALID
    code = "registration.no_address"


def planned_end(start_time: datetime, duration_minutes: int) -> datetime:
    return start_time + timedelta(minutes=duration_minutes)


def check_event_times(start_time: datetime, end_time: datetime) -> None:
    if end_time <= start_time:
        raise EventEndsBeforeStart
    if end_time - start_time > MAX_EVENT_LASTS:
        raise EventTooLong(limit_days=MAX_EVENT_LASTS.days)


def needs_registration(*, capacity: int | None, is_public: bool, members_only: bool) -> bool:
    """Where seats are counted, and where only those come who were asked."""
    return capacity is not None or is_invite_only(is_public=is_public, members_only=members_only)


def is_invite_only(*, is_public: bool, members_only: bool) -> bool:
    return not is_public and not members_only


def is_member(role: Role | None) -> bool:
    return role is not None and role.includes(Role.MEMBER)
