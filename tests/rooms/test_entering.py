import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from salle.capsules.models import Capsule
from salle.kit.database import Databases
from salle.rooms.naming import candidates, slug
from tests.rooms.world import ORIGIN, School, SetClock, document

each_database = pytest.mark.usefixtures("database_url")


async def problem(school: School, method: str, path: str, **given: Any) -> tuple[int, Any]:
    answer = await school.http.request(method, path, **given)
    return answer.status_code, answer.json()


@each_database
async def test_a_room_is_launched_from_a_capsule(school: School) -> None:
    room = await school.launch()
    assert (room["name"], room["title"]) == ("premiers-secours", "Premiers secours")
    assert room["link"] == f"{ORIGIN}/r/premiers-secours"
    again = await school.launch()
    assert again["name"] == "premiers-secours-2"
    listed = await school.http.get("/api/rooms", headers=school.bearer("ada"))
    assert {each["id"] for each in listed.json()["rooms"]} == {room["id"], again["id"]}
    others = await school.http.get("/api/rooms", headers=school.bearer("bob"))
    assert others.json() == {"rooms": []}


@each_database
async def test_a_room_is_named_by_its_trainer(school: School) -> None:
    assert (await school.launch(name="mon-cours"))["name"] == "mon-cours"
    headers = school.bearer("ada")
    for name, code in (("mon-cours", "room.name_taken"), ("Été", "room.name_invalid")):
        given = {"capsule_id": "c1", "name": name}
        answer = await school.http.post("/api/rooms", json=given, headers=headers)
        assert answer.json()["code"] == code


@pytest.mark.parametrize(("user_id", "status"), [("bob", 404), ("eve", 403)])
async def test_nobody_else_launches_a_capsule(school: School, user_id: str, status: int) -> None:
    answer = await school.http.post(
        "/api/rooms", json={"capsule_id": "c1"}, headers=school.bearer(user_id)
    )
    assert answer.status_code == status


async def test_anyone_may_know_what_the_join_page_shows(school: School, room: str) -> None:
    """(H1)"""
    answer = await school.http.get(f"/api/rooms/{room}")
    assert answer.json() == {
        "name": "premiers-secours",
        "title": "Premiers secours",
        "trainer_name": "Ada Martin",
        "started_at": "2026-11-20T09:00:00Z",
    }
    assert (await problem(school, "GET", "/api/rooms/nowhere"))[0] == 404


async def test_who_looks_for_rooms_by_guessing_is_stopped(school: School, room: str) -> None:
    answers = [(await school.http.get(f"/api/rooms/guess-{n}")).status_code for n in range(70)]
    assert set(answers[:60]) == {404}
    assert set(answers[60:]) == {429}
    assert (await school.http.get(f"/api/rooms/{room}")).status_code == 200


async def test_a_guest_enters_and_comes_back_as_the_same_person(school: School, room: str) -> None:
    """(H2, H3)"""
    first = await school.enter(room, first_name=" Tom ", last_name="Durand", organisation="X")
    assert first["role"] == "participant"
    again = await school.enter(room, token=first["token"])
    assert again == first
    other = await school.enter(room, first_name="Tom", last_name="Durand")
    assert other["participant_id"] != first["participant_id"]
    tom = await school.join(first)
    assert tom.view["people"][tom.id]["first_name"] == "Tom"


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 422, "room.names_missing"),
        ({"first_name": "Tom"}, 422, "room.names_missing"),
        ({"first_name": " ", "last_name": "Durand"}, 422, "invalid"),
        ({"first_name": "T" * 101, "last_name": "Durand"}, 422, "invalid"),
        ({"first_name": "T\u202e", "last_name": "Durand"}, 422, "invalid"),
        ({"token": "x" * 43}, 401, "room.identity_unknown"),
        ({"as": "trainer"}, 422, "invalid"),
    ],
)
async def test_an_entry_is_refused(
    school: School, room: str, given: dict[str, str], status: int, code: str
) -> None:
    """(H2, H3)"""
    found = await problem(school, "POST", f"/api/rooms/{room}/enter", json=given)
    assert (found[0], found[1]["code"]) == (status, code)


async def test_a_token_of_another_room_is_foreign(school: School, room: str) -> None:
    """(H3)"""
    other = (await school.launch())["name"]
    tom = await school.enter(room, first_name="Tom", last_name="Durand")
    status, told = await problem(
        school, "POST", f"/api/rooms/{other}/enter", json={"token": tom["token"]}
    )
    assert (status, told["code"]) == (401, "room.identity_unknown")


async def test_the_trainer_is_the_same_person_on_every_browser(school: School, room: str) -> None:
    """(H4)"""
    first, second = await school.enter(room, "ada"), await school.enter(room, "ada")
    assert first["role"] == second["role"] == "trainer"
    assert first["participant_id"] == second["participant_id"]
    assert first["token"] != second["token"]
    for each in (first, second):
        assert (await school.join(each)).welcome["me"]["role"] == "trainer"


@each_database
async def test_another_account_enters_as_one_participant(school: School, room: str) -> None:
    """(H4)"""
    first = await school.enter(room, "eve")
    second = await school.enter(room, "eve", first_name="Ève", last_name="Petit")
    assert first["role"] == "participant"
    assert first["participant_id"] == second["participant_id"]


async def test_a_screen_watches_and_is_nobody(school: School, room: str) -> None:
    """(H5)"""
    screen = await school.screen(room)
    assert screen.welcome["me"] == {"participant_id": None, "role": "screen"}
    assert "people" not in screen.view
    assert screen.view["presence"] == {"here": 0, "hands": 0}


@each_database
async def test_an_old_link_still_leads_to_the_room(school: School, room: str) -> None:
    """(H6)"""
    room_id = (await school.enter(room, "ada"))["room_id"]
    renamed = await school.http.put(
        f"/api/rooms/{room_id}", json={"name": "autre-nom"}, headers=school.bearer("ada")
    )
    assert (renamed.status_code, renamed.json()["name"]) == (200, "autre-nom")
    for name in (room, "autre-nom"):
        assert (await school.http.get(f"/api/rooms/{name}")).json()["name"] == "autre-nom"
        assert (await school.enter(name, first_name="T", last_name="D"))["name"] == "autre-nom"
    back = await school.http.put(
        f"/api/rooms/{room_id}", json={"name": room}, headers=school.bearer("ada")
    )
    assert back.status_code == 200


async def test_only_its_owner_renames_and_ends_a_room(school: School, room: str) -> None:
    room_id = (await school.enter(room, "ada"))["room_id"]
    for method, path, given in (("PUT", "", {"name": "mien"}), ("POST", "/end", None)):
        status, told = await problem(
            school,
            method,
            f"/api/rooms/{room_id}{path}",
            json=given,
            headers=school.bearer("bob"),
        )
        assert (status, told["code"]) == (403, "auth.not_allowed")


@pytest.mark.parametrize("user_id", ["ada", "root"])
async def test_ending_a_class_twice_is_nothing_new(school: School, room: str, user_id: str) -> None:
    """(H1, L4)"""
    tom = await school.guest(room)
    room_id = tom.room_pass["room_id"]
    for _ in range(2):
        answer = await school.http.post(f"/api/rooms/{room_id}/end", headers=school.bearer(user_id))
        assert answer.status_code == 204
    assert await tom.closed() == 4207
    assert tom.view["room"]["ended_at"] is not None
    status, told = await problem(school, "GET", f"/api/rooms/{room}")
    assert (status, told["code"]) == (410, "room.ended")
    missing = await school.http.post("/api/rooms/nothing/end", headers=school.bearer("ada"))
    assert missing.status_code == 404


@each_database
async def test_the_name_of_a_room_that_ended_may_be_used_again(school: School, room: str) -> None:
    trainer = await school.trainer(room)
    await trainer.ask("class.end")
    again = await school.launch()
    assert again["name"] == room
    assert (await school.http.get(f"/api/rooms/{room}")).status_code == 200


@each_database
async def test_a_link_to_an_ended_room_says_so_for_a_day(
    school: School, room: str, clock: SetClock
) -> None:
    """(H1)"""
    await (await school.trainer(room)).ask("class.end")
    clock.advance(timedelta(hours=23))
    await school.served.hub.tend()
    assert (await school.http.get(f"/api/rooms/{room}")).status_code == 410
    clock.advance(timedelta(hours=2))
    await school.served.hub.tend()
    assert (await school.http.get(f"/api/rooms/{room}")).status_code == 404


async def test_the_board_is_for_who_is_in_the_room(school: School, room: str) -> None:
    """(H7)"""
    tom = await school.enter(room, first_name="Tom", last_name="Durand")
    path = f"/api/rooms/{tom['room_id']}/board"
    answer = await school.http.get(path, headers={"Room-Token": tom["token"]})
    assert answer.json() == {"document": document(3)}
    status, told = await problem(school, "GET", path, headers={"Room-Token": "x" * 43})
    assert (status, told["code"]) == (401, "room.identity_unknown")


async def test_the_qr_code_is_a_picture(school: School, room: str) -> None:
    answer = await school.http.get(f"/api/rooms/{room}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert ET.fromstring(answer.text).tag.endswith("svg")  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Premiers secours", "premiers-secours"),
        ("Gestes qui sauvent : l'étouffement !", "gestes-qui-sauvent-l-etouffement"),
        ("Le cœur", "le-coeur"),
        ("É", "salle-e"),
        ("日本語", "salle"),
        ("x" * 200, "x" * 52),
    ],
)
def test_a_title_becomes_a_name_that_one_can_type(title: str, name: str) -> None:
    assert slug(title) == name


def test_there_is_always_a_name_left() -> None:
    names = list(candidates("x" * 200))
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 60


async def test_a_capsule_of_an_earlier_tldraw_is_brought_up_to_date_first(
    school: School, databases: Databases
) -> None:
    """Nobody could draw on its board: records are never migrated on the server."""
    old = {"store": document(1)["store"], "schema": {"schemaVersion": 2, "sequences": {}}}
    async with databases.write.begin() as db:
        await db.execute(update(Capsule).values(document=old))
    answer = await school.http.post(
        "/api/rooms", json={"capsule_id": "c1"}, headers=school.bearer("ada")
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "capsule.outdated")
