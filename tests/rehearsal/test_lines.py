"""A line, and the server at its other end, byte by byte."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from salle.rehearsal.addresses import Address
from salle.rehearsal.lines import Closed, Line, Lines
from salle.rehearsal.websocket import CLOSE, PING
from tests.rehearsal.certificates import make_certificate
from tests.rehearsal.wire import server_frame

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
LARGE = b"x" * 70_000


class Heard(Line):
    def __init__(self, address: Address) -> None:
        self.messages: list[bytes] = []
        super().__init__(address, "/live")

    def hear(self, message: bytes) -> None:
        self.messages.append(message)


@contextmanager
def server(
    serve: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serves one line after its request, and hangs up."""

    def run() -> None:
        accepted, _ = listener.accept()
        with accepted if tls is None else tls.wrap_socket(accepted, server_side=True) as line:
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += line.recv(4096)
            serve(line)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join()


@pytest.fixture(params=["plain", "encrypted"])
def contexts(
    request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[ssl.SSLContext | None, ssl.SSLContext | None]:
    return (None, None) if request.param == "plain" else make_certificate(tmp_path)


def listen(line: Heard) -> Closed:
    """Until it is closed."""
    lines: Lines[Heard] = Lines()
    with closing(lines):
        lines.add(line)
        while True:
            for each in lines.arrived(5):
                try:
                    each.receive()
                except Closed as closed:
                    return closed


def test_all_texts_are_heard_and_pings_answered_until_the_line_is_closed(
    contexts: tuple[ssl.SSLContext | None, ssl.SSLContext | None],
) -> None:
    theirs, ours = contexts
    answered: list[bytes] = []

    def serve(line: socket.socket) -> None:
        line.sendall(SWITCHED + server_frame(b"first"))
        line.sendall(server_frame(b"second") + server_frame(b"third"))
        line.sendall(server_frame(LARGE) + server_frame(b"hello?", PING))
        answered.append(line.recv(4096))
        line.sendall(server_frame((4207).to_bytes(2, "big") + b"ended", CLOSE))

    with server(serve, theirs) as port:
        line = Heard(Address("localhost", port, ("127.0.0.1",), ours))
        closed = listen(line)
    assert line.messages == [b"first", b"second", b"third", LARGE]
    assert answered[0].endswith(b"hello?")
    assert (closed.code, closed.reason) == (4207, "ended")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "without a word"),
        (SWITCHED + server_frame(LARGE)[:500], "without a word"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "HTTP/1.1 502 Bad Gateway"),
    ],
)
def test_a_line_that_breaks_is_lost(sent: bytes, reason: str) -> None:
    with server(lambda line: line.sendall(sent)) as port:
        line = Heard(Address("127.0.0.1", port, ("127.0.0.1",)))
        closed = listen(line)
    assert (closed.code, closed.reason) == (1006, reason)
    assert line.messages == []
    with pytest.raises(Closed):
        line.say(b"anybody there?")


def test_where_nobody_listens_there_is_no_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Closed, match="refused"):
        Heard(Address("127.0.0.1", port, ("127.0.0.1",)))
