from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from salle import __version__

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    ready: bool


class Version(BaseModel):
    version: str


@router.get("/healthz")
async def tell_alive() -> Alive:
    return Alive()


@router.get("/readyz", responses={503: {"model": Ready}})
async def tell_ready(request: Request, response: Response) -> Ready:
    ready = bool(request.app.state.is_ready)
    if not ready:
        response.status_code = 503
    return Ready(ready=ready)


@router.get("/version")
async def tell_version() -> Version:
    return Version(version=__version__)
