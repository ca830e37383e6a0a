from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from salle.scheduling.models import CalendarFeed

KEY_BYTES = 16


async def renew_feed(db: AsyncSession, user_id: str, *, now: datetime) -> str:
    """A new key, whose address is good from now on; the one before is good for nothing."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"key": token_urlsafe(KEY_BYTES), "created_at": now}
    await db.execute(
        insert(CalendarFeed)
        .values(user_id=user_id, **fresh)
        .on_conflict_do_update(index_elements=[CalendarFeed.user_id], set_=fresh)
    )
    return str(fresh["key"])


async def close_feed(db: AsyncSession, user_id: str) -> None:
    await db.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user_id))
