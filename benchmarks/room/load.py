"""The people of a room, as cheap as Python allows: one loop counts what reaches whom, and when."""

import json
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import count

from benchmarks.machine import without_garbage_collection
from benchmarks.processes import Meter, Spent
from salle.rehearsal.addresses import Address, find
from salle.rehearsal.lines import BUFFER, VIEW, Line, Lines
from salle.rooms.buckets import TokenBucket

MARK = b"~m~"
"""Begins the text of every message that is counted. Nothing else that is sent holds it."""
TEXT_SIZE = 200
DOZE_SECONDS = 50e-6
"""Between two looks at what has arrived. Whoever waits for it is woken by the server, and a server
whose clients are elsewhere need not do that: on a virtual machine it costs as much as to send."""
PATIENCE = 60.0


class Lost(Exception):
    """A server refused a message, or let one wait for ever."""


class Dialect:
    """How one comes to a server and says something to everybody. As it is: to a plain relay."""

    path = "/"
    script: Sequence[tuple[bytes, bytes]] = ()
    """What is said when a message has come that begins so; the last one's arrival is the end."""
    allowance = (1e9, 1e9)
    """What each may say at once, and in a second."""

    def say(self, text: str) -> bytes:
        return text.encode()


class SocketIO(Dialect):
    path = "/socket.io/?EIO=4&transport=websocket"
    script = ((b"0{", b"40"), (b"40{", b""))

    def say(self, text: str) -> bytes:
        return b'42["message","%b"]' % text.encode()


class Salle(Dialect):
    allowance = (35, 18)  # of the 40 and 20 that a room takes (C6)

    def __init__(self, room_id: str, token: str) -> None:
        self.path = f"/live/rooms/{room_id}"
        self.token = token
        self.position: dict[str, int] | None = None
        self._ids = count(1)

    @property
    def script(self) -> Sequence[tuple[bytes, bytes]]:  # type: ignore[override]  # made anew
        hello = {"type": "hello", "protocol": 1, "token": self.token, "position": self.position}
        return ((b"", json.dumps(hello).encode()), (b'{"type":"welcome"', b""))

    def say(self, text: str) -> bytes:
        return self.ask("chat.send", text=text, to=None)

    def ask(self, type_: str, **fields: object) -> bytes:
        command_id = f"command-{next(self._ids)}"
        frame = {"type": "command", "id": command_id, "command": {"type": type_, **fields}}
        return json.dumps(frame, ensure_ascii=False).encode()


class Session(Line):
    """One socket. It is `inside` when its server has let it in."""

    def __init__(self, address: Address, dialect: Dialect) -> None:
        self.dialect = dialect
        self.received = 0
        self.inside = False
        self.allowance = TokenBucket(*dialect.allowance, time.perf_counter)
        self._heard = 0
        self._script = deque(dialect.script)
        super().__init__(address, dialect.path)

    def take(self) -> int:
        """How many messages have arrived; to be called when there is something to read."""
        before = self._heard
        self.receive()
        return self._heard - before

    def hear_all(self, size: int) -> None:
        if not self.inside:
            super().hear_all(size)
            return
        self._heard += BUFFER.count(MARK, 0, size)
        self.note(VIEW[:size])

    def opened(self) -> None:
        self._go_on(b"")

    def hear(self, message: bytes) -> None:
        self._go_on(message)
        self._heard += message.count(MARK)
        self.note(message)

    def note(self, said: bytes | memoryview) -> None:
        """Called with all that arrives, once inside."""

    def _go_on(self, message: bytes) -> None:
        while self._script and message.startswith(self._script[0][0]):
            awaited, answer = self._script.popleft()
            if answer:
                self.say(answer)
            if awaited:
                break
        self.inside = not self._script


@dataclass(frozen=True)
class Delivered:
    deliveries: int
    server: Spent
    load_working: float
    """Seconds, as all here, in which the load took what had arrived."""
    seconds: float
    delays: list[float] = field(repr=False)
    """From when a message was sent until the last had it, where one was sent at a time."""


class Crowd:
    """Everybody in one room."""

    def __init__(self, pid: int, port: int) -> None:
        self.sessions: list[Session] = []
        self.address = find(f"127.0.0.1:{port}")
        self._pid = pid
        self._lines: Lines[Session] = Lines()
        self._sent_at: list[float] = []
        self._reached: list[int] = []
        """How many have received the first message, the second and so on, since all are in."""
        self._delays: list[float] = []
        self._working = 0.0
        self._turn_of = count()

    @property
    def delays(self) -> Sequence[float]:
        """Of each message, since all were let in, from when it was said until the last had it."""
        return self._delays

    def admit(self, dialects: Sequence[Dialect], *, at_once: int = 50) -> None:
        """Until they are all inside; no more than so many are on their way at a time."""
        for first in range(0, len(dialects), at_once):
            coming = [
                self.add(Session(self.address, each)) for each in dialects[first : first + at_once]
            ]
            self.until(lambda: all(each.inside for each in coming))  # noqa: B023 - called here
        self._sent_at.clear()
        self._reached.clear()
        self._delays.clear()
        for session in self.sessions:
            session.received = 0

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.perf_counter() + PATIENCE
        while not holds():
            self._turn(0.001)
            if time.perf_counter() > deadline:
                raise Lost("what was waited for did not happen")

    def add(self, session: Session) -> Session:
        self.sessions.append(session)
        self._lines.add(session)
        return session

    def lose(self) -> list[Dialect]:
        """Cut every line at once. Who they were."""
        dialects = [each.dialect for each in self.sessions]
        for session in self.sessions:
            self._lines.end(session)
        self.sessions.clear()
        return dialects

    def rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._turn(left)

    def talk(self, seconds: float, *, in_flight: int) -> None:
        """So many messages are on their way, if that many may be said. All speak in turn."""
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end or len(self._delays) < len(self._sent_at):
            lacking = in_flight - (len(self._sent_at) - len(self._delays)) if now < end else 0
            for _ in range(lacking):
                self._say(now)
            if not self._turn(0):
                time.sleep(DOZE_SECONDS)
            if now > end + PATIENCE:
                raise Lost("a message did not reach everybody")

    def measure(self, seconds: float, *, in_flight: int, cores: Collection[int]) -> Delivered:
        with without_garbage_collection():
            before, working = len(self._delays), self._working
            started = time.perf_counter()
            meter = Meter(self._pid, cores)
            self.talk(seconds, in_flight=in_flight)
            delays = self._delays[before:]
            return Delivered(
                deliveries=len(delays) * len(self.sessions),
                server=meter.read(),
                load_working=self._working - working,
                seconds=time.perf_counter() - started,
                delays=delays,
            )

    def close(self) -> None:
        self._lines.close()

    def _say(self, now: float) -> None:
        session = self.sessions[next(self._turn_of) % len(self.sessions)]
        if not session.allowance.spend():
            return
        text = f"{MARK.decode()}{len(self._sent_at):08}"
        self._sent_at.append(now)
        session.say(session.dialect.say(text.ljust(TEXT_SIZE, ".")))

    def _turn(self, timeout: float) -> bool:
        """Take what has arrived, or wait for it. Whether there was something."""
        arrived = self._lines.arrived(timeout)
        now = time.perf_counter()
        for session in arrived:
            messages = session.take()
            if messages:
                self._count(session, messages)
        self._working += time.perf_counter() - now
        return bool(arrived)

    def _count(self, session: Session, messages: int) -> None:
        first = session.received
        session.received += messages
        reached = self._reached
        while len(reached) < session.received:
            reached.append(0)
        everybody = len(self.sessions)
        for number in range(first, session.received):
            reached[number] += 1
            if reached[number] == everybody:
                self._delays.append(time.perf_counter() - self._sent_at[number])
