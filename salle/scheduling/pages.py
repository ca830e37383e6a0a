"""The pages that people hand on by link. What their previews show is in the page itself.

The web app draws them; a messenger or a search engine only reads what is said here. Nothing is
said of what is not open to everybody: such a page is the same as one that does not exist.
"""

from asyncio import to_thread
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse, Response

from salle.kit.database import Reading
from salle.kit.errors import SalleError
from salle.scheduling.access import Viewer
from salle.scheduling.queries.events import get_public_event
from salle.scheduling.queries.sessions import get_session
from salle.scheduling.wording import Said, say

TITLE = "<title>Salle</title>"
MAX_SAID = 300
ID_LENGTH = 32
LANGUAGES = ("fr", "en")

Languages = Annotated[str, Header(alias="Accept-Language")]


@dataclass(frozen=True)
class Preview:
    title: str
    description: str
    address: str

    def write(self) -> str:
        """The title and the data that other programs show, all of it text that people typed."""
        title, description, address = (
            escape(text, quote=True) for text in (self.title, self.description, self.address)
        )
        return "\n    ".join(
            (
                f"<title>{title} · Salle</title>",
                f'<meta name="description" content="{description}" />',
                '<meta property="og:type" content="website" />',
                '<meta property="og:site_name" content="Salle" />',
                f'<meta property="og:title" content="{title}" />',
                f'<meta property="og:description" content="{description}" />',
                f'<meta property="og:url" content="{address}" />',
                '<meta name="twitter:card" content="summary" />',
            )
        )


def serve_pages(folder: Path) -> APIRouter:
    """Routes for the folder of the built app. Mount them before the app itself."""
    router = APIRouter(include_in_schema=False)
    index = folder / "index.html"

    @router.get("/s/{session_id}")
    async def session_page(
        session_id: str, request: Request, db: Reading, accepted: Languages = ""
    ) -> Response:
        return await answer(index, await preview_session(db, session_id, request, accepted))

    @router.get("/e/{event_id}")
    async def event_page(
        event_id: str, request: Request, db: Reading, accepted: Languages = ""
    ) -> Response:
        return await answer(index, await preview_event(db, event_id, request, accepted))

    _ = session_page, event_page
    return router


async def preview_session(
    db: Reading, session_id: str, request: Request, accepted: str
) -> Preview | None:
    if not is_id(session_id):
        return None
    try:
        session = await get_session(db, session_id, Viewer())
    except SalleError:
        return None
    said = say(
        session.start_time,
        session.end_time,
        time_zone=session.time_zone,
        language=language_of(accepted),
    )
    return Preview(
        session.title, told(said, session.description), address_of(request, f"/s/{session_id}")
    )


async def preview_event(
    db: Reading, event_id: str, request: Request, accepted: str
) -> Preview | None:
    if not is_id(event_id):
        return None
    try:
        event = await get_public_event(db, event_id)
    except SalleError:
        return None
    said = say(
        event.start_time, event.end_time, time_zone=event.time_zone, language=language_of(accepted)
    )
    return Preview(
        event.title, told(said, event.description), address_of(request, f"/e/{event_id}")
    )


def is_id(text: str) -> bool:
    return len(text) <= ID_LENGTH and text.isascii() and text.isalnum()


def language_of(accepted: str) -> str:
    """The first of ours that a browser names, in the order in which browsers write them."""
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip()[:2].lower()
        if tag in LANGUAGES:
            return tag
    return LANGUAGES[0]


def told(said: Said, description: str) -> str:
    """When, then what: on one line, and no longer than a preview shows."""
    text = " ".join((f"{said.when} ({said.zone}).", *description.split()))
    return text if len(text) <= MAX_SAID else f"{text[: MAX_SAID - 1].rstrip()}…"


def address_of(request: Request, path: str) -> str:
    origin: str = request.app.state.origin
    return f"{origin}{path}"


async def answer(index: Path, preview: Preview | None) -> Response:
    try:
        page = await to_thread(index.read_text, "utf-8")
    except FileNotFoundError:
        return HTMLResponse("The web app has not been built: run `make run`.", 503)
    if preview is not None:
        page = page.replace(TITLE, preview.write(), 1)
    # Which language is previewed depends on who asks.
    return HTMLResponse(page, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})
