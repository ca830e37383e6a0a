"""Series over HTTP: laid out once, then edited one by one, from one on, or as a whole."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from salle.scheduling.rules import SessionStatus, WorkKind
from tests.scheduling.school import SESSIONS, Browser, Json, School

PARIS = ZoneInfo("Europe/Paris")
SERIES = f"{SESSIONS}/series"
WEEKLY = {"kind": "weekly", "weekdays": [0]}


async def lay_out(browser: Browser, start: str, rule: Json, **fields: Any) -> Json:
    body = {
        "title": "Cours du soir",
        "start_time": start,
        "time_zone": "Europe/Paris",
        "duration_minutes": 60,
        "rule": rule,
    } | fields
    return await browser.ask("POST", SERIES, json=body, expect=201)


async def autumn(school: School, count: int = 4, **fields: Any) -> Json:
    """Mondays at 18:00 in Paris, two before and two after the clocks go back."""
    return await lay_out(
        school.ada, "2027-10-18T18:00:00+02:00", WEEKLY | {"count": count}, **fields
    )


def on_the_wall(series: Json) -> list[str]:
    """Day and time that a clock in Paris shows."""
    moments = (datetime.fromisoformat(each["start_time"]) for each in series["sessions"])
    return [each.astimezone(PARIS).strftime("%m-%d %H:%M") for each in moments]


async def edit(browser: Browser, session: Json, scope: str, **changes: Any) -> Json:
    body = {"version": session["version"]} | changes
    path = f"{SESSIONS}/{session['id']}"
    return await browser.ask("PUT", path, params={"scope": scope}, json=body)


async def shown(school: School, series: Json) -> Json:
    return await school.ada.ask("GET", f"{SERIES}/{series['id']}")


@pytest.mark.parametrize(
    ("start", "moments"),
    [
        ("2027-03-22T18:00:00+01:00", ["2027-03-22T17:00:00Z", "2027-03-29T16:00:00Z"]),
        ("2027-10-25T18:00:00+02:00", ["2027-10-25T16:00:00Z", "2027-11-01T17:00:00Z"]),
    ],
)
async def test_the_time_on_the_wall_stays_when_the_clocks_change(
    school: School, start: str, moments: list[str]
) -> None:
    series = await lay_out(school.ada, start, WEEKLY | {"count": 2})
    assert [each["start_time"] for each in series["sessions"]] == moments
    assert [each["series_index"] for each in series["sessions"]] == [0, 1]


async def test_a_night_class_at_half_past_two(school: School) -> None:
    """The stated rule: skipped is an hour later, twice is the first."""
    forward = await lay_out(
        school.ada, "2027-03-21T02:30:00+01:00", {"kind": "weekly", "weekdays": [6], "count": 3}
    )
    assert on_the_wall(forward) == ["03-21 02:30", "03-28 03:30", "04-04 02:30"]
    back = await lay_out(
        school.ada, "2027-10-24T02:30:00+02:00", {"kind": "weekly", "weekdays": [6], "count": 3}
    )
    assert on_the_wall(back) == ["10-24 02:30", "10-31 02:30", "11-07 02:30"]
    assert back["sessions"][1]["start_time"] == "2027-10-31T00:30:00Z"


async def test_days_may_be_chosen_one_by_one_and_left_out(school: School) -> None:
    chosen = {"kind": "chosen", "days": ["2027-06-09", "2027-06-01", "2027-06-09"]}
    series = await lay_out(school.ada, "2027-06-01T09:00:00+02:00", chosen)
    assert on_the_wall(series) == ["06-01 09:00", "06-09 09:00"]
    skipping = await lay_out(
        school.ada,
        "2027-06-07T09:00:00+02:00",
        WEEKLY | {"until": "2027-06-28"},
        exceptions=["2027-06-14"],
    )
    assert on_the_wall(skipping) == ["06-07 09:00", "06-21 09:00", "06-28 09:00"]
    assert skipping["exceptions"] == ["2027-06-14"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (WEEKLY, "until_or_count"),
        (WEEKLY | {"count": 2, "until": "2027-12-01"}, "until_or_count"),
        (WEEKLY | {"count": 0}, "greater_than_equal"),
        (WEEKLY | {"count": 201}, "less_than_equal"),
        (WEEKLY | {"count": 2, "weekdays": []}, "too_short"),
        (WEEKLY | {"count": 2, "weekdays": [7]}, "less_than_equal"),
        (WEEKLY | {"count": 2, "every": 0}, "greater_than_equal"),
        ({"kind": "monthly"}, "union_tag_invalid"),
        ({"kind": "chosen", "days": []}, "too_short"),
        ({"kind": "chosen", "days": ["0001-01-01"]}, "greater_than_equal"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(school: School, rule: Json, code: str) -> None:
    body = {
        "title": "x",
        "start_time": "2027-10-18T18:00:00+02:00",
        "duration_minutes": 60,
        "rule": rule,
    }
    told = await school.ada.ask("POST", SERIES, json=body, expect=422)
    assert [each["code"] for each in told["fields"]] == [code]


async def test_a_series_without_an_end_or_a_session_is_refused(school: School) -> None:
    body = {"title": "x", "start_time": "2027-10-18T18:00:00+02:00", "duration_minutes": 60}
    far = body | {"rule": WEEKLY | {"until": "2199-01-01"}}
    assert await school.ada.refused("POST", SERIES, json=far) == (422, "series.too_long")
    none = body | {"rule": WEEKLY | {"count": 1}, "exceptions": ["2027-10-18"]}
    assert await school.ada.refused("POST", SERIES, json=none) == (422, "series.empty")
    past = body | {"rule": {"kind": "chosen", "days": ["2027-02-28", "2027-10-18"]}}
    refusal = (422, "session.start_in_the_past")
    assert await school.ada.refused("POST", SERIES, json=past) == refusal
    assert (await school.ada.ask("GET", SESSIONS))["total"] == 0


async def test_one_of_a_series_is_edited_alone(school: School) -> None:
    series = await autumn(school)
    second = series["sessions"][1]
    await edit(school.ada, second, "one", title="Exception", start_time="2027-10-26T19:00:00+02:00")
    after = await shown(school, series)
    assert on_the_wall(after) == ["10-18 18:00", "10-26 19:00", "11-01 18:00", "11-08 18:00"]
    assert [each["title"] for each in after["sessions"]].count("Exception") == 1


async def test_all_of_a_series_move_on_the_wall_together(school: School) -> None:
    series = await autumn(school)
    after_the_change = series["sessions"][2]
    await edit(
        school.ada, after_the_change, "all", start_time="2027-11-01T19:30:00+01:00", capacity=9
    )
    after = await shown(school, series)
    assert on_the_wall(after) == ["10-18 19:30", "10-25 19:30", "11-01 19:30", "11-08 19:30"]
    assert {each["capacity"] for each in after["sessions"]} == {9}
    assert after["rule"] == series["rule"]


async def test_a_series_that_moves_to_other_days_says_which(school: School) -> None:
    series = await autumn(school, count=2)
    await edit(school.ada, series["sessions"][0], "all", start_time="2027-10-20T18:00:00+02:00")
    after = await shown(school, series)
    assert on_the_wall(after) == ["10-20 18:00", "10-27 18:00"]
    assert after["rule"] == {"kind": "chosen", "days": ["2027-10-20", "2027-10-27"]}


async def test_this_and_the_following_become_a_series_of_their_own(school: School) -> None:
    series = await autumn(school)
    third = await edit(
        school.ada,
        series["sessions"][2],
        "following",
        title="Nouveau",
        start_time="2027-11-01T20:00:00+01:00",
    )
    earlier = await shown(school, series)
    later = await shown(school, {"id": third["series_id"]})
    assert on_the_wall(earlier) == ["10-18 18:00", "10-25 18:00"]
    assert on_the_wall(later) == ["11-01 20:00", "11-08 20:00"]
    assert [each["title"] for each in later["sessions"]] == ["Nouveau"] * 2
    assert [each["series_index"] for each in later["sessions"]] == [0, 1]
    assert earlier["rule"]["until"] == "2027-10-31"
    assert later["rule"]["until"] == "2027-11-08"
    await edit(school.ada, later["sessions"][0], "all", title="Les derniers")
    assert {each["title"] for each in (await shown(school, series))["sessions"]} == {
        "Cours du soir"
    }


async def test_the_first_and_the_following_are_the_whole_series(school: School) -> None:
    series = await autumn(school)
    first = await edit(school.ada, series["sessions"][0], "following", title="Tout")
    assert first["series_id"] == series["id"]
    assert {each["title"] for each in (await shown(school, series))["sessions"]} == {"Tout"}


async def test_what_has_been_is_not_edited_with_the_rest(school: School) -> None:
    series = await autumn(school)
    first, second, third, fourth = series["sessions"]
    await school.put_status(first, SessionStatus.ENDED)
    await school.ada.ask("DELETE", f"{SESSIONS}/{third['id']}")
    school.wait_until(datetime(2027, 10, 25, 17, tzinfo=UTC))
    await edit(school.ada, fourth, "all", title="Après")
    after = await shown(school, series)
    assert [each["title"] for each in after["sessions"]] == ["Cours du soir"] * 3 + ["Après"]
    assert after["sessions"][1]["id"] == second["id"]


async def test_a_change_that_one_of_them_refuses_changes_none(school: School) -> None:
    series = await autumn(school, capacity=3)
    last = series["sessions"][-1]
    await school.eve.register(last)
    await school.sam.register(last)
    path = f"{SESSIONS}/{series['sessions'][0]['id']}"
    body = {"version": 1, "capacity": 1, "title": "Petit"}
    told = await school.ada.ask("PUT", path, params={"scope": "all"}, json=body, expect=409)
    assert told["code"] == "session.capacity_below_taken"
    assert told["details"] == {"taken": 2, "session_id": last["id"]}
    assert {each["title"] for each in (await shown(school, series))["sessions"]} == {
        "Cours du soir"
    }


async def test_those_to_come_are_canceled_together(school: School) -> None:
    series = await autumn(school)
    first, second, *_ = series["sessions"]
    await school.eve.register(second)
    await school.ada.ask("DELETE", f"{SESSIONS}/{second['id']}", params={"scope": "following"})
    after = await shown(school, series)
    assert [each["status"] for each in after["sessions"]] == ["scheduled"] + ["canceled"] * 3
    assert (WorkKind.CANCELED, school.now) in await school.due(second, "eve@example.org")
    await school.ada.ask("DELETE", f"{SESSIONS}/{first['id']}", params={"scope": "all"})
    assert {each["status"] for each in (await shown(school, series))["sessions"]} == {"canceled"}


async def test_a_session_of_no_series_has_nothing_that_follows(school: School) -> None:
    session = await school.ada.schedule()
    path, refusal = f"{SESSIONS}/{session['id']}", (409, "session.not_in_series")
    for scope in ("following", "all"):
        query = {"scope": scope}
        told = await school.ada.refused("PUT", path, params=query, json={"version": 1})
        assert told == refusal
        assert await school.ada.refused("DELETE", path, params=query) == refusal


async def test_who_assists_one_of_them_does_not_edit_the_others(school: School) -> None:
    series = await autumn(school)
    first, second, *_ = series["sessions"]
    second = await edit(school.ada, second, "one", assistant_ids=["bob"])
    await edit(school.bob, second, "one", title="Avec Bob")
    path = f"{SESSIONS}/{second['id']}"
    told = await school.bob.refused(
        "PUT", path, params={"scope": "all"}, json={"version": 3, "title": "x"}
    )
    assert told == (403, "auth.not_allowed")
    assert (await school.bob.show(first))["title"] == "Cours du soir"


async def test_a_series_is_shown_to_those_who_see_its_sessions(school: School) -> None:
    series = await autumn(school)
    path = f"{SERIES}/{series['id']}"
    assert len((await school.eve.ask("GET", path))["sessions"]) == 4
    assert await school.pia.refused("GET", path) == (404, "series.not_found")
    assert await school.anybody.refused("GET", path) == (404, "series.not_found")
    await edit(school.ada, series["sessions"][0], "one", is_public=True)
    assert len((await school.anybody.ask("GET", path))["sessions"]) == 1


async def test_every_session_of_a_series_has_its_own_room_and_end(school: School) -> None:
    series = await autumn(school, count=3)
    for session in series["sessions"]:
        start = datetime.fromisoformat(session["start_time"])
        assert await school.due(session) == [
            (WorkKind.PREPARE_ROOM, start - timedelta(hours=2)),
            (WorkKind.AUTO_END, start + timedelta(minutes=90)),
        ]
