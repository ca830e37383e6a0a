from collections.abc import Iterable
from typing import NoReturn

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError

from salle.accounts.access import Instructor, Person
from salle.accounts.actions import links
from salle.accounts.handed_down import Server
from salle.accounts.models import OneTimeLink, User
from salle.accounts.passwords import hash_password
from salle.accounts.queries import open_invitations, open_link
from salle.accounts.routes.auth import open_login
from salle.accounts.rules import (
    EmailTaken,
    InvitationNotFound,
    LinkGone,
    NotAllowed,
    PasswordRefused,
    Purpose,
)
from salle.accounts.schemas import (
    AccessToken,
    Invitation,
    LinkLook,
    LinkToken,
    LinkUse,
    NewInvitation,
    PageSize,
    RowId,
)
from salle.accounts.tokens import hash_token
from salle.kit.database import Database, Reading
from salle.kit.limits import TooManyAttempts
from salle.kit.refusals import refuses

router = APIRouter()

NEEDED = {
    Purpose.SETUP: ("email", "password", "first_name", "last_name"),
    Purpose.INVITATION: ("password", "first_name", "last_name"),
    Purpose.RESET: ("password",),
    Purpose.SIGN_IN: (),
}


def refuse_fields(code: str, names: Iterable[str]) -> NoReturn:
    """As if the schema had refused them: the web app shows it at the field."""
    raise RequestValidationError([{"type": code, "loc": ("body", name)} for name in names])


async def hash_new_password(field: str, password: str, personal: Iterable[str]) -> str:
    try:
        return await hash_password(password, personal)
    except PasswordRefused as refused:
        refuse_fields(f"password_{refused.details['reason']}", [field])


@router.post("/auth/link/look")
@refuses(LinkGone, TooManyAttempts)
async def look_at_link(asked: LinkToken, reading: Reading, server: Server) -> LinkLook:
    """What a link is good for. Looking does not use it up."""
    await server.attempts.spend("120/minute", "link", server.caller)
    found = await open_link(reading, hash_token(asked.token), server.now)
    if found is None:
        raise LinkGone
    link, user = found
    return LinkLook.model_validate(
        {
            "purpose": link.purpose,
            "expires_at": link.expires_at,
            "email": link.email if user is None else user.email,
            "role": link.role,
            "language": link.language if user is None else user.language,
        }
    )


@router.post("/auth/link")
@refuses(EmailTaken, LinkGone, TooManyAttempts)
async def use_link(
    *,
    use: LinkUse,
    request: Request,
    response: Response,
    db: Database,
    reading: Reading,
    server: Server,
) -> AccessToken:
    """Uses the link up and signs in."""
    await server.attempts.spend("120/minute", "link", server.caller)
    found = await open_link(reading, hash_token(use.token), server.now)
    await reading.close()  # nothing is held of the database while the password is hashed
    if found is None:
        raise LinkGone
    user = await links.use_link(
        db,
        use.token,
        await check_claim(use, *found),
        outbox=server.outbox,
        revocations=server.revocations,
        now=server.now,
    )
    return await open_login(db, user.id, server, request, response)


async def check_claim(use: LinkUse, link: OneTimeLink, user: User | None) -> links.Claim:
    """What this link needs is there, or the answer says which fields are missing."""
    needed = NEEDED[Purpose(link.purpose)]
    if missing := [name for name in needed if not getattr(use, name)]:
        refuse_fields("missing", missing)
    password_hash = None
    if "password" in needed:
        known = [use.email, use.first_name, use.last_name, link.email]
        if user is not None:
            known += [user.email, user.first_name, user.last_name]
        password_hash = await hash_new_password("password", use.password or "", filter(None, known))
    return links.Claim(
        email=use.email or "",
        password_hash=password_hash,
        first_name=use.first_name or "",
        last_name=use.last_name or "",
        language=use.language,
    )


def as_inviter(person: Person) -> links.Inviter:
    return links.Inviter(role=person.role, name=person.name, id=person.id)


@router.post("/invitations", status_code=201, response_model=Invitation)
@refuses(EmailTaken, NotAllowed, TooManyAttempts)
async def invite(
    new: NewInvitation, person: Instructor, db: Database, server: Server
) -> OneTimeLink:
    """Sends a link to this address, with which one chooses a password."""
    await server.attempts.spend("200/hour", "invitation", person.id)
    invitation, _ = await links.invite(
        db,
        email=new.email,
        role=new.role,
        language=new.language,
        by=as_inviter(person),
        origin=server.origin,
        outbox=server.outbox,
        now=server.now,
    )
    return invitation


@router.get("/invitations", response_model=list[Invitation])
async def list_invitations(
    person: Instructor, db: Reading, server: Server, limit: PageSize = 100
) -> list[OneTimeLink]:
    """Those that wait for an answer, the latest first."""
    found = await open_invitations(
        db, viewer_id=person.id, viewer_role=person.role, now=server.now, limit=limit
    )
    return list(found)


@router.delete("/invitations/{invitation_id}", status_code=204)
@refuses(InvitationNotFound)
async def revoke_invitation(invitation_id: RowId, person: Instructor, db: Database) -> None:
    await links.revoke_invitation(db, invitation_id, by=as_inviter(person))
