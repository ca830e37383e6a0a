"""The servers side by side: tldraw's own under Node, and Salle with a real room."""

import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import httpx

from benchmarks.machine import Machine, on_core
from benchmarks.processes import cpu_seconds
from benchmarks.websocket import open_websocket
from salle.capsules.records import Document
from salle.rehearsal.websocket import CLOSE, client_frame
from tests.services.child import Child
from tests.services.salle import RunningSalle
from tools.node import ROOT, find_node, make_environment
from tools.tldraw import SOURCE

FOLDER = ROOT / ".cache/benchmarks"
"""On the disk of the checkout: a temporary folder may be memory, where nothing is durable."""
READY = re.compile(r"^ready (\d+)$", re.MULTILINE)
LINK = re.compile(r"/link#(\S+)")
PATIENCE = 60.0  # seconds for one answer
SOCKETS_OF_A_PERSON = 4
GRACE = 5.5  # seconds after which the room believes that somebody has left
GOODBYE = (1000).to_bytes(2, "big")


@dataclass(frozen=True)
class Seat:
    """One place at the board. Salle gives a ticket for it just before its socket is opened."""

    path: str
    query: str = ""
    token: str = ""


@dataclass
class Board:
    """A running server with one board."""

    pid: int
    port: int
    viewers: Sequence[Seat]
    drawers: Sequence[Seat]

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE)
        self._numbers = count(1)

    def address(self, seat: Seat) -> str:
        query = f"sessionId=session-{next(self._numbers)}&storeId=store{seat.query}"
        if seat.token:
            room = seat.path.rpartition("/")[2]
            answer = self._http.post(
                f"/api/rooms/{room}/board/ticket", headers={"Room-Token": seat.token}
            )
            query += f"&ticket={answer.raise_for_status().json()['ticket']}"
        return f"{seat.path}?{query}"

    def close(self) -> None:
        self._http.close()


class Peer(Protocol):
    name: str

    @contextmanager
    def serve(
        self, machine: Machine, document: Document, *, viewers: int, drawers: int
    ) -> Iterator[Board]: ...


class Tldraw:
    name = "tldraw's server"

    @contextmanager
    def serve(
        self, machine: Machine, document: Document, *, viewers: int, drawers: int
    ) -> Iterator[Board]:
        with fresh_folder() as folder:
            stored, log = folder / "document.json", folder / "server.log"
            stored.write_text(json.dumps(document))
            environment = make_environment() | {"NODE_PATH": str(SOURCE / "node_modules")}
            script = Path(__file__).with_name("tldraw.cjs")
            with on_core(machine.server_core):
                child = Child([find_node(), script, stored], log=log, environment=environment)
                ready = child.wait_until_ready(lambda: READY.search(log.read_text()))
            board = Board(
                child.pid,
                int(ready[1]),
                [Seat("/board", "&readonly")] * viewers,
                [Seat("/board")] * drawers,
            )
            try:
                yield board
            finally:
                board.close()
                child.stop()


class Salle:
    """Through its command line, with SQLite in a data folder, a launched room and its people."""

    name = "Salle"

    @contextmanager
    def serve(
        self, machine: Machine, document: Document, *, viewers: int, drawers: int
    ) -> Iterator[Board]:
        if drawers > SOCKETS_OF_A_PERSON:
            raise ValueError("the trainer draws, on a few sockets")
        with fresh_folder() as folder:
            salle = RunningSalle(folder, "")
            with on_core(machine.server_core):
                salle.start()
            try:
                board = furnish(salle, document, viewers=viewers, drawers=drawers)
                try:
                    yield board
                finally:
                    board.close()
            finally:
                salle.stop()


def furnish(salle: RunningSalle, document: Document, *, viewers: int, drawers: int) -> Board:
    """A capsule with this document, its room, and everyone who has been in it."""
    if salle.child is None:
        raise RuntimeError("Salle is not running")
    with httpx.Client(base_url=f"{salle.url}/api", timeout=PATIENCE) as http:
        sign_in(http, salle)
        capsule = ask(http, "POST", "/capsules", {"title": "Tableau"})
        change = {"version": capsule["version"], "document": document}
        ask(http, "PUT", f"/capsules/{capsule['id']}", change)
        room = ask(http, "POST", "/rooms", {"capsule_id": capsule["id"]})
        enter = f"/rooms/{room['name']}/enter"
        trainer = ask(http, "POST", enter, {})["token"]
        del http.headers["Authorization"]
        people = [
            ask(http, "POST", enter, {"first_name": "Tom", "last_name": str(number)})["token"]
            for number in range(viewers)
        ]
    for token in (trainer, *people):
        open_room(salle.port, room["id"], token)
    wait_until_quiet(salle.child.pid)
    path = f"/live/boards/rooms/{room['id']}"
    return Board(
        salle.child.pid,
        salle.port,
        [Seat(path, token=token) for token in people],
        [Seat(path, token=trainer)] * drawers,
    )


def open_room(port: int, room_id: str, token: str) -> None:
    """The board lets in who has been in the room."""
    connection, rest = open_websocket(port, f"/live/rooms/{room_id}", timeout=PATIENCE)
    with connection:
        hello = {"type": "hello", "protocol": 1, "token": token, "position": None}
        connection.sendall(client_frame(json.dumps(hello).encode()))
        while b'"type":"welcome"' not in rest:
            arrived = connection.recv(1 << 16)
            if not arrived:
                raise RuntimeError("the room did not let somebody in")
            rest += arrived
        connection.sendall(client_frame(GOODBYE, CLOSE))


def wait_until_quiet(pid: int) -> None:
    """What the room still does, when its people have left it, is no part of the board."""
    deadline = time.monotonic() + PATIENCE
    time.sleep(GRACE)
    used = 1.0
    while used > 0.03 and time.monotonic() < deadline:
        before = cpu_seconds(pid)
        time.sleep(1)
        used = cpu_seconds(pid) - before


def sign_in(http: httpx.Client, salle: RunningSalle) -> None:
    """By the link that the demo's trainer is printed. It is the last one."""
    link = salle.printed_links()[-1]
    found = LINK.search(link)
    if found is None:
        raise RuntimeError(f"{link} is no link to sign in by")
    answer = ask(http, "POST", "/auth/link", {"token": found[1]})
    http.headers["Authorization"] = f"Bearer {answer['access_token']}"


def ask(http: httpx.Client, method: str, path: str, content: object) -> dict[str, str]:
    answer = http.request(method, path, json=content)
    if not answer.is_success:
        raise RuntimeError(f"{method} {path} was answered {answer.status_code}: {answer.text}")
    given: dict[str, str] = answer.json()
    return given


@contextmanager
def fresh_folder() -> Iterator[Path]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=FOLDER))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
