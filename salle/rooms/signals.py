"""What is relayed and never stored: reactions, typing, the laser (G1-G3)."""

import asyncio
from collections.abc import Iterable

from salle.activities.contract import Audience
from salle.rooms.frames import LaserSignal, ReactionSignal, Signal, encode
from salle.rooms.members import Member
from salle.rooms.state import RoomRole

TICK_SECONDS = 0.02
MOST_IN_A_TICK = 64


class Signals:
    """Gathers the signals of a moment and sends them on together.

    A newer position of a laser replaces an older one. What is too much is dropped.
    """

    def __init__(self, members: Iterable[Member], tick: float = TICK_SECONDS) -> None:
        self._members = members
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
        nameless = [{**each, "from": None} for each in signals]
        to_all, to_screens = _frame(signals), _frame(nameless)
        for member in self._members:
            if member.audience is Audience.SCREEN:
                member.send_signal(to_screens)
            elif member.actor.participant_id not in senders:
                member.send_signal(to_all)
            elif others := [s for s in signals if s["from"] != member.actor.participant_id]:
                member.send_signal(_frame(others))


def _frame(signals: list[dict[str, object]]) -> str:
    return encode({"type": "signals", "signals": signals})
