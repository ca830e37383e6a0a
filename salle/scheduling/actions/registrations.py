from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import User
from salle.accounts.rules import Role, fold
from salle.capsules.rules import fold as fold_text
from salle.kit.ids import new_id
from salle.scheduling import work
from salle.scheduling.actions.seats import give_seat_back, promote_waiting, take_seat
from salle.scheduling.door import closes_at
from salle.scheduling.models import MAX_NAME_KEY, Registration, TrainingSession
from salle.scheduling.presence import Presence
from salle.scheduling.rules import (
    EXPECTED,
    MAX_REGISTRATIONS,
    OPEN,
    HoldsNoSeat,
    MembersOnly,
    RegistrationsClosed,
    RegistrationStatus,
    SessionOver,
    TooManyRegistrations,
    is_member,
)

logger = structlog.get_logger()

HOLDING = (RegistrationStatus.REGISTERED, RegistrationStatus.WAITLISTED)


@dataclass(frozen=True)
class Registrant:
    email: str
    first_name: str
    last_name: str
    organisation: str = ""
    language: str = "fr"
    user_id: str | None = None


async def register(
    db: AsyncSession,
    session: TrainingSession,
    who: Registrant,
    presence: Presence,
    *,
    role: Role | None = None,
    is_proven: bool = True,
    now: datetime,
) -> Registration:
    """A seat, or a place on the waiting list. The session is locked.

    Whoever has one keeps it, whoever asks; the confirmation is sent again, so that its receiver
    finds the link. Unless the address is proven to be theirs, what happens to who asks is the same
    whether or not somebody is registered with it.
    """
    check_open(session, now)
    registration = await _find(db, session, who)
    is_let_in = is_proven and registration is not None and registration.status in EXPECTED
    if session.members_only and not is_member(role) and not is_let_in:
        raise MembersOnly
    if registration is None or not is_proven:
        await _check_room_for(db, session, 1)
    if registration is None:
        registration = _new(session, who, RegistrationStatus.CANCELED, now)
        db.add(registration)
    if who.user_id is not None:
        registration.user_id = who.user_id
    await db.flush()
    if registration.status not in HOLDING:
        await _seat(db, session, registration, who, presence, now=now)
        logger.info("registered", session=session.id, status=registration.status)
    await db.flush()
    await work.plan_registered(db, session, registration, now=now)
    return registration


async def accept(
    db: AsyncSession,
    session: TrainingSession,
    registration: Registration,
    who: Registrant,
    presence: Presence,
    *,
    now: datetime,
) -> Registration:
    """Whoever holds the link of a registration comes, or comes after all. The session is locked."""
    check_open(session, now)
    if registration.status not in HOLDING:
        await _seat(db, session, registration, who, presence, now=now)
        await db.flush()
        await work.plan_registered(db, session, registration, now=now)
        logger.info("accepted", session=session.id, status=registration.status)
    return registration


async def withdraw(
    db: AsyncSession,
    session: TrainingSession,
    registration: Registration,
    presence: Presence,
    *,
    now: datetime,
) -> None:
    """Gives the seat to who waits longest, unless its holder is inside and so needs it.

    The session is locked. Again: nothing happens.
    """
    if registration.status == RegistrationStatus.CANCELED:
        return
    if session.status not in OPEN:
        raise SessionOver(status=session.status)
    held_seat = registration.status == RegistrationStatus.REGISTERED
    registration.status = RegistrationStatus.CANCELED
    registration.waitlist_place = None
    registration.checked_in_at = None
    registration.canceled_at = now
    await db.flush()
    await work.plan_withdrawn(db, registration, now=now)
    if held_seat:
        await give_seat_back(db, session)
        await promote_waiting(db, session, presence, now=now)
    logger.info("registration_canceled", session=session.id)


@dataclass(frozen=True)
class Invited:
    invited: Sequence[str]
    already: Sequence[str]
    """Registered, waiting or invited before: nothing was sent to them."""


async def invite(
    db: AsyncSession,
    session: TrainingSession,
    addresses: Sequence[str],
    *,
    language: str,
    now: datetime,
) -> Invited:
    """Asks people by mail to come. They hold no seat until they accept. The session is locked."""
    check_open(session, now)
    keys = {fold(address): address for address in addresses}
    users = await db.execute(
        select(User.email_folded, User.id, User.language).where(User.email_folded.in_(keys))
    )
    accounts = {key: (user_id, spoken) for key, user_id, spoken in users}
    rows = await db.scalars(
        select(Registration).where(
            Registration.session_id == session.id,
            or_(
                Registration.email_key.in_(keys),
                Registration.user_id.in_([user_id for user_id, _ in accounts.values()]),
            ),
        )
    )
    known = rows.all()
    by_key = {each.email_key: each for each in known}
    by_user = {each.user_id: each for each in known if each.user_id is not None}
    asked: list[Registration] = []
    already: list[str] = []
    for key, address in keys.items():
        user_id, spoken = accounts.get(key, (None, language))
        registration = by_key.get(key) or (by_user.get(user_id) if user_id else None)
        if registration is None:
            who = Registrant(address, "", "", language=spoken, user_id=user_id)
            registration = _new(session, who, RegistrationStatus.INVITED, now)
            db.add(registration)
        elif registration.status == RegistrationStatus.CANCELED:
            registration.status = RegistrationStatus.INVITED
            registration.canceled_at = None
        else:
            already.append(address)
            continue
        asked.append(registration)
    await _check_room_for(db, session, len(asked))
    await db.flush()
    await work.plan_invited(db, session, [each.id for each in asked], now=now)
    logger.info("people_invited", session=session.id, people=len(asked))
    return Invited([each.email for each in asked], already)


def check_in(registration: Registration, *, now: datetime) -> None:
    if registration.status != RegistrationStatus.REGISTERED:
        raise HoldsNoSeat
    registration.checked_in_at = registration.checked_in_at or now


def undo_check_in(registration: Registration) -> None:
    registration.checked_in_at = None


def check_open(session: TrainingSession, now: datetime) -> None:
    is_closed = now >= closes_at(session.start_time, session.duration_minutes)
    if session.status not in OPEN or is_closed:
        raise RegistrationsClosed


async def _seat(
    db: AsyncSession,
    session: TrainingSession,
    registration: Registration,
    who: Registrant,
    presence: Presence,
    *,
    now: datetime,
) -> None:
    """The registration is in the database already."""
    # A place may have fallen free that nobody gave up: whoever waits was there before.
    await promote_waiting(db, session, presence, now=now)
    registration.first_name = who.first_name
    registration.last_name = who.last_name
    registration.organisation = who.organisation
    registration.language = who.language
    registration.name_key = _name_key(who, registration.email)
    registration.canceled_at = None
    unseated = await presence.count_unseated(db, session, besides=registration)
    if await take_seat(db, session, unseated=unseated):
        registration.status = RegistrationStatus.REGISTERED
        registration.waitlist_place = None
        return
    last = await db.scalar(
        select(func.max(Registration.waitlist_place)).where(Registration.session_id == session.id)
    )
    registration.status = RegistrationStatus.WAITLISTED
    registration.waitlist_place = (last or 0) + 1


async def _find(db: AsyncSession, session: TrainingSession, who: Registrant) -> Registration | None:
    """Theirs by account, or else by address."""
    found = await db.scalars(
        select(Registration).where(
            Registration.session_id == session.id,
            or_(
                Registration.email_key == fold(who.email),
                Registration.user_id == who.user_id if who.user_id is not None else false(),
            ),
        )
    )
    rows = sorted(found, key=lambda each: who.user_id is None or each.user_id != who.user_id)
    return rows[0] if rows else None


def _new(
    session: TrainingSession, who: Registrant, status: RegistrationStatus, now: datetime
) -> Registration:
    return Registration(
        id=new_id(),
        session_id=session.id,
        user_id=who.user_id,
        email=who.email,
        email_key=fold(who.email),
        first_name=who.first_name,
        last_name=who.last_name,
        name_key=_name_key(who, who.email),
        organisation=who.organisation,
        language=who.language,
        status=status,
        created_at=now,
    )


def _name_key(who: Registrant, email: str) -> str:
    return fold_text(f"{who.last_name} {who.first_name} {email}")[:MAX_NAME_KEY]


async def _check_room_for(db: AsyncSession, session: TrainingSession, more: int) -> None:
    count = await db.scalar(
        select(func.count()).select_from(Registration).where(Registration.session_id == session.id)
    )
    if (count or 0) + more > MAX_REGISTRATIONS:
        raise TooManyRegistrations(limit=MAX_REGISTRATIONS)
