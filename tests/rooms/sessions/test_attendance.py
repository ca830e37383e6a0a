"""W25: who was there, from what happened in the room."""

from datetime import timedelta

import pytest

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
