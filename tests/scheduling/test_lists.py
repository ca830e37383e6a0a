"""Lists over HTTP. W15 and the like number weaknesses that we learnt from."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from salle.scheduling.rules import SessionStatus
from tests.scheduling.school import SESSIONS, Browser, Json, School


async def titles(browser: Browser, path: str = SESSIONS, **query: Any) -> list[str]:
    """Of the page; the total is that of the whole list."""
    told = await browser.ask("GET", path, params=query)
    items = told["sessions" if path == SESSIONS else "events"]
    assert told["total"] >= len(items)
    return [each["title"] for each in items]


async def test_every_page_of_a_list_together_is_the_list(school_on_each_database: School) -> None:
    """W11 and W15: nothing is beyond a page, and the total is not that of the page."""
    school = school_on_each_database
    start = school.now + timedelta(days=1)
    for number in range(23):
        await school.ada.schedule(
            title=f"Atelier {number % 3}",
            start_time=(start + timedelta(days=number % 5)).isoformat(),
        )
    for sort in ("start_time", "title", "created_at", "status"):
        for order in ("asc", "desc"):
            pages = [
                await school.eve.ask(
                    "GET",
                    SESSIONS,
                    params={"sort": sort, "order": order, "limit": 5, "offset": offset},
                )
                for offset in range(0, 25, 5)
            ]
            assert {page["total"] for page in pages} == {23}
            found = [each for page in pages for each in page["sessions"]]
            assert len({each["id"] for each in found}) == 23
            keys = [each[sort] for each in found]
            assert keys == sorted(keys, reverse=order == "desc")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"offset": -1}, "offset"),
        ({"offset": 100_001}, "offset"),
        ({"sort": "room_id"}, "sort"),
        ({"sort": "id; DROP TABLE events"}, "sort"),
        ({"order": "random"}, "order"),
        ({"status": "open"}, "status"),
        ({"search": "x" * 201}, "search"),
        ({"event_id": "%"}, "event_id"),
        ({"ends_after": "2027-03-08T09:00:00"}, "ends_after"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    school: School, query: dict[str, str | int], field: str
) -> None:
    """W35: fields to sort by are a closed list."""
    told = await school.eve.ask("GET", SESSIONS, params=query, expect=422)
    assert told["fields"][0]["path"][0] == field


async def test_sessions_are_sorted_as_people_read(school_on_each_database: School) -> None:
    school = school_on_each_database
    for title in ("Zèbre", "éléphant", "Abeille", "Écureuil"):
        await school.ada.schedule(title=title)
    assert await titles(school.eve, sort="title") == ["Abeille", "Écureuil", "éléphant", "Zèbre"]


async def test_words_are_found_without_case_and_accents(school_on_each_database: School) -> None:
    school = school_on_each_database
    await school.ada.schedule(title="L’arrêt cardiaque", description="Œdème, 100 %_")
    await school.ada.schedule(title="Brûlures", tags=["été"], topics=["Hygiène"])
    assert await titles(school.eve, search="ARRET cardiaque") == ["L’arrêt cardiaque"]
    assert await titles(school.eve, search="ete hygiene brul") == ["Brûlures"]
    assert await titles(school.eve, search="100 %_") == ["L’arrêt cardiaque"]
    assert await titles(school.eve, search="%") == ["L’arrêt cardiaque"]
    assert await titles(school.eve, search="cardiaque brulures") == []


async def test_each_filter_keeps_what_it_names(school_on_each_database: School) -> None:
    """W15: filters are asked of the database."""
    school = school_on_each_database
    event_ = await school.ada.announce()
    start = school.now + timedelta(days=1)
    by = {}
    for number, title in enumerate(("un", "deux", "trois", "quatre")):
        by[title] = await school.ada.schedule(
            title=title, start_time=(start + timedelta(days=number)).isoformat()
        )
    by["cinq"] = await school.bob.schedule(title="cinq", assistant_ids=["ada"])
    await school.ada.edit(by["deux"], event_id=event_["id"])
    await school.put_status(by["un"], SessionStatus.LIVE)
    await school.ada.ask("DELETE", f"{SESSIONS}/{by['trois']['id']}")
    await school.eve.register(by["quatre"])
    eve, iso = school.eve, (start + timedelta(days=1)).isoformat()
    assert await titles(eve, status="live") == ["un"]
    assert await titles(eve, status=["live", "canceled"]) == ["un", "trois"]
    assert await titles(eve, instructor_id="bob") == ["cinq"]
    assert await titles(eve, event_id=event_["id"]) == ["deux"]
    assert await titles(eve, upcoming="true") == ["un", "deux", "quatre", "cinq"]
    assert await titles(eve, mine="true") == ["quatre"]
    assert await titles(school.ada, mine="true") == ["un", "deux", "trois", "quatre", "cinq"]
    assert await titles(school.anybody, mine="true") == []
    assert await titles(eve, starts_before=iso) == ["un"]
    assert await titles(eve, ends_after=iso) == ["deux", "trois", "quatre", "cinq"]
    assert await titles(eve, instructor_id="ada", status="scheduled", limit=1) == ["deux"]


async def test_a_session_is_upcoming_until_its_door_closes(school: School) -> None:
    session = await school.ada.schedule()
    closing = (await school.row(session)).end_time + timedelta(minutes=30)
    school.wait_until(closing - timedelta(seconds=1))
    assert len(await titles(school.eve, upcoming="true")) == 1
    school.wait_until(closing)
    assert await titles(school.eve, upcoming="true") == []


async def test_what_is_archived_is_listed_apart(school: School) -> None:
    session = await school.ada.schedule()
    await school.change(session, archived_at=school.now)
    assert await titles(school.eve) == []
    assert len(await titles(school.eve, archived="true")) == 1


async def test_a_list_asks_the_database_as_often_for_ten_as_for_one(school: School) -> None:
    """W30."""
    asked: list[str] = []

    @event.listens_for(school.world.databases.read_engine.sync_engine, "before_cursor_execute")
    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event_ = await school.ada.announce()

    async def ask(path: str, rows: str) -> tuple[int, int]:
        asked.clear()
        told: Json = await school.eve.ask("GET", path)
        return len(asked), len(told[rows])

    paths = ((SESSIONS, "sessions"), (f"/events/{event_['id']}", "training_sessions"))
    await school.ada.schedule(event_id=event_["id"])
    for_one = [await ask(*each) for each in paths]
    for number in range(9):
        person = school.bob if number % 2 else school.ada
        session = await person.schedule(
            event_id=event_["id"] if person is school.ada else None, assistant_ids=["root"]
        )
        await school.eve.register(session)
    for_more = [await ask(*each) for each in paths]
    assert [rows for _, rows in for_one] == [1, 1]
    assert [rows for _, rows in for_more] == [10, 6]
    assert [asks for asks, _ in for_more] == [asks for asks, _ in for_one]
