"""W25: who was there, from what happened in the room."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from salle.accounts.models import User
from salle.accounts.rules import Role
from salle.rooms.commands import KickParticipant
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole
from tests.rooms.sessions.held import Held
from tests.scheduling.school import SESSIONS

each_database = pytest.mark.usefixtures("database_url")


@each_database
async def test_every_visit_is_kept_when_the_room_closes(held: Held) -> None:
    session, room = await held.hold()
    await held.school.eve.register(session)
    eve = await held.enter(room, held.school.eve)
    guest = await held.enter(room, held.school.anybody, first_name="Tom", last_name="Durand")
    await held.enter(room, held.school.sam)  # who never opens the room
    begun = held.school.now
    await held.come(room, eve, "Eve")
    held.school.wait(timedelta(minutes=10))
    await held.come(room, guest)
    await held.go(room, eve)
    held.school.wait(timedelta(minutes=5))
    await held.come(room, eve, "Eve")
    held.school.wait(timedelta(minutes=2))
    live = await held.live(room)
    kick = KickParticipant(participant_id=guest["participant_id"])
    await live.ask(Actor(live.state.trainer_id, RoomRole.TRAINER), kick)
    held.school.wait(timedelta(seconds=90))
    path = f"{SESSIONS}/{session['id']}/attendance"
    assert (await held.school.ada.ask("GET", path))["total"] == 0
    await held.end(session)

    told = await held.school.ada.ask("GET", path)
    registration = await held.school.registration(session, "eve@example.org")
    rows = told["attendance"]
    assert [
        (row["first_name"], [visit["watch_time_seconds"] for visit in row["visits"]])
        for row in rows
    ] == [("Eve", [600, 120 + 90]), ("Tom", [120 + 300])]
    assert [row["watch_time_seconds"] for row in rows] == [810, 420]
    assert [row["registration_id"] for row in rows] == [registration.id, None]
    assert [row["is_registered"] for row in rows] == [True, False]
    assert rows[0]["visits"][0]["joined_at"] == begun.isoformat().replace("+00:00", "Z")
    assert told["total"] == 2
    second = await held.school.ada.ask("GET", path, params={"limit": 1, "offset": 1})
    assert second["attendance"] == rows[1:2]


@each_database
async def test_who_registered_and_did_not_come_is_absent(held: Held) -> None:
    session, room = await held.hold()
    for browser in (held.school.eve, held.school.sam, held.school.bob, held.school.pia):
        await browser.register(session)
    for browser, name in ((held.school.eve, "Eve"), (held.school.bob, "Bob")):
        await held.come(room, await held.enter(room, browser), name)
    for browser in (held.school.bob, held.school.pia):
        path = f"{SESSIONS}/{session['id']}/registration"
        await browser.ask("DELETE", path, expect=204)
    await held.end(session)
    path = f"{SESSIONS}/{session['id']}"
    told = await held.school.ada.ask("GET", f"{path}/attendance")
    came = {row["first_name"]: row["is_registered"] for row in told["attendance"]}
    assert came == {"Eve": True, "Bob": False}
    assert (told["total"], told["absent"]) == (2, 1)
    for attended, expected in ((False, ["sam"]), (True, ["eve"])):
        asked = {"status": "registered", "attended": attended}
        found = await held.school.ada.ask("GET", f"{path}/registrations", params=asked)
        assert [each["user_id"] for each in found["registrations"]] == expected


@each_database
async def test_visits_from_before_a_restart_count(held: Held) -> None:
    session, room = await held.hold()
    eve = await held.enter(room, held.school.eve)
    await held.come(room, eve, "Eve")
    held.school.wait(timedelta(minutes=7))
    (await held.live(room)).stop(1012, "restart")
    held.school.wait(timedelta(minutes=1))
    await held.end_class(room)
    path = f"{SESSIONS}/{session['id']}/attendance"
    [row] = (await held.school.root.ask("GET", path))["attendance"]
    assert row["watch_time_seconds"] == 8 * 60


@each_database
async def test_whoever_came_sees_their_own_visits_and_nobody_elses(held: Held) -> None:
    school = held.school
    session, room = await held.hold(is_public=False, members_only=True, assistant_ids=["bob"])
    path = f"{SESSIONS}/{session['id']}"
    await school.eve.register(session)
    await school.ada.ask("POST", f"{path}/invitations", json={"addresses": "zoe@example.org"})
    zoe = await school.with_link(session, "zoe@example.org")
    names = {"first_name": "Zoé", "last_name": "Petit"}
    await zoe.ask("POST", f"{path}/registration", json=names)
    people = {"Eve": school.eve, "Sam": school.sam, "Zoé": zoe, "Bob": school.bob}
    entered = {name: await held.enter(room, each) for name, each in people.items()}
    begun = school.now
    for name, room_pass in entered.items():
        await held.come(room, room_pass, name)
    school.wait(timedelta(minutes=10))
    await held.go(room, entered["Eve"])
    school.wait(timedelta(minutes=5))
    await held.come(room, entered["Eve"], "Eve")
    assert (await school.eve.show(session))["attendance"] is None
    school.wait(timedelta(minutes=20))
    await held.end(session)

    told = {name: (await each.show(session))["attendance"] for name, each in people.items()}
    assert [visit["watch_time_seconds"] for visit in told["Eve"]["visits"]] == [600, 1200]
    assert told["Eve"]["visits"][0]["joined_at"] == begun.isoformat().replace("+00:00", "Z")
    assert {name: each and each["watch_time_seconds"] for name, each in told.items()} == {
        "Eve": 1800,
        "Sam": 2100,
        "Zoé": 2100,
        "Bob": None,
    }
    kim = await school.person("kim")
    for browser in (kim, school.ada, school.root):
        assert (await browser.show(session))["attendance"] is None


@each_database
async def test_whoever_came_still_sees_that_when_they_could_register_no_more(held: Held) -> None:
    """They gave up their seat in the class, or are a member no longer."""
    school = held.school
    session, room = await held.hold(is_public=False, members_only=True)
    await school.eve.register(session)
    await held.come(room, await held.enter(room, school.eve), "Eve")
    await held.come(room, await held.enter(room, school.sam), "Sam")
    path = f"{SESSIONS}/{session['id']}"
    await school.eve.ask("DELETE", f"{path}/registration", expect=204)
    school.wait(timedelta(minutes=10))
    await held.end(session)
    async with school.world.writing() as db:
        await db.execute(update(User).values(role=Role.PUBLIC).where(User.id.in_(["eve", "sam"])))
    for browser in (school.eve, school.sam):
        assert (await browser.show(session))["attendance"]["watch_time_seconds"] == 600
    assert (await school.pia.refused("GET", path))[1] == "session.not_found"


async def test_attendance_for_a_spreadsheet(held: Held) -> None:
    session, room = await held.hold(time_zone="Europe/Paris")
    guest = await held.enter(room, held.school.anybody, first_name="=Tom", last_name="Durand")
    await held.come(room, guest, "=Tom")
    held.school.wait(timedelta(minutes=10))
    await held.end(session)
    answer = await held.school.ada.get(
        f"{SESSIONS}/{session['id']}/attendance.csv", params={"language": "en"}
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, line, *rest = answer.text.removeprefix("\ufeff").split("\r\n")
    assert head == '"Last name","First name","Joined","Left","Present (seconds)"'
    assert line == '"D.","\'=Tom","2027-03-01 11:00:00","2027-03-01 11:10:00","600"'
    assert rest == [""]
