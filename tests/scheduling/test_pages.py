"""What a link shows before anybody has opened it."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from salle.scheduling.pages import MAX_SAID, serve_pages
from tests.scheduling.school import School
from tests.world import ORIGIN

INDEX = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8" /><title>Salle</title></head><body></body></html>
"""


class Head(HTMLParser):
    """The title and the named data of a page, read as others read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: dict[str, str] = {}
        self._is_title = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            self.said[name] = given.get("content") or ""
        self._is_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._is_title:
            self.said["title"] = data
            self._is_title = False


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "index.html").write_text(INDEX)
    return folder


async def look(school: School, folder: Path, path: str, language: str = "fr") -> Head:
    """At a page that is served from this folder, with the data of this school."""
    app = FastAPI()
    app.state = school.world.app.state
    app.include_router(serve_pages(folder))
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as http:
        page = await http.get(path, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    return Head(page.text)


async def test_a_public_session_is_previewed_in_the_language_of_who_looks(
    school: School, built: Path
) -> None:
    session = await school.ada.schedule(
        is_public=True,
        members_only=False,
        start_time="2027-03-09T13:00:00Z",
        time_zone="Europe/Paris",
        description="Les gestes\nqui sauvent",
    )
    head = await look(school, built, f"/s/{session['id']}")
    assert head.said["title"] == "Premiers secours · Salle"
    assert head.said["og:title"] == "Premiers secours"
    assert head.said["og:url"] == f"{ORIGIN}/s/{session['id']}"
    assert head.said["og:description"] == (
        "mardi 9 mars 2027, 14:00 – 15:00 (Europe/Paris, UTC+1). Les gestes qui sauvent"
    )
    english = await look(school, built, f"/s/{session['id']}", "de, en-GB;q=0.8, fr;q=0.5")
    assert english.said["og:description"].startswith("Tuesday 9 March 2027")


async def test_a_public_event_is_previewed(school: School, built: Path) -> None:
    event = await school.ada.announce(visibility="public", description="x" * 9_000)
    head = await look(school, built, f"/e/{event['id']}")
    assert head.said["og:title"] == "Semaine du secourisme"
    assert len(head.said["og:description"]) == MAX_SAID


async def test_what_people_type_stays_text(school: School, built: Path) -> None:
    bad = "\"><script>alert('x')</script> & Cie"
    session = await school.ada.schedule(
        is_public=True, members_only=False, title=bad, description=bad
    )
    head = await look(school, built, f"/s/{session['id']}")
    assert "script" not in head.tags
    assert head.said["og:title"] == bad
    assert head.said["og:description"].endswith(bad)


async def test_what_is_not_for_everybody_is_said_to_nobody(school: School, built: Path) -> None:
    hidden = await school.ada.schedule(title="Secret")
    draft = await school.ada.announce(title="Secret", visibility="public", publish=False)
    members = await school.ada.announce(title="Secret", visibility="members_only")
    for path in (
        f"/s/{hidden['id']}",
        f"/e/{draft['id']}",
        f"/e/{members['id']}",
        "/s/nothing",
        "/e/%00%27",
    ):
        head = await look(school, built, path)
        assert head.said["title"] == "Salle"
        assert not any(name.startswith("og:") for name in head.said)


async def test_an_app_that_is_not_built_says_so(school: School, tmp_path: Path) -> None:
    app = FastAPI()
    app.state = school.world.app.state
    app.include_router(serve_pages(tmp_path / "nowhere"))
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as http:
        page = await http.get("/s/abc")
    assert page.status_code == 503
