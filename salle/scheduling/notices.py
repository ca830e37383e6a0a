"""What is written to somebody who registered: which letter, and whether it is still of use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from salle.accounts.models import User
from salle.mail.outbox import Outbox
from salle.mail.rules import CalendarPart
from salle.scheduling.calendars import Entry, Invited, write_cancellation, write_invitation
from salle.scheduling.door import closes_at
from salle.scheduling.links import RegistrationLinks
from salle.scheduling.models import DueWork, Registration, TrainingSession
from salle.scheduling.queries.registrations import place_in_line
from salle.scheduling.rules import (
    EXPECTED,
    OPEN,
    RegistrationStatus,
    SessionStatus,
    WorkKind,
    WorkTooLate,
)
from salle.scheduling.wording import say

BEFORE: Mapping[WorkKind, str] = {
    WorkKind.REMINDER_24H: "24h",
    WorkKind.REMINDER_1H: "1h",
    WorkKind.REMINDER_10M: "10m",
}
NOTICES = (
    WorkKind.CONFIRMATION,
    *BEFORE,
    WorkKind.MOVED,
    WorkKind.CANCELED,
    WorkKind.PROMOTED,
    WorkKind.INVITED,
)
EXPECTING: Mapping[WorkKind, frozenset[RegistrationStatus]] = {
    WorkKind.CONFIRMATION: frozenset(
        {RegistrationStatus.REGISTERED, RegistrationStatus.WAITLISTED}
    ),
    WorkKind.MOVED: EXPECTED,
    WorkKind.INVITED: frozenset({RegistrationStatus.INVITED}),
}
"""Whom a notice is for, of a session that is still open; all others are for who has a seat."""
WITH_ENTRY = (WorkKind.CONFIRMATION, WorkKind.MOVED, WorkKind.PROMOTED)


@dataclass(frozen=True)
class Notices:
    outbox: Outbox
    links: RegistrationLinks
    origin: str

    async def write(self, db: AsyncSession, work: DueWork, *, now: datetime) -> None:
        """Queue the letter that this work stands for, unless what it would tell is not true now.

        Raises WorkTooLate when its reader has no use for it any more.
        """
        kind, reader = WorkKind(work.kind), aliased(User)
        found = await db.execute(
            select(Registration, TrainingSession, User, reader)
            .join(TrainingSession, TrainingSession.id == Registration.session_id)
            .join(User, User.id == TrainingSession.instructor_id)
            .outerjoin(reader, reader.id == Registration.user_id)
            .where(Registration.id == work.registration_id)
        )
        row = found.one_or_none()
        if row is None:
            return
        registration, session, instructor, account = row
        if not is_true(kind, registration, session):
            return
        useful_until = when_useless(kind, session)
        if useful_until is not None and useful_until <= now:
            raise WorkTooLate
        entry = Entry(
            session,
            self.links.address(self.origin, session_id=session.id, registration_id=registration.id),
            organiser=f"{instructor.first_name} {instructor.last_name}".strip(),
        )
        language = registration.language if account is None else account.language
        said = say(
            session.start_time, session.end_time, time_zone=session.time_zone, language=language
        )
        await self.outbox.queue_letter(
            db,
            template=template_of(kind, registration, session),
            to=registration.email,
            language=language,
            values={
                "name": registration.first_name,
                "title": session.title,
                "organiser": entry.organiser,
                "when": said.when,
                "zone": said.zone,
                "start": said.start,
                "before": BEFORE.get(kind, ""),
                "place": await place_in_line(db, registration) or 0,
                "link": entry.url,
                "cancel_link": f"{entry.url}&cancel",
            },
            now=now,
            send_before=useful_until,
            calendar=self._calendar_part(kind, registration, entry, now),
            mail_id=work.message_id,
        )

    def _calendar_part(
        self, kind: WorkKind, registration: Registration, entry: Entry, now: datetime
    ) -> CalendarPart | None:
        to = Invited(
            name=f"{registration.first_name} {registration.last_name}".strip(),
            email=registration.email,
            sender=self.outbox.address,
        )
        has_seat = registration.status == RegistrationStatus.REGISTERED
        if kind in WITH_ENTRY and has_seat:
            return write_invitation(entry, to, now=now)
        # Whoever gave a seat back may have had an entry; a calendar without one ignores this.
        if kind is WorkKind.CANCELED and (
            has_seat or registration.status == RegistrationStatus.CANCELED
        ):
            return write_cancellation(entry, to, now=now)
        return None


def is_true(kind: WorkKind, registration: Registration, session: TrainingSession) -> bool:
    if kind is WorkKind.CANCELED:
        return (
            session.status == SessionStatus.CANCELED
            or registration.status == RegistrationStatus.CANCELED
        )
    seated = frozenset({RegistrationStatus.REGISTERED})
    return session.status in OPEN and registration.status in EXPECTING.get(kind, seated)


def when_useless(kind: WorkKind, session: TrainingSession) -> datetime | None:
    """Reminders give way to the next; the last is of use until the end: it holds the link."""
    match kind:
        case WorkKind.REMINDER_24H:
            return session.start_time - timedelta(hours=1)
        case WorkKind.REMINDER_1H:
            return session.start_time - timedelta(minutes=10)
        case WorkKind.REMINDER_10M:
            return session.end_time
        case WorkKind.CANCELED:
            return None
        case _:
            return closes_at(session.start_time, session.duration_minutes)


def template_of(kind: WorkKind, registration: Registration, session: TrainingSession) -> str:
    match kind:
        case WorkKind.CONFIRMATION if registration.status == RegistrationStatus.WAITLISTED:
            return "session_waitlisted"
        case WorkKind.CONFIRMATION:
            return "session_confirmed"
        case WorkKind.CANCELED if session.status != SessionStatus.CANCELED:
            return "registration_canceled"
        case WorkKind.CANCELED | WorkKind.MOVED | WorkKind.PROMOTED | WorkKind.INVITED:
            return f"session_{kind}"
        case _:
            return "session_reminder"
