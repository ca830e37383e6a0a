"""Sign-ins and the chain of their refresh tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import Login, RefreshToken, User
from salle.accounts.revocations import Revocations
from salle.accounts.rules import (
    BadCredentials,
    LoginNotFound,
    TokenUse,
    expiry_of_login,
    is_reuse,
)
from salle.accounts.tokens import hash_token
from salle.kit.ids import new_id, new_secret

logger = structlog.get_logger()


@dataclass(frozen=True)
class SignedIn:
    user_id: str
    login_id: str
    refresh_token: str


async def confirm_password(
    db: AsyncSession, *, user_id: str, verified_hash: str, renewed_hash: str
) -> None:
    """What was verified before this transaction began must still be so inside it."""
    confirmed = await db.scalar(
        update(User)
        .where(
            User.id == user_id,
            User.password_hash == verified_hash,
            User.disabled_at.is_(None),
        )
        .values(password_hash=renewed_hash)
        .returning(User.id)
    )
    if confirmed is None:
        raise BadCredentials


async def open_login(db: AsyncSession, *, user_id: str, user_agent: str, now: datetime) -> SignedIn:
    login_id, token = new_id(), new_secret()
    db.add(
        Login(
            id=login_id,
            user_id=user_id,
            created_at=now,
            last_used_at=now,
            expires_at=expiry_of_login(now, now),
            user_agent="".join(each for each in user_agent if each.isprintable())[:200],
        )
    )
    await db.flush()
    db.add(RefreshToken(token_hash=hash_token(token), login_id=login_id, generation=0))
    await db.flush()
    logger.info("signed_in", user=user_id, login=login_id)
    return SignedIn(user_id, login_id, token)


async def renew_login(
    db: AsyncSession, token: str, *, revocations: Revocations, now: datetime
) -> SignedIn | None:
    """Exchange a refresh token for the next one.

    None if it is worth nothing. If it shows that two parties hold the chain, the sign-in is
    revoked as well: commit even then.
    """
    token_hash = hash_token(token)
    # The lock puts two tabs that ask at once in line; SQLite's transactions are in line already.
    login = await db.scalar(
        select(Login)
        .join(RefreshToken, RefreshToken.login_id == Login.id)
        .where(
            RefreshToken.token_hash == token_hash,
            Login.revoked_at.is_(None),
            Login.expires_at > now,
        )
        .with_for_update(of=Login)
    )
    if login is None:
        return None
    chain = (
        await db.scalars(
            select(RefreshToken)
            .where(RefreshToken.login_id == login.id)
            .where(
                RefreshToken.generation
                >= select(RefreshToken.generation)
                .where(RefreshToken.token_hash == token_hash)
                .scalar_subquery()
            )
        )
    ).all()
    presented = next(each for each in chain if each.token_hash == token_hash)
    others = [TokenUse(each.generation, each.used_at) for each in chain if each is not presented]
    if is_reuse(TokenUse(presented.generation, presented.used_at), others, now):
        logger.warning("refresh_token_reused", user=login.user_id, login=login.id)
        await revoke_logins(db, Login.id == login.id, revocations=revocations, now=now)
        return None
    presented.used_at = presented.used_at or now
    login.last_used_at = now
    login.expires_at = expiry_of_login(login.created_at, now)
    successor = new_secret()
    db.add(
        RefreshToken(
            token_hash=hash_token(successor),
            login_id=login.id,
            generation=presented.generation + 1,
        )
    )
    await db.flush()
    return SignedIn(login.user_id, login.id, successor)


async def revoke_login(
    db: AsyncSession, login_id: str, *, user_id: str, revocations: Revocations, now: datetime
) -> None:
    revoked = await revoke_logins(
        db, Login.id == login_id, Login.user_id == user_id, revocations=revocations, now=now
    )
    if not revoked:
        raise LoginNotFound


async def revoke_login_with(
    db: AsyncSession, refresh_token: str, *, revocations: Revocations, now: datetime
) -> None:
    """The sign-in that this token belongs to, if there is one."""
    login_id = select(RefreshToken.login_id).where(
        RefreshToken.token_hash == hash_token(refresh_token)
    )
    await revoke_logins(
        db, Login.id == login_id.scalar_subquery(), revocations=revocations, now=now
    )


async def revoke_logins_of(
    db: AsyncSession,
    user_id: str,
    *,
    except_login: str | None = None,
    revocations: Revocations,
    now: datetime,
) -> None:
    of_user = [Login.user_id == user_id]
    if except_login is not None:
        of_user.append(Login.id != except_login)
    await revoke_logins(db, *of_user, revocations=revocations, now=now)


async def revoke_logins(
    db: AsyncSession, *which: ColumnElement[bool], revocations: Revocations, now: datetime
) -> Sequence[str]:
    revoked = await db.scalars(
        update(Login)
        .where(Login.revoked_at.is_(None), *which)
        .values(revoked_at=now)
        .returning(Login.id)
    )
    login_ids = revoked.all()
    revocations.publish_after_commit(db, login_ids)
    return login_ids
