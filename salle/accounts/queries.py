from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.models import Login, OneTimeLink, User
from salle.accounts.rules import Purpose, Role, fold


async def user_with_email(db: AsyncSession, email: str) -> User | None:
    found: User | None = await db.scalar(select(User).where(User.email_folded == fold(email)))
    return found


async def any_admin(db: AsyncSession) -> bool:
    return await db.scalar(select(User.id).where(User.role == Role.ADMIN).limit(1)) is not None


async def users_page(
    db: AsyncSession, *, search: str = "", after: str = "", limit: int = 50
) -> Sequence[User]:
    """People by address, from the one after `after`."""
    query = select(User).where(User.email_folded > fold(after)).order_by(User.email_folded)
    if search:
        wanted = fold(search)
        query = query.where(
            or_(
                User.email_folded.contains(wanted, autoescape=True),
                User.name_folded.contains(wanted, autoescape=True),
            )
        )
    return (await db.scalars(query.limit(limit))).all()


async def open_logins(db: AsyncSession, user_id: str, now: datetime) -> Sequence[Login]:
    found = await db.scalars(
        select(Login)
        .where(Login.user_id == user_id, Login.revoked_at.is_(None), Login.expires_at > now)
        .order_by(Login.last_used_at.desc(), Login.id)
    )
    return found.all()


async def open_link(
    db: AsyncSession, token_hash: str, now: datetime
) -> tuple[OneTimeLink, User | None] | None:
    """A link that would work now, and whose it is. A disabled account's works no longer."""
    found = await db.execute(
        select(OneTimeLink, User)
        .outerjoin(User, OneTimeLink.user_id == User.id)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def open_invitations(
    db: AsyncSession, *, viewer_id: str, viewer_role: Role, now: datetime, limit: int
) -> Sequence[OneTimeLink]:
    """Admins see every invitation that waits; others see their own."""
    query = select(OneTimeLink).where(
        OneTimeLink.purpose == Purpose.INVITATION,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    if viewer_role is not Role.ADMIN:
        query = query.where(OneTimeLink.created_by == viewer_id)
    found = await db.scalars(
        query.order_by(OneTimeLink.created_at.desc(), OneTimeLink.id).limit(limit)
    )
    return found.all()
