"""People who schedule sessions and people who register, with the whole server behind them."""

from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any, Self

import httpx
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select, update

from salle.accounts.models import Login, User
from salle.accounts.rules import Role, fold
from salle.accounts.tokens import AccessTokens
from salle.scheduling.links import RegistrationLinks
from salle.scheduling.models import DueWork, Registration, TrainingSession
from salle.scheduling.rules import SessionStatus, WorkKind
from tests.api.described import HELD
from tests.world import ORIGIN, World

Json = dict[str, Any]

SESSIONS = "/training/sessions"


class Browser(AsyncClient):
    """Somebody's, signed in; or anybody's."""

    def __init__(self, world: World, user_id: str | None = None) -> None:
        super().__init__(
            transport=ASGITransport(world.app), base_url=f"{ORIGIN}/api", event_hooks=HELD
        )
        self._world = world
        self.user_id = user_id or ""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        # Tests move the clock by weeks: the token is always of this moment.
        if self.user_id:
            tokens: AccessTokens = self._world.app.state.tokens
            token = tokens.sign(
                user_id=self.user_id, login_id=self.user_id, now=self._world.clock()
            )
            request.headers["Authorization"] = f"Bearer {token}"
        return await super().send(request, **options)

    async def ask(self, method: str, path: str, *, expect: int = 200, **options: Any) -> Json:
        """The body of an answer that has this status."""
        answer = await self.request(method, path, **options)
        assert answer.status_code == expect, answer.text
        body: Json = answer.json() if answer.content else {}
        return body

    async def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Status and code of a refusal."""
        answer = await self.request(method, path, **options)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["code"]

    async def schedule(self, **fields: Any) -> Json:
        """Next week, unless it is said otherwise."""
        body = {
            "title": "Premiers secours",
            "start_time": (self._world.clock() + timedelta(days=7)).isoformat(),
            "duration_minutes": 60,
        } | fields
        return await self.ask("POST", SESSIONS, json=body, expect=201)

    async def announce(self, *, publish: bool = True, **fields: Any) -> Json:
        """An event of next week."""
        start = self._world.clock() + timedelta(days=7)
        body = {
            "title": "Semaine du secourisme",
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(days=2)).isoformat(),
        } | fields
        event = await self.ask("POST", "/events", json=body, expect=201)
        return await self.ask("POST", f"/events/{event['id']}/publish") if publish else event

    async def register(self, session: Json) -> Json:
        return await self.ask("POST", f"{SESSIONS}/{session['id']}/registration")

    async def show(self, session: Json) -> Json:
        return await self.ask("GET", f"{SESSIONS}/{session['id']}")

    async def edit(self, session: Json, **changes: Any) -> Json:
        body = {"version": session["version"]} | changes
        return await self.ask("PUT", f"{SESSIONS}/{session['id']}", json=body)

    async def knock(self, session: Json) -> tuple[bool, str | None]:
        told = await self.ask("GET", f"{SESSIONS}/{session['id']}/can-join")
        return told["can_join"], told["reason"]


class School:
    """`ada` and `bob` teach, `eve` and `sam` are members, `pia` has an account and no more."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.ada = await self.person("ada", Role.INSTRUCTOR)
        self.bob = await self.person("bob", Role.INSTRUCTOR)
        self.eve = await self.person("eve", Role.MEMBER)
        self.sam = await self.person("sam", Role.MEMBER)
        self.pia = await self.person("pia", Role.PUBLIC)
        self.root = await self.person("root", Role.ADMIN)
        self.anybody = await self._open.enter_async_context(Browser(self.world))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    @property
    def now(self) -> datetime:
        return self.world.clock()

    def wait(self, by: timedelta) -> None:
        self.world.clock.advance(by)

    def wait_until(self, moment: datetime) -> None:
        self.world.clock.time = moment

    async def person(self, name: str, role: Role = Role.MEMBER) -> Browser:
        """Signed in for good: no password is hashed for a test."""
        now, email = self.now, f"{name}@example.org"
        async with self.world.writing() as db:
            db.add(
                User(
                    id=name,
                    email=email,
                    email_folded=fold(email),
                    role=role,
                    first_name=name.title(),
                    last_name="Martin",
                    name_folded=fold(f"{name} Martin"),
                    created_at=now,
                )
            )
            await db.flush()
            db.add(
                Login(
                    id=name,
                    user_id=name,
                    created_at=now,
                    last_used_at=now,
                    expires_at=now + timedelta(days=10_000),
                )
            )
        return await self._open.enter_async_context(Browser(self.world, name))

    async def with_link(self, session: Json, email: str) -> Browser:
        """The browser of somebody who followed the link of a mail to this address."""
        registration = await self.registration(session, email)
        links: RegistrationLinks = self.world.app.state.registration_links
        browser = await self._open.enter_async_context(Browser(self.world))
        browser.headers["Salle-Registration"] = links.sign(registration.id)
        return browser

    async def registration(self, session: Json, email: str) -> Registration:
        async with self.world.databases.read() as db:
            found = await db.scalars(
                select(Registration).where(
                    Registration.session_id == session["id"],
                    Registration.email_key == fold(email),
                )
            )
            return found.one()

    async def registrations(self, session: Json) -> list[Registration]:
        async with self.world.databases.read() as db:
            found = await db.scalars(
                select(Registration).where(Registration.session_id == session["id"])
            )
            return list(found)

    async def row(self, session: Json) -> TrainingSession:
        async with self.world.databases.read() as db:
            return await db.get_one(TrainingSession, session["id"])

    async def change(self, session: Json, **values: Any) -> None:
        """What only rooms and jobs change."""
        async with self.world.writing() as db:
            await db.execute(
                update(TrainingSession).where(TrainingSession.id == session["id"]).values(**values)
            )

    async def put_status(self, session: Json, status: SessionStatus) -> None:
        await self.change(session, status=status)

    async def due(self, session: Json, email: str | None = None) -> list[tuple[WorkKind, datetime]]:
        """What is planned: for the session itself, or for the one registered by this address."""
        whose = None if email is None else (await self.registration(session, email)).id
        async with self.world.databases.read() as db:
            rows = await db.scalars(
                select(DueWork)
                .where(DueWork.session_id == session["id"], DueWork.registration_id == whose)
                .order_by(DueWork.due_at, DueWork.kind)
            )
            return [(WorkKind(row.kind), row.due_at) for row in rows]
