"""Sessions over HTTP. W1 and the like number weaknesses that we learnt from."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from salle.scheduling.models import Registration, TrainingSession
from salle.scheduling.rules import (
    MAX_CAPACITY,
    MAX_DESCRIPTION,
    MAX_DURATION_MINUTES,
    MAX_TAGS,
    RegistrationStatus,
    SessionStatus,
    WorkKind,
)
from tests.scheduling.school import SESSIONS, Json, School

WORDS = {
    "start_time",
    "duration_minutes",
    "status",
    "capacity",
    "room_id",
    "recording_enabled",
    "chat_enabled",
    "is_public",
    "members_only",
    "tags",
}


def fields_of(body: Json) -> list[tuple[list[str], str]]:
    return [(each["path"], each["code"]) for each in body["fields"]]


async def test_a_session_says_everywhere_what_it_was_made_with(school: School) -> None:
    """W1: one vocabulary, from the row through the API."""
    capsule = await school.ada.ask("POST", "/capsules", json={"title": "RCP"}, expect=201)
    start = school.now + timedelta(days=7)
    asked = {
        "title": "Premiers secours",
        "description": "Deux heures\net un mannequin",
        "start_time": start.isoformat(),
        "duration_minutes": 90,
        "time_zone": "Europe/Paris",
        "capacity": 12,
        "recording_enabled": True,
        "chat_enabled": False,
        "is_public": True,
        "members_only": False,
        "tags": ["secours", "adultes"],
        "topics": ["massage"],
        "skill_level": "débutant",
        "capsule_id": capsule["id"],
    }
    session = await school.ada.schedule(**asked, assistant_ids=["bob", "ada", "bob"])
    told = await school.ada.show(session)
    assert told == session
    moments = {"start_time": start.isoformat().replace("+00:00", "Z")}
    assert {name: told[name] for name in asked} == asked | moments
    assert told["assistants"] == [{"id": "bob", "name": "Bob Martin"}]
    assert told["instructor_name"] == "Ada Martin"
    assert told["status"] == "scheduled"
    row = await school.row(session)
    assert {name for name in WORDS if hasattr(row, name)} == WORDS
    assert {name for name in WORDS if name in told} == WORDS


async def test_what_is_not_said_is_as_people_expect(school: School) -> None:
    session = await school.ada.schedule()
    defaults: Json = {
        "capacity": None,
        "recording_enabled": False,
        "chat_enabled": True,
        "is_public": False,
        "members_only": True,
        "tags": [],
        "needs_registration": False,
    }
    assert {name: session[name] for name in defaults} == defaults


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "", "string_too_short"),
        ("title", "  ", "string_too_short"),
        ("title", "x" * 201, "string_too_long"),
        ("title", "a\nb", "not_on_one_line"),
        ("title", "a\x00b", "not_on_one_line"),
        ("description", "x" * (MAX_DESCRIPTION + 1), "string_too_long"),
        ("description", "a\x00b", "unseen_characters"),
        ("start_time", "2027-03-08T09:00:00", "timezone_aware"),
        ("start_time", "tomorrow", "datetime_from_date_parsing"),
        ("start_time", "0001-01-01T00:00:00+14:00", "moment_out_of_range"),
        ("start_time", "9999-12-31T23:59:59-12:00", "moment_out_of_range"),
        ("duration_minutes", 0, "greater_than_equal"),
        ("duration_minutes", MAX_DURATION_MINUTES + 1, "less_than_equal"),
        ("time_zone", "Europe/Lutetia", "unknown_time_zone"),
        ("capacity", 0, "greater_than_equal"),
        ("capacity", MAX_CAPACITY + 1, "less_than_equal"),
        ("tags", ["x"] * (MAX_TAGS + 1), "too_long"),
        ("tags", ["x" * 51], "string_too_long"),
        ("event_id", "'; DROP", "string_pattern_mismatch"),
        ("instructor_id", "bob", "extra_forbidden"),
    ],
)
async def test_a_field_that_cannot_be_is_named(
    school: School, field: str, value: Any, code: str
) -> None:
    """W8 among them: a time without an offset."""
    body = {
        "title": "x",
        "start_time": (school.now + timedelta(days=1)).isoformat(),
        "duration_minutes": 60,
    } | {field: value}
    told = await school.ada.ask("POST", SESSIONS, json=body, expect=422)
    [(path, told_code)] = fields_of(told)
    assert (path[0], told_code) == (field, code)


async def test_any_offset_names_the_same_moment(school: School) -> None:
    """W8."""
    told = {
        (await school.ada.schedule(start_time=start))["start_time"]
        for start in (
            "2027-03-08T09:00:00Z",
            "2027-03-08T10:00:00+01:00",
            "2027-03-07T23:00:00-10:00",
        )
    }
    assert told == {"2027-03-08T09:00:00Z"}


async def test_a_start_that_is_past_is_refused(school: School) -> None:
    body = {"title": "x", "duration_minutes": 60, "start_time": school.now.isoformat()}
    refusal = (422, "session.start_in_the_past")
    assert await school.ada.refused("POST", SESSIONS, json=body) == refusal
    session = await school.ada.schedule()
    change = {"version": 1, "start_time": school.now.isoformat()}
    path = f"{SESSIONS}/{session['id']}"
    assert await school.ada.refused("PUT", path, json=change) == refusal
    assert await school.ada.show(session) == session


async def test_what_is_named_has_to_be_there(school: School) -> None:
    theirs = await school.bob.ask("POST", "/capsules", json={"title": "x"}, expect=201)
    foreign = await school.bob.announce()
    start = (school.now + timedelta(days=1)).isoformat()
    body = {"title": "x", "duration_minutes": 60, "start_time": start}
    for named, refusal in (
        ({"event_id": "0" * 32}, (404, "event.not_found")),
        ({"event_id": foreign["id"]}, (403, "auth.not_allowed")),
        ({"capsule_id": "0" * 32}, (404, "capsule.not_found")),
        ({"capsule_id": theirs["id"]}, (404, "capsule.not_found")),
        ({"assistant_ids": ["bob", "nobody"]}, (422, "session.assistant_unknown")),
    ):
        assert await school.ada.refused("POST", SESSIONS, json=body | named) == refusal
    assert (await school.ada.ask("GET", SESSIONS))["total"] == 0


async def test_what_is_not_sent_stays_and_null_empties(school: School) -> None:
    session = await school.ada.schedule(
        capacity=5, tags=["a"], description="b", skill_level="c", assistant_ids=["bob"]
    )
    renamed = await school.ada.edit(session, title="Autre")
    assert renamed["title"] == "Autre"
    for name in ("capacity", "tags", "description", "skill_level", "assistants", "start_time"):
        assert renamed[name] == session[name]
    emptied = await school.ada.edit(
        renamed, capacity=None, skill_level=None, title=None, assistant_ids=[]
    )
    assert (emptied["capacity"], emptied["skill_level"]) == (None, None)
    assert (emptied["title"], emptied["assistants"]) == ("Autre", [])


async def test_an_older_version_does_not_overwrite_a_newer_one(school: School) -> None:
    """W14."""
    session = await school.ada.schedule(assistant_ids=["bob"])
    await school.bob.edit(session, title="De Bob")
    body = {"version": 1, "title": "D’Ada"}
    told = await school.ada.ask("PUT", f"{SESSIONS}/{session['id']}", json=body, expect=409)
    assert told["code"] == "session.stale"
    assert told["details"]["version"] == 2
    assert (await school.ada.show(session))["title"] == "De Bob"


async def test_of_two_edits_at_once_one_is_refused(school_on_each_database: School) -> None:
    """W14."""
    school = school_on_each_database
    session = await school.ada.schedule(assistant_ids=["bob"])
    path = f"{SESSIONS}/{session['id']}"
    answers = await asyncio.gather(
        *(
            browser.put(path, json={"version": 1, "title": f"{browser.user_id} {number}"})
            for number in range(4)
            for browser in (school.ada, school.bob)
        )
    )
    assert sorted(each.status_code for each in answers) == [200] + [409] * 7
    [won] = [each.json()["title"] for each in answers if each.status_code == 200]
    told = await school.ada.show(session)
    assert (told["title"], told["version"]) == (won, 2)


async def test_seats_that_are_taken_cannot_be_edited_away(school: School) -> None:
    session = await school.ada.schedule(capacity=2)
    await school.eve.register(session)
    await school.sam.register(session)
    body = {"version": 1, "capacity": 1}
    told = await school.ada.ask("PUT", f"{SESSIONS}/{session['id']}", json=body, expect=409)
    assert (told["code"], told["details"]["taken"]) == ("session.capacity_below_taken", 2)


async def test_more_seats_go_to_those_who_wait_in_their_order(school: School) -> None:
    session = await school.ada.schedule(capacity=1)
    people = [await school.person(f"p{number}") for number in range(5)]
    for person in people:
        await person.register(session)
    grown = await school.ada.edit(session, capacity=3)
    assert grown["taken"] == 3

    async def statuses() -> list[str]:
        return [(await each.show(session))["registration"]["status"] for each in people]

    assert await statuses() == ["registered"] * 3 + ["waitlisted"] * 2
    without_limit = await school.ada.edit(grown, capacity=None)
    assert without_limit["taken"] == 5
    assert await statuses() == ["registered"] * 5


async def test_a_canceled_session_stays_canceled_and_says_so_again(school: School) -> None:
    session = await school.ada.schedule()
    path = f"{SESSIONS}/{session['id']}"
    canceled = await school.ada.ask("DELETE", path)
    assert canceled["status"] == "canceled"
    school.wait(timedelta(hours=1))
    assert await school.ada.ask("DELETE", path) == canceled
    for refusal in (
        await school.ada.refused("PUT", path, json={"version": canceled["version"]}),
        await school.eve.refused("POST", f"{path}/registration"),
    ):
        assert refusal[0] == 409
    assert await school.eve.knock(session) == (False, "canceled")


async def test_a_live_session_keeps_its_start_and_may_last_longer(school: School) -> None:
    session = await school.ada.schedule()
    await school.put_status(session, SessionStatus.LIVE)
    path = f"{SESSIONS}/{session['id']}"
    later = (school.now + timedelta(days=8)).isoformat()
    body = {"version": 1, "start_time": later}
    refusal = (409, "session.already_started")
    assert await school.ada.refused("PUT", path, json=body) == refusal
    assert await school.ada.refused("DELETE", path) == refusal
    longer = await school.ada.edit(session, duration_minutes=120)
    closing = school.now + timedelta(days=7, hours=2, minutes=30)
    assert (WorkKind.AUTO_END, closing) in await school.due(session)
    assert longer["closes_at"] == closing.isoformat().replace("+00:00", "Z")


async def test_an_assistant_edits_with_the_capsule_and_event_of_the_owner(school: School) -> None:
    """W31: assistants count."""
    capsule = await school.ada.ask("POST", "/capsules", json={"title": "x"}, expect=201)
    event = await school.ada.announce()
    session = await school.ada.schedule(
        capsule_id=capsule["id"], event_id=event["id"], assistant_ids=["bob"]
    )
    kept = {"capsule_id": capsule["id"], "event_id": event["id"]}
    edited = await school.bob.edit(session, title="Autre", **kept)
    assert {name: edited[name] for name in kept} == kept


async def test_the_room_is_told_only_to_those_who_may_enter_now(school: School) -> None:
    """W28 and W35."""
    session = await school.ada.schedule(capacity=3, assistant_ids=["bob"])
    await school.eve.register(session)
    await school.change(session, status=SessionStatus.LIVE, room_id="r" * 32)
    hidden = [await browser.show(session) for browser in (school.eve, school.sam, school.root)]
    assert [each["room_id"] for each in hidden] == [None] * 3
    school.wait(timedelta(days=7))
    assert (await school.eve.show(session))["room_id"] == "r" * 32
    assert (await school.bob.show(session))["room_id"] == "r" * 32
    assert (await school.sam.show(session))["room_id"] is None
    listed = await school.eve.ask("GET", SESSIONS)
    assert "room_id" not in listed["sessions"][0]


async def test_how_many_seats_are_taken_is_told_to_those_who_manage_alone(
    school: School,
) -> None:
    """Anybody else could learn by registering an address whether it was registered before."""
    session = await school.ada.schedule(capacity=2, is_public=True, assistant_ids=["bob"])
    await school.eve.register(session)
    told = {
        browser.user_id: (await browser.show(session))["taken"]
        for browser in (school.ada, school.bob, school.root, school.eve, school.sam)
    }
    assert told == {"ada": 1, "bob": 1, "root": 1, "eve": None, "sam": None}
    assert (await school.anybody.show(session))["is_full"] is False
    await school.sam.register(session)
    assert (await school.anybody.show(session))["is_full"] is True


@pytest.mark.parametrize(
    ("flags", "seen_by"),
    [
        ({"is_public": True, "members_only": False}, "anybody pia sam eve ada bob root"),
        ({"is_public": True, "members_only": True}, "anybody pia sam eve ada bob root"),
        ({"is_public": False, "members_only": True}, "sam eve ada bob root"),
        ({"is_public": False, "members_only": False}, "eve ada root"),
    ],
)
async def test_a_session_is_seen_in_lists_and_alone_by_the_same_people(
    school: School, flags: dict[str, bool], seen_by: str
) -> None:
    """W35: to everybody else it does not exist."""
    session = await school.ada.schedule(**flags)
    await school.ada.ask(
        "POST", f"{SESSIONS}/{session['id']}/invitations", json={"addresses": "eve@example.org"}
    )
    for name in ("anybody", "pia", "sam", "eve", "ada", "bob", "root"):
        browser = getattr(school, name)
        answer = await browser.get(f"{SESSIONS}/{session['id']}")
        door = await browser.get(f"{SESSIONS}/{session['id']}/can-join")
        listed = (await browser.ask("GET", SESSIONS))["total"]
        is_seen = name in seen_by.split()
        assert [answer.status_code, door.status_code] == [200 if is_seen else 404] * 2, name
        assert listed == int(is_seen), name


async def test_a_session_of_a_draft_is_not_shown_yet(school: School) -> None:
    draft = await school.ada.announce(publish=False)
    session = await school.ada.schedule(event_id=draft["id"], is_public=True)
    path = f"{SESSIONS}/{session['id']}"
    assert await school.eve.refused("GET", path) == (404, "session.not_found")
    assert (await school.ada.show(session))["event_id"] == draft["id"]
    await school.ada.ask("POST", f"/events/{draft['id']}/publish")
    assert (await school.anybody.show(session))["event_id"] == draft["id"]


async def test_asking_at_the_door_changes_nothing(school: School) -> None:
    session = await school.ada.schedule(capacity=1, is_public=True)
    await school.eve.register(session)
    before = await school.row(session)
    school.wait_until(before.start_time)
    for browser in (school.anybody, school.pia, school.eve, school.sam, school.ada):
        await browser.knock(session)
    assert await school.row(session) == before
    assert len(await school.registrations(session)) == 1


async def test_the_door_answers_with_the_seconds_that_are_left(school: School) -> None:
    """W7, through the API and the clock of the server."""
    session = await school.ada.schedule()
    start = (await school.row(session)).start_time
    answers = {}
    for seconds in (-601, -600, -599, 5399, 5400, 5401):
        school.wait_until(start + timedelta(seconds=seconds))
        answers[seconds] = await school.eve.ask("GET", f"{SESSIONS}/{session['id']}/can-join")
    come_in = {"can_join": True, "reason": None, "join_time_remaining": 0, "room_name": None}
    too_late = {**come_in, "can_join": False, "reason": "too_late"}
    assert answers == {
        -601: {**too_late, "reason": "too_early", "join_time_remaining": 1},
        -600: come_in,
        -599: come_in,
        5399: come_in,
        5400: too_late,
        5401: too_late,
    }


@pytest.mark.parametrize("status", [SessionStatus.SCHEDULED, SessionStatus.LIVE])
async def test_the_door_is_the_same_before_and_while_a_session_is_live(
    school: School, status: SessionStatus
) -> None:
    """W4 and W6."""
    session = await school.ada.schedule(is_public=True, members_only=True, capacity=1)
    await school.eve.register(session)
    await school.sam.register(session)
    await school.put_status(session, status)
    school.wait_until((await school.row(session)).start_time)
    told = {
        name: await getattr(school, name).knock(session)
        for name in ("anybody", "pia", "eve", "sam", "bob", "ada")
    }
    assert told == {
        "anybody": (False, "members_only"),
        "pia": (False, "members_only"),
        "eve": (True, None),
        "sam": (False, "full"),
        "bob": (False, "not_registered"),
        "ada": (True, None),
    }


async def test_the_tables_themselves_hold_the_capacity(school_on_each_database: School) -> None:
    """W4: not even a mistake elsewhere seats one too many."""
    school = school_on_each_database
    session = await school.ada.schedule(capacity=1)
    await school.eve.register(session)
    for values in ({"taken": 2}, {"taken": -1}, {"capacity": 0}):
        async with school.world.databases.write() as db:
            with pytest.raises(Exception, match=r"(?i)constraint"):
                await db.execute(
                    update(TrainingSession)
                    .where(TrainingSession.id == session["id"])
                    .values(**values)
                )


async def test_one_address_has_one_registration(school_on_each_database: School) -> None:
    """W5: not even a mistake elsewhere registers somebody twice."""
    school = school_on_each_database
    session = await school.ada.schedule()
    await school.eve.register(session)
    async with school.world.databases.write() as db:
        db.add(
            Registration(
                id="x",
                session_id=session["id"],
                email="EVE@example.org",
                email_key="eve@example.org",
                status=RegistrationStatus.REGISTERED,
                created_at=school.now,
            )
        )
        with pytest.raises(Exception, match=r"(?i)unique"):
            await db.flush()
