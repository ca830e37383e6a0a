"""Events over HTTP. W28 and the like number weaknesses that we learnt from."""

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from salle.scheduling.rules import SessionStatus, WorkKind
from tests.scheduling.school import SESSIONS, Browser, Json, School

EVENTS = "/events"


def path_of(event: Json, rest: str = "") -> str:
    return f"{EVENTS}/{event['id']}{rest}"


async def titles(browser: Browser, path: str = EVENTS, **query: Any) -> list[str]:
    told = await browser.ask("GET", path, params=query)
    assert told["total"] >= len(told["events"])
    return [each["title"] for each in told["events"]]


async def test_an_event_is_a_draft_until_it_is_published(school: School) -> None:
    event = await school.ada.announce(publish=False, visibility="public")
    assert event["status"] == "draft"
    for browser in (school.eve, school.bob):
        assert await browser.refused("GET", path_of(event)) == (404, "event.not_found")
    public = f"{EVENTS}/public/{event['id']}"
    assert await school.anybody.refused("GET", public) == (404, "event.not_found")
    published = await school.ada.ask("POST", path_of(event, "/publish"))
    assert (published["status"], published["version"]) == ("published", 2)
    assert await school.ada.ask("POST", path_of(event, "/publish")) == published
    assert (await school.anybody.ask("GET", public))["title"] == event["title"]


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("public", "pia sam eve bob ada root"),
        ("members_only", "sam eve bob ada root"),
        ("invite_only", "eve bob ada root"),
    ],
)
async def test_an_event_is_seen_by_those_whom_its_visibility_names(
    school: School, visibility: str, seen_by: str
) -> None:
    """By those registered for one of its sessions, or assisting, in any case."""
    event = await school.ada.announce(visibility=visibility)
    session = await school.ada.schedule(event_id=event["id"], assistant_ids=["bob"])
    await school.eve.register(session)
    for name in ("pia", "sam", "eve", "bob", "ada", "root"):
        browser = getattr(school, name)
        is_seen = name in seen_by.split()
        answer = await browser.get(path_of(event))
        assert answer.status_code == (200 if is_seen else 404), name
        assert len(await titles(browser)) == int(is_seen), name
    is_public = visibility == "public"
    assert len(await titles(school.anybody, f"{EVENTS}/public")) == int(is_public)


async def test_an_event_tells_only_of_sessions_that_one_may_see(school: School) -> None:
    """W28: public detail tells neither of others' sessions nor of rooms."""
    event = await school.ada.announce(visibility="public")
    at = (await school.row(await school.ada.schedule())).start_time
    for title, is_public, members_only in (
        ("publique", True, False),
        ("membres", False, True),
        ("invités", False, False),
    ):
        session = await school.ada.schedule(
            title=title, event_id=event["id"], is_public=is_public, members_only=members_only
        )
        await school.change(session, status=SessionStatus.LIVE, room_id="r" * 32)
    school.wait_until(at)

    async def told(browser: Browser, path: str) -> list[str]:
        answer = await browser.ask("GET", path)
        assert "r" * 32 not in str(answer)
        return sorted(each["title"] for each in answer["training_sessions"])

    assert await told(school.anybody, f"{EVENTS}/public/{event['id']}") == ["publique"]
    assert await told(school.ada, f"{EVENTS}/public/{event['id']}") == ["publique"]
    assert await told(school.pia, path_of(event)) == ["publique"]
    assert await told(school.eve, path_of(event)) == ["membres", "publique"]
    assert await told(school.ada, path_of(event)) == ["invités", "membres", "publique"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", " ", "string_too_short"),
        ("title", "x" * 201, "string_too_long"),
        ("description", "x" * 10_001, "string_too_long"),
        ("type", "party", "enum"),
        ("start_time", "2027-03-08T09:00:00", "timezone_aware"),
        ("end_time", "2027-03-08T09:00:00", "timezone_aware"),
        ("time_zone", "Mars/Olympus", "unknown_time_zone"),
        ("place", "x" * 201, "string_too_long"),
        ("picture_id", "../x", "string_pattern_mismatch"),
        ("visibility", "secret", "enum"),
        ("status", "published", "extra_forbidden"),
    ],
)
async def test_a_field_that_cannot_be_is_named(
    school: School, field: str, value: str, code: str
) -> None:
    start = school.now + timedelta(days=1)
    body = {
        "title": "x",
        "start_time": start.isoformat(),
        "end_time": (start + timedelta(hours=1)).isoformat(),
    } | {field: value}
    told = await school.ada.ask("POST", EVENTS, json=body, expect=422)
    assert [(each["path"], each["code"]) for each in told["fields"]] == [([field], code)]


async def test_an_event_begins_in_the_future_and_ends_after_that(school: School) -> None:
    start = school.now + timedelta(days=1)

    async def refused(start_after: timedelta, lasts: timedelta) -> str:
        at = school.now + start_after
        body = {"title": "x", "start_time": at.isoformat(), "end_time": (at + lasts).isoformat()}
        return (await school.ada.refused("POST", EVENTS, json=body))[1]

    hour = timedelta(hours=1)
    assert await refused(timedelta(), hour) == "event.start_in_the_past"
    assert await refused(hour, timedelta()) == "event.ends_before_start"
    assert await refused(hour, -hour) == "event.ends_before_start"
    assert await refused(hour, timedelta(days=367)) == "event.too_long"
    event = await school.ada.announce()
    body = {"version": event["version"], "end_time": start.isoformat()}
    told = await school.ada.refused("PUT", path_of(event), json=body)
    assert told == (422, "event.ends_before_start")
    body = {"version": event["version"], "start_time": school.now.isoformat()}
    told = await school.ada.refused("PUT", path_of(event), json=body)
    assert told == (422, "event.start_in_the_past")


async def test_what_is_running_may_still_be_described_anew(school: School) -> None:
    event = await school.ada.announce()
    school.wait(timedelta(days=8))
    body = {"version": event["version"], "description": "# Jour 2", "title": None}
    told = await school.ada.ask("PUT", path_of(event), json=body)
    assert (told["description"], told["title"]) == ("# Jour 2", event["title"])


async def test_of_two_edits_at_once_one_is_refused(school_on_each_database: School) -> None:
    """W14."""
    school = school_on_each_database
    event = await school.ada.announce()
    answers = await asyncio.gather(
        *(
            browser.put(path_of(event), json={"version": 2, "title": f"{browser.user_id}"})
            for browser in (school.ada, school.root) * 3
        )
    )
    assert sorted(each.status_code for each in answers) == [200] + [409] * 5
    stale = [each.json() for each in answers if each.status_code == 409]
    assert {each["code"] for each in stale} == {"event.stale"}
    assert {each["details"]["version"] for each in stale} == {3}


async def test_a_picture_is_one_of_ones_own(school: School) -> None:
    async def upload(browser: Browser) -> str:
        picture = BytesIO()
        Image.new("RGB", (8, 8), "red").save(picture, "PNG")
        files = {"file": ("x.png", picture.getvalue())}
        told = await browser.ask("POST", "/media", files=files, expect=201)
        return str(told["id"])

    mine, theirs = await upload(school.ada), await upload(school.bob)
    event = await school.ada.announce(picture_id=mine)
    assert event["picture_id"] == mine
    body = {"version": event["version"], "picture_id": theirs}
    refusal = (404, "media.not_found")
    assert await school.ada.refused("PUT", path_of(event), json=body) == refusal
    told = await school.ada.ask(
        "PUT", path_of(event), json={"version": event["version"], "picture_id": None}
    )
    assert told["picture_id"] is None


async def test_a_copy_is_a_draft_of_ones_own_without_sessions(school: School) -> None:
    event = await school.ada.announce(
        description="**x**", place="Lyon", type="seminar", visibility="public"
    )
    await school.ada.schedule(event_id=event["id"])
    start = (school.now + timedelta(days=100)).isoformat()
    copy = await school.bob.ask(
        "POST",
        path_of(event, "/duplicate"),
        json={"title": "Semaine (copie)", "start_time": start},
        expect=201,
    )
    assert (copy["title"], copy["created_by"], copy["status"]) == (
        "Semaine (copie)",
        "bob",
        "draft",
    )
    assert copy["training_sessions"] == []
    for name in ("description", "place", "type", "visibility", "time_zone"):
        assert copy[name] == event[name]
    assert copy["start_time"] == start.replace("+00:00", "Z")
    assert copy["end_time"] == "2027-06-11T09:00:00Z"
    same = await school.ada.ask("POST", path_of(event, "/duplicate"), expect=201)
    assert (same["title"], same["start_time"]) == (event["title"], event["start_time"])


async def test_what_is_over_is_copied_and_not_published(school: School) -> None:
    event = await school.ada.announce()
    school.wait(timedelta(days=30))
    copy = await school.ada.ask("POST", path_of(event, "/duplicate"), expect=201)
    told = await school.ada.refused("POST", path_of(copy, "/publish"))
    assert told == (422, "event.start_in_the_past")


async def test_canceling_an_event_cancels_its_sessions_and_tells_people(school: School) -> None:
    event = await school.ada.announce()
    session = await school.ada.schedule(event_id=event["id"])
    over = await school.ada.schedule(event_id=event["id"])
    await school.put_status(over, SessionStatus.ENDED)
    await school.eve.register(session)
    canceled = await school.ada.ask("POST", path_of(event, "/cancel"))
    assert canceled["status"] == "canceled"
    assert {each["id"]: each["status"] for each in canceled["training_sessions"]} == {
        session["id"]: "canceled",
        over["id"]: "ended",
    }
    assert await school.due(session, "eve@example.org") == [(WorkKind.CANCELED, school.now)]
    assert await school.ada.ask("POST", path_of(event, "/cancel")) == canceled
    version = {"version": canceled["version"]}
    refusal = (409, "event.is_canceled")
    assert await school.ada.refused("PUT", path_of(event), json=version) == refusal
    assert await school.ada.refused("POST", path_of(event, "/publish")) == refusal
    start = (school.now + timedelta(days=1)).isoformat()
    body = {"title": "x", "start_time": start, "duration_minutes": 5, "event_id": event["id"]}
    assert await school.ada.refused("POST", SESSIONS, json=body) == refusal


async def test_an_event_with_a_live_session_is_not_canceled(school: School) -> None:
    event = await school.ada.announce()
    session = await school.ada.schedule(event_id=event["id"])
    await school.put_status(session, SessionStatus.LIVE)
    told = await school.ada.refused("POST", path_of(event, "/cancel"))
    assert told == (409, "event.has_live_session")
    assert (await school.ada.show(session))["status"] == "live"


async def test_no_session_slips_into_an_event_while_it_is_canceled(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    event = await school.ada.announce()
    start = (school.now + timedelta(days=1)).isoformat()
    body = {"title": "x", "start_time": start, "duration_minutes": 5, "event_id": event["id"]}
    await asyncio.gather(
        *(school.ada.post(SESSIONS, json=body) for _ in range(5)),
        school.root.post(path_of(event, "/cancel")),
        *(school.ada.post(SESSIONS, json=body) for _ in range(5)),
    )
    told = await school.ada.ask("GET", path_of(event))
    assert told["status"] == "canceled"
    assert {each["status"] for each in told["training_sessions"]} <= {"canceled"}


async def test_a_deleted_event_is_gone_until_it_is_restored(school: School) -> None:
    event = await school.ada.announce(visibility="public")
    session = await school.ada.schedule(event_id=event["id"])
    told = await school.ada.refused("DELETE", path_of(event))
    assert told == (409, "event.has_sessions")
    await school.ada.ask("DELETE", f"{SESSIONS}/{session['id']}")
    await school.ada.ask("DELETE", path_of(event), expect=204)
    gone = (404, "event.not_found")
    assert await school.ada.refused("GET", path_of(event)) == gone
    assert await school.ada.refused("DELETE", path_of(event)) == gone
    assert await titles(school.anybody, f"{EVENTS}/public") == []
    assert await titles(school.ada) == []
    assert await titles(school.bob, deleted="true") == []
    assert await titles(school.ada, deleted="true") == [event["title"]]
    assert await school.bob.refused("POST", path_of(event, "/restore")) == gone
    restored = await school.ada.ask("POST", path_of(event, "/restore"))
    assert (restored["status"], restored["deleted_at"]) == ("published", None)
    assert await school.ada.ask("POST", path_of(event, "/restore")) == restored
    assert await titles(school.anybody, f"{EVENTS}/public") == [event["title"]]


async def test_each_filter_keeps_what_it_names(school_on_each_database: School) -> None:
    """W15."""
    school = school_on_each_database
    start = school.now + timedelta(days=1)
    seasons: dict[str, Json] = {
        "Été": {"type": "course", "place": "Orléans"},
        "Hiver": {"type": "seminar", "is_remote": True},
        "Printemps": {"type": "tournament", "description": "En forêt"},
    }
    for number, (title, fields) in enumerate(seasons.items()):
        at = start + timedelta(days=number)
        end = at + timedelta(hours=3)
        await school.ada.announce(
            title=title, start_time=at.isoformat(), end_time=end.isoformat(), **fields
        )
    await school.bob.announce(title="Brouillon", publish=False)
    eve, iso = school.eve, (start + timedelta(days=1)).isoformat()
    assert await titles(eve) == ["Été", "Hiver", "Printemps"]
    assert await titles(eve, type=["course", "tournament"]) == ["Été", "Printemps"]
    assert await titles(eve, is_remote="true") == ["Hiver"]
    assert await titles(eve, is_remote="false") == ["Été", "Printemps"]
    assert await titles(eve, search="orleans ete") == ["Été"]
    assert await titles(eve, search="FORET") == ["Printemps"]
    assert await titles(eve, starts_before=iso) == ["Été"]
    assert await titles(eve, ends_after=iso) == ["Hiver", "Printemps"]
    assert await titles(school.bob, mine="true") == ["Brouillon"]
    assert await titles(school.bob, status="draft") == ["Brouillon"]
    assert await titles(eve, sort="title", order="desc", limit=2) == ["Printemps", "Hiver"]
    school.wait_until(start + timedelta(hours=3))
    assert await titles(eve, upcoming="true") == ["Hiver", "Printemps"]
    told = await eve.ask("GET", EVENTS, params={"sort": "created_by"}, expect=422)
    assert told["fields"][0]["path"] == ["sort"]
