"""What somebody in a class holds: it survives their line. No sockets here."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from random import Random
from typing import Any

import orjson

PROTOCOL = 1
AT_ONCE = range(4000, 4100)
NEVER = range(4200, 4300)
DONE, RESTART = 1000, 1012
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0

SEEN_BY_ALL = frozenset(
    {
        "chat.send",
        "slide.show",
        "activity.start",
        "activity.show_results",
        "activity.next",
        "activity.finish",
    }
)


@dataclass(frozen=True)
class Seat:
    """What `enter` gave somebody."""

    room_id: str
    participant_id: str
    token: str = field(repr=False)


@dataclass
class Asked:
    """A command that waits for its answer, and is sent again if the line is lost before."""

    id: str
    type: str
    frame: bytes
    sent_at: float

    @property
    def frame_again(self) -> bytes:
        """With it, they go back to the oldest that is unanswered (C6)."""
        return self.frame.removesuffix(b"}") + b',"again":true}'

    @property
    def is_seen_by_all(self) -> bool:
        return self.type in SEEN_BY_ALL


class Person:
    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.seq = 0
        """The last that they were sent."""
        self.run_id = ""
        self.question_id = ""
        """The one that may be answered now, or nothing."""
        self.unanswered: dict[str, Asked] = {}
        self.will_go_back = False
        """To the oldest of them, before they send anything new (C6)."""
        self.tries = 0
        self.lost_at: float | None = None
        self.intended: dict[str, str] = {}
        """Answers to questions that they have not been asked yet."""
        self._epoch = 0
        self._has_view = False
        self._ids = count(1)

    def hello(self) -> bytes:
        position = {"epoch": self._epoch, "seq": self.seq} if self._has_view else None
        hello = {"type": "hello", "protocol": PROTOCOL, "token": self.seat.token}
        return orjson.dumps(hello | {"position": position, "unanswered": list(self.unanswered)})

    def ask(self, type_: str, **fields: object) -> Asked:
        """A new command, to be sent now or as soon as there is a line."""
        command_id = f"rehearsal-{next(self._ids)}"
        frame = {"type": "command", "id": command_id, "command": {"type": type_, **fields}}
        asked = Asked(command_id, type_, orjson.dumps(frame), time.perf_counter())
        self.unanswered[command_id] = asked
        return asked

    def take_welcome(self, frame: Mapping[str, Any]) -> None:
        self._epoch, self.seq = frame["epoch"], frame["seq"]
        if (view := frame["view"]) is not None:
            self._has_view = True
            self._see(view)

    def take_changes(self, frame: Mapping[str, Any]) -> None:
        """What is of another epoch does not count; the last frame of a step has `seq` (S7, S8)."""
        if frame["epoch"] != self._epoch:
            return
        self._see(frame.get("set", {}))
        self.seq = frame.get("seq", self.seq)

    def answer_now(self) -> Iterator[tuple[str, str]]:
        """What they meant to answer before they were asked: question and choice."""
        if self.question_id in self.intended:
            yield self.question_id, self.intended.pop(self.question_id)

    def _see(self, slices: Mapping[str, Any]) -> None:
        if "activity" not in slices:
            return
        activity = slices["activity"]
        self.run_id = self.question_id = ""
        if activity is not None:
            self.run_id = activity["run_id"]
            if activity["phase"] == "answering":
                self.question_id = activity["question"]["id"]


@lru_cache(maxsize=256)
def read(message: bytes) -> Mapping[str, Any]:
    """Everybody is sent the same bytes: they are read once."""
    frame: dict[str, Any] = orjson.loads(message)
    return frame


def pause_before(code: int, tries: int, random: Random) -> float | None:
    """When to come back, in seconds, as L2 has it; None: never."""
    if code == DONE or code in NEVER:
        return None
    if code in AT_ONCE and not tries:
        return 0.0
    if code == RESTART and not tries:
        return random.uniform(0, 1)
    longest = min(LONGEST_PAUSE, 2 * FIRST_PAUSE * 2**tries)
    return random.uniform(longest / 2, longest)
