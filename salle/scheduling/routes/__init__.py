from fastapi import APIRouter

from salle.scheduling.routes import (
    attendance,
    calendars,
    events,
    registrations,
    series,
    sessions,
    work,
)
from salle.scheduling.routes.calendars import feeds

__all__ = ["feeds", "router"]

router = APIRouter(tags=["scheduling"])
for part in (events, series, sessions, registrations, attendance, calendars, work):
    router.include_router(part.router)
