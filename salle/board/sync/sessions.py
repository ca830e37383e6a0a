"""Who is connected, under which name, with which rights, and since when (B25 to B27)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from salle.board.sync.limits import Allowance


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


@dataclass(eq=False, slots=True)
class Session:
    """One connection. It is known by itself: a tab that comes back has the same id."""

    tab: str
    seat: Seat
    rights: Rights
    presence_id: str
    write: Callable[[bytes], None]
    """Sends a ready WebSocket frame."""
    allowance: Allowance
    heard_at: float
    """When its last message came, or it was opened; when it was dropped, once it is."""
    state: State = field(default=State.AWAITING_CONNECT)
