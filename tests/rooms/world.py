"""A server of rooms on a real port, and the people who come to it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from salle.accounts.revocations import Revocations
from salle.accounts.rules import Role
from salle.accounts.tokens import AccessTokens
from salle.activities.models import Activity
from salle.activities.quiz.plan import QuizPlan
from salle.app import stop_live
from salle.board.hub import BoardHub
from salle.board.live import Timing as BoardTiming
from salle.capsules.boards import CapsuleBoards
from salle.capsules.models import Capsule
from salle.capsules.records import SCHEMA, document_record, page
from salle.kit.clock import Clock
from salle.kit.connection import DEFAULT_LIMITS, Limits
from salle.kit.database import Databases, Table
from salle.kit.http import answer_errors
from salle.kit.limits import Attempts
from salle.kit.websocket import LiveWebSocket
from salle.kit.writer import Writer
from salle.rooms import board_socket, routes
from salle.rooms import socket as room_socket
from salle.rooms.boards import RoomBoards
from salle.rooms.hub import LoadPlan, RoomHub
from salle.rooms.live import Timing
from salle.rooms.plans import PlanLoader
from salle.rooms.presence import RoomPresence
from salle.scheduling.links import RegistrationLinks
from tests.api.described import HELD
from tests.logins import NOW, add_people, headers_of
from tests.rooms.client import Client

QUICK = Timing(grace=timedelta(seconds=0.05), return_within=timedelta(seconds=0.3))
QUICK_BOARDS = BoardTiming(linger=0.01, unload_after=0.5)
ORIGIN = "https://salle.example"

PLAN = {
    "kind": "quiz",
    "title": "Gestes qui sauvent",
    "questions": [
        {
            "id": "q1",
            "text": "Quel numéro appeler ?",
            "explanation": "Le 15 est le SAMU.",
            "choices": [
                {"id": "a", "text": "15", "is_right": True},
                {"id": "b", "text": "19"},
            ],
        },
        {
            "id": "q2",
            "text": "Que vérifier ?",
            "is_multiple": True,
            "choices": [
                {"id": "a", "text": "La respiration", "is_right": True},
                {"id": "b", "text": "La conscience", "is_right": True},
                {"id": "c", "text": "L'heure"},
            ],
        },
    ],
}


class SetClock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


def create_app(
    databases: Databases,
    clock: Clock,
    timing: Timing = QUICK,
    limits: Limits = DEFAULT_LIMITS,
    load_plan: LoadPlan | None = None,
    *,
    board_timing: BoardTiming = QUICK_BOARDS,
) -> FastAPI:
    """The part of Salle that is about rooms."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        writer = Writer(databases)
        hub = RoomHub(
            databases=databases,
            writer=writer,
            clock=clock,
            load_plan=load_plan or PlanLoader(databases),
            timing=timing,
            limits=limits,
        )
        boards = BoardHub(databases=databases, writer=writer, clock=clock, timing=board_timing)
        room_boards = RoomBoards(hub, boards)
        app.state.hub, app.state.boards, app.state.room_boards = hub, boards, room_boards
        app.state.capsule_boards = CapsuleBoards(boards, databases, clock)
        writer.start()
        boards.start()
        hub.start()
        revocations = app.state.revocations
        forget = [revocations.subscribe(each.end_logins) for each in (hub, room_boards)]
        try:
            yield
        finally:
            for each in forget:
                each()
            await hub.stop()
            await boards.stop()
            await writer.stop()

    app = FastAPI(lifespan=lifespan)
    app.state.databases = databases
    app.state.clock = clock
    app.state.tokens = AccessTokens("s" * 40)
    app.state.attempts = Attempts()
    app.state.revocations = Revocations()
    app.state.origin = ORIGIN
    app.state.presence = RoomPresence(lambda: app.state.hub)
    app.state.registration_links = RegistrationLinks("s" * 40)
    answer_errors(app)
    app.include_router(routes.router, prefix="/api")
    app.include_router(room_socket.router)
    app.include_router(board_socket.router)
    return app


class Served:
    """A running server, and its address."""

    def __init__(self, app: FastAPI, port: int) -> None:
        self.app = app
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    @property
    def hub(self) -> RoomHub:
        hub: RoomHub = self.app.state.hub
        return hub


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listening() -> socket.socket:
    listener = socket.socket()
    # A small buffer in the kernel, so that a reader that stops is felt after a few frames.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    return listener


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[Served]:
    listener = listening()
    server = _Server(config(app))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await started(server, task)
    try:
        yield Served(app, listener.getsockname()[1])
    finally:
        await stop_live(app)  # as the signal handler of the whole server does
        server.should_exit = True
        await task
        listener.close()


async def started(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    while not server.started:
        assert not task.done(), task
        await asyncio.sleep(0.005)


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what only the database knows."""
    async with asyncio.timeout(10):
        while not await holds():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)


def config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        ws=LiveWebSocket,
        ws_max_size=1 << 20,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=2,
    )


async def prepare(databases: Databases) -> None:
    """Ada teaches capsule c1 and prepared quiz a1; Bob teaches too; Eve has an account."""
    async with databases.write_engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    people = {
        "ada": Role.INSTRUCTOR,
        "bob": Role.INSTRUCTOR,
        "eve": Role.MEMBER,
        "root": Role.ADMIN,
    }
    async with databases.write.begin() as db:
        await add_people(db, people)
        db.add(
            Capsule(
                id="c1",
                title="Premiers secours",
                title_key="premiers secours",
                created_by="ada",
                created_at=NOW,
                updated_at=NOW,
                page_count=3,
                document=document(3),
                search_text="",
            )
        )
        plan = QuizPlan.model_validate(PLAN)
        db.add(
            Activity(
                id="a1",
                created_by="ada",
                created_at=NOW,
                updated_at=NOW,
                kind=plan.kind,
                title=plan.title,
                question_count=len(plan.questions),
                plan=plan.model_dump(mode="json"),
            )
        )


def document(pages: int) -> dict[str, Any]:
    records = [
        document_record(),
        *(page(f"Page {n}", index=f"a{n}", page_id=f"page:{n}") for n in range(1, pages + 1)),
    ]
    return {"store": {record["id"]: record for record in records}, "schema": SCHEMA}


class School:
    """Who comes to a server, and what they hold."""

    def __init__(self, served: Served, clock: Clock) -> None:
        self.served = served
        self.clock = clock
        self.http = httpx.AsyncClient(base_url=served.url, timeout=20, event_hooks=HELD)
        self.clients: list[Client] = []

    def bearer(self, user_id: str) -> dict[str, str]:
        return headers_of(self.served.app, user_id)

    async def launch(self, user_id: str = "ada", **given: object) -> dict[str, Any]:
        answer = await self.http.post(
            "/api/rooms", json={"capsule_id": "c1", **given}, headers=self.bearer(user_id)
        )
        assert answer.status_code == 201, answer.text
        room: dict[str, Any] = answer.json()
        return room

    async def enter(self, name: str, user_id: str | None = None, **given: object) -> dict[str, Any]:
        headers = self.bearer(user_id) if user_id else {}
        answer = await self.http.post(f"/api/rooms/{name}/enter", json=given, headers=headers)
        assert answer.status_code == 200, answer.text
        room_pass: dict[str, Any] = answer.json()
        return room_pass

    async def join(self, room_pass: dict[str, Any]) -> Client:
        """A socket that has been welcomed."""
        client = self.client(room_pass)
        await client.open()
        return client

    def client(self, room_pass: dict[str, Any]) -> Client:
        client = Client(self.served.port, room_pass)
        self.clients.append(client)
        return client

    async def trainer(self, name: str) -> Client:
        return await self.join(await self.enter(name, "ada"))

    async def guest(self, name: str, first_name: str = "Tom") -> Client:
        return await self.join(await self.enter(name, first_name=first_name, last_name="Durand"))

    async def screen(self, name: str) -> Client:
        return await self.join(await self.enter(name, **{"as": "screen"}))

    async def close(self) -> None:
        for client in self.clients:
            await client.close()
        await self.http.aclose()
