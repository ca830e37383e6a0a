from hmac import compare_digest
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from salle import __version__
from salle.kit import metrics

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


@router.get("/metrics", include_in_schema=False)
async def tell_metrics(request: Request) -> Response:
    """For a monitoring system that has the operator's token."""
    token: str = request.app.state.metrics_token
    if not token:
        return Response(status_code=404)
    given = request.headers.get("authorization", "")
    if not compare_digest(given.encode(), f"Bearer {token}".encode()):
        return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    return Response(metrics.render(), headers={"Content-Type": metrics.CONTENT_TYPE})
