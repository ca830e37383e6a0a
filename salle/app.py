from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from salle import __version__, health, migrations
from salle.accounts.tokens import AccessTokens
from salle.kit import clock as clocks
from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.http import answer_errors
from salle.kit.limits import Attempts
from salle.kit.security import Security
from salle.kit.spa import HashedFiles, serve_web_app
from salle.kit.writer import Writer
from salle.settings import Settings

WEB_APP = Path(__file__).parent / "web"


def create_app(settings: Settings, *, clock: Clock = clocks.now) -> FastAPI:
    """The whole server. What the features need of it is handed down on `app.state`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        databases = Databases(settings.database)
        await migrations.upgrade(databases)
        writer = Writer(databases.write_engine)
        writer.start()
        app.state.databases = databases
        app.state.writer = writer
        app.state.is_ready = True
        try:
            yield
        finally:
            app.state.is_ready = False
            await writer.stop()
            await databases.dispose()

    app = FastAPI(
        title="Salle",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.clock = clock
    app.state.settings = settings
    app.state.tokens = AccessTokens(settings.signing_secret())
    app.state.attempts = Attempts()
    app.state.origin = settings.origin
    app.state.is_ready = False

    answer_errors(app)
    app.include_router(health.router)
    if (assets := WEB_APP / "assets").is_dir():
        app.mount("/assets", HashedFiles(directory=assets))
    app.include_router(serve_web_app(WEB_APP))
    app.add_middleware(
        Security, public_origin=settings.origin if settings.public_url is not None else None
    )
    return app


def describe_api(app: FastAPI) -> dict[str, object]:
    """OpenAPI of the HTTP interface and, beside it, the frames of the room socket."""
    return get_openapi(title=app.title, version=app.version, routes=app.routes)
