"""Who sits at a board."""

from dataclasses import dataclass, field
from typing import NamedTuple

from salle.board.sync.chunks import ChunkAssembler
from salle.board.sync.sessions import Rights, Seat, Session
from salle.kit.connection import Connection


class Guest(NamedTuple):
    """Who comes to a board, and what they may do there."""

    who: str | None
    """The id of the person; sockets with the same one belong together. None: nobody, a screen."""
    seat: Seat
    rights: Rights
    login_id: str | None = None


@dataclass(eq=False, slots=True)
class Sitter:
    """One socket at the board."""

    guest: Guest
    session: Session
    connection: Connection
    assembler: ChunkAssembler = field(default_factory=ChunkAssembler)
    greeted_at: float = float("-inf")
