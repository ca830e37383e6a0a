from fastapi import APIRouter

from salle.scheduling.routes import (
    attendance,
    calendars,
    colleagues,
    events,
    registrations,
    series,
    sessions,
    work,
)
from salle.scheduling.routes.calendars import feeds

__all__ = ["feeds", "router"]

router = APIRouter(tags=["scheduling"])
for part in (events, series, sessions, colleagues, registrations, attendance, calendars, work):
    router.include_router(part.router)
