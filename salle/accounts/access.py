"""Who is asking: a route takes `CurrentPerson`, `MaybePerson`, `Instructor` or `Admin`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import Login, User
from salle.accounts.rules import NotAllowed, Role, SignInNeeded
from salle.accounts.tokens import AccessTokens
from salle.kit.clock import Clock
from salle.kit.database import Reading
from salle.kit.demands import Scheme, demands
from salle.kit.refusals import refuses

BEARER = Scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})


@dataclass(frozen=True)
class Person:
    """Somebody signed in, as of this request: role and names are read, not remembered."""

    id: str
    login_id: str
    email: str
    role: Role
    first_name: str
    last_name: str
    organisation: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


async def find_person(db: AsyncSession, login_id: str, now: datetime) -> Person | None:
    """The person of a sign-in that is neither revoked nor past its end."""
    found = await db.execute(
        select(User)
        .join(Login, Login.user_id == User.id)
        .where(
            Login.id == login_id,
            Login.revoked_at.is_(None),
            Login.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
    user = found.scalar_one_or_none()
    return None if user is None else person_of(user, login_id=login_id)


def person_of(user: User, *, login_id: str) -> Person:
    return Person(
        id=user.id,
        login_id=login_id,
        email=user.email,
        role=Role(user.role),
        first_name=user.first_name,
        last_name=user.last_name,
        organisation=user.organisation,
        language=user.language,
    )


@demands(BEARER, is_needed=False)
@refuses(SignInNeeded)
async def maybe_person(request: Request, db: Reading) -> Person | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    now = cast("Clock", request.app.state.clock)()
    login_id = cast("AccessTokens", request.app.state.tokens).login_id(token, now=now)
    if login_id is None:
        raise SignInNeeded
    person = await find_person(db, login_id, now)
    # Give the connection back: a request that then waits for another one must not hold this one.
    await db.close()
    if person is None:
        raise SignInNeeded
    return person


MaybePerson = Annotated[Person | None, Depends(maybe_person)]
"""None without a token. A token that is no good is refused, so that the browser renews it."""


@demands(BEARER)
@refuses(SignInNeeded)
async def current_person(person: MaybePerson) -> Person:
    if person is None:
        raise SignInNeeded
    return person


CurrentPerson = Annotated[Person, Depends(current_person)]


@demands(role=Role.INSTRUCTOR)
@refuses(NotAllowed)
async def current_instructor(person: CurrentPerson) -> Person:
    if not person.role.includes(Role.INSTRUCTOR):
        raise NotAllowed
    return person


@demands(role=Role.ADMIN)
@refuses(NotAllowed)
async def current_admin(person: CurrentPerson) -> Person:
    if person.role is not Role.ADMIN:
        raise NotAllowed
    return person


Instructor = Annotated[Person, Depends(current_instructor)]
Admin = Annotated[Person, Depends(current_admin)]
