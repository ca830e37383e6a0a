"""Who is connected, under which name, with which rights, and since when (B25 to B27)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from salle.board.sync.limits import Allowance

CONNECT_WITHIN = 10.0
"""Seconds, as all times here."""
SILENT_FOR = 90.0
"""Browsers let a hidden tab speak once a minute, where tldraw's server waits 20 seconds."""
GREET_AFTER = 6.0
"""A client that hears nothing for ten seconds gives up, and a hidden one does not ask: it pings
every five when it is seen."""
KEEP_PRESENCE = 5.0
"""How long who lost the connection is still seen."""
PRUNE_EVERY = 2.0


class State(StrEnum):
    AWAITING_CONNECT = "awaiting-connect"
    CONNECTED = "connected"
    AWAITING_REMOVAL = "awaiting-removal"


@dataclass(frozen=True, slots=True)
class Rights:
    may_edit: bool = False
    may_touch_pages: bool = False
    """Create, remove, rename and reorder pages, and change the document record."""
    may_point: bool = False
    """Be seen: cursor, selection, laser."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What others see of a person."""

    user_id: str
    name: str
    color: str


class Connection(Protocol):
    @property
    def write(self) -> Callable[[bytes], None]:
        """Sends a ready WebSocket frame. It may be another one the next time."""
        ...


@dataclass(eq=False, slots=True)
class Session:
    """One connection. It is known by itself: a tab that comes back has the same id."""

    tab: str
    seat: Seat
    rights: Rights
    presence_id: str
    connection: Connection
    allowance: Allowance
    heard_at: float
    """When its last message came, or it was opened; when it was dropped, once it is."""
    state: State = field(default=State.AWAITING_CONNECT)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is to be done about sessions."""

    close: list[Session] = field(default_factory=list)
    """Their connection is to be closed, so that the client comes back."""
    gone: list[Session] = field(default_factory=list)
    """They are forgotten: their presence leaves."""
    greet: list[Session] = field(default_factory=list)
    """They want to hear something: a pong will do."""


class Sessions:
    """All connections to a board, and those that ended a moment ago."""

    def __init__(self) -> None:
        self._sessions: dict[Session, None] = {}
        self._by_tab: dict[tuple[str, str], Session] = {}
        self._opened = 0

    def __len__(self) -> int:
        return len(self._sessions)

    def open(
        self,
        tab: str,
        *,
        seat: Seat,
        rights: Rights,
        connection: Connection,
        now: float,
    ) -> tuple[Session, Session | None]:
        """The new session, and the one of the same person and tab that it takes the place of.

        The place comes with its presence, and with what the tab may still send. The connection
        of the one before is to be closed; what it still does concerns nobody (B26).
        """
        self._opened += 1
        session = Session(
            tab=tab,
            seat=seat,
            rights=rights,
            presence_id=f"instance_presence:{self._opened}",
            connection=connection,
            allowance=Allowance(now),
            heard_at=now,
        )
        before = self._by_tab.get((seat.user_id, tab))
        if before is not None:
            session.presence_id, before.presence_id = before.presence_id, ""
            session.allowance = before.allowance
            self.forget(before)
        self._sessions[session] = None
        self._by_tab[seat.user_id, tab] = session
        return session, before

    def hear(self, session: Session, now: float) -> None:
        """A message came. It does not prolong the time to connect."""
        if session.state is State.CONNECTED:
            session.heard_at = now

    def drop(self, session: Session, now: float) -> None:
        """Its connection has ended, from whichever side; the person may come back."""
        if session in self._sessions and session.state is not State.AWAITING_REMOVAL:
            session.state = State.AWAITING_REMOVAL
            session.heard_at = now

    def forget(self, session: Session) -> None:
        """At once, as after a rejection."""
        session.state = State.AWAITING_REMOVAL
        self._sessions.pop(session, None)
        key = (session.seat.user_id, session.tab)
        if self._by_tab.get(key) is session:
            del self._by_tab[key]

    def prune(self, now: float) -> Overdue:
        """To be called every PRUNE_EVERY seconds."""
        overdue = Overdue()
        for session in list(self._sessions):
            silent_for = now - session.heard_at
            if session.state is State.AWAITING_CONNECT:
                if silent_for > CONNECT_WITHIN:
                    overdue.close.append(session)
                    overdue.gone.append(session)
            elif session.state is State.AWAITING_REMOVAL:
                if silent_for > KEEP_PRESENCE:
                    overdue.gone.append(session)
            elif silent_for > SILENT_FOR:
                overdue.close.append(session)
                self.drop(session, now)
            elif silent_for > GREET_AFTER:
                overdue.greet.append(session)
        for session in overdue.gone:
            self.forget(session)
        return overdue
