from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message

from salle.capsules.rules import MAX_DOCUMENT_BYTES, MAX_VALUES, DocumentTooLarge

MARGIN = 1 << 16
"""What a request may hold beside the document."""


class DocumentRoute(APIRoute):
    """Takes bodies as large as a document, and counts their values before they become objects."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def read_then_handle(request: Request) -> Response:
            body = await read_body(request, MAX_DOCUMENT_BYTES + MARGIN)

            async def receive() -> Message:
                return {"type": "http.request", "body": body, "more_body": False}

            return await handle(Request(request.scope, receive))

        return read_then_handle


async def read_body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise DocumentTooLarge(limit=MAX_DOCUMENT_BYTES)
    if body.count(b"{") + body.count(b"[") > MAX_VALUES:
        raise DocumentTooLarge(limit_values=MAX_VALUES)
    return bytes(body)
