"""Scheduled trainings that are held: the school, with its rooms."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from salle.capsules.models import Capsule
from salle.rooms.commands import EndClass, Join, Leave
from salle.rooms.hub import RoomHub
from salle.rooms.live import LiveRoom
from salle.rooms.models import Room, RoomName, RoomParticipant
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.state import RoomRole
from tests.rooms.world import document
from tests.scheduling.school import SESSIONS, Browser, Json, School


class Held:
    def __init__(self, school: School) -> None:
        self.school = school

    @property
    def hub(self) -> RoomHub:
        hub: RoomHub = self.school.world.app.state.hub
        return hub

    async def schedule(self, **fields: Any) -> Json:
        """Ada's, in an hour, for everybody; the door is not open yet."""
        start = self.school.now + timedelta(hours=1)
        given = {"start_time": start.isoformat(), "is_public": True, "members_only": False}
        return await self.school.ada.schedule(**given | fields)

    async def start(self, session: Json, by: Browser | None = None, expect: int = 200) -> Json:
        by = by or self.school.ada
        return await by.ask("POST", f"{SESSIONS}/{session['id']}/start", expect=expect)

    async def end(self, session: Json, by: Browser | None = None) -> Json:
        by = by or self.school.ada
        return await by.ask("POST", f"{SESSIONS}/{session['id']}/end")

    async def hold(self, **fields: Any) -> tuple[Json, Json]:
        """A session that has begun in time, and its room."""
        session = await self.schedule(**fields)
        self.school.wait_until(datetime.fromisoformat(session["start_time"]))
        return session, await self.start(session)

    async def enter(self, room: Json, by: Browser, **given: Any) -> Json:
        return await by.ask("POST", f"/rooms/{room['name']}/enter", json=given)

    async def turned_away(self, room: Json, by: Browser, **given: Any) -> str:
        """The code of the refusal."""
        _, code = await by.refused("POST", f"/rooms/{room['name']}/enter", json=given)
        return code

    async def live(self, room: Json) -> LiveRoom:
        return await self.hub.open(room["id"])

    async def come(self, room: Json, room_pass: Json, first_name: str = "Tom") -> None:
        """Their first socket is open."""
        async with self.school.world.databases.read() as db:
            person = await db.get_one(RoomParticipant, room_pass["participant_id"])
        join = Join(person.id, person.user_id, first_name, "D.", "")
        await (await self.live(room)).ask(SERVER, join)

    async def go(self, room: Json, room_pass: Json) -> None:
        leave = Leave(room_pass["participant_id"], self.school.now)
        await (await self.live(room)).ask(SERVER, leave)

    async def end_class(self, room: Json) -> None:
        """As the trainer does in the room."""
        live = await self.live(room)
        await live.ask(Actor(live.state.trainer_id, RoomRole.TRAINER), EndClass())

    async def rooms(self) -> list[Room]:
        async with self.school.world.databases.read() as db:
            return list(await db.scalars(select(Room)))

    async def names(self) -> list[RoomName]:
        async with self.school.world.databases.read() as db:
            return list(await db.scalars(select(RoomName)))

    async def add_capsule(self, **fields: Any) -> str:
        """Ada's, of three pages."""
        now = self.school.now
        given: Json = {
            "id": "c1",
            "title": "Gestes qui sauvent",
            "title_key": "",
            "created_by": "ada",
            "created_at": now,
            "updated_at": now,
            "page_count": 3,
            "document": document(3),
            "search_text": "",
        }
        capsule = Capsule(**given | fields)
        async with self.school.world.writing() as db:
            db.add(capsule)
        return capsule.id
