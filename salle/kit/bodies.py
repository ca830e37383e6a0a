"""How much of a request is read where a route does not count by itself."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salle.kit.errors import Kind, SalleError
from salle.kit.http import STATUS, problem

LIMIT = 4 << 20
"""Bytes. The longest that is sent as JSON, a quiz of texts as long as may be, has room in it."""


class BodyTooLarge(SalleError):
    kind = Kind.TOO_LARGE
    code = "too_large"


class BodyLimit:
    """Refuses bodies above the limit, whether they say their length or not."""

    def __init__(self, app: ASGIApp, counted: tuple[str, ...]) -> None:
        """`counted`: how the addresses begin whose routes have limits of their own."""
        self._app = app
        self._counted = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._counted):
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > LIMIT:
            refusal = problem(STATUS[BodyTooLarge.kind], BodyTooLarge.code)
            await refusal(scope, receive, send)
            return
        size = 0

        async def receive_counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LIMIT:
                # FastAPI lets no other exception through where it reads a body.
                raise HTTPException(STATUS[BodyTooLarge.kind])
            return message

        await self._app(scope, receive_counted, send)
