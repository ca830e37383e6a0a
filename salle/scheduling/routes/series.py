from typing import cast

from fastapi import APIRouter

from salle.accounts.access import Instructor
from salle.accounts.rules import NotAllowed
from salle.accounts.schemas import RowId
from salle.capsules.rules import CapsuleNotFound
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.scheduling.access import CurrentViewer, Viewer
from salle.scheduling.actions import sessions as actions
from salle.scheduling.actions.sessions import SessionFields
from salle.scheduling.describing import describe_series
from salle.scheduling.queries.sessions import get_series
from salle.scheduling.rules import (
    AssistantUnknown,
    EventFull,
    EventIsCanceled,
    EventNotFound,
    SeriesEmpty,
    SeriesNotFound,
    SeriesTooLong,
    SessionInThePast,
)
from salle.scheduling.schemas.asked import NewSeries
from salle.scheduling.schemas.told import SeriesOut

router = APIRouter(prefix="/training/sessions/series")


@router.post("", status_code=201)
@refuses(
    AssistantUnknown,
    CapsuleNotFound,
    EventFull,
    EventIsCanceled,
    EventNotFound,
    NotAllowed,
    SeriesEmpty,
    SeriesTooLong,
    SessionInThePast,
)
async def create_series(new: NewSeries, person: Instructor, db: Database, now: Now) -> SeriesOut:
    """Sessions at the same time of day in their zone, all year round."""
    fields = cast("SessionFields", new.model_dump(exclude={"rule", "exceptions"}))
    series, sessions = await actions.create_series(
        db, person, fields, new.rule.read(), new.exceptions, now=now
    )
    return await describe_series(db, series, sessions, Viewer(person))


@router.get("/{series_id}")
@refuses(SeriesNotFound)
async def show_series(series_id: RowId, viewer: CurrentViewer, db: Reading) -> SeriesOut:
    """With those of its sessions that whoever asks may see."""
    series, sessions = await get_series(db, series_id, viewer)
    return await describe_series(db, series, sessions, viewer)
