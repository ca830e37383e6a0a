"""A session and its room start together and end together. W12 and W13 are what we learnt from."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from salle.accounts.rules import Role
from salle.rooms.commands import PutPages
from salle.rooms.errors import RoomEnded, RoomNotFound
from salle.rooms.models import RecordedEvent
from salle.rooms.permissions import SERVER
from salle.rooms.state import EndReason
from salle.scheduling.rules import SessionStatus, WorkKind
from tests.rooms.sessions.held import Held
from tests.scheduling.school import SESSIONS

each_database = pytest.mark.usefixtures("database_url")


async def status(held: Held, session: dict[str, object]) -> SessionStatus:
    return SessionStatus((await held.school.row(session)).status)


@each_database
async def test_starting_opens_the_capsule_under_the_title_of_the_session(held: Held) -> None:
    session = await held.schedule(capsule_id=await held.add_capsule(), chat_enabled=False)
    room = await held.start(session)
    assert (room["title"], room["capsule_id"]) == ("Premiers secours", "c1")
    state = (await held.live(room)).state
    assert [page.name for page in state.pages] == ["Page 1", "Page 2", "Page 3"]
    assert state.session_id == session["id"]
    assert not state.params.chat.active
    row = await held.school.row(session)
    assert (row.status, row.room_id, row.started_at) == ("live", room["id"], held.school.now)


async def test_without_a_capsule_a_class_begins_with_an_empty_slide(held: Held) -> None:
    room = await held.start(await held.schedule())
    assert room["capsule_id"] is None
    state = (await held.live(room)).state
    assert len(state.pages) == 1
    assert state.params.chat.active
    assert (await held.school.ada.ask("GET", "/rooms"))["rooms"] == [room]


@each_database
async def test_however_many_start_at_once_there_is_one_room(held: Held) -> None:
    """W12."""
    session = await held.schedule(assistant_ids=["bob"])
    hosts = [held.school.ada, held.school.bob] * 4
    opened = await asyncio.gather(*(held.start(session, host) for host in hosts))
    [room] = await held.rooms()
    assert {each["id"] for each in opened} == {room.id}
    assert room.session_id == session["id"]
    assert len(await held.names()) == 1


async def test_whoever_starts_the_owner_is_the_trainer(held: Held) -> None:
    capsule_id = await held.add_capsule()
    session = await held.schedule(assistant_ids=["bob"], capsule_id=capsule_id)
    room = await held.start(session, held.school.bob)
    assert (await held.live(room)).state.trainer.user_id == "ada"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"document": {"store": {}, "schema": {"schemaVersion": 2}}}, "capsule.outdated"),
        ({"deleted": True}, "capsule.not_found"),
    ],
)
@each_database
async def test_a_room_that_cannot_be_opened_leaves_the_session_as_it_was(
    held: Held, broken: dict[str, object], code: str
) -> None:
    """W13."""
    from_start = {name: value for name, value in broken.items() if name != "deleted"}
    capsule_id = await held.add_capsule(**from_start)
    session = await held.schedule(capsule_id=capsule_id)
    if "deleted" in broken:
        await held.school.ada.ask("DELETE", f"/capsules/{capsule_id}", expect=204)
    path = f"{SESSIONS}/{session['id']}/start"
    assert (await held.school.ada.refused("POST", path))[1] == code
    assert await status(held, session) == "scheduled"
    assert (await held.rooms(), await held.names()) == ([], [])


@each_database
async def test_canceling_and_starting_at_once_do_one_of_the_two(held: Held) -> None:
    session = await held.schedule()
    path = f"{SESSIONS}/{session['id']}"
    await asyncio.gather(held.school.ada.post(f"{path}/start"), held.school.ada.delete(path))
    is_live = await status(held, session) == "live"
    assert len(await held.rooms()) == len(await held.names()) == is_live


async def test_nobody_starts_what_nobody_could_enter(held: Held) -> None:
    session = await held.schedule(duration_minutes=60)
    held.school.wait(timedelta(hours=2, minutes=30))
    path = f"{SESSIONS}/{session['id']}/start"
    assert await held.school.ada.refused("POST", path) == (410, "session.too_late")
    assert await held.rooms() == []


@pytest.mark.parametrize(
    ("who", "reason"), [("ada", "owner"), ("bob", "trainer"), ("root", "admin")]
)
@each_database
async def test_ending_ends_the_room_as_well(held: Held, who: str, reason: EndReason) -> None:
    session, room = await held.hold(assistant_ids=["bob"])
    told = await held.end(session, getattr(held.school, who))
    assert (told["status"], told["room_id"], told["report_id"]) == ("ended", None, room["id"])
    assert await held.rooms() == []
    report = await held.school.ada.ask("GET", f"/reports/{room['id']}")
    assert report["end_reason"] == reason
    again = await held.end(session, getattr(held.school, who))
    assert again["ended_at"] == told["ended_at"]


async def test_the_report_is_found_from_the_session_by_those_who_led_it(held: Held) -> None:
    """W28 and W35: the id of a room is told to nobody else, before its end and after."""
    session, room = await held.hold(assistant_ids=["bob", "sam"])
    kim = await held.school.person("kim", Role.INSTRUCTOR)
    school = held.school
    # Sam assists, and teaches nothing else.
    for browser in (school.ada, school.bob, school.sam, school.root):
        assert (await browser.show(session))["report_id"] is None
        path = f"/reports/{room['id']}"
        assert await browser.refused("GET", path) == (404, "report.not_found")
    await held.end(session)
    for browser in (school.ada, school.bob, school.sam, school.root):
        told = await browser.show(session)
        assert (told["room_id"], told["report_id"]) == (None, room["id"])
        report = await browser.ask("GET", f"/reports/{told['report_id']}")
        assert report["title"] == session["title"]
    for browser in (kim, school.eve, school.anybody):
        assert (await browser.show(session))["report_id"] is None
    assert await kim.refused("GET", f"/reports/{room['id']}") == (404, "report.not_found")


@each_database
async def test_however_many_end_at_once_it_ends_once(held: Held) -> None:
    """W12."""
    session, room = await held.hold()

    async def end_class() -> None:
        with suppress(RoomEnded, RoomNotFound):  # the others may have been faster
            await held.end_class(room)

    ending = asyncio.create_task(end_class())
    told = await asyncio.gather(*(held.end(session) for _ in range(8)))
    await ending
    assert {each["status"] for each in told} == {"ended"}
    assert await held.rooms() == []
    async with held.school.world.databases.read() as db:
        ends = await db.scalars(select(RecordedEvent.id).where(RecordedEvent.type == "class_ended"))
        assert len(ends.all()) == 1


@each_database
async def test_a_class_that_is_ended_from_inside_ends_its_session(held: Held) -> None:
    session, room = await held.hold()
    held.school.wait(timedelta(minutes=5))
    await held.end_class(room)
    row = await held.school.row(session)
    assert (row.status, row.ended_at) == ("ended", held.school.now)
    assert await held.school.due(session) == []


async def test_a_room_that_is_ended_from_the_list_ends_its_session(held: Held) -> None:
    session, room = await held.hold()
    await held.school.ada.ask("POST", f"/rooms/{room['id']}/end", expect=204)
    assert await status(held, session) == "ended"


async def test_a_class_is_not_over_because_its_trainer_came_early_and_went_away(
    held: Held,
) -> None:
    session = await held.schedule(duration_minutes=60)
    room = await held.start(session)
    live = await held.live(room)
    for minutes in (45, 74):
        held.school.wait(timedelta(minutes=minutes))
        await held.hub.tend()
        await live.ask(SERVER, PutPages(live.state.pages))  # what was decided before is done
        assert await status(held, session) == "live"
    held.school.wait(timedelta(minutes=1))
    await held.hub.tend()
    with pytest.raises(RoomEnded):
        await live.ask(SERVER, PutPages(live.state.pages))
    assert await status(held, session) == "ended"


@each_database
async def test_a_session_that_lost_its_room_can_still_be_ended(held: Held) -> None:
    session = await held.schedule()
    await held.school.put_status(session, SessionStatus.LIVE)
    assert (await held.end(session))["status"] == "ended"
    assert WorkKind.AUTO_END not in [kind for kind, _ in await held.school.due(session)]


async def test_who_does_not_lead_it_neither_starts_nor_ends_it(held: Held) -> None:
    session = await held.schedule()
    path = f"{SESSIONS}/{session['id']}"
    cat = await held.school.person("cat", Role.INSTRUCTOR)
    for browser, step, expected in (
        (held.school.anybody, "start", 401),
        (held.school.eve, "start", 403),
        (cat, "start", 403),
        (held.school.root, "start", 403),
        (cat, "end", 403),
    ):
        assert (await browser.refused("POST", f"{path}/{step}"))[0] == expected
    assert await held.rooms() == []
