"""The servers side by side: relays built on others' packages, and Salle with a real room."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Protocol

import httpx

from benchmarks.board.peers import PATIENCE, ask, fresh_folder, sign_in
from benchmarks.machine import Machine, on_core
from benchmarks.room.load import Dialect, SocketIO
from benchmarks.room.load import Salle as SalleDialect
from benchmarks.room.packages import NODE_PROJECT, PYTHON_PACKAGES
from salle.rooms.actions import MOST_OPEN_ROOMS
from tests.services.child import Child
from tests.services.salle import SALLE as SALLE_COMMAND
from tests.services.salle import RunningSalle
from tools.node import ROOT, find_node, make_environment

SERVERS = Path(__file__).with_name("servers")
READY = re.compile(r"^ready (\d+)$", re.MULTILINE)


@dataclass
class Venue:
    """A running server, and who may come to it. The first is who steers, if anybody does."""

    pid: int
    port: int
    people: Iterator[Dialect]
    activity_id: str = ""


class Peer(Protocol):
    name: str

    @contextmanager
    def serve(self, machine: Machine, people: int) -> Iterator[Venue]: ...


class Relay:
    """A message from anyone goes to everyone, and that is all."""

    def __init__(self, name: str, server: str, dialect: type[Dialect] = Dialect) -> None:
        self.name = name
        self._server = SERVERS / server
        self._dialect = dialect

    @contextmanager
    def serve(self, machine: Machine, people: int) -> Iterator[Venue]:
        with fresh_folder() as folder:
            log = folder / "server.log"
            with on_core(machine.server_core):
                child = Child(
                    self._command(), log=log, environment=self._environment(), folder=ROOT
                )
                ready = child.wait_until_ready(lambda: READY.search(log.read_text()))
            try:
                yield Venue(child.pid, int(ready[1]), repeat(self._dialect(), people))
            finally:
                child.stop()

    def _command(self) -> Sequence[str | Path]:
        if self._server.suffix == ".cjs":
            return [find_node(), self._server]
        return [sys.executable, "-m", f"benchmarks.room.servers.{self._server.stem}"]

    def _environment(self) -> dict[str, str]:
        return make_environment() | {
            "NODE_PATH": str(NODE_PROJECT / "node_modules"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(PYTHON_PACKAGES)]),
        }


class Salle:
    """Through its command line, with SQLite in a data folder and a launched room."""

    name = "Salle"

    @contextmanager
    def serve(
        self, machine: Machine, people: int, plan: Mapping[str, object] | None = None
    ) -> Iterator[Venue]:
        with self._run(machine) as salle, signed_in(salle) as http:
            yield furnish(salle, http, people, plan)

    @contextmanager
    def serve_rooms(self, machine: Machine, rooms: int, people: int) -> Iterator[Sequence[Venue]]:
        """So many in each."""
        venues: list[Venue] = []
        with self._run(machine) as salle:
            while len(venues) < rooms:
                with trainer_of(salle, len(venues)) as http:
                    more = min(rooms - len(venues), MOST_OPEN_ROOMS)
                    venues += [furnish(salle, http, people, None) for _ in range(more)]
            yield venues

    @contextmanager
    def _run(self, machine: Machine) -> Iterator[RunningSalle]:
        with fresh_folder() as folder:
            salle = RunningSalle(folder, "", trusted_proxies="127.0.0.1")
            with on_core(machine.server_core):
                salle.start()
            try:
                yield salle
            finally:
                salle.stop()


@contextmanager
def signed_in(salle: RunningSalle) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{salle.url}/api", timeout=PATIENCE) as http:
        sign_in(http, salle)
        yield http


@contextmanager
def trainer_of(salle: RunningSalle, number: int) -> Iterator[httpx.Client]:
    """Another one: nobody has more than so many rooms open."""
    who = {"email": f"trainer-{number}@example.org", "password": "violet kettle 42"}
    subprocess.run(
        [
            *(SALLE_COMMAND, "user", "add", "--role=instructor", "--password-stdin"),
            f"--email={who['email']}",
        ],
        env=salle.environment,
        input=who["password"],
        text=True,
        check=True,
        capture_output=True,
    )
    with httpx.Client(base_url=f"{salle.url}/api", timeout=PATIENCE) as http:
        http.headers["Authorization"] = (
            f"Bearer {ask(http, 'POST', '/auth/login', who)['access_token']}"
        )
        yield http


def furnish(
    salle: RunningSalle, trainer: httpx.Client, people: int, plan: Mapping[str, object] | None
) -> Venue:
    """A capsule and its room, who has entered it, and an activity by this plan."""
    if salle.child is None:
        raise RuntimeError("Salle is not running")
    capsule = ask(trainer, "POST", "/capsules", {"title": "Salle pleine"})
    room = ask(trainer, "POST", "/rooms", {"capsule_id": capsule["id"]})
    enter = f"/rooms/{room['name']}/enter"
    tokens = [ask(trainer, "POST", enter, {})["token"]]
    activity_id = "" if plan is None else ask(trainer, "POST", "/activities", {"plan": plan})["id"]
    with httpx.Client(base_url=f"{salle.url}/api", timeout=PATIENCE) as http:
        for number in range(1, people):
            # Each from a network of their own: one network may not send thousands in a minute.
            http.headers["X-Forwarded-For"] = f"10.0.{number // 250}.{number % 250}"
            entered = ask(http, "POST", enter, {"first_name": "Tom", "last_name": str(number)})
            tokens.append(entered["token"])
    dialects = (SalleDialect(room["id"], token) for token in tokens)
    return Venue(salle.child.pid, salle.port, dialects, activity_id)


FLOOR = Relay("`send()` in a loop", "floor.py")
SALLE = Salle()
PEERS: Sequence[Peer] = (
    FLOOR,
    SALLE,
    Relay("uWebSockets", "micro_websockets.py"),
    Relay("Node `ws`", "ws.cjs"),
    Relay("socket.io", "socketio.cjs", SocketIO),
    Relay("Starlette, awaiting each", "naive.py"),
    Relay("python-socketio", "python_socketio.py", SocketIO),
)
