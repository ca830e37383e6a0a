"""The server's HTTP interface, as little of it as a rehearsal needs."""

import threading
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any

import orjson

from salle.rehearsal.addresses import Address

PATIENCE = 15.0  # seconds for one answer
AGAIN_AFTER = 1.0
TOO_MANY, BUSY, UNAUTHENTICATED = 429, 503, 401


class Refused(Exception):
    """The server said no, and why."""

    def __init__(self, what: str, status: int, code: str) -> None:
        super().__init__(f"{what} was answered {status} {code}".rstrip())
        self.status = status
        self.code = code


class Unreachable(Exception):
    """The server does not answer."""


class _Connection(HTTPConnection):
    def __init__(self, address: Address) -> None:
        super().__init__(address.host, address.port, timeout=PATIENCE)
        self.default_port = 80 if address.tls is None else 443
        self._address = address

    def connect(self) -> None:
        self.sock = self._address.connect()
        self.sock.settimeout(PATIENCE)


class Api:
    """One connection for each thread. Whoever signs in does so for all of them."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._local = threading.local()
        self._connections: list[_Connection] = []
        self._access = ""
        self._cookie = ""

    def sign_in_with_link(self, token: str) -> None:
        self._sign_in("/api/auth/link", {"token": token})

    def sign_in_with_password(self, email: str, password: str) -> None:
        self._sign_in("/api/auth/login", {"email": email, "password": password})

    def sign_out(self) -> None:
        self.ask("POST", "/api/auth/logout")

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def ask(
        self,
        method: str,
        path: str,
        content: object = None,
        *,
        as_guest: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        """What was answered. A guest names nobody; who has signed in stays so for as long."""
        try:
            return self._ask(method, path, content, as_guest=as_guest, headers=headers)
        except Refused as refused:
            if refused.status != UNAUTHENTICATED or as_guest or not self._cookie:
                raise
        self._sign_in("/api/auth/refresh", None)
        return self._ask(method, path, content, as_guest=as_guest, headers=headers)

    def ask_again(
        self, method: str, path: str, content: object, *, goes_on: Callable[[], bool]
    ) -> Any:  # noqa: ANN401 - JSON
        """As a guest, until the server has time for it and allows it."""
        while True:
            try:
                return self.ask(method, path, content, as_guest=True)
            except Refused as refused:
                if refused.status not in (TOO_MANY, BUSY) or not goes_on():
                    raise
            time.sleep(AGAIN_AFTER)

    def read_metrics(self, token: str) -> str | None:
        """None if the server shows none to this token."""
        bearer = {"Authorization": f"Bearer {token}"}
        try:
            status, body, _ = self._send("GET", "/metrics", None, bearer)
        except Unreachable:
            return None
        return body.decode() if status == 200 else None  # noqa: PLR2004 - as the standard has it

    def _sign_in(self, path: str, content: object) -> None:
        answer = self._ask("POST", path, content, as_guest=True, headers={"Cookie": self._cookie})
        self._access = answer["access_token"]

    def _ask(
        self,
        method: str,
        path: str,
        content: object,
        *,
        as_guest: bool,
        headers: Mapping[str, str] | None,
    ) -> Any:  # noqa: ANN401 - JSON
        given = dict(headers or {})
        if not as_guest:
            given |= {"Authorization": f"Bearer {self._access}", "Cookie": self._cookie}
        status, body, cookies = self._send(method, path, content, given)
        if cookies:
            self._cookie = cookies
        try:
            answer = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError:
            answer = {}
        if status >= 400:  # noqa: PLR2004 - as the standard has it
            code = answer.get("code", "") if isinstance(answer, dict) else ""
            raise Refused(f"{method} {path}", status, code)
        return answer

    def _send(
        self, method: str, path: str, content: object, headers: Mapping[str, str]
    ) -> tuple[int, bytes, str]:
        body = None if content is None else orjson.dumps(content)
        sent = {name: value for name, value in headers.items() if value}
        if body is not None:
            sent["Content-Type"] = "application/json"
        for is_second in (False, True):
            connection: _Connection | None = getattr(self._local, "connection", None)
            is_new = connection is None
            if connection is None:
                self._local.connection = connection = _Connection(self._address)
                self._connections.append(connection)
            try:
                connection.request(method, path, body, sent)
                answer = connection.getresponse()
                read = answer.read()
            except (OSError, HTTPException) as error:
                connection.close()
                self._connections.remove(connection)
                self._local.connection = None
                if is_new or is_second:  # one that waited may have been closed meanwhile
                    raise Unreachable(f"{self._address} does not answer: {error}") from None
                continue
            cookies = SimpleCookie(", ".join(answer.headers.get_all("Set-Cookie", [])))
            kept = "; ".join(f"{name}={each.value}" for name, each in cookies.items())
            return answer.status, read, kept
        raise AssertionError  # the second try returned or raised
