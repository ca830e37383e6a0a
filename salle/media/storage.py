"""The files on disk: `<root>/ab/<id>`, and `<root>/incoming` for what is not yet stored.

A file under its id is whole and never changes. Its name is made of an id alone, never of
anything that a person typed.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, cast

from fastapi import Depends, Request

from salle.media.rules import MEDIA_ID, QUOTA, MediaNotFound


class MediaStore:
    """`quota` is how many bytes each person may store."""

    def __init__(self, root: Path, *, quota: int = QUOTA) -> None:
        self.quota = quota
        self._root = root
        self._incoming = root / "incoming"

    def path_of(self, media_id: str) -> Path:
        if not re.fullmatch(MEDIA_ID, media_id):
            raise MediaNotFound
        return self._root / media_id[:2] / media_id

    @asynccontextmanager
    async def workspace(self) -> AsyncIterator[Path]:
        """A folder of one's own, on the disk of the store, gone afterwards."""
        folder = await asyncio.to_thread(self._make_workspace)
        try:
            yield Path(folder.name)
        finally:
            await asyncio.to_thread(folder.cleanup)

    def _make_workspace(self) -> "TemporaryDirectory[str]":
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TemporaryDirectory(dir=self._incoming)

    async def keep(self, file: Path, media_id: str) -> None:
        """Moves a file out of a workspace. When this returns, it survives a loss of power."""
        await asyncio.to_thread(self._keep, file, self.path_of(media_id))

    def _keep(self, file: Path, path: Path) -> None:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(self._root)
        _sync(file)
        file.rename(path)
        _sync(path.parent)

    async def remove(self, media_ids: Iterable[str]) -> None:
        paths = [self.path_of(each) for each in media_ids]
        await asyncio.to_thread(_remove, paths)

    async def ids_older_than(self, time: float) -> list[str]:
        """The ids under which there was a file at this time (seconds since 1970)."""
        return await asyncio.to_thread(self._ids_older_than, time)

    def _ids_older_than(self, time: float) -> list[str]:
        return [
            path.name
            for path in self._root.glob("??/*")
            if re.fullmatch(MEDIA_ID, path.name) and path.stat().st_mtime < time
        ]

    async def clear_workspaces_older_than(self, time: float) -> None:
        """What a crash left behind."""
        await asyncio.to_thread(self._clear_workspaces, time)

    def _clear_workspaces(self, time: float) -> None:
        for folder in self._incoming.glob("*"):
            if folder.stat().st_mtime < time:
                shutil.rmtree(folder)


async def measure(file: Path) -> tuple[int, str]:
    """How many bytes, and their SHA-256."""

    def read() -> tuple[int, str]:
        with file.open("rb") as opened:
            sha256 = file_digest(opened, "sha256").hexdigest()
            return opened.tell(), sha256

    return await asyncio.to_thread(read)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def media_of(request: Request) -> MediaStore:
    return cast("MediaStore", request.app.state.media)


Store = Annotated[MediaStore, Depends(media_of)]
