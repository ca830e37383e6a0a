"""Accounts, what is said of somebody, and what they may do."""

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.actions.logins import revoke_logins_of
from salle.accounts.letters import PostsLetters
from salle.accounts.models import OneTimeLink, User
from salle.accounts.revocations import Revocations
from salle.accounts.rules import INVITABLE, AccountNotFound, EmailTaken, LastAdmin, Role, fold
from salle.kit.ids import new_id

logger = structlog.get_logger()


async def add_user(
    db: AsyncSession,
    *,
    email: str,
    role: Role,
    password_hash: str | None = None,
    first_name: str = "",
    last_name: str = "",
    organisation: str = "",
    language: str = "fr",
    now: datetime,
) -> User:
    """Raises `EmailTaken`. Without a password, this person signs in by a link."""
    user = User(
        id=new_id(),
        email=email,
        email_folded=fold(email),
        password_hash=password_hash,
        role=role,
        first_name=first_name,
        last_name=last_name,
        name_folded=fold(f"{first_name} {last_name}"),
        organisation=organisation,
        language=language,
        created_at=now,
    )
    try:
        async with db.begin_nested():
            db.add(user)
    except IntegrityError:
        raise EmailTaken from None
    # Whoever has an account needs no invitation any more.
    await db.execute(
        delete(OneTimeLink).where(
            OneTimeLink.email_folded == user.email_folded, OneTimeLink.used_at.is_(None)
        )
    )
    logger.info("user_added", user=user.id, role=role)
    return user


async def change_profile(db: AsyncSession, user_id: str, changes: Mapping[str, str]) -> User:
    """`changes` may name first_name, last_name, organisation and language."""
    user = await db.get_one(User, user_id)
    for name, value in changes.items():
        setattr(user, name, value)
    user.name_folded = fold(f"{user.first_name} {user.last_name}")
    await db.flush()
    return user


async def set_password(
    db: AsyncSession,
    user: User,
    password_hash: str,
    *,
    except_login: str | None = None,
    outbox: PostsLetters,
    revocations: Revocations,
    now: datetime,
) -> None:
    """Ends every other sign-in and every open link, and tells the person by mail."""
    user.password_hash = password_hash
    await db.flush()
    await db.execute(
        delete(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
    )
    await revoke_logins_of(db, user.id, except_login=except_login, revocations=revocations, now=now)
    await outbox.queue_letter(
        db,
        template="password_changed",
        to=user.email,
        language=user.language,
        values={"name": user.first_name},
        now=now,
    )
    logger.info("password_changed", user=user.id)


async def change_account(
    db: AsyncSession,
    user_id: str,
    *,
    role: Role | None = None,
    is_disabled: bool | None = None,
    revocations: Revocations,
    now: datetime,
) -> User:
    """What somebody may do from now on. Open sign-ins end, so that nothing old lives on."""
    # The lock keeps two admins from removing each other at the same moment.
    admins = (
        await db.scalars(
            select(User.id)
            .where(User.role == Role.ADMIN, User.disabled_at.is_(None))
            .order_by(User.id)
            .with_for_update()
        )
    ).all()
    user = await db.get(User, user_id, with_for_update=True)
    if user is None:
        raise AccountNotFound
    before = (user.role, user.disabled_at is not None)
    if role is not None:
        user.role = role
    if is_disabled is not None and is_disabled != before[1]:
        user.disabled_at = now if is_disabled else None
    stays_admin = user.role == Role.ADMIN and user.disabled_at is None
    if list(admins) == [user_id] and not stays_admin:
        raise LastAdmin
    if before == (user.role, user.disabled_at is not None):
        return user
    await db.flush()
    await revoke_logins_of(db, user_id, revocations=revocations, now=now)
    invitable = () if user.disabled_at else INVITABLE[Role(user.role)]
    await db.execute(
        delete(OneTimeLink).where(
            OneTimeLink.created_by == user_id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.role.not_in(invitable),
        )
    )
    logger.info("account_changed", user=user_id, role=user.role, disabled=bool(user.disabled_at))
    return user
