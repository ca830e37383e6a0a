"""Files go with the last thing that showed them."""

import re
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.database import Databases
from salle.kit.retention import BATCH, Parts
from salle.media.actions import delete_media
from salle.media.rules import MEDIA_ID

FILES = "/files/"
"""How the address of each begins."""
ADDRESS = re.compile(f"{FILES}({MEDIA_ID})".encode())


class Shown(NamedTuple):
    owner_id: str
    """Of what shows them: a capsule, a room, an event, a session."""
    files: set[str]


class Shows(Protocol):
    """One kind of thing that shows files: all of them, or `only` those. One may come in pieces."""

    def __call__(
        self, databases: Databases, only: Collection[str] | None = None
    ) -> AsyncGenerator[Shown, None]: ...


def files_in(text: bytes) -> set[str]:
    """The ids of the files whose addresses stand in it."""
    return {each.decode() for each in ADDRESS.findall(text)}


class LastShown:
    """The files that some owners show, and nothing besides them. With the last of them they go."""

    def __init__(self, owner_ids: Collection[str]) -> None:
        self._owners = frozenset(owner_ids)
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        self._theirs: set[str] = set()
        self._counts: Counter[str] = Counter()

    async def look(self, databases: Databases, shows: Sequence[Shows]) -> Parts:
        """To be read to its end before anything goes."""
        for each in shows:
            async for owner_id, files in each(databases, only=self._owners):
                self._of[owner_id] |= files
                yield 0
        for files in self._of.values():
            self._counts.update(files)
        self._theirs = set(self._counts)
        for each in shows:
            if not self._theirs:
                return
            async for owner_id, files in each(databases):
                if owner_id not in self._owners:
                    self._theirs -= files
                yield 0

    async def forget(self, db: AsyncSession, gone: Iterable[str]) -> None:
        """In the transaction in which these owners go."""
        for owner_id in gone:
            self._counts.subtract(self._of.pop(owner_id, ()))
        orphans = [each for each in self._theirs if self._counts[each] == 0]
        self._theirs.difference_update(orphans)
        for start in range(0, len(orphans), BATCH):
            await delete_media(db, orphans[start : start + BATCH])
