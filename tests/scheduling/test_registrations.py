"""Registrations over HTTP. W4 and the like number weaknesses that we learnt from."""

import asyncio
import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from salle.accounts.models import Login, User
from salle.accounts.rules import Role
from salle.scheduling.models import Registration
from salle.scheduling.rules import RegistrationStatus, SessionStatus, WorkKind
from tests.scheduling.school import SESSIONS, Browser, Json, School

REGISTERED, WAITLISTED = RegistrationStatus.REGISTERED, RegistrationStatus.WAITLISTED
GUEST = {"email": "zoe@example.org", "first_name": "Zoé", "last_name": "Petit"}


def path_of(session: Json, rest: str = "") -> str:
    return f"{SESSIONS}/{session['id']}{rest}"


async def statuses(school: School, session: Json) -> dict[str, str]:
    """Who has which, by the first part of the address."""
    return {
        each.email.partition("@")[0]: str(each.status)
        for each in await school.registrations(session)
    }


async def add_crowd(school: School, count: int) -> list[Browser]:
    """So many members, each signed in."""
    now = school.now
    ids = [f"crowd{number:03}" for number in range(count)]
    async with school.world.writing() as db:
        db.add_all(
            User(
                id=each,
                email=f"{each}@example.org",
                email_folded=f"{each}@example.org",
                role=Role.MEMBER,
                first_name=each,
                last_name="Martin",
                created_at=now,
            )
            for each in ids
        )
        await db.flush()
        db.add_all(
            Login(
                id=each,
                user_id=each,
                created_at=now,
                last_used_at=now,
                expires_at=now + timedelta(days=1),
            )
            for each in ids
        )
    return [Browser(school.world, each) for each in ids]


async def register_patiently(browser: Browser, session: Json) -> Json:
    """On a machine that has much else to do, the server may say that it is busy."""
    while True:
        answer = await browser.post(path_of(session, "/registration"))
        if answer.status_code != 503:
            assert answer.status_code == 200, answer.text
            told: Json = answer.json()
            return told


async def test_of_two_hundred_at_once_twenty_are_admitted(
    school_on_each_database: School,
) -> None:
    """W4 and W5: exactly as many as there are seats, and the rest wait in their order."""
    school = school_on_each_database
    session = await school.ada.schedule(capacity=20)
    crowd = await add_crowd(school, 200)
    told = await asyncio.gather(*(register_patiently(each, session) for each in crowd))
    answers = [each["registration"]["status"] for each in told]
    assert answers.count("registered") == 20
    assert answers.count("waitlisted") == 180
    rows = await school.registrations(session)
    waiting = [each.waitlist_place for each in rows if each.status == WAITLISTED]
    assert sorted(place or 0 for place in waiting) == list(range(1, 181))
    assert (await school.row(session)).taken == 20

    # Each answer told the place in line as of then: nobody overtook anybody.
    places = {each["registration"]["id"]: each["place_in_line"] for each in told}
    assert {each.id: each.waitlist_place for each in rows} == places


async def test_of_many_who_leave_at_once_each_seat_is_handed_on(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    session = await school.ada.schedule(capacity=10)
    crowd = await add_crowd(school, 30)
    for each in crowd:
        await each.register(session)
    await asyncio.gather(
        *(each.ask("DELETE", path_of(session, "/registration"), expect=204) for each in crowd[:7])
    )
    told = await statuses(school, session)
    by_status = {
        status: [name for name, its in told.items() if its == status]
        for status in ("canceled", "registered", "waitlisted")
    }
    names = [each.user_id for each in crowd]
    assert sorted(by_status["canceled"]) == names[:7]
    assert sorted(by_status["registered"]) == names[7:17]
    assert sorted(by_status["waitlisted"]) == names[17:]
    assert (await school.row(session)).taken == 10


async def test_a_seat_given_back_while_others_ask_is_taken(
    school_on_each_database: School,
) -> None:
    """Nobody is left waiting beside a free seat."""
    school = school_on_each_database
    session = await school.ada.schedule(capacity=5)
    crowd = await add_crowd(school, 20)
    for each in crowd[:5]:
        await each.register(session)
    await asyncio.gather(
        *(each.delete(path_of(session, "/registration")) for each in crowd[:5]),
        *(each.register(session) for each in crowd[5:]),
    )
    told = [*(await statuses(school, session)).values()]
    assert (told.count("registered"), told.count("waitlisted")) == (5, 10)
    assert (await school.row(session)).taken == 5


async def test_one_person_asking_ten_times_has_one_seat(school_on_each_database: School) -> None:
    """W5."""
    school = school_on_each_database
    session = await school.ada.schedule(capacity=20)
    await asyncio.gather(*(school.eve.register(session) for _ in range(10)))
    assert len(await school.registrations(session)) == 1
    assert (await school.row(session)).taken == 1


async def test_canceling_again_changes_nothing(school: School) -> None:
    session = await school.ada.schedule(capacity=1)
    for browser in (school.eve, school.sam, school.bob):
        await browser.register(session)
    for _ in range(3):
        await school.eve.ask("DELETE", path_of(session, "/registration"), expect=204)
    assert await statuses(school, session) == {
        "eve": "canceled",
        "sam": "registered",
        "bob": "waitlisted",
    }
    assert (WorkKind.PROMOTED, school.now) in await school.due(session, "sam@example.org")


async def test_who_comes_back_is_at_the_end_of_the_line(school: School) -> None:
    session = await school.ada.schedule(capacity=1)
    for browser in (school.ada, school.eve, school.sam):
        await browser.register(session)
    assert (await school.sam.show(session))["place_in_line"] == 2
    await school.eve.ask("DELETE", path_of(session, "/registration"), expect=204)
    assert (await school.sam.show(session))["place_in_line"] == 1
    told = await school.eve.register(session)
    assert (told["registration"]["status"], told["place_in_line"]) == ("waitlisted", 2)


async def test_one_may_register_until_the_door_closes(school: School) -> None:
    session = await school.ada.schedule()
    closing = (await school.row(session)).end_time + timedelta(minutes=30)
    school.wait_until(closing - timedelta(seconds=1))
    await school.eve.register(session)
    school.wait_until(closing)
    told = await school.sam.refused("POST", path_of(session, "/registration"))
    assert told == (409, "registration.closed")


async def test_what_has_ended_keeps_who_was_registered(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    await school.put_status(session, SessionStatus.ENDED)
    told = await school.eve.refused("DELETE", path_of(session, "/registration"))
    assert told == (409, "session.over")


async def test_only_members_register_where_only_members_come(school: School) -> None:
    session = await school.ada.schedule(is_public=True, members_only=True)
    told = await school.pia.refused("POST", path_of(session, "/registration"))
    assert told == (403, "registration.members_only")
    await school.ada.ask(
        "POST", path_of(session, "/invitations"), json={"addresses": "pia@example.org"}
    )
    assert (await school.pia.register(session))["registration"]["status"] == "registered"


async def test_an_account_is_its_address(school: School) -> None:
    """Registered by mail first, then with the account: one registration, one seat."""
    session = await school.ada.schedule(is_public=True, members_only=False, capacity=5)
    body = GUEST | {"email": "EVE@example.org"}
    await school.anybody.ask(
        "POST", path_of(session, "/registrations/by-mail"), json=body, expect=202
    )
    assert (await school.eve.show(session))["registration"]["status"] == "registered"
    await school.eve.register(session)
    [registration] = await school.registrations(session)
    assert registration.user_id == "eve"
    assert (await school.row(session)).taken == 1


async def test_somebody_without_an_account_needs_to_say_who_they_are(school: School) -> None:
    session = await school.ada.schedule(is_public=True)
    for method in ("POST", "DELETE"):
        told = await school.anybody.refused(method, path_of(session, "/registration"))
        assert told == (401, "auth.sign_in_needed")


async def test_people_are_checked_in_as_they_come(school: School) -> None:
    session = await school.ada.schedule(capacity=1, assistant_ids=["bob"])
    await school.eve.register(session)
    await school.sam.register(session)
    eve = await school.registration(session, "eve@example.org")
    sam = await school.registration(session, "sam@example.org")
    path = path_of(session, f"/registrations/{eve.id}/check-in")
    first = await school.bob.ask("POST", path)
    school.wait(timedelta(minutes=5))
    assert await school.ada.ask("POST", path) == first

    async def there() -> list[str]:
        told = await school.ada.ask(
            "GET", path_of(session, "/registrations"), params={"checked_in": "true"}
        )
        return [each["email"] for each in told["registrations"]]

    assert await there() == ["eve@example.org"]
    assert (await school.bob.ask("DELETE", path))["checked_in_at"] is None
    assert await there() == []
    waiting = path_of(session, f"/registrations/{sam.id}/check-in")
    assert await school.ada.refused("POST", waiting) == (409, "registration.holds_no_seat")


async def test_a_registration_is_found_in_its_own_session_alone(school: School) -> None:
    """W20: managing one session gives nothing over another's people."""
    session, other = await school.ada.schedule(), await school.bob.schedule()
    await school.eve.register(other)
    theirs = await school.registration(other, "eve@example.org")
    missing = (404, "registration.not_found")
    for method, rest in (("DELETE", ""), ("POST", "/check-in"), ("DELETE", "/check-in")):
        path = path_of(session, f"/registrations/{theirs.id}{rest}")
        assert await school.ada.refused(method, path) == missing
    assert (await school.registration(other, "eve@example.org")).status == REGISTERED


async def test_those_who_manage_see_who_comes(school: School) -> None:
    session = await school.ada.schedule(capacity=2)
    for name in ("Élodie", "alban", "Zacharie"):
        person = await school.person(name)
        await person.register(session)
    path = path_of(session, "/registrations")

    async def names(**query: Any) -> list[str]:
        told = await school.ada.ask("GET", path, params=query)
        assert told["counts"] == {"registered": 2, "waitlisted": 1, "invited": 0, "canceled": 0}
        return [each["first_name"] for each in told["registrations"]]

    assert await names() == ["Alban", "Élodie", "Zacharie"]
    assert await names(order="desc", limit=1) == ["Zacharie"]
    assert await names(status="waitlisted") == ["Zacharie"]
    assert await names(search="elodie martin") == ["Élodie"]
    for browser, status in ((school.eve, 403), (school.pia, 404), (school.anybody, 401)):
        assert (await browser.get(path)).status_code == status
        assert (await browser.get(f"{path}.csv")).status_code == status


@pytest.mark.parametrize(("language", "separator"), [("fr", ";"), ("en", ",")])
async def test_the_sheet_of_those_who_come_holds_no_formula(
    school: School, language: str, separator: str
) -> None:
    session = await school.ada.schedule(
        title="Été 100 %", is_public=True, members_only=False, time_zone="Europe/Paris"
    )
    guest = GUEST | {"first_name": "=cmd|' /C calc'!A0", "organisation": "@SUM(A1)"}
    await school.anybody.ask(
        "POST", path_of(session, "/registrations/by-mail"), json=guest, expect=202
    )
    answer = await school.ada.get(
        path_of(session, "/registrations.csv"), params={"language": language}
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = "%C3%89t%C3%A9%20100%20%25.csv"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    head, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=separator)
    assert len(head) == len(row)
    assert row[:4] == ["Petit", "'=cmd|' /C calc'!A0", "zoe@example.org", "'@SUM(A1)"]
    assert row[6] == "2027-03-01 10:00:00"


async def test_what_is_waiting_is_not_counted_by_what_was_canceled(school: School) -> None:
    """A place in line is a rank among those who wait."""
    session = await school.ada.schedule(capacity=1)
    crowd = await add_crowd(school, 6)
    for each in crowd:
        await each.register(session)
    for each in crowd[1:4]:
        await each.ask("DELETE", path_of(session, "/registration"), expect=204)
    told = [(await each.show(session))["place_in_line"] for each in crowd[4:]]
    assert told == [1, 2]
    rows: list[Registration] = await school.registrations(session)
    assert sorted(each.waitlist_place or 0 for each in rows) == [0, 0, 0, 0, 4, 5]
