from fastapi import APIRouter

from salle.accounts.routes import auth, links, me, people

router = APIRouter(tags=["accounts"])
for part in (auth, links, me, people):
    router.include_router(part.router)
