"""A capsule that is being worked on: its document lives on a board, and comes back to its row.

While nobody works on it, the row is the truth. While somebody does, or did when the server was
lost, the board is, and the row follows.
"""

import asyncio
from collections.abc import Callable, Collection
from typing import Any, NamedTuple, cast

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from salle.accounts.access import Person
from salle.board.colours import colour_of
from salle.board.hub import BoardHub
from salle.board.live import LiveBoard
from salle.board.models import Board, BoardDiff
from salle.board.sitters import Guest
from salle.board.storage import Snapshot, Statements, add_board, pack
from salle.board.sync.changes import Refused
from salle.board.sync.document import CRASH_LEAP
from salle.board.sync.protocol import FATAL_CLOSE, Reason
from salle.board.sync.room import Edit
from salle.board.sync.sessions import Rights, Seat
from salle.board.tickets import Tickets
from salle.board.validation import InvalidRecord
from salle.capsules.actions import searchable
from salle.capsules.documents import is_current, records_of
from salle.capsules.models import Capsule
from salle.capsules.queries import is_worked_on
from salle.capsules.records import Document
from salle.capsules.rules import CapsuleNotFound, CapsuleOutdated, DocumentInvalid
from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.errors import Busy

WORKS = Rights(may_edit=True, may_touch_pages=True, may_point=True)


class CapsuleHome(NamedTuple):
    """A capsule. When things were drawn on it, nobody asks."""

    id: str
    clock: Clock
    keeps_log: bool = False

    async def prepare(self, db: AsyncSession) -> None:
        """Begin with the document of the capsule, unless a crash left something newer."""
        capsule = await lock_capsule(db, self.id)
        board = await db.get(Board, self.id)
        if board is not None and board.is_open:
            return
        document = cast("Document", capsule.document)
        if not is_current(document):
            raise CapsuleOutdated
        if board is None:
            await add_board(
                db, self.id, {**document, "clock": 1}, keeps_log=False, now=self.clock()
            )
            return
        # Whoever still holds what was there an hour ago is told everything.
        snapshot = {**document, "clock": board.clock + CRASH_LEAP}
        packed = await asyncio.to_thread(pack, snapshot)
        await db.execute(delete(BoardDiff).where(BoardDiff.board_id == self.id))
        await db.execute(
            update(Board)
            .where(Board.id == self.id)
            .values(snapshot=packed, clock=snapshot["clock"], updated_at=self.clock())
        )

    def besides(self, snapshot: Snapshot) -> Statements:
        """As `actions.put_document` and `actions.touch` do it."""
        document = cast("Document", {"store": snapshot["store"], "schema": snapshot["schema"]})
        put = (
            update(Capsule)
            .where(Capsule.id == self.id)
            .values(
                document=document,
                page_count=len(records_of(document, "page")),
                search_text=searchable(document),
                version=Capsule.version + 1,
                updated_at=self.clock(),
                last_save_id=None,
            )
        )
        return [(put, [])]


class CapsuleBoards:
    """The boards of the capsules that somebody works on in this process."""

    def __init__(self, boards: BoardHub, databases: Databases, clock: Clock) -> None:
        self._boards = boards
        self._databases = databases
        self._clock = clock
        self._tickets: Tickets[Person] = Tickets(asyncio.get_running_loop().time)
        self._opened: set[str] = set()

    def give_ticket(self, capsule_id: str, person: Person) -> str:
        return self._tickets.give(capsule_id, person.id, person)

    def take_ticket(self, capsule_id: str, ticket: str) -> Guest | None:
        person = self._tickets.take(capsule_id, ticket)
        if person is None:
            return None
        seat = Seat(user_id=person.id, name=person.name, color=colour_of(person.id))
        return Guest(person.id, seat, WORKS, person.login_id)

    async def open(self, capsule_id: str) -> LiveBoard:
        """Raises `CapsuleNotFound`, `CapsuleOutdated`, or `Busy`."""
        board = await self._boards.open(CapsuleHome(capsule_id, self._clock))
        self._opened = {each for each in self._opened if self._boards.find(each)} | {capsule_id}
        return board

    async def bring_home(self, capsule_id: str) -> None:
        """Returns when the capsule's row has all that was drawn on it.

        If another process has the board, the row follows it within a minute: that must do.
        """
        board = self._boards.find(capsule_id)
        while board is not None or await self._is_left_open(capsule_id):
            try:
                board = board or await self.open(capsule_id)
            except (Busy, CapsuleNotFound):
                return
            await board.pack()
            if not board.is_over:
                return
            board = None  # it was being put away: look again

    async def edit(self, capsule_id: str, change: Callable[[Document], Document | None]) -> None:
        """Make the document into another, for everybody and in the capsule's row.

        `change` is given the document as everybody sees it; None leaves it.
        """
        board = await self.open(capsule_id)
        changed = change(cast("Document", board.document))
        if changed is None:
            return
        try:
            await board.edit(replacing(changed))
        except (Refused, InvalidRecord) as error:
            raise DocumentInvalid(reason="not_a_record") from error
        await board.pack()

    async def close(self, capsule_id: str) -> None:
        """The capsule is no longer to be worked on."""
        await self._boards.close(capsule_id, FATAL_CLOSE, Reason.NOT_FOUND)

    def end_logins(self, login_ids: Collection[str]) -> None:
        """For `Revocations.subscribe`."""
        self._tickets.forget(lambda person: person.login_id in login_ids)
        for capsule_id in self._opened:
            if board := self._boards.find(capsule_id):
                board.end_logins(login_ids)

    async def _is_left_open(self, capsule_id: str) -> bool:
        async with self._databases.read() as db:
            return await is_worked_on(db, capsule_id)


async def lock_capsule(db: AsyncSession, capsule_id: str) -> Capsule:
    found = await db.execute(
        select(Capsule)
        .where(Capsule.id == capsule_id, Capsule.deleted_at.is_(None))
        .options(undefer(Capsule.document))
        .with_for_update()
    )
    capsule = found.scalar_one_or_none()
    if capsule is None:
        raise CapsuleNotFound
    return capsule


def replacing(document: Document) -> Callable[[Edit], None]:
    """The change that makes this the document of a board, and touches nothing that is the same."""
    store: dict[str, Any] = document["store"]

    def change(edit: Edit) -> None:
        for record in list(edit.records()):
            if record["id"] not in store:
                edit.remove(record["id"])
        for record_id, record in store.items():
            if edit.get(record_id) != record:
                edit.put(record)

    return change
