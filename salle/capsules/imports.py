"""Files on their way into capsules, as tasks of this process.

Progress is a row, so that any node can tell it. The process that works on an import keeps saying
that it is alive; when it no longer does, the import has failed and the file is to be sent again.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import structlog
from fastapi import Request
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person
from salle.capsules import incoming
from salle.capsules.actions import put_document, touch
from salle.capsules.boards import CapsuleBoards
from salle.capsules.documents import add_document, is_blank, is_current, read_document
from salle.capsules.models import CapsuleImport
from salle.capsules.queries import get_capsule, get_capsule_to_change, is_worked_on
from salle.capsules.records import Document
from salle.capsules.rules import Interrupted, TooManyImports
from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.errors import SalleError
from salle.kit.ids import new_id
from salle.kit.tasks import end_tasks
from salle.media.actions import store_pictures
from salle.media.queries import known_ids
from salle.media.rules import MAX_PDF_BYTES, Format
from salle.media.storage import MediaStore
from salle.media.uploads import receive_form_file

log = structlog.get_logger()

OPEN = ("waiting", "running")
MOST_OPEN = 3
"""Imports that one person may have under way."""
PULSE_SECONDS = 0.5
ALIVE_FOR = timedelta(seconds=20)
STILL_ALIVE_EVERY = timedelta(seconds=5)


@dataclass(frozen=True)
class Job:
    """One file, received and recognised; `form` is None for tldraw's JSON."""

    import_id: str
    capsule_id: str
    person: Person
    file: Path
    folder: Path
    name: str
    form: Format | None
    after_page_id: str | None


async def add_import(
    db: AsyncSession, capsule_id: str, person: Person, *, now: datetime
) -> CapsuleImport:
    under_way = await db.scalar(
        select(func.count())
        .select_from(CapsuleImport)
        .where(
            CapsuleImport.created_by == person.id,
            CapsuleImport.status.in_(OPEN),
            CapsuleImport.alive_until > now,
        )
    )
    if (under_way or 0) >= MOST_OPEN:
        raise TooManyImports(limit=MOST_OPEN)
    started = CapsuleImport(
        id=new_id(),
        capsule_id=capsule_id,
        created_by=person.id,
        created_at=now,
        alive_until=now + ALIVE_FOR,
    )
    db.add(started)
    await db.flush()
    return started


def as_of(found: CapsuleImport, now: datetime) -> CapsuleImport:
    """The import as it is to be told: without life in it, it has failed."""
    if found.status in OPEN and found.alive_until <= now:
        found.status, found.error_code = "failed", Interrupted.code
    return found


class Imports:
    """The imports that this process works on."""

    def __init__(
        self, databases: Databases, store: MediaStore, boards: CapsuleBoards, clock: Clock
    ) -> None:
        self._databases = databases
        self._store = store
        self._boards = boards
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def accept(
        self, request: Request, capsule_id: str, person: Person, after_page_id: str | None
    ) -> str:
        """Receives the file of a form and looks at what it is; the rest is done in a task.

        Returns the id of the import.
        """
        async with AsyncExitStack() as workspace:
            folder = await workspace.enter_async_context(self._store.workspace())
            file = folder / "upload"
            name = await receive_form_file(request, file, MAX_PDF_BYTES)
            form = await asyncio.to_thread(incoming.kind_of_file, file)
            async with self._databases.write.begin() as db:
                started = await add_import(db, capsule_id, person, now=self._clock())
            job = Job(
                import_id=started.id,
                capsule_id=capsule_id,
                person=person,
                file=file,
                folder=folder,
                name=name,
                form=form,
                after_page_id=after_page_id,
            )
            self._start(job, workspace.pop_all())
        return started.id

    def _start(self, job: Job, workspace: AsyncExitStack) -> None:
        task = asyncio.create_task(self._run(job, workspace), name=f"import {job.import_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        await end_tasks(*self._tasks)

    async def settle(self) -> None:
        """Returns when nothing is under way any more."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, job: Job, workspace: AsyncExitStack) -> None:
        async with workspace:
            try:
                await self._import(job)
            except SalleError as refusal:
                await self._fail(job, refusal.code, refusal.details)
            except asyncio.CancelledError:
                await self._fail(job, Interrupted.code)
                raise
            except Exception:
                log.exception("import_failed", import_id=job.import_id)
                await self._fail(job, "import.failed")

    async def _import(self, job: Job) -> None:
        pulse = Pulse(self, job.import_id)
        beating = asyncio.create_task(pulse.beat())
        try:
            arrived = await self._open(job, pulse)
        finally:
            pulse.is_over.set()
            await beating
        done = {"done": pulse.done, "total": pulse.total, "notes": arrived.notes}
        async with self._databases.write.begin() as db:
            files = await store_pictures(
                db,
                self._store,
                owner_id=job.person.id,
                pictures=arrived.pictures,
                kind=arrived.kind,
                name=job.name,
                now=self._clock(),
            )
            document = read_document(arrived.make_document(files))
            result = await self._place(db, job, document)
            if result is not None:
                # With the change itself: an import is never done and failed at once.
                await self._finish(db, job, done | {"result": result})
        if result is None:
            # The pictures are there; what shows them goes to those who work on the capsule.
            result = await self._place_on_board(job, document)
            async with self._databases.write.begin() as db:
                await self._finish(db, job, done | {"result": result})

    async def _finish(self, db: AsyncSession, job: Job, done: Mapping[str, object]) -> None:
        if not await write_import(db, job.import_id, now=self._clock(), status="done", **done):
            raise Interrupted

    async def _open(self, job: Job, pulse: "Pulse") -> incoming.Arrived:
        match job.form:
            case None:
                return await incoming.open_snapshot(
                    job.file, job.folder, pulse.show, self._known_files
                )
            case Format.PDF:
                return await incoming.open_pdf(job.file, job.folder, job.name, pulse.show)
            case _:
                return await incoming.open_picture(job.file, job.folder, job.name, pulse.show)

    async def _known_files(self, file_ids: set[str]) -> set[str]:
        async with self._databases.read() as db:
            return await known_ids(db, file_ids)

    async def _place(self, db: AsyncSession, job: Job, arrived: Document) -> dict[str, Any] | None:
        """Puts the document where it belongs, and says what became of it.

        None: nothing has, as somebody works on the capsule's board.
        """
        capsule = await get_capsule_to_change(db, job.capsule_id, job.person, with_document=True)
        if await is_worked_on(db, job.capsule_id):
            return None
        placed = place(cast("Document", capsule.document), arrived, job.after_page_id)
        if placed.document is not None:
            put_document(capsule, placed.document)
            touch(capsule, now=self._clock())
            placed.result["version"] = capsule.version
        return placed.result

    async def _place_on_board(self, job: Job, arrived: Document) -> dict[str, Any]:
        placed = Placed(None, {})

        def change(document: Document) -> Document | None:
            nonlocal placed
            placed = place(document, arrived, job.after_page_id, is_on_board=True)
            return placed.document

        await self._boards.edit(job.capsule_id, change)
        if placed.document is not None:
            async with self._databases.read() as db:
                capsule = await get_capsule(db, job.capsule_id, job.person, with_document=False)
            placed.result["version"] = capsule.version
        return placed.result

    async def _fail(self, job: Job, code: str, details: Mapping[str, object] | None = None) -> None:
        await self.tell(
            job.import_id, status="failed", error_code=code, error_details=dict(details or {})
        )

    async def tell(self, import_id: str, **values: object) -> None:
        async with self._databases.write.begin() as db:
            await write_import(db, import_id, now=self._clock(), **values)

    def now(self) -> datetime:
        return self._clock()


@dataclass(frozen=True)
class Placed:
    """What a capsule's document becomes, if it changes, and what is told of it."""

    document: Document | None
    result: dict[str, Any]


def place(
    document: Document, arrived: Document, after_page_id: str | None, *, is_on_board: bool = False
) -> Placed:
    """On a board, all records are of one schema."""
    if is_blank(document) and (is_current(arrived) or not is_on_board):
        return Placed(arrived, {"kind": "replaced"})
    if is_current(document) and is_current(arrived):
        added = add_document(document, arrived, after_page_id=after_page_id)
        return Placed(added.document, {"kind": "added", "page_ids": added.page_ids})
    return Placed(None, {"kind": "to_merge", "snapshot": arrived, "after_page_id": after_page_id})


async def write_import(
    db: AsyncSession, import_id: str, *, now: datetime, **values: object
) -> bool:
    """False if it has been taken for dead: whoever asked has been told so already."""
    written = await db.execute(
        update(CapsuleImport)
        .where(
            CapsuleImport.id == import_id,
            CapsuleImport.status.in_(OPEN),
            CapsuleImport.alive_until > now,
        )
        .values(**values)
        .returning(CapsuleImport.id)
        .execution_options(synchronize_session=False)
    )
    return written.first() is not None


class Pulse:
    """Tells the row how far an import is, and that somebody is still at it."""

    def __init__(self, imports: Imports, import_id: str) -> None:
        self.done = self.total = 0
        self.is_over = asyncio.Event()
        self._imports = imports
        self._import_id = import_id

    def show(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    async def beat(self) -> None:
        told: tuple[int, int] | None = None
        told_at = self._imports.now()
        while not self.is_over.is_set():
            now = self._imports.now()
            if told != (self.done, self.total) or now - told_at >= STILL_ALIVE_EVERY:
                told, told_at = (self.done, self.total), now
                await self._imports.tell(
                    self._import_id,
                    status="running",
                    done=self.done,
                    total=self.total,
                    alive_until=now + ALIVE_FOR,
                )
            with suppress(TimeoutError):
                await asyncio.wait_for(self.is_over.wait(), PULSE_SECONDS)
