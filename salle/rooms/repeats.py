"""Which commands were handled already: who did not hear of it sends them again (C3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from salle.kit.errors import SalleError
from salle.rooms.errors import NotDone

COMMANDS_REMEMBERED = 1_000
"""Of each person. A client repeats only what was not answered before its socket was lost."""

Command = tuple[str | None, str]
"""Who sent it, and the id that they gave it."""
DONE: Final = True
Outcome = Literal[True] | type[SalleError]
"""Done, or why it was refused."""
NOTHING: Mapping[str, Outcome] = {}


class Handled:
    """What became of the latest commands of each person."""

    def __init__(self, done: Iterable[Command]) -> None:
        self._outcomes: dict[str | None, dict[str, Outcome]] = {}
        for command in done:
            self.add(command, DONE)

    def get(self, command: Command) -> Outcome | None:
        who, command_id = command
        return self._outcomes.get(who, NOTHING).get(command_id)

    def add(self, command: Command, outcome: Outcome) -> None:
        who, command_id = command
        known = self._outcomes.get(who)
        if known is None:
            known = self._outcomes[who] = {}
        known[command_id] = outcome
        if len(known) > COMMANDS_REMEMBERED:
            del known[next(iter(known))]

    def catch_up(self, who: str | None, unanswered: Sequence[str]) -> None:
        """Somebody comes back, and will send these again in the order in which they first did.

        A log knows only what left an event behind. But what was sent before that was handled
        before it: it changed nothing, or was refused, and must not have its turn a second time.
        """
        known = self._outcomes.get(who)
        if known is None:
            return
        newest = max((at for at, each in enumerate(unanswered) if each in known), default=-1)
        for command_id in unanswered[: newest + 1]:
            # All of them anew, so that they drive out others before one another.
            self.add((who, command_id), known.pop(command_id, NotDone))
