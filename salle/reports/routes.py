import asyncio
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response

from salle.accounts.access import CurrentPerson, Instructor
from salle.accounts.schemas import RowId
from salle.capsules.exports import print_slides
from salle.capsules.rules import PageNotFound, disposition, file_name
from salle.kit.database import Reading
from salle.kit.openapi import files
from salle.kit.refusals import refuses
from salle.kit.sheets import Language, sheet_response
from salle.kit.zones import TimeZone
from salle.media.storage import Store
from salle.reports import queries, sheets
from salle.reports.report import FinalBoard, Report, ReportPage
from salle.reports.rules import BoardNotKept, ReportNotFound

router = APIRouter(prefix="/reports", tags=["reports"])

SHEET = files("text/csv")
PDF = files("application/pdf")


@router.get("")
async def list_reports(
    person: Instructor,
    db: Reading,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> ReportPage:
    found, total = await queries.reports_page(db, owner_id=person.id, limit=limit, offset=offset)
    return ReportPage(reports=list(found), total=total)


@router.get("/{room_id}")
@refuses(ReportNotFound)
async def read_report(room_id: RowId, person: CurrentPerson, db: Reading) -> Report:
    report = await queries.read_report(db, room_id, person)
    return report.model_copy(update={"has_board": await queries.has_board(db, room_id)})


@router.get("/{room_id}/board")
@refuses(BoardNotKept, ReportNotFound)
async def read_board(room_id: RowId, person: CurrentPerson, db: Reading) -> FinalBoard:
    """What was on the slides when the class ended."""
    await queries.read_report(db, room_id, person)
    return FinalBoard(document=await queries.final_board(db, room_id))


@router.get("/{room_id}/board.pdf", responses=PDF, response_class=Response)
@refuses(BoardNotKept, PageNotFound, ReportNotFound)
async def print_board(room_id: RowId, person: CurrentPerson, db: Reading, store: Store) -> Response:
    report = await queries.read_report(db, room_id, person)
    document = await queries.final_board(db, room_id)
    await db.close()  # drawing takes a while: hold no connection meanwhile
    pdf = await asyncio.to_thread(print_slides, document["store"], store, title=report.title)
    headers = {"Content-Disposition": disposition(file_name(report.title, "pdf"))}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/{room_id}/attendance.csv", responses=SHEET, response_class=Response)
@refuses(ReportNotFound)
async def read_attendance_sheet(
    room_id: RowId,
    person: CurrentPerson,
    db: Reading,
    language: Language = "fr",
    time_zone: TimeZone = "UTC",
) -> Response:
    report = await queries.read_report(db, room_id, person)
    sheet = sheets.attendance_sheet(report, language=language, zone=ZoneInfo(time_zone))
    return sheet_response(sheet, f"{report.name}-{sheets.ATTENDANCE[language]}")


@router.get("/{room_id}/activities/{run_id}.csv", responses=SHEET, response_class=Response)
@refuses(ReportNotFound)
async def read_activity_sheet(
    room_id: RowId, run_id: str, person: CurrentPerson, db: Reading, language: Language = "fr"
) -> Response:
    report = await queries.read_report(db, room_id, person)
    for activity in report.activities:
        if activity.run_id == run_id:
            sheet = sheets.activity_sheet(activity, language=language)
            return sheet_response(sheet, f"{report.name}-{activity.title}")
    raise ReportNotFound
