"""What is on boards, for those who ask what is shown there; and the end of a board."""

import asyncio
import zlib
from collections.abc import AsyncGenerator, Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.board.models import Board, BoardDiff
from salle.kit.database import Databases
from salle.kit.retention import BATCH, Parts, delete_in_order, each_key


async def texts_of_boards(
    databases: Databases, only: Collection[str] | None = None
) -> AsyncGenerator[tuple[str, bytes], None]:
    """The ids of boards and the JSON of all that is, was at first, or was drawn on them."""
    async for board_id in each_key(databases, Board.id, only=only):
        async with databases.read() as db:
            found = await db.execute(
                select(Board.snapshot, Board.first).where(Board.id == board_id)
            )
            packed = [each for row in found for each in row if each is not None]
        for each in packed:
            yield board_id, await asyncio.to_thread(zlib.decompress, each)
        after = -1
        while True:
            async with databases.read() as db:
                rows = await db.execute(
                    select(BoardDiff.clock, BoardDiff.diff)
                    .where(BoardDiff.board_id == board_id, BoardDiff.clock > after)
                    .order_by(BoardDiff.clock)
                    .limit(BATCH)
                )
                diffs = rows.all()
            if not diffs:
                break
            after = diffs[-1].clock
            yield board_id, b"\n".join(diff for _, diff in diffs)


def forget_diffs(databases: Databases, board_id: str) -> Parts:
    """The log of a board that is to go, which may be long."""
    return delete_in_order(databases, BoardDiff.clock, BoardDiff.board_id == board_id)


async def forget_boards(db: AsyncSession, board_ids: Sequence[str]) -> None:
    await db.execute(
        delete(Board).where(Board.id.in_(board_ids)).execution_options(synchronize_session=False)
    )
