from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.accounts.models import User
from salle.accounts.rules import Role, fold

MOST_FOUND = 20
SHORTEST = 2
"""Letters of a name. Less would list everybody."""


async def find_colleagues(db: AsyncSession, person: Person, search: str) -> Sequence[User]:
    """Others who teach, by all the words of their name or by their whole address."""
    wanted = fold(search)
    if len(wanted) < SHORTEST:
        return []
    is_named = and_(*(User.name_folded.contains(word, autoescape=True) for word in wanted.split()))
    found = await db.scalars(
        select(User)
        .where(
            User.role.in_([role for role in Role if role.includes(Role.INSTRUCTOR)]),
            User.disabled_at.is_(None),
            User.id != person.id,
            or_(is_named, User.email_folded == wanted),
        )
        .order_by(User.name_folded, User.id)
        .limit(MOST_FOUND)
    )
    return found.all()
