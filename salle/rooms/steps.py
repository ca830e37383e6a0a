"""What waits in a room's inbox, and what is done with it together."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from salle.kit.errors import SalleError
from salle.rooms.commands import Join, RenameRoom, RoomCommand
from salle.rooms.errors import RoomEnded
from salle.rooms.events import RoomEvent
from salle.rooms.frames import RoomPosition
from salle.rooms.log import Entry
from salle.rooms.members import Member
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.replies import Reply
from salle.rooms.rules import decide
from salle.rooms.state import RoomState


@dataclass(frozen=True, slots=True)
class Asked:
    actor: Actor
    command: RoomCommand
    command_id: str | None
    reply: Reply


@dataclass(frozen=True, slots=True)
class Entering:
    member: Member
    join: Join | None
    """None: a screen, which is nobody."""
    position: RoomPosition | None
    entered: asyncio.Future[bool] = field(repr=False)


Waiting = Asked | Entering


class Step(NamedTuple):
    """What became of those who waited, before it is stored."""

    state: RoomState
    entries: Sequence[Entry]
    outcomes: Sequence[tuple[Waiting, SalleError | None]]


def together(waiting: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
    """What is stored in one write. A rename stands alone, as another room may have the name."""
    group: list[Waiting] = []
    for each in waiting:
        if is_rename(each):
            if group:
                yield group
            yield [each]
            group = []
        else:
            group.append(each)
    if group:
        yield group


def is_rename(each: Waiting) -> bool:
    return isinstance(each, Asked) and isinstance(each.command, RenameRoom)


def happens(state: RoomState, each: Waiting, now: datetime) -> Sequence[RoomEvent]:
    if isinstance(each, Asked):
        return decide(state, each.command, each.actor, now)
    if each.join is not None:
        return decide(state, each.join, SERVER, now)
    if state.ended_at is not None:
        raise RoomEnded
    return []
