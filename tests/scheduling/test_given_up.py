"""What admins see of work that is due."""

from datetime import timedelta

from salle.scheduling.rules import SessionOver, WorkKind
from tests.scheduling.desk import Rooms, process, rows
from tests.scheduling.school import Json, School

WORK = "/admin/work"


async def refuse(school: School) -> Json:
    """A session whose room could not be prepared, for good."""
    session = await school.ada.schedule(start_time=(school.now + timedelta(hours=1)).isoformat())
    await process(school, Rooms(answer=SessionOver(status="ended"))).do_due()
    return session


async def test_admins_see_what_was_given_up_and_why(school: School) -> None:
    session = await refuse(school)
    page = await school.root.ask("GET", WORK)
    [item] = page["items"]
    assert (item["kind"], item["failed_code"]) == ("prepare_room", "session.over")
    assert (item["session_id"], item["session_title"]) == (session["id"], "Premiers secours")
    assert item["attempt"] == 1
    assert page["next"] is None
    assert (await school.root.ask("GET", f"{WORK}?status=tried"))["items"] == []
    waiting = (await school.root.ask("GET", f"{WORK}?status=waiting"))["items"]
    assert {each["kind"] for each in waiting} == {"auto_end", "nightly"}


async def test_admins_see_what_is_being_tried(school: School) -> None:
    await school.ada.schedule(start_time=(school.now + timedelta(hours=1)).isoformat())
    await process(school, Rooms(answer=RuntimeError("a bug"))).do_due()
    [item] = (await school.root.ask("GET", f"{WORK}?status=tried"))["items"]
    assert (item["kind"], item["attempt"], item["failed_code"]) == ("prepare_room", 1, None)
    assert (await school.root.ask("GET", WORK))["items"] == []


async def test_work_is_read_page_by_page(school: School) -> None:
    for _ in range(5):
        await refuse(school)
    seen: list[str] = []
    after = ""
    while True:
        page = await school.root.ask("GET", f"{WORK}?limit=2{after}")
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    failed = await rows(school, WorkKind.PREPARE_ROOM)
    assert sorted(seen) == sorted(each.id for each in failed)
    assert len(seen) == 5


async def test_what_was_given_up_is_tried_again_on_request(school: School) -> None:
    session = await refuse(school)
    [item] = (await school.root.ask("GET", WORK))["items"]
    again = f"{WORK}/{item['id']}/retry"
    answer = await school.root.ask("POST", again)
    assert (answer["failed_code"], answer["done_at"], answer["attempt"]) == (None, None, 0)
    assert await school.root.refused("POST", again) == (409, "work.not_failed")
    rooms = Rooms()
    await process(school, rooms).do_due()
    assert rooms.prepared == [session["id"]]
    assert await school.root.refused("POST", again) == (409, "work.not_failed")
    assert await school.root.refused("POST", f"{WORK}/nothing/retry") == (404, "work.not_found")


async def test_only_admins_see_it(school: School) -> None:
    await refuse(school)
    for browser in (school.ada, school.eve, school.pia):
        assert await browser.refused("GET", WORK) == (403, "auth.not_allowed")
        assert await browser.refused("POST", f"{WORK}/x/retry") == (403, "auth.not_allowed")
    assert await school.anybody.refused("GET", WORK) == (401, "auth.sign_in_needed")
