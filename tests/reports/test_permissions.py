"""Every endpoint of reports, asked by every kind of person: a report is of those who led it."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import update

from salle.accounts.models import User
from salle.accounts.rules import Role
from salle.rooms.commands import StartRun
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole
from tests.rooms.making import THE_PLAN
from tests.rooms.sessions.held import Held
from tests.scheduling.school import Browser, School
from tests.world import open_world

WHO = (
    "nobody",
    "public",
    "member",
    "came",
    "teacher",
    "assisted_another",
    "assistant",
    "owner",
    "admin",
)
"""Of the class. Assistants are members, and no more."""

OF_THE_CLASS = "401 404 404 404 404 404 200 200 200"
TABLE: Mapping[tuple[str, str], str] = {
    ("GET", "/reports"): "401 403 403 403 200 403 403 200 200",
    ("GET", "/reports/{room_id}"): OF_THE_CLASS,
    ("GET", "/reports/{room_id}/board"): OF_THE_CLASS,
    ("GET", "/reports/{room_id}/board.pdf"): OF_THE_CLASS,
    ("GET", "/reports/{room_id}/attendance.csv"): OF_THE_CLASS,
    ("GET", "/reports/{room_id}/activities/{run_id}.csv"): OF_THE_CLASS,
}


async def everybody(school: School) -> dict[str, Browser]:
    browsers = [
        school.anybody,
        school.pia,
        school.sam,
        school.eve,
        school.bob,
        await school.person("kim"),
        await school.person("max"),
        school.ada,
        school.root,
    ]
    return dict(zip(WHO, browsers, strict=True))


async def test_every_endpoint_says_who_may(database_url: str, tmp_path: Path) -> None:
    async with open_world(database_url, tmp_path) as world, School(world) as school:
        paths = world.app.openapi()["paths"].items()
        assert {
            (method.upper(), path.removeprefix("/api"))
            for path, methods in paths
            for method, operation in methods.items()
            if "reports" in operation.get("tags", ())
        } == {*TABLE}
        held, people = Held(school), await everybody(school)
        another, its_room = await held.hold(assistant_ids=["kim"])
        await held.end(another)
        session, room = await held.hold(assistant_ids=["max"])
        live = await held.live(room)
        trainer = Actor(live.state.trainer_id, RoomRole.TRAINER)
        await live.ask(trainer, StartRun("a1", THE_PLAN))
        assert live.state.run is not None
        named = {"room_id": room["id"], "run_id": live.state.run.run_id}
        await held.come(room, await held.enter(room, school.eve), "Eve")
        await held.end(session)
        found = {
            (method, path): " ".join(
                [
                    str((await browser.request(method, path.format(**named))).status_code)
                    for browser in people.values()
                ]
            )
            for method, path in TABLE
        }
        assert found == TABLE
        for browser in (people["assistant"], people["assisted_another"]):
            told = await browser.show(session)
            assert told["report_id"] == (room["id"] if browser is people["assistant"] else None)
        own = await people["assisted_another"].ask("GET", f"/reports/{its_room['id']}")
        assert own["title"] == another["title"]


async def test_who_teaches_no_more_reads_no_report_of_a_room_of_their_own(
    sqlite_url: str, tmp_path: Path
) -> None:
    """What they led as a host of a session is told to them there, and here."""
    async with open_world(sqlite_url, tmp_path) as world, School(world) as school:
        held = Held(school)
        capsule_id = await held.add_capsule()
        room = await school.ada.ask("POST", "/rooms", json={"capsule_id": capsule_id}, expect=201)
        await school.ada.ask("POST", f"/rooms/{room['id']}/end", expect=204)
        session, held_room = await held.hold()
        await held.end(session)
        async with world.writing() as db:
            await db.execute(update(User).where(User.id == "ada").values(role=Role.MEMBER))
        assert await school.ada.refused("GET", f"/reports/{room['id']}") == (
            404,
            "report.not_found",
        )
        assert (await school.ada.show(session))["report_id"] == held_room["id"]
        await school.ada.ask("GET", f"/reports/{held_room['id']}")
