from dataclasses import replace
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Body, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import PydanticCustomError

from salle.accounts.access import CurrentPerson
from salle.accounts.handed_down import Server
from salle.accounts.rules import NotAllowed, SignInNeeded, fold
from salle.accounts.schemas import RowId, check_email
from salle.kit.database import Database, Reading
from salle.kit.limits import TooManyAttempts
from salle.kit.openapi import files
from salle.kit.refusals import refuses
from salle.kit.sheets import Language, sheet_response
from salle.kit.times import Now
from salle.kit.zones import TimeZone
from salle.scheduling.access import CurrentViewer, Viewer
from salle.scheduling.actions import registrations as actions
from salle.scheduling.actions.registrations import Registrant
from salle.scheduling.describing import describe_session
from salle.scheduling.models import Registration
from salle.scheduling.pasted import read_addresses
from salle.scheduling.presence import WhoIsInside
from salle.scheduling.queries import registrations as queries
from salle.scheduling.queries.registrations import RegistrationFilter
from salle.scheduling.queries.sessions import (
    Order,
    get_session_to_manage,
    lock,
    lock_session,
    lock_session_to_manage,
)
from salle.scheduling.routes.questions import MOST_CHOICES, Offset, PageSize, Search
from salle.scheduling.rules import (
    MAX_INVITED_AT_ONCE,
    AddressInvalid,
    HoldsNoSeat,
    MembersOnly,
    RegistrationNotFound,
    RegistrationsClosed,
    RegistrationStatus,
    SessionNotFound,
    SessionOver,
    TooManyInvited,
    TooManyRegistrations,
)
from salle.scheduling.schemas.asked import Acceptance, ByMail, NewInvitations
from salle.scheduling.schemas.told import (
    InvitationsSent,
    RegistrationCounts,
    RegistrationOut,
    RegistrationPage,
    SessionOut,
)
from salle.scheduling.sheets import registration_sheet

router = APIRouter(prefix="/training/sessions/{session_id}")

SHEET = files("text/csv")


@router.post("/registration")
@refuses(
    MembersOnly,
    RegistrationNotFound,
    RegistrationsClosed,
    SessionNotFound,
    SignInNeeded,
    TooManyRegistrations,
)
async def register(
    *,
    session_id: RowId,
    viewer: CurrentViewer,
    db: Database,
    inside: WhoIsInside,
    now: Now,
    given: Annotated[Acceptance | None, Body()] = None,
) -> SessionOut:
    """With an account, or with the link of a mail: who was invited accepts. Again: no change."""
    session = await lock_session(db, session_id, viewer)
    if viewer.registration_id is not None:
        registration = await queries.get_registration(db, session_id, viewer.registration_id)
        who = accepting(registration, given or Acceptance())
        await actions.accept(db, session, registration, who, inside, now=now)
    elif viewer.person is not None:
        person = viewer.person
        who = Registrant(
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            organisation=person.organisation,
            language=person.language,
            user_id=person.id,
        )
        await actions.register(
            db, session, with_changes(who, given or Acceptance()), inside, role=person.role, now=now
        )
    else:
        raise SignInNeeded
    return await describe_session(db, session, viewer, presence=inside, now=now)


def accepting(registration: Registration, given: Acceptance) -> Registrant:
    known = Registrant(
        email=registration.email,
        first_name=registration.first_name,
        last_name=registration.last_name,
        organisation=registration.organisation,
        language=registration.language,
    )
    who = with_changes(known, given)
    if missing := [name for name in ("first_name", "last_name") if not getattr(who, name)]:
        raise RequestValidationError(
            [{"type": "missing", "loc": ("body", name)} for name in missing]
        )
    return who


def with_changes(who: Registrant, given: Acceptance) -> Registrant:
    return replace(who, **given.model_dump(exclude_none=True))


@router.delete("/registration", status_code=204)
@refuses(RegistrationNotFound, SessionOver, SignInNeeded)
async def withdraw(
    session_id: RowId, viewer: CurrentViewer, db: Database, inside: WhoIsInside, now: Now
) -> None:
    """One's own. Again: no change."""
    if viewer == Viewer():
        raise SignInNeeded
    own = await queries.own_registration(db, session_id, viewer)
    if own is None:
        raise RegistrationNotFound
    session = await lock(db, session_id)
    await db.refresh(own)
    await actions.withdraw(db, session, own, inside, now=now)


@router.post("/registrations/by-mail", status_code=202)
@refuses(MembersOnly, RegistrationsClosed, SessionNotFound, TooManyAttempts, TooManyRegistrations)
async def register_by_mail(
    *,
    session_id: RowId,
    asked: ByMail,
    viewer: CurrentViewer,
    db: Database,
    inside: WhoIsInside,
    server: Server,
) -> None:
    """Without an account. What becomes of it is said by mail alone.

    The answer is the same whether or not somebody is registered with this address.
    """
    key = fold(asked.email)
    await server.attempts.spend("60/hour", "registration", server.caller)
    await server.attempts.spend("5/hour", "registration", session_id, key)
    await server.attempts.spend("20/day", "registration", key)
    session = await lock_session(db, session_id, Viewer(viewer.person))
    await actions.register(
        db, session, Registrant(**asked.model_dump()), inside, is_proven=False, now=server.now
    )


@router.post("/invitations")
@refuses(
    AddressInvalid,
    NotAllowed,
    RegistrationsClosed,
    SessionNotFound,
    TooManyAttempts,
    TooManyInvited,
    TooManyRegistrations,
)
async def invite(
    session_id: RowId, new: NewInvitations, person: CurrentPerson, db: Database, server: Server
) -> InvitationsSent:
    """Asks these people by mail to come. Says what became of each address."""
    session = await lock_session_to_manage(db, session_id, person)
    pasted = read_addresses(new.addresses, check=valid_address, fold=fold)
    if not pasted.addresses:
        raise AddressInvalid
    if len(pasted.addresses) > MAX_INVITED_AT_ONCE:
        raise TooManyInvited(limit=MAX_INVITED_AT_ONCE)
    for _ in pasted.addresses:
        await server.attempts.spend("2000/day", "session invitation", person.id)
    sent = await actions.invite(
        db, session, pasted.addresses, language=new.language, now=server.now
    )
    return InvitationsSent(
        invited=[*sent.invited],
        already=[*sent.already],
        repeated=[*pasted.repeated],
        invalid=[*pasted.invalid],
    )


def valid_address(text: str) -> str | None:
    try:
        return check_email(text)
    except PydanticCustomError:
        return None


@router.get("/registrations")
@refuses(NotAllowed, SessionNotFound)
async def list_registrations(
    *,
    session_id: RowId,
    person: CurrentPerson,
    db: Reading,
    search: Search = "",
    statuses: Annotated[
        list[RegistrationStatus] | None, Query(alias="status", max_length=MOST_CHOICES)
    ] = None,
    checked_in: bool | None = None,
    attended: bool | None = None,
    sort: queries.Sort = "name",
    order: Order = "asc",
    limit: PageSize = 50,
    offset: Offset = 0,
) -> RegistrationPage:
    """For those who manage the session: who comes, who waits, and who is there (check-in).

    `attended`: who was in its room, as is known once it has ended.
    """
    session = await get_session_to_manage(db, session_id, person)
    wanted = RegistrationFilter(search, statuses or (), checked_in, attended)
    found = await queries.find_registrations(
        db, session.id, wanted, sort=sort, order=order, limit=limit, offset=offset
    )
    return RegistrationPage(
        registrations=[RegistrationOut.model_validate(each) for each in found.registrations],
        total=found.total,
        counts=RegistrationCounts(**await queries.count_registrations(db, session.id)),
        limit=limit,
        offset=offset,
    )


@router.get("/registrations.csv", responses=SHEET, response_class=Response)
@refuses(NotAllowed, SessionNotFound)
async def download_registrations(
    session_id: RowId,
    person: CurrentPerson,
    db: Reading,
    language: Language = "fr",
    time_zone: TimeZone | None = None,
) -> Response:
    """In the session's time zone, unless another is named."""
    session = await get_session_to_manage(db, session_id, person)
    zone = ZoneInfo(time_zone or session.time_zone)
    registrations = await queries.all_registrations(db, session.id)
    sheet = registration_sheet(registrations, language=language, zone=zone)
    return sheet_response(sheet, session.title)


@router.delete("/registrations/{registration_id}", status_code=204)
@refuses(NotAllowed, RegistrationNotFound, SessionNotFound, SessionOver)
async def cancel_registration(
    *,
    session_id: RowId,
    registration_id: RowId,
    person: CurrentPerson,
    db: Database,
    inside: WhoIsInside,
    now: Now,
) -> None:
    """Somebody else's, by those who manage the session. Again: no change."""
    session = await lock_session_to_manage(db, session_id, person)
    registration = await queries.get_registration(db, session_id, registration_id)
    await actions.withdraw(db, session, registration, inside, now=now)


@router.post("/registrations/{registration_id}/check-in")
@refuses(HoldsNoSeat, NotAllowed, RegistrationNotFound, SessionNotFound)
async def check_in(
    session_id: RowId, registration_id: RowId, person: CurrentPerson, db: Database, now: Now
) -> RegistrationOut:
    await lock_session_to_manage(db, session_id, person)
    registration = await queries.get_registration(db, session_id, registration_id)
    actions.check_in(registration, now=now)
    return RegistrationOut.model_validate(registration)


@router.delete("/registrations/{registration_id}/check-in")
@refuses(NotAllowed, RegistrationNotFound, SessionNotFound)
async def undo_check_in(
    session_id: RowId, registration_id: RowId, person: CurrentPerson, db: Database
) -> RegistrationOut:
    await lock_session_to_manage(db, session_id, person)
    registration = await queries.get_registration(db, session_id, registration_id)
    actions.undo_check_in(registration)
    return RegistrationOut.model_validate(registration)
