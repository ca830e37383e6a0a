"""Tells whoever keeps a connection open that the sign-in behind it has ended."""

import asyncio
from collections.abc import Callable, Sequence

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

Heard = Callable[[Sequence[str]], None]
"""Called on the event loop with the ids of sign-ins that are worth nothing from now on."""


class Revocations:
    """`app.state.revocations`, one per process."""

    def __init__(self) -> None:
        self._subscribers: list[Heard] = []

    def subscribe(self, callback: Heard) -> Callable[[], None]:
        """Call this back from now on. Returns what ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def publish_after_commit(self, db: AsyncSession, login_ids: Sequence[str]) -> None:
        """Say it once it is true: nobody hears of a transaction that is rolled back."""
        if not login_ids:
            return

        def publish(_session: object) -> None:
            loop = asyncio.get_running_loop()
            for callback in list(self._subscribers):
                loop.call_soon(callback, login_ids)

        event.listen(db.sync_session, "after_commit", publish, once=True)
