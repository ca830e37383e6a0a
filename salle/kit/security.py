"""What every answer and every write has in common: headers, and where a write may come from."""

from typing import cast
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salle.kit.errors import Kind, SalleError
from salle.kit.http import STATUS, problem

FOREIGN_PAGE = 4203  # of docs/protocol.md
READS = frozenset({"GET", "HEAD", "OPTIONS"})

# The board's editor draws with inline styles, data: and blob: pictures; nothing needs inline
# scripts or another host, except the videos that a trainer puts on a slide.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; "
    "media-src 'self' blob:; worker-src 'self' blob:; "
    "frame-src https://www.youtube-nocookie.com https://www.youtube.com; "
    "base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self)",
}


class OriginNotAllowed(SalleError):
    """Said to a page of somewhere else that would write here."""

    kind = Kind.FORBIDDEN
    code = "origin_not_allowed"


class Security:
    """Refuses writes and sockets that another site's page asked for; sets the headers.

    With a public address, pages of that origin alone may write. Without one, a page may write to
    the host that it came from, under whatever name the person typed.
    """

    def __init__(self, app: ASGIApp, public_origin: str | None) -> None:
        self._app = app
        self._public_origin = public_origin
        self._headers = dict(HEADERS)
        if public_origin is not None and public_origin.startswith("https://"):
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        is_write = scope["type"] == "websocket" or scope["method"] not in READS
        if is_write and not self.is_own(Headers(scope=scope)):
            if scope["type"] == "websocket":
                # Refused before it is accepted, a socket looks like a lost line: its page would
                # come back for ever.
                await receive()
                await send({"type": "websocket.accept"})
                await send({"type": "websocket.close", "code": FOREIGN_PAGE, "reason": "origin"})
            else:
                refusal = problem(STATUS[OriginNotAllowed.kind], OriginNotAllowed.code)
                await refusal(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if cast("str", scope["path"]).startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def is_own(self, headers: Headers) -> bool:
        """A browser names the page's origin in every write. Programs without a browser do not."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        if self._public_origin is not None:
            return origin == self._public_origin
        return urlsplit(origin).netloc == headers.get("host")
