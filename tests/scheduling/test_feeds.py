import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import update

from salle.accounts.models import User
from salle.scheduling.links import FeedLinks
from tests.scheduling import rfc5545
from tests.scheduling.school import SESSIONS, Browser, Json, School
from tests.services.salle import RunningSalle
from tests.world import ORIGIN


async def address_of(browser: Browser) -> str:
    url: str = (await browser.ask("POST", "/me/calendar"))["url"]
    return url


async def read(school: School, url: str) -> Response:
    """As a calendar program does: without a sign-in."""
    return await school.world.http.get(url)


async def entries(school: School, url: str) -> dict[str, str]:
    """Title and status of each."""
    answer = await read(school, url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = rfc5545.read(answer.content).events
    return {event.text("SUMMARY"): event.one("STATUS").value for event in events}


async def test_a_feed_has_what_its_owner_leads_assists_or_goes_to(
    school_on_each_database: School,
) -> None:
    school = school_on_each_database
    led = await school.ada.schedule(title="Menée", capacity=1)
    await school.bob.schedule(title="Assistée", assistant_ids=["ada"])
    goes = await school.bob.schedule(title="Suivie")
    await school.bob.schedule(title="D’autres")
    waits = await school.bob.schedule(title="Attendue", capacity=1)
    left = await school.bob.schedule(title="Quittée")
    canceled = await school.ada.schedule(title="Annulée")
    await school.eve.register(waits)
    for session in (goes, waits, left):
        await school.ada.register(session)
    await school.ada.ask("DELETE", f"{SESSIONS}/{left['id']}/registration", expect=204)
    await school.ada.ask("DELETE", f"{SESSIONS}/{canceled['id']}")
    await school.eve.register(led)
    assert await entries(school, await address_of(school.ada)) == {
        "Menée": "CONFIRMED",
        "Assistée": "CONFIRMED",
        "Suivie": "CONFIRMED",
        "Attendue": "TENTATIVE",
        "Annulée": "CANCELLED",
    }
    assert await entries(school, await address_of(school.eve)) == {
        "Attendue": "CONFIRMED",
        "Menée": "CONFIRMED",
    }
    assert await entries(school, await address_of(school.pia)) == {}


async def test_an_entry_of_a_feed_is_that_of_the_mails_without_anybody_s_link(
    school: School,
) -> None:
    session = await school.bob.schedule()
    await school.eve.register(session)
    [event] = rfc5545.read((await read(school, await address_of(school.eve))).content).events
    assert event.one("UID").value == f"{session['id']}@salle"
    assert event.one("URL").value == f"{ORIGIN}/s/{session['id']}"
    assert "registration" not in event.text("DESCRIPTION")
    assert event.moment("DTSTART") == datetime.fromisoformat(session["start_time"])
    assert event.all("ATTENDEE") == []


async def test_a_renewed_address_ends_the_one_before(school_on_each_database: School) -> None:
    school = school_on_each_database
    assert await school.eve.ask("GET", "/me/calendar") == {"url": None}
    first = await address_of(school.eve)
    assert await school.eve.ask("GET", "/me/calendar") == {"url": first}
    second = await address_of(school.eve)
    assert second != first
    answer = await read(school, first)
    assert (answer.status_code, answer.json()["code"]) == (404, "calendar.not_found")
    assert (await read(school, second)).status_code == 200
    await school.eve.ask("DELETE", "/me/calendar", expect=204)
    await school.eve.ask("DELETE", "/me/calendar", expect=204)
    assert (await read(school, second)).status_code == 404


async def test_nobody_makes_an_address_up(school: School) -> None:
    url = await address_of(school.eve)
    key, _, signature = url.removeprefix(f"{ORIGIN}/calendar/").removesuffix(".ics").partition(".")
    forged = FeedLinks("another secret of this length, or so").sign(key)
    registration = school.world.app.state.registration_links.sign(key)
    for secret in (key, f"{key}.", f"{key}.{signature[:-1]}", forged, registration, "x.y"):
        answer = await read(school, f"{ORIGIN}/calendar/{secret}.ics")
        assert (answer.status_code, answer.json()["code"]) == (404, "calendar.not_found")
    odd = await read(school, f"{ORIGIN}/calendar/{'a' * 200}.ics")
    assert (odd.status_code, odd.json()["code"]) == (422, "invalid")


async def test_whoever_guesses_addresses_is_slowed_down(school: School) -> None:
    answers = [(await read(school, f"{ORIGIN}/calendar/a.b.ics")).status_code for _ in range(101)]
    assert answers == [404] * 100 + [429]
    assert (await read(school, await address_of(school.eve))).status_code == 200


async def test_the_feed_of_a_disabled_account_is_closed(school: School) -> None:
    url = await address_of(school.eve)
    async with school.world.writing() as db:
        await db.execute(update(User).where(User.id == "eve").values(disabled_at=school.now))
    assert (await read(school, url)).status_code == 404


async def test_what_is_long_past_is_left_to_the_calendars(school: School) -> None:
    await school.ada.schedule(title="Ancienne")
    url = await address_of(school.ada)
    school.wait(timedelta(days=7 + 92, minutes=59))
    assert list(await entries(school, url)) == ["Ancienne"]
    school.wait(timedelta(minutes=1))
    assert await entries(school, url) == {}


def test_the_address_of_a_feed_is_in_no_log(tmp_path: Path) -> None:
    secret = FeedLinks("s" * 40).sign("a-key-of-a-feed")
    with RunningSalle(tmp_path / "data", "", demo=False, log_level="debug") as server:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{server.url}/calendar/{secret}.ics")  # noqa: S310 - our own
        refused.value.close()
        assert refused.value.code == 404
    log = server.log.read_text()
    assert "Salle is ready" in log
    assert secret.partition(".")[0] not in log


async def session_file(browser: Browser, session: Json) -> Response:
    return await browser.get(f"{SESSIONS}/{session['id']}/calendar.ics")


async def test_who_may_see_a_session_takes_it_into_a_calendar(school: School) -> None:
    session = await school.ada.schedule(title="Éveil, 🎈", members_only=True)
    answer = await session_file(school.eve, session)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="session.ics"'
    [event] = rfc5545.read(answer.content).events
    assert event.text("SUMMARY") == "Éveil, 🎈"
    assert event.one("URL").value == f"{ORIGIN}/s/{session['id']}"
    for browser in (school.anybody, school.pia):
        refused = await session_file(browser, session)
        assert (refused.status_code, refused.json()["code"]) == (404, "session.not_found")
        path = f"{SESSIONS}/{session['id']}/calendar"
        assert await browser.refused("GET", path) == (404, "session.not_found")


async def test_who_came_by_a_link_finds_it_again_in_the_calendar(school: School) -> None:
    session = await school.ada.schedule(is_public=True, members_only=False)
    guest = {"email": "guy@example.org", "first_name": "Guy", "last_name": "B"}
    path = f"{SESSIONS}/{session['id']}/registrations/by-mail"
    await school.anybody.ask("POST", path, json=guest, expect=202)
    guy = await school.with_link(session, "guy@example.org")
    [event] = rfc5545.read((await session_file(guy, session)).content).events
    token = guy.headers["Salle-Registration"]
    assert event.one("URL").value == f"{ORIGIN}/s/{session['id']}#registration={token}"
    links = await guy.ask("GET", f"{SESSIONS}/{session['id']}/calendar")
    assert token not in str(links), "others are not told who somebody is"
    assert sorted(links) == ["google", "office", "outlook"]
    assert links["google"].startswith("https://calendar.google.com/")
