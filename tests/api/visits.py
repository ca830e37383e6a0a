"""Sends what schemathesis makes up to a server of the test's own."""

from typing import Any

import httpx
import requests
from anyio.from_thread import BlockingPortal
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation

from tests.api.inhabited import Inhabited
from tests.scheduling.school import Browser
from tests.world import ORIGIN, World

ACTORS = {
    "anybody": "",
    "guest": "",
    "member": "eve",
    "instructor": "ada",
    "admin": "root",
}
MadeUp = Case[APIOperation[Any, Any, Any, Any]]
GUEST = "guest"
"""Has no account, but the link of a mail."""


class Visits:
    def __init__(self, world: World, there: Inhabited, portal: BlockingPortal) -> None:
        world.clock.time = there.now
        self._names = there.names
        self._portal = portal
        self._browsers = {name: Browser(world, user_id) for name, user_id in ACTORS.items()}
        self._browsers[GUEST].headers["Salle-Registration"] = there.names["registrationLink"]

    def send(self, case: MadeUp, actor: str) -> Response:
        asked = requests.Request(**case.as_transport_kwargs(base_url=ORIGIN)).prepare()
        request = self._browsers[actor].build_request(
            str(asked.method),
            self._resolve(str(asked.url)),
            headers={
                name: self._resolve(value if isinstance(value, str) else value.decode("latin-1"))
                for name, value in asked.headers.items()
                if name != "Content-Length"
            },
            content=self._resolve_body(as_bytes(asked.body)),
        )
        return Response.from_httpx(self._portal.call(self._send, actor, request), verify=True)

    async def _send(self, actor: str, request: httpx.Request) -> httpx.Response:
        return await self._browsers[actor].send(request)

    def _resolve(self, text: str) -> str:
        """Names of the examples stand for ids that nobody knew when the examples were written."""
        for name, real in self._names.items():
            text = text.replace(name, real)
        return text

    def _resolve_body(self, data: bytes) -> bytes:
        for name, real in self._names.items():
            data = data.replace(name.encode(), real.encode())
        return data


def as_bytes(body: object) -> bytes:
    if isinstance(body, str):
        return body.encode()
    assert isinstance(body, bytes | None)
    return body or b""
