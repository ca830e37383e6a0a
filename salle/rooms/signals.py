"""What is relayed and never stored: reactions, typing, the laser (G1-G3)."""

import asyncio
from collections.abc import Collection, Mapping

from salle.activities.contract import Audience
from salle.rooms.frames import LaserSignal, ReactionSignal, Signal, write_frame
from salle.rooms.members import Member
from salle.rooms.state import RoomRole

TICK_SECONDS = 0.02
MOST_IN_A_TICK = 64


class Signals:
    """Gathers the signals of a moment and sends them on together.

    A newer position of a laser replaces an older one. What is too much is dropped.
    """

    def __init__(
        self, watching: Mapping[Audience, Collection[Member]], tick: float = TICK_SECONDS
    ) -> None:
        self._watching = watching
        self._tick = tick
        self._waiting: dict[tuple[object, ...], dict[str, object]] = {}

    def relay(self, member: Member, signal: Signal) -> None:
        who, role = member.actor.participant_id, member.actor.role
        if role is RoomRole.SCREEN or who is None:
            return
        if isinstance(signal, LaserSignal) and role is not RoomRole.TRAINER:
            return
        key: tuple[object, ...] = (who, signal.kind)
        if isinstance(signal, ReactionSignal):
            key = (*key, len(self._waiting))
        if key not in self._waiting and len(self._waiting) >= MOST_IN_A_TICK:
            return
        if not self._waiting:
            asyncio.get_running_loop().call_later(self._tick, self._send)
        self._waiting[key] = {"from": who, **signal.model_dump()}

    def _send(self) -> None:
        signals = list(self._waiting.values())
        self._waiting.clear()
        senders = {each["from"] for each in signals}
        if screens := self._watching[Audience.SCREEN]:
            nameless = _frame([{**each, "from": None} for each in signals])
            for member in screens:
                member.send_signal(nameless)
        to_all = _frame(signals)
        for audience in (Audience.TRAINER, Audience.PARTICIPANT):
            for member in self._watching[audience]:
                if member.key not in senders:
                    member.send_signal(to_all)
                elif others := [each for each in signals if each["from"] != member.key]:
                    member.send_signal(_frame(others))


def _frame(signals: list[dict[str, object]]) -> bytes:
    return write_frame({"type": "signals", "signals": signals})
