"""Links that work once: the first admin, a demo's trainer, a forgotten password, an invitation."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import structlog
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.actions.people import add_user, set_password
from salle.accounts.letters import PostsLetters
from salle.accounts.models import OneTimeLink, User
from salle.accounts.queries import any_admin, user_with_email
from salle.accounts.revocations import Revocations
from salle.accounts.rules import (
    INVITABLE,
    LINK_LASTS,
    EmailTaken,
    InvitationNotFound,
    LinkGone,
    NotAllowed,
    Purpose,
    Role,
    fold,
)
from salle.accounts.tokens import hash_token
from salle.kit.ids import new_id, new_secret

logger = structlog.get_logger()


@dataclass(frozen=True)
class Inviter:
    """Who invites: somebody signed in, or the operator at the command line (no id, an admin)."""

    role: Role
    name: str = ""
    id: str | None = None


@dataclass(frozen=True)
class Claim:
    """What somebody gave who followed a link; which of it counts, the link's purpose says."""

    email: str = ""
    password_hash: str | None = None
    first_name: str = ""
    last_name: str = ""
    language: str | None = None


def link_address(origin: str, token: str) -> str:
    """The token is in the fragment, which a browser sends to nobody and no log can hold."""
    return f"{origin}/link#{token}"


async def issue_setup_link(db: AsyncSession, *, origin: str, now: datetime) -> str | None:
    """Whoever opens it becomes the first admin. None once there is an admin.

    An older one stops working.
    """
    if await any_admin(db):
        return None
    await db.execute(delete(OneTimeLink).where(OneTimeLink.purpose == Purpose.SETUP))
    return link_address(origin, await _issue(db, Purpose.SETUP, now=now))


async def issue_sign_in_link(db: AsyncSession, *, user_id: str, origin: str, now: datetime) -> str:
    """Signs this person in once, without a password: for whoever reads the server's terminal."""
    return link_address(origin, await _issue(db, Purpose.SIGN_IN, user_id=user_id, now=now))


async def invite(
    db: AsyncSession,
    *,
    email: str,
    role: Role,
    language: str,
    by: Inviter,
    origin: str,
    outbox: PostsLetters,
    now: datetime,
) -> tuple[OneTimeLink, str]:
    """The invitation and its address, which is in the letter: show it to operators only.

    Whoever holds it proves the mailbox. An older invitation of the same address stops working.
    """
    if role not in INVITABLE[by.role]:
        raise NotAllowed
    if await user_with_email(db, email) is not None:
        raise EmailTaken
    await db.execute(
        delete(OneTimeLink).where(
            OneTimeLink.email_folded == fold(email), OneTimeLink.used_at.is_(None)
        )
    )
    token = new_secret()
    invitation = OneTimeLink(
        id=new_id(),
        token_hash=hash_token(token),
        purpose=Purpose.INVITATION,
        created_at=now,
        expires_at=now + LINK_LASTS[Purpose.INVITATION],
        email=email,
        email_folded=fold(email),
        role=role,
        language=language,
        created_by=by.id,
    )
    db.add(invitation)
    await db.flush()
    address = link_address(origin, token)
    await outbox.queue_letter(
        db,
        template="invitation",
        to=email,
        language=language,
        values={
            "inviter": by.name,
            "role": role,
            "link": address,
            "days": LINK_LASTS[Purpose.INVITATION].days,
        },
        now=now,
        send_before=invitation.expires_at,
    )
    logger.info("invited", by=by.id, role=role)
    return invitation, address


async def revoke_invitation(db: AsyncSession, invitation_id: str, *, by: Inviter) -> None:
    """Admins revoke any, others their own."""
    query = delete(OneTimeLink).where(
        OneTimeLink.id == invitation_id,
        OneTimeLink.purpose == Purpose.INVITATION,
        OneTimeLink.used_at.is_(None),
    )
    if by.role is not Role.ADMIN:
        query = query.where(OneTimeLink.created_by == by.id)
    if await db.scalar(query.returning(OneTimeLink.id)) is None:
        raise InvitationNotFound


async def ask_recovery(
    db: AsyncSession, email: str, *, origin: str, outbox: PostsLetters, now: datetime
) -> None:
    """A letter with a link, if somebody has this address. The caller must not learn which."""
    user = await user_with_email(db, email)
    if user is None or user.disabled_at is not None:
        return
    token = await _issue(db, Purpose.RESET, user_id=user.id, now=now)
    lasts = LINK_LASTS[Purpose.RESET]
    await outbox.queue_letter(
        db,
        template="recovery",
        to=user.email,
        language=user.language,
        values={
            "name": user.first_name,
            "link": link_address(origin, token),
            "minutes": int(lasts.total_seconds() // 60),
        },
        now=now,
        send_before=now + lasts,
    )
    logger.info("recovery_asked", user=user.id)


async def use_link(
    db: AsyncSession,
    token: str,
    claim: Claim,
    *,
    outbox: PostsLetters,
    revocations: Revocations,
    now: datetime,
) -> User:
    """Does what the link is good for and gives whom it signs in. Of many at once, one succeeds."""
    link = await db.scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == hash_token(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink)
    )
    if link is None:
        raise LinkGone
    purpose = Purpose(link.purpose)
    logger.info("link_used", purpose=purpose)
    match purpose:
        case Purpose.SETUP:
            if await any_admin(db):
                raise LinkGone
            return await _add_claimed(db, claim, link, email=claim.email, role=Role.ADMIN, now=now)
        case Purpose.INVITATION:
            email, role = link.email or "", Role(link.role or Role.PUBLIC)
            return await _add_claimed(db, claim, link, email=email, role=role, now=now)
        case Purpose.SIGN_IN:
            return await _user_of(db, link)
        case Purpose.RESET:
            user = await _user_of(db, link)
            if claim.password_hash is None:
                raise LinkGone
            await set_password(
                db, user, claim.password_hash, outbox=outbox, revocations=revocations, now=now
            )
            return user
        case never:
            assert_never(never)


async def _issue(
    db: AsyncSession, purpose: Purpose, *, user_id: str | None = None, now: datetime
) -> str:
    token = new_secret()
    db.add(
        OneTimeLink(
            id=new_id(),
            token_hash=hash_token(token),
            purpose=purpose,
            created_at=now,
            expires_at=now + LINK_LASTS[purpose],
            user_id=user_id,
        )
    )
    await db.flush()
    return token


async def _add_claimed(
    db: AsyncSession, claim: Claim, link: OneTimeLink, *, email: str, role: Role, now: datetime
) -> User:
    return await add_user(
        db,
        email=email,
        role=role,
        password_hash=claim.password_hash,
        first_name=claim.first_name,
        last_name=claim.last_name,
        language=claim.language or link.language,
        now=now,
    )


async def _user_of(db: AsyncSession, link: OneTimeLink) -> User:
    user = await db.get(User, link.user_id)
    if user is None or user.disabled_at is not None:
        raise LinkGone
    return user
