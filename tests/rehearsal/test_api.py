"""A server that has no time, and one that is encrypted."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from salle.rehearsal.addresses import Address, find
from salle.rehearsal.api import Api, Refused, Unreachable
from salle.rehearsal.venue import Venue
from tests.rehearsal.certificates import make_certificate

Answer = Callable[[], tuple[int, dict[str, object]]]


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """To every POST the same question: what is answered now? Gives the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, content = answer()
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


ENTERED: dict[str, object] = {"room_id": "r1", "participant_id": "tom", "token": "7uQ"}
BUSY: dict[str, object] = {"code": "busy"}
TOO_MANY: dict[str, object] = {"code": "too_many_attempts"}


def test_whoever_may_not_come_in_yet_tries_again() -> None:
    answers = iter([(429, TOO_MANY), (503, BUSY)])
    with (
        serving(lambda: next(answers, (200, ENTERED))) as port,
        closing(Api(find(f"127.0.0.1:{port}"))) as api,
    ):
        seats = list(Venue(api).seat_people(3, lambda: False))
    assert [seat.participant_id for seat in seats] == ["tom"] * 3


def test_whoever_may_not_come_in_yet_gives_up_when_the_rehearsal_is_stopped() -> None:
    stopped = threading.Event()

    def answer() -> tuple[int, dict[str, object]]:
        stopped.set()
        return 429, TOO_MANY

    with serving(answer) as port, closing(Api(find(f"127.0.0.1:{port}"))) as api:
        assert list(Venue(api).seat_people(50, stopped.is_set)) == []


def test_a_refusal_has_its_code() -> None:
    with (
        serving(lambda: (409, {"code": "room.full"})) as port,
        closing(Api(find(f"127.0.0.1:{port}"))) as api,
        pytest.raises(Refused, match=r"/enter was answered 409 room\.full"),
    ):
        list(Venue(api).seat_people(1, lambda: False))


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with serving(lambda: (200, {})) as port:
        gone = find(f"127.0.0.1:{port}")
    with closing(Api(gone)) as api, pytest.raises(Unreachable, match="does not answer"):
        api.ask("POST", "/api/rooms", {}, as_guest=True)


def test_an_encrypted_server_is_asked_only_if_its_certificate_is_good(tmp_path: Path) -> None:
    theirs, ours = make_certificate(tmp_path)
    with serving(lambda: (200, {"fine": True}), theirs) as port:
        here = Address("localhost", port, ("127.0.0.1",), ours)
        with closing(Api(here)) as api:
            assert api.ask("POST", "/api/rooms", {}, as_guest=True) == {"fine": True}
        stranger = Address("localhost", port, ("127.0.0.1",), ssl.create_default_context())
        with closing(Api(stranger)) as api, pytest.raises(Unreachable, match="CERTIFICATE"):
            api.ask("POST", "/api/rooms", {}, as_guest=True)
