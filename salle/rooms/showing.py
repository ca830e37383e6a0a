"""Who watches a room, and what each of them has been shown."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

import orjson

from salle.activities.contract import Audience
from salle.rooms.frames import PROTOCOL, CloseCode, RoomPosition, encode_part, write_frame
from salle.rooms.members import Member
from salle.rooms.state import Participant, RoomState
from salle.rooms.views import Changes, Shared, changes, concerned, own_view, shared_view

MOST_SOCKETS = 4
SECONDS_A_MEMBER = 10e-6
"""A frame costs less than this to send. To show a room so often that this is passed would leave
no time for anything else."""


class Showing:
    """Sends each member what changed for them. A frame is encoded once for a whole audience.

    A large room that changes quickly is shown less often: what happened in the meantime is one
    frame. So a thousand people who come at the same time do not cost a million frames.
    """

    def __init__(self, epoch: int, state: RoomState) -> None:
        self._epoch = epoch
        self._state = state
        """As it was shown last."""
        self._shown_at = float("-inf")
        self._members: dict[str, list[Member]] = {}
        self._watching: dict[Audience, dict[Member, None]] = {each: {} for each in Audience}
        self._arriving: dict[Member, RoomPosition | None] = {}
        self._shown: dict[Audience, Shared] = {}
        self._parts: dict[tuple[Audience, str], tuple[object, orjson.Fragment]] = {}

    @property
    def watching(self) -> Mapping[Audience, Collection[Member]]:
        """Who was welcomed, and is shown what changes."""
        return self._watching

    def __iter__(self) -> Iterator[Member]:
        """Everybody, also who has just come."""
        for members in self._members.values():
            yield from members

    def has(self, key: str) -> bool:
        return key in self._members

    def sockets_of(self, key: str) -> Collection[Member]:
        return self._members.get(key, ())

    def add(self, member: Member, position: RoomPosition | None) -> None:
        """They are welcomed when the room is shown next, and shown what changes from then on."""
        self._arriving[member] = position
        members = self._members.setdefault(member.key, [])
        members.append(member)
        if len(members) > MOST_SOCKETS:
            oldest = members.pop(0)
            self._forget(oldest)
            oldest.close(CloseCode.TOO_MANY_SOCKETS, "too_many_sockets")

    def remove(self, member: Member) -> bool:
        """Whether this was the last socket of its person. Of a stranger: False."""
        members = self._members.get(member.key, [])
        if member not in members:
            return False
        self._forget(member)
        members.remove(member)
        if members:
            return False
        del self._members[member.key]
        return True

    def recast(self, people: Mapping[str, Participant]) -> None:
        """Whoever is something else by now is welcomed anew, as that (S4)."""
        for member in list(self):
            person = people.get(member.key)
            if person is not None and person.role is not member.actor.role:
                self._watching[member.audience].pop(member, None)
                member.become(person.role)
                self._arriving[member] = None

    def due_in(self, state: RoomState, now: float) -> float | None:
        """After how many seconds to show this state; None: everybody has seen it."""
        if state is self._state and not self._arriving:
            return None
        pause = SECONDS_A_MEMBER * sum(map(len, self._watching.values()))
        return max(0.0, self._shown_at + pause - now)

    def show(self, state: RoomState, now: float, time: datetime) -> None:
        """The room as it is now: what changed to everybody whom it concerns (S6, S7), all to who
        has come (S4).

        `now` is the loop's time, `time` the clock's.
        """
        self._shown_at = now
        if state is not self._state:
            before, self._state = self._state, state
            self._show_changes(before)
        arriving, self._arriving = self._arriving, {}
        for member, position in arriving.items():
            self._welcome(member, position, time)
            self._watching[member.audience][member] = None

    def _show_changes(self, before: RoomState) -> None:
        own = self._own_frames(before)
        for audience, members in self._watching.items():
            if not members:
                continue
            old = self._shown[audience]
            changed = changes(old.view, self._shared(audience).view)
            if not changed:
                continue
            last = first = b""
            for member in members:
                if member.key in own:
                    # Another frame of this step follows: the position comes with that one.
                    first = first or self._changes_frame(changed, with_position=False)
                    member.hold(first)
                else:
                    last = last or self._changes_frame(changed)
                    member.send(last)
        for key, frame in own.items():
            for member in self._members[key]:
                if member not in self._arriving:
                    member.send(frame)

    def _own_frames(self, before: RoomState) -> dict[str, bytes]:
        """What changed for single people, by who they are."""
        frames = {}
        who = concerned(before, self._state)
        for key in self._members if who is None else who:
            if key in self._members and key in self._state.people:  # or it is a screen
                changed = changes(own_view(before, key), own_view(self._state, key))
                if changed:
                    frames[key] = self._changes_frame(changed)
        return frames

    def _welcome(self, member: Member, position: RoomPosition | None, time: datetime) -> None:
        seq = self._state.seq
        is_current = position is not None and (position.epoch, position.seq) == (self._epoch, seq)
        shared = self._shared(member.audience)
        frame = {
            "type": "welcome",
            "protocol": PROTOCOL,
            "epoch": self._epoch,
            "seq": seq,
            "now": time,
            "me": {"participant_id": member.actor.participant_id, "role": member.actor.role},
            "view": None if is_current else self._whole_view(member, shared),
        }
        member.send(write_frame(frame))

    def _shared(self, audience: Audience) -> Shared:
        shared = self._shown.get(audience)
        if shared is None or shared.state is not self._state:
            shared = shared_view(self._state, audience, shared)
            self._shown[audience] = shared
        return shared

    def _whole_view(self, member: Member, shared: Shared) -> Mapping[str, object]:
        view: dict[str, object] = {}
        for name, value in shared.view.items():
            known = self._parts.get((member.audience, name))
            if known is None or known[0] is not value:
                known = value, encode_part(value)
                self._parts[member.audience, name] = known
            view[name] = known[1]
        who = member.actor.participant_id
        return view if who is None else {**view, **own_view(shared.state, who)}

    def _changes_frame(self, changed: Changes, *, with_position: bool = True) -> bytes:
        frame: dict[str, object] = {"type": "changes", "epoch": self._epoch}
        if with_position:
            frame["seq"] = self._state.seq
        if changed.set:
            frame["set"] = changed.set
        if changed.patch:
            frame["patch"] = changed.patch
        return write_frame(frame)

    def _forget(self, member: Member) -> None:
        self._arriving.pop(member, None)
        self._watching[member.audience].pop(member, None)
