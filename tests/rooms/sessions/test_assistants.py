"""An assistant is named, or is one no longer, while the session is held."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from salle.accounts.rules import Role
from salle.rooms.commands import RoomCommand, ShowSlide
from salle.rooms.errors import OnlyTheTrainer
from salle.rooms.live import LiveRoom
from salle.rooms.log import restore
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole
from salle.scheduling.models import SessionAssistant
from tests.rooms.sessions.held import Held
from tests.rooms.test_live import Somebody
from tests.rooms.world import eventually
from tests.scheduling.school import SESSIONS, Browser, Json

each_database = pytest.mark.usefixtures("database_url")


class Lesson:
    """A session of three slides that is held, with Bob and Sam inside as participants."""

    def __init__(self, held: Held, session: Json, room: Json, live: LiveRoom) -> None:
        self.held, self.session, self.room, self.live = held, session, room, live

    async def enter(self, by: Browser) -> Json:
        entered = await self.held.enter(self.room, by)
        await self.held.come(self.room, entered, by.user_id.title())
        return entered

    async def name(self, *assistants: str) -> None:
        """The answer does not wait for the room."""
        ada = self.held.school.ada
        await ada.edit(await ada.show(self.session), assistant_ids=[*assistants])

        async def is_told() -> bool:
            return self.live.state.assistant_ids == frozenset(assistants)

        await eventually(is_told)

    def role(self, entered: Json) -> RoomRole:
        return self.live.state.people[entered["participant_id"]].role

    async def asks(self, entered: Json, command: RoomCommand) -> None:
        """As what they came as, whatever they are now."""
        await self.live.ask(Actor(entered["participant_id"], RoomRole(entered["role"])), command)


@pytest.fixture
async def lesson(held: Held) -> Lesson:
    session, room = await held.hold(capsule_id=await held.add_capsule())
    return Lesson(held, session, room, await held.live(room))


@each_database
async def test_whoever_becomes_an_assistant_leads_at_once_and_no_longer_than_that(
    lesson: Lesson,
) -> None:
    held = lesson.held
    bob, sam = [await lesson.enter(each) for each in (held.school.bob, held.school.sam)]
    assert (bob["role"], sam["role"]) == ("participant", "participant")
    await lesson.name("bob")
    assert (lesson.role(bob), lesson.role(sam)) == (RoomRole.TRAINER, RoomRole.PARTICIPANT)
    await lesson.asks(bob, ShowSlide(page_id="page:2"))
    assert lesson.live.state.page_id == "page:2"
    # At the next entry too: by the account, by the token, and in another tab.
    assert (await held.enter(lesson.room, held.school.bob))["role"] == "trainer"
    by_token = await held.enter(lesson.room, held.school.anybody, token=bob["token"])
    assert (by_token["role"], by_token["participant_id"]) == ("trainer", bob["participant_id"])

    await lesson.name("sam")
    assert (lesson.role(bob), lesson.role(sam)) == (RoomRole.PARTICIPANT, RoomRole.TRAINER)
    with pytest.raises(OnlyTheTrainer):
        await lesson.asks(bob, ShowSlide(page_id="page:3"))
    by_token = await held.enter(lesson.room, held.school.anybody, token=bob["token"])
    assert by_token["role"] == "participant"

    async with held.school.world.databases.read() as db:
        restored = await restore(db, lesson.room["id"])
    assert restored is not None
    assert restored.state == lesson.live.state


@each_database
async def test_who_entered_and_has_not_opened_the_room_yet_opens_it_in_the_new_role(
    lesson: Lesson,
) -> None:
    bob = await lesson.held.enter(lesson.room, lesson.held.school.bob)
    await lesson.name("bob")
    await lesson.held.come(lesson.room, bob, "Bob")
    assert lesson.role(bob) is RoomRole.TRAINER


async def test_the_page_of_who_becomes_an_assistant_shows_what_trainers_see(
    lesson: Lesson,
) -> None:
    bob = await lesson.enter(lesson.held.school.bob)
    page = Somebody(bob["participant_id"])
    assert await lesson.live.enter(page.member, None, None)
    await lesson.name("bob")
    await lesson.asks(bob, ShowSlide(page_id="page:2"))
    await page.all_sent()
    welcomes = [frame for frame in page.frames if frame["type"] == "welcome"]
    assert [each["me"]["role"] for each in welcomes] == ["participant", "trainer"]
    assert ["answers" in each["view"] for each in welcomes] == [False, True]


@each_database
async def test_a_room_that_was_not_told_hears_of_it_before_long(lesson: Lesson) -> None:
    """Another process changed it, or ours was killed between the two."""
    bob = await lesson.enter(lesson.held.school.bob)
    async with lesson.held.school.world.writing() as db:
        db.add(SessionAssistant(session_id=lesson.session["id"], user_id="bob"))
    await lesson.held.hub.tend()

    async def leads() -> bool:
        return lesson.role(bob) is RoomRole.TRAINER

    await eventually(leads)
    async with lesson.held.school.world.writing() as db:
        await db.execute(delete(SessionAssistant))
    lesson.live.stop(1012, "restart")
    await lesson.held.hub.tend()
    lesson.live = await lesson.held.live(lesson.room)

    async def follows() -> bool:
        return lesson.role(bob) is RoomRole.PARTICIPANT

    await eventually(follows)


async def test_assistants_from_the_start_are_nothing_new(held: Held) -> None:
    session = await held.schedule(assistant_ids=["bob"])
    room = await held.start(session)
    live = await held.live(room)
    seq = live.state.seq
    lesson = Lesson(held, session, room, live)
    await lesson.name("bob")
    await held.hub.tend()
    bob = await lesson.enter(held.school.bob)
    assert (bob["role"], lesson.role(bob)) == ("trainer", RoomRole.TRAINER)
    assert live.state.seq == seq + 1  # that Bob came


@each_database
async def test_attendance_is_of_the_time_that_somebody_took_part(lesson: Lesson) -> None:
    held = lesson.held
    bob, sam = [await lesson.enter(each) for each in (held.school.bob, held.school.sam)]
    held.school.wait(timedelta(minutes=10))
    await lesson.name("bob", "sam")
    held.school.wait(timedelta(minutes=20))
    await lesson.name("bob")
    held.school.wait(timedelta(minutes=5))
    await held.end(lesson.session)
    path = f"{SESSIONS}/{lesson.session['id']}/attendance"
    told = (await held.school.ada.ask("GET", path))["attendance"]
    assert {
        row["participant_id"]: [each["watch_time_seconds"] for each in row["visits"]]
        for row in told
    } == {bob["participant_id"]: [600], sam["participant_id"]: [600, 300]}
    report = await held.school.ada.ask("GET", f"/reports/{lesson.room['id']}")
    assert {
        row["participant_id"]: row["seconds_present"]
        for row in report["attendance"]
        if row["role"] == "participant"
    } == {row["participant_id"]: row["watch_time_seconds"] for row in told}
    listed = await held.school.ada.ask("GET", "/reports")
    assert [each["participant_count"] for each in listed["reports"]] == [2]


async def test_an_assistant_needs_no_seat(held: Held) -> None:
    """Who was inside without one frees it; who leads no more needs one, and is not sent out."""
    session, room = await held.hold()
    lesson = Lesson(held, session, room, await held.live(room))
    kim = await held.school.person("kim", Role.INSTRUCTOR)
    await lesson.enter(kim)
    ada = held.school.ada
    await ada.edit(await ada.show(session), capacity=1)
    assert (await ada.show(session))["taken"] == 1
    await lesson.name("kim")
    assert (await ada.show(session))["taken"] == 0
    await lesson.name()
    assert (await ada.show(session))["taken"] == 1
    assert (await kim.knock(session)) == (True, None)
