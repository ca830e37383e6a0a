"""The rooms that live in this process, and its claim to them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import structlog
from sqlalchemy import select

from salle.activities.quiz.plan import QuizPlan
from salle.kit.clock import Clock
from salle.kit.connection import DEFAULT_LIMITS, Limits
from salle.kit.database import Databases
from salle.kit.errors import Busy, SalleError
from salle.kit.ids import new_id
from salle.kit.leases import Leases
from salle.kit.tasks import end_tasks
from salle.kit.writer import Writer
from salle.rooms.actions import forget_old_names
from salle.rooms.commands import PutAssistants
from salle.rooms.errors import RoomNotFound
from salle.rooms.frames import CloseCode
from salle.rooms.live import LiveRoom, Owner, Timing
from salle.rooms.log import restore
from salle.rooms.models import Room, RoomLease
from salle.rooms.permissions import SERVER
from salle.scheduling.models import TrainingSession
from salle.scheduling.queries.sessions import assistants_of

logger = structlog.get_logger()

DEFAULT_TIMING = Timing()
GOODBYE_SECONDS = 3
ROOMS = select(Room.id, TrainingSession.end_time).outerjoin(
    TrainingSession, TrainingSession.id == Room.session_id
)
"""All of them; with the planned end, where a scheduled training is held."""
LoadPlan = Callable[[str, str], Awaitable[QuizPlan | None]]
"""`await load_plan(activity_id, user_id)`: what this person prepared, or None."""


class RoomHub:
    """Opens rooms, keeps their leases, and ends those that nobody teaches in any more."""

    def __init__(
        self,
        *,
        databases: Databases,
        writer: Writer,
        clock: Clock,
        load_plan: LoadPlan,
        timing: Timing = DEFAULT_TIMING,
        limits: Limits = DEFAULT_LIMITS,
        tend_every: float = 20,
    ) -> None:
        self.load_plan = load_plan
        self.limits = limits
        self._databases = databases
        self._writer = writer
        self._clock = clock
        self._timing = timing
        self._tend_every = tend_every
        self._rooms: dict[str, LiveRoom] = {}
        self._opening: dict[str, asyncio.Task[LiveRoom | None]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._own_tasks: list[asyncio.Task[None]] = []
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._is_stopping = False
        self._leases = Leases(
            RoomLease, RoomLease.room_id, owner=new_id(), databases=databases, clock=clock
        )

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        keeping = self._leases.keep(lambda: list(self._rooms), self._drop)
        self._own_tasks = [
            loop.create_task(keeping, name="room-leases"),
            loop.create_task(self._keep_tending(), name="room-tending"),
        ]

    async def stop(self) -> None:
        """Store what waits, say goodbye to everyone (1012), and let go of the rooms.

        Before the server closes its sockets: nobody is taken for gone because of a restart.
        """
        if self._is_stopping:
            return
        self._is_stopping = True
        await end_tasks(*self._own_tasks, *self._telling.values())
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        members = [member for room in self._rooms.values() for member in room.members]
        for room in list(self._rooms.values()):
            room.stop(CloseCode.RESTART, "restart")
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await asyncio.gather(*(member.closed() for member in members))
        try:
            await self._leases.release()
        except Exception:
            logger.exception("leases_not_released")  # they run out by themselves

    async def open(self, room_id: str) -> LiveRoom:
        """The room, restored from its log if it does not live here yet.

        `RoomNotFound`: there is none, or it has ended. `Busy`: another process has it.
        """
        room = self._rooms.get(room_id)
        if room is not None and not room.is_over:
            return room
        opening = self._opening.get(room_id)
        if opening is None:
            opening = asyncio.create_task(self._open(room_id), name=f"open-{room_id}")
            self._opening[room_id] = opening
            opening.add_done_callback(lambda _task: self._opening.pop(room_id, None))
        # A caller that goes away must not take the room from the others who wait for it.
        room = await asyncio.shield(opening)
        if room is None:
            raise Busy
        return room

    async def tend(self) -> None:
        """Open the rooms that nobody has come back to since a restart, and look after all."""
        async with self._databases.read() as db:
            rooms = (await db.execute(ROOMS)).all()
        for room_id, lasts_until in rooms:
            with suppress(Busy, RoomNotFound):
                room = await self.open(room_id)
                if lasts_until is not None and room_id not in self._telling:
                    self.tell_assistants(room_id)
                # Who prepares a scheduled class and goes away for a while has not ended it.
                if lasts_until is None or lasts_until <= self._clock():
                    room.tend()
        async with self._databases.write.begin() as db:
            await forget_old_names(db, self._clock())

    def tell_assistants(self, room_id: str) -> None:
        """Its room hears who leads a scheduled training with its owner. Does not wait for that.

        At once when they change; and now and then, in case whoever changed them was another
        process, or one that was killed.
        """
        telling = self._tell_assistants(room_id, self._telling.get(room_id))
        task = asyncio.create_task(telling, name=f"assistants-{room_id}")
        self._telling[room_id] = task
        task.add_done_callback(lambda told: self._has_told(room_id, told))

    async def _tell_assistants(self, room_id: str, before: asyncio.Task[None] | None) -> None:
        if before is not None:  # what is read last is told last
            await asyncio.wait([before])
        try:
            room = await self.open(room_id)
            session_id = room.state.session_id or ""
            async with self._databases.read() as db:
                assistants = (await assistants_of(db, [session_id]))[session_id]
            await room.ask(SERVER, PutAssistants(frozenset(assistants)))
        except SalleError:
            pass  # it has ended, or lives elsewhere
        except Exception:
            logger.exception("assistants_not_told", room=room_id)

    def _has_told(self, room_id: str, told: asyncio.Task[None]) -> None:
        if self._telling.get(room_id) is told:
            del self._telling[room_id]

    def end_logins(self, login_ids: Sequence[str]) -> None:
        """For `Revocations.subscribe`."""
        for room in self._rooms.values():
            room.end_logins(frozenset(login_ids))

    async def _open(self, room_id: str) -> LiveRoom | None:
        if self._is_stopping:
            return None
        if (old := self._tasks.get(room_id)) is not None:
            await asyncio.gather(old, return_exceptions=True)
        async with self._databases.write_engine.begin() as connection:
            if await connection.scalar(select(Room.id).where(Room.id == room_id)) is None:
                raise RoomNotFound
            claimed = await self._leases.claim(connection, room_id)
        # Only after the claim is committed can nobody else add to the log.
        async with self._databases.read() as db:
            restored = await restore(db, room_id) if claimed else None
            if await db.scalar(select(Room.id).where(Room.id == room_id)) is None:
                raise RoomNotFound
        if claimed is None or restored is None:
            return None
        owner = Owner(claimed.epoch, claimed.alive_at, self._leases.fence(room_id, claimed.epoch))
        room = LiveRoom(
            restored, owner, writer=self._writer, clock=self._clock, timing=self._timing
        )
        self._rooms[room_id] = room
        task = asyncio.create_task(room.run(), name=f"room-{room_id}")
        self._tasks[room_id] = task
        task.add_done_callback(lambda _task: self._forget(room_id, room))
        return room

    def _forget(self, room_id: str, room: LiveRoom) -> None:
        if self._rooms.get(room_id) is room:
            del self._rooms[room_id], self._tasks[room_id]

    async def _keep_tending(self) -> None:
        while True:
            try:
                await self.tend()
            except Exception:
                logger.exception("tending_failed")
            await asyncio.sleep(self._tend_every)

    async def renew(self) -> None:
        mine = list(self._rooms)
        still = await self._leases.renew(mine)
        self._drop([room_id for room_id in mine if room_id not in still])

    def _drop(self, room_ids: Sequence[str]) -> None:
        for room_id in room_ids:
            if room := self._rooms.get(room_id):
                room.stop(CloseCode.MOVED, "moved")
