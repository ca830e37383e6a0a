from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from salle import __version__, health, migrations
from salle.accounts import routes as accounts
from salle.accounts.retention import forget_links, forget_logins
from salle.accounts.revocations import Revocations
from salle.accounts.tokens import AccessTokens
from salle.activities import routes as activities
from salle.activities.retention import forget_activities
from salle.board.hub import BoardHub
from salle.capsules import routes as capsules
from salle.capsules import socket as capsule_socket
from salle.capsules.retention import (
    forget_capsules,
    forget_imports,
    shown_in_capsules,
    shown_on_boards,
)
from salle.kit import clock as clocks
from salle.kit.bodies import BodyLimit
from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.http import answer_errors
from salle.kit.limits import Attempts
from salle.kit.openapi import describe_routes
from salle.kit.retention import Duty, Parts
from salle.kit.security import Security
from salle.kit.spa import HashedFiles, serve_web_app
from salle.kit.ticks import Ticks
from salle.kit.writer import Writer
from salle.mail import routes as mail
from salle.mail.outbox import MailServer, Outbox
from salle.mail.retention import forget_letters
from salle.media import routes as media
from salle.media.jobs import sweep_media
from salle.media.storage import MediaStore
from salle.reports import routes as reports
from salle.rooms import board_socket, session_routes, sessions, socket
from salle.rooms import routes as rooms
from salle.rooms.boards import RoomBoards
from salle.rooms.describing import describe_frames
from salle.rooms.hub import RoomHub
from salle.rooms.live import Timing
from salle.rooms.plans import PlanLoader
from salle.rooms.presence import RoomPresence
from salle.rooms.retention import capsules_being_taught, forget_records
from salle.scheduling import routes as scheduling
from salle.scheduling.jobs import Jobs, RoomWork
from salle.scheduling.links import FeedLinks, RegistrationLinks
from salle.scheduling.notices import Notices
from salle.scheduling.pages import serve_pages
from salle.scheduling.retention import (
    capsules_to_be_taught,
    forget_empty_series,
    forget_events,
    forget_people,
    forget_unused_registrations,
    forget_work,
    shown_by_events,
    shown_by_sessions,
)
from salle.settings import Settings

WEB_APP = Path(__file__).parent / "web"
HOUSEKEEPING = timedelta(hours=1)


def create_app(settings: Settings, *, clock: Clock = clocks.now) -> FastAPI:
    """The whole server. What the features need of it is handed down on `app.state`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        databases = Databases(settings.database)
        await migrations.upgrade(databases)
        writer = Writer(databases)
        outbox = Outbox(databases, mail_server(settings), sender=settings.mail_from, clock=clock)
        store = MediaStore(settings.data / "media", quota=settings.media_quota_mib * 1024**2)
        app.state.databases = databases
        app.state.writer = writer
        app.state.outbox = outbox
        app.state.media = store
        app.state.jobs = jobs = Jobs(
            databases,
            Notices(outbox, app.state.registration_links, settings.origin),
            clock=clock,
            zone=ZoneInfo(settings.time_zone),
            rooms=work_of_rooms(app),
            retention=duties(databases, settings.records_kept_days),
        )
        timing = Timing(ends_after=timedelta(minutes=settings.room_ends_after_minutes))

        writer.start()
        outbox.start()
        ticks = Ticks()
        ticks.every(HOUSEKEEPING, "housekeeping", lambda: keep_house(databases, store))
        ticks.every(timedelta(seconds=settings.look_every_seconds), "due work", jobs.do_due)
        try:
            async with live(app, timing):
                ticks.start()
                app.state.is_ready = True
                yield
        finally:
            app.state.is_ready = False
            await ticks.stop()
            await outbox.stop()
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
    app.state.tokens = AccessTokens(settings.signing_secret())
    app.state.registration_links = RegistrationLinks(settings.signing_secret())
    app.state.feed_links = FeedLinks(settings.signing_secret())
    app.state.presence = RoomPresence(lambda: app.state.hub)
    app.state.attempts = Attempts()
    app.state.revocations = Revocations()
    app.state.origin = settings.origin
    app.state.metrics_token = settings.metrics_token.get_secret_value()
    app.state.is_ready = False

    answer_errors(app)
    include_routes(app)
    app.add_middleware(BodyLimit, counted=("/api/capsules", "/api/media"))
    app.add_middleware(
        Security, public_origin=settings.origin if settings.public_url is not None else None
    )
    return app


def include_routes(app: FastAPI) -> None:
    # First: routes are tried in turn, which a thousand people who come back together would feel.
    for router in (socket.router, board_socket.router, capsule_socket.router):
        app.include_router(router)
    for router in (
        accounts.router,
        mail.router,
        activities.router,
        scheduling.router,
        rooms.router,
        session_routes.router,
        reports.router,
    ):
        app.include_router(router, prefix="/api")
    for router in (
        capsules.router,
        media.router,
        scheduling.feeds,
        health.router,
    ):
        app.include_router(router)
    if (assets := WEB_APP / "assets").is_dir():
        app.mount("/assets", HashedFiles(directory=assets))
    app.include_router(serve_pages(WEB_APP))
    app.include_router(serve_web_app(WEB_APP))


def work_of_rooms(app: FastAPI) -> RoomWork:
    """Looks up what it needs when it is done: rooms are opened after this."""
    state = app.state

    def prepare(session_id: str) -> Awaitable[None]:
        return sessions.prepare_room(state.databases, state.capsule_boards, session_id)

    def end(session_id: str) -> Awaitable[None]:
        return sessions.end_session(
            state.databases, state.hub, session_id, reason="time_over", clock=state.clock
        )

    return RoomWork(prepare_room=prepare, auto_end=end)


def duties(databases: Databases, records_kept_days: int | None) -> list[Duty]:
    """What is forgotten every night. Classes before events: these are kept for their sake."""
    # What takes longest is looked at last: often enough, all is found before.
    shows = (shown_by_events, shown_by_sessions, shown_in_capsules, shown_on_boards)
    in_use = (capsules_to_be_taught(), capsules_being_taught())
    forget: dict[str, Callable[..., Parts]] = {
        "links": forget_links,
        "logins": forget_logins,
        "letters": forget_letters,
        "work": forget_work,
        "unused registrations": forget_unused_registrations,
        "imports": forget_imports,
        "activities": forget_activities,
        "capsules": partial(forget_capsules, shows=shows, in_use=in_use),
    }
    if records_kept_days is not None:
        kept_for = timedelta(days=records_kept_days)
        forget["people"] = partial(forget_people, kept_for=kept_for)
        forget["records"] = partial(forget_records, shows=shows, kept_for=kept_for)
    forget["events"] = partial(forget_events, shows=shows)
    forget["series"] = forget_empty_series
    return [Duty(name, partial(each, databases)) for name, each in forget.items()]


async def keep_house(databases: Databases, store: MediaStore) -> None:
    # Files are as old as the machine says, whatever clock was handed down.
    await sweep_media(databases, store, now=clocks.now())


@asynccontextmanager
async def live(app: FastAPI, timing: Timing) -> AsyncGenerator[None]:
    """Rooms and boards, from when they may be opened until the last is stored."""
    databases, writer, clock = app.state.databases, app.state.writer, app.state.clock
    hub = RoomHub(
        databases=databases,
        writer=writer,
        clock=clock,
        load_plan=PlanLoader(databases),
        timing=timing,
    )
    boards = BoardHub(databases=databases, writer=writer, clock=clock)
    room_boards = RoomBoards(hub, boards)
    app.state.hub, app.state.boards, app.state.room_boards = hub, boards, room_boards
    forget = [app.state.revocations.subscribe(each.end_logins) for each in (hub, room_boards)]
    boards.start()
    hub.start()
    try:
        yield
    finally:
        for each in forget:
            each()
        await stop_live(app)


async def stop_live(app: FastAPI) -> None:
    """Store what is live and say goodbye to everybody, before sockets are closed for them."""
    await app.state.hub.stop()
    await app.state.boards.stop()


def mail_server(settings: Settings) -> MailServer | None:
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
    )


def describe_api(app: FastAPI) -> dict[str, Any]:
    """OpenAPI of the HTTP interface, refusals included, and the frames of the room socket."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    describe_routes(document, app)
    schemas, frames = document["components"]["schemas"], describe_frames()
    for name in schemas.keys() & frames.keys():
        if schemas[name].get("properties", {}).keys() != frames[name].get("properties", {}).keys():
            raise ValueError(f"two wire models share the name {name}")
    document["components"]["schemas"] = frames | schemas
    return document
