"""Accounts decide what is written to whom; how letters look and travel is decided above."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession


class PostsLetters(Protocol):
    """What `app.state.outbox` can do for us."""

    async def queue_letter(
        self,
        db: AsyncSession,
        *,
        template: str,
        to: str,
        language: str,
        values: Mapping[str, str | int],
        now: datetime,
        send_before: datetime | None = None,
    ) -> object:
        """The letter leaves if this transaction commits, and only then."""
