from typing import Annotated

from fastapi import APIRouter, Query

from salle.accounts.access import Instructor
from salle.accounts.schemas import RowId
from salle.activities import actions, queries
from salle.activities.rules import ActivityNotFound, ActivityStale, LibraryFull
from salle.activities.schemas import (
    ActivityChange,
    ActivityCopy,
    ActivityOut,
    ActivityPage,
    NewActivity,
)
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses
from salle.kit.times import Now

router = APIRouter(prefix="/activities", tags=["activities"])


@router.get("")
async def list_activities(
    person: Instructor,
    db: Reading,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> ActivityPage:
    found, total = await queries.library_page(db, person.id, limit=limit, offset=offset)
    return ActivityPage.model_validate({"activities": found, "total": total}, from_attributes=True)


@router.post("", status_code=201)
@refuses(LibraryFull)
async def create_activity(
    new: NewActivity, person: Instructor, db: Database, now: Now
) -> ActivityOut:
    activity = await actions.create_activity(db, new.plan, owner_id=person.id, now=now)
    return ActivityOut.model_validate(activity)


@router.get("/{activity_id}")
@refuses(ActivityNotFound)
async def read_activity(activity_id: RowId, person: Instructor, db: Reading) -> ActivityOut:
    return ActivityOut.model_validate(await queries.activity_of(db, activity_id, person.id))


@router.put("/{activity_id}")
@refuses(ActivityNotFound, ActivityStale)
async def change_activity(
    activity_id: RowId, change: ActivityChange, person: Instructor, db: Database, now: Now
) -> ActivityOut:
    activity = await actions.change_activity(
        db, activity_id, change.plan, version=change.version, owner_id=person.id, now=now
    )
    return ActivityOut.model_validate(activity)


@router.post("/{activity_id}/duplicate", status_code=201)
@refuses(ActivityNotFound, LibraryFull)
async def duplicate_activity(
    activity_id: RowId, copy: ActivityCopy, person: Instructor, db: Database, now: Now
) -> ActivityOut:
    activity = await actions.duplicate_activity(
        db, activity_id, title=copy.title, owner_id=person.id, now=now
    )
    return ActivityOut.model_validate(activity)


@router.delete("/{activity_id}", status_code=204)
@refuses(ActivityNotFound)
async def delete_activity(activity_id: RowId, person: Instructor, db: Database, now: Now) -> None:
    await actions.delete_activity(db, activity_id, owner_id=person.id, now=now)


@router.post("/{activity_id}/restore")
@refuses(ActivityNotFound)
async def restore_activity(activity_id: RowId, person: Instructor, db: Database) -> ActivityOut:
    activity = await actions.restore_activity(db, activity_id, owner_id=person.id)
    return ActivityOut.model_validate(activity)
