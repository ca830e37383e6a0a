"""Which commands were done already: who did not hear of it sends them again (C3)."""

from collections.abc import Iterable

COMMANDS_REMEMBERED = 1_000
"""Of each person. A client repeats only what was not answered before its socket was lost."""


class Done:
    """The ids of the latest commands of each person."""

    def __init__(self, commands: Iterable[tuple[str | None, str]]) -> None:
        self._ids: dict[str | None, dict[str, None]] = {}
        for who, command_id in commands:
            self.add(who, command_id)

    def __contains__(self, command: tuple[str | None, str]) -> bool:
        who, command_id = command
        return command_id in self._ids.get(who, ())

    def add(self, who: str | None, command_id: str) -> None:
        known = self._ids.setdefault(who, {})
        known[command_id] = None
        if len(known) > COMMANDS_REMEMBERED:
            del known[next(iter(known))]
