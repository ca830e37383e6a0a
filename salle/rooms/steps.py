"""What waits in a room's inbox, and what is done with it together."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import NamedTuple

import structlog

from salle.kit.errors import Busy, SalleError
from salle.rooms.commands import Join, Leave, RenameRoom, RoomCommand
from salle.rooms.errors import Broken, RoomEnded
from salle.rooms.events import RoomEvent
from salle.rooms.folding import apply
from salle.rooms.frames import RoomPosition
from salle.rooms.log import Entry
from salle.rooms.members import Member
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.repeats import DONE, Command, Handled, Outcome
from salle.rooms.replies import Reply
from salle.rooms.rules import decide
from salle.rooms.state import RoomState

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    actor: Actor
    command: RoomCommand
    command_id: str | None
    reply: Reply
    again: bool = False
    """With it, its client goes back to the oldest that it has no answer to (C6)."""


@dataclass(frozen=True, slots=True)
class Entering:
    member: Member
    join: Join | None
    """None: a screen, which is nobody."""
    position: RoomPosition | None
    unanswered: Sequence[str]
    """What its client will send again (S3)."""
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


def decide_together(
    state: RoomState,
    group: Sequence[Waiting],
    handled: Handled,
    is_watching: Callable[[str], bool],
    now: datetime,
) -> Step:
    """In turn: what one does is there for the next."""
    entries: list[Entry] = []
    outcomes: list[tuple[Waiting, SalleError | None]] = []
    just_handled: dict[Command, Outcome] = {}
    entering: set[str] = set()
    for each in group:
        command: Command | None = None
        error: SalleError | None = None
        is_settled = False
        try:
            if isinstance(each, Entering):
                entering.add(each.member.key)
            elif each.command_id is None:
                is_settled = _is_back(each, entering, is_watching)
            else:
                if (member := each.reply.member) is not None and member.is_held_up:
                    _go_back(member, each)
                command = each.actor.participant_id, each.command_id
                is_settled = _was_done(just_handled.get(command) or handled.get(command))
            happened = () if is_settled else happens(state, each, now)
            after = reduce(apply, happened, state)
        except SalleError as refusal:
            error = refusal
        except Exception:
            # Nothing has changed yet: a mistake in one rule costs only who came upon it.
            logger.exception("decision_failed", room=state.id)
            error = Broken()
        else:
            entries += [
                Entry(seq, event, command and command[1])
                for seq, event in enumerate(happened, start=state.seq + 1)
            ]
            state = after
        if command is not None:
            just_handled[command] = DONE if error is None else type(error)
        outcomes.append((each, error))
    return Step(state, entries, outcomes)


def _was_done(outcome: Outcome | None) -> bool:
    """A repeat ends as it did the first time (C3)."""
    if outcome is None or outcome is DONE:
        return outcome is DONE
    raise outcome


def _go_back(member: Member, asked: Asked) -> None:
    """Nothing overtakes what this client was told to send again (C6)."""
    if not asked.again:
        raise Busy
    member.is_held_up = False


def _is_back(asked: Asked, entering: set[str], is_watching: Callable[[str], bool]) -> bool:
    """Somebody was taken for gone, and came back before that was settled."""
    if not isinstance(asked.command, Leave):
        return False
    who = asked.command.participant_id
    return who in entering or is_watching(who)


def happens(state: RoomState, each: Waiting, now: datetime) -> Sequence[RoomEvent]:
    if isinstance(each, Asked):
        return decide(state, each.command, each.actor, now)
    if each.join is not None:
        return decide(state, each.join, SERVER, now)
    if state.ended_at is not None:
        raise RoomEnded
    return []
