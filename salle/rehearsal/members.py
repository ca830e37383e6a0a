"""A person of a class with the lines that they have now, to the room and to its board."""

from collections.abc import Callable
from typing import TypeAlias

from salle.rehearsal.addresses import Address
from salle.rehearsal.board import Pointer
from salle.rehearsal.lines import Line
from salle.rehearsal.people import Person


class Member:
    def __init__(self, person: Person, pointer: Pointer) -> None:
        self.person = person
        self.pointer = pointer
        self.room: RoomLine | None = None
        self.board: BoardLine | None = None
        self.is_inside = False
        """The room has let them in, and their line is there."""
        self.heard_at = 0.0
        self.board_tries = 0

    @property
    def is_at_the_board(self) -> bool:
        return self.board is not None and self.board.is_open


Hear: TypeAlias = Callable[[Member, bytes], None]


class RoomLine(Line):
    def __init__(self, address: Address, member: Member, hear: Hear) -> None:
        self.member = member
        self._hear = hear
        super().__init__(address, f"/live/rooms/{member.person.seat.room_id}")

    @property
    def is_held(self) -> bool:
        """Not given up a moment ago."""
        return self.member.room is self

    def opened(self) -> None:
        self.say(self.member.person.hello())

    def hear(self, message: bytes) -> None:
        self._hear(self.member, message)


class BoardLine(Line):
    def __init__(self, address: Address, member: Member, ticket: str, hear: Hear) -> None:
        self.member = member
        self._hear = hear
        seat = member.person.seat
        query = f"sessionId=tab-{seat.participant_id}&ticket={ticket}"
        super().__init__(address, f"/live/boards/rooms/{seat.room_id}?{query}")

    @property
    def is_held(self) -> bool:
        return self.member.board is self

    def opened(self) -> None:
        self.say(self.member.pointer.connect())

    def hear(self, message: bytes) -> None:
        self._hear(self.member, message)


AnyLine: TypeAlias = RoomLine | BoardLine
