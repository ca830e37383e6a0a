import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.errors import Kind, SalleError
from salle.kit.ids import new_id
from salle.kit.retention import Duty
from salle.scheduling import claims, nightly
from salle.scheduling.claims import CLAIM_FOR, MAX_ATTEMPTS, ClaimLost
from salle.scheduling.models import DueWork, TrainingSession
from salle.scheduling.notices import NOTICES, Notices
from salle.scheduling.rules import SessionStatus, WorkFailed, WorkKind

logger = structlog.get_logger()

ENDS_WITHIN = CLAIM_FOR / 2
"""Well before its claim runs out, so that nobody else begins meanwhile."""
KEEP_CLAIM_EVERY = CLAIM_FOR / 8

OfSession = Callable[[str], Awaitable[object]]
"""Does something to the session of this id, in transactions of its own; twice is as once.

A SalleError is taken for an answer, unless it says that the server is busy: asking again is
useless. Anything else is tried again.
"""


@dataclass(frozen=True)
class RoomWork:
    """What only rooms can do, which are above: handed down. Without it, that work waits."""

    prepare_room: OfSession
    auto_end: OfSession


class Jobs:
    """`app.state.jobs`: does what is due. Every process has one, and all may work at once.

    What stands in a row is done at least once, whatever is killed or frozen in between. A letter
    is queued in the transaction that finishes its row, and so exactly once.
    """

    def __init__(
        self,
        databases: Databases,
        notices: Notices,
        *,
        clock: Clock,
        zone: ZoneInfo,
        rooms: RoomWork | None = None,
        retention: Sequence[Duty] = (),
    ) -> None:
        """`retention` is what is forgotten every night, in this order."""
        self._databases = databases
        self._notices = notices
        self._clock = clock
        self._zone = zone
        self._rooms = rooms
        self._duties = (Duty("sessions", partial(nightly.tidy, databases)), *retention)
        self._me = new_id()
        self._planned = ""
        """The night that is known to be."""
        self._round = asyncio.Lock()
        self._kinds: tuple[WorkKind, ...] = tuple(NOTICES)
        """All but nights: while one of these lasts, the rest is done in between."""
        if rooms is not None:
            self._kinds += (WorkKind.PREPARE_ROOM, WorkKind.AUTO_END)

    async def do_due(self) -> None:
        """All that is due, one after the other, however much it is."""
        async with self._round:
            await self._plan_night()
            while await self._do_one((*self._kinds, WorkKind.NIGHTLY)):
                pass

    async def _plan_night(self) -> None:
        night, moment = nightly.next_night(self._clock(), self._zone)
        if night == self._planned:
            return
        async with self._databases.read() as db:
            is_planned = await nightly.is_planned(db, night)
        if not is_planned:
            async with self._databases.write.begin() as db:
                await nightly.plan_night(db, night, moment)
        self._planned = night

    async def _do_one(self, kinds: Sequence[WorkKind]) -> bool:
        """Whether there was one to do."""
        now = self._clock()
        async with self._databases.read() as db:
            if not await claims.any_due(db, kinds, now):
                return False
        async with self._databases.write.begin() as db:
            work = await claims.claim_due(db, kinds, by=self._me, now=now)
        if work is None:
            return False
        is_in_parts = work.kind == WorkKind.NIGHTLY  # and each of them in time
        try:
            async with asyncio.timeout(None if is_in_parts else ENDS_WITHIN.total_seconds()):
                await self._do(work)
        except ClaimLost:
            logger.info("work_lost", work=work.id, kind=work.kind)
        except SalleError as error:
            await self._settle_refused(work, error)
        except Exception:
            logger.exception("work_failed", work=work.id, kind=work.kind, attempt=work.attempt)
            await self._settle_refused(work, None)
        return True

    async def _do(self, work: DueWork) -> None:
        if work.attempt > MAX_ATTEMPTS:
            raise WorkFailed  # whoever did it did not live to say so
        match WorkKind(work.kind):
            case WorkKind.PREPARE_ROOM if self._rooms is not None:
                await self._hand_up(work, self._rooms.prepare_room, SessionStatus.SCHEDULED)
            case WorkKind.AUTO_END if self._rooms is not None:
                await self._hand_up(work, self._rooms.auto_end, SessionStatus.LIVE)
            case WorkKind.NIGHTLY:
                await self._do_night(work)
            case _:
                async with self._databases.write.begin() as db:
                    await claims.finish(db, work, now=self._clock())
                    await self._notices.write(db, work, now=self._clock())

    async def _do_night(self, work: DueWork) -> None:
        kept_at = self._clock()

        async def between() -> None:
            nonlocal kept_at
            while await self._do_one(self._kinds):
                pass
            if (now := self._clock()) - kept_at >= KEEP_CLAIM_EVERY:
                async with self._databases.write.begin() as db:
                    await claims.keep(db, work, now=now)
                kept_at = now

        await nightly.retain(self._duties, kept_at, between)
        async with self._databases.write.begin() as db:
            await claims.finish(db, work, now=self._clock())

    async def _hand_up(self, work: DueWork, do: OfSession, status: SessionStatus) -> None:
        """Unless the session has gone on by itself."""
        async with self._databases.read() as db:
            session = await db.get(TrainingSession, work.session_id)
        if session is not None and session.status == status:
            await do(session.id)
        async with self._databases.write.begin() as db:
            await claims.finish(db, work, now=self._clock())

    async def _settle_refused(self, work: DueWork, error: SalleError | None) -> None:
        is_answer = error is not None and error.kind not in (Kind.BUSY, Kind.TOO_MANY)
        code = error.code if error is not None and is_answer else None
        if code is None and work.attempt >= MAX_ATTEMPTS:
            code = WorkFailed.code
        now = self._clock()
        async with self._databases.write.begin() as db:
            if code is None:
                await claims.put_off(db, work, now=now)
                return
            try:
                await claims.finish(db, work, failed_code=code, now=now)
            except ClaimLost:
                return
        logger.warning("work_given_up", work=work.id, kind=work.kind, code=code)
