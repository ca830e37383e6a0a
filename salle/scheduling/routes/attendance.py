from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from salle.accounts.access import CurrentPerson
from salle.accounts.rules import NotAllowed
from salle.accounts.schemas import RowId
from salle.kit.database import Reading
from salle.kit.refusals import refuses
from salle.kit.sheets import Language, sheet_response
from salle.kit.zones import TimeZone
from salle.scheduling.queries.attendance import Attendee, all_visits, find_attendees
from salle.scheduling.queries.sessions import get_session_to_manage
from salle.scheduling.routes.questions import Offset, PageSize
from salle.scheduling.routes.registrations import SHEET
from salle.scheduling.rules import SessionNotFound
from salle.scheduling.schemas.told import AttendancePage, AttendeeOut, VisitOut
from salle.scheduling.sheets import attendance_sheet

router = APIRouter(prefix="/training/sessions/{session_id}")


@router.get("/attendance")
@refuses(NotAllowed, SessionNotFound)
async def list_attendance(
    *,
    session_id: RowId,
    person: CurrentPerson,
    db: Reading,
    limit: PageSize = 50,
    offset: Offset = 0,
) -> AttendancePage:
    """For those who manage the session, once it has ended: who was there, and when."""
    session = await get_session_to_manage(db, session_id, person)
    found = await find_attendees(db, session.id, limit=limit, offset=offset)
    return AttendancePage(
        attendance=[describe(each) for each in found.attendees],
        total=found.total,
        absent=found.absent,
        limit=limit,
        offset=offset,
    )


def describe(attendee: Attendee) -> AttendeeOut:
    visit = attendee.visits[-1]
    return AttendeeOut(
        participant_id=visit.participant_id,
        user_id=visit.user_id,
        registration_id=visit.registration_id,
        is_registered=attendee.is_registered,
        first_name=visit.first_name,
        last_name=visit.last_name,
        visits=[VisitOut.model_validate(each) for each in attendee.visits],
        watch_time_seconds=attendee.watch_time_seconds,
    )


@router.get("/attendance.csv", responses=SHEET, response_class=Response)
@refuses(NotAllowed, SessionNotFound)
async def download_attendance(
    session_id: RowId,
    person: CurrentPerson,
    db: Reading,
    language: Language = "fr",
    time_zone: TimeZone | None = None,
) -> Response:
    """In the session's time zone, unless another is named."""
    session = await get_session_to_manage(db, session_id, person)
    visits = await all_visits(db, session.id)
    zone = ZoneInfo(time_zone or session.time_zone)
    sheet = attendance_sheet(visits, language=language, zone=zone)
    return sheet_response(sheet, session.title)
