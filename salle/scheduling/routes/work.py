from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from salle.accounts.access import Admin
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses
from salle.scheduling import claims
from salle.scheduling.models import DueWork, TrainingSession
from salle.scheduling.queries.work import WorkStatus, work_page
from salle.scheduling.routes.questions import PageSize
from salle.scheduling.rules import WorkNotFailed, WorkNotFound
from salle.scheduling.schemas.work import WorkOut, WorkPage

router = APIRouter(prefix="/admin/work")

WorkId = Annotated[str, StringConstraints(pattern=r"^[0-9a-z-]{1,32}$")]


@router.get("")
async def list_work(
    _: Admin,
    db: Reading,
    status: WorkStatus = WorkStatus.FAILED,
    after: WorkId | None = None,
    limit: PageSize = 50,
) -> WorkPage:
    """What was given up, unless something else is asked for. What was due last comes first."""
    found = await work_page(db, status, after=after, limit=limit + 1)
    page = found[:limit]
    return WorkPage(
        items=[describe(work, title) for work, title in page],
        next=page[-1][0].id if len(found) > limit else None,
    )


@router.post("/{work_id}/retry")
@refuses(WorkNotFailed, WorkNotFound)
async def try_again(work_id: WorkId, _: Admin, db: Database) -> WorkOut:
    work = await claims.try_again(db, work_id)
    session = await db.get(TrainingSession, work.session_id) if work.session_id else None
    return describe(work, None if session is None else session.title)


def describe(work: DueWork, title: str | None) -> WorkOut:
    return WorkOut(
        id=work.id,
        kind=work.kind,
        session_id=work.session_id,
        session_title=title,
        due_at=work.due_at,
        attempt=work.attempt,
        claimed_until=work.claimed_until,
        done_at=work.done_at,
        failed_code=work.failed_code,
    )
