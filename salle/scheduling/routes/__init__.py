from fastapi import APIRouter

from salle.scheduling.routes import events, registrations, series, sessions

router = APIRouter(tags=["scheduling"])
for part in (events, series, sessions, registrations):
    router.include_router(part.router)
