"""Who watches a room, and what each of them has been shown."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import orjson

from salle.activities.contract import Audience
from salle.rooms.frames import PROTOCOL, CloseCode, RoomPosition, encode, encode_part
from salle.rooms.members import Member
from salle.rooms.state import RoomRole, RoomState
from salle.rooms.views import Changes, Shared, changes, concerned, own_view, shared_view

MOST_SOCKETS = 4


class Showing:
    """Sends each member what changed for them. A frame is encoded once for a whole audience."""

    def __init__(self, epoch: int) -> None:
        self._epoch = epoch
        self._members: dict[str, list[Member]] = {}
        self._shown: dict[Audience, Shared] = {}
        self._parts: dict[tuple[Audience, str], tuple[object, orjson.Fragment]] = {}

    def __iter__(self) -> Iterator[Member]:
        for members in self._members.values():
            yield from members

    def has(self, key: str) -> bool:
        return key in self._members

    def sockets_of(self, key: str) -> Iterable[Member]:
        return self._members.get(key, ())

    def remove(self, member: Member) -> bool:
        """Whether this was the last socket of its person. Of a stranger: False."""
        members = self._members.get(member.key, [])
        if member not in members:
            return False
        members.remove(member)
        if members:
            return False
        del self._members[member.key]
        return True

    def welcome(
        self, member: Member, state: RoomState, position: RoomPosition | None, now: datetime
    ) -> None:
        """From here on this member is shown what changes. Show them the room as it is (S4)."""
        is_current = position is not None and (
            (position.epoch, position.seq) == (self._epoch, state.seq)
        )
        shared = self._shared(state, member.audience)
        view = None if is_current else self._whole_view(member, shared)
        me = {"participant_id": member.actor.participant_id, "role": member.actor.role}
        member.send(
            encode(
                {
                    "type": "welcome",
                    "protocol": PROTOCOL,
                    "epoch": self._epoch,
                    "seq": state.seq,
                    "now": now,
                    "me": me,
                    "view": view,
                }
            )
        )
        members = self._members.setdefault(member.key, [])
        members.append(member)
        if len(members) > MOST_SOCKETS:
            members.pop(0).close(CloseCode.TOO_MANY_SOCKETS, "too_many_sockets")

    def show(self, before: RoomState, after: RoomState) -> None:
        """One step of the room, to everybody whom it changes something for (S6, S7)."""
        frames = {audience: _Frames(self._epoch, after.seq) for audience in Audience}
        for audience in {member.audience for member in self}:
            old = self._shown.get(audience)
            new = self._shared(after, audience)
            if old is not None:
                frames[audience].changes = changes(old.view, new.view)
        who = concerned(before, after)
        own = {key: self._own(key, before, after) for key in self._members if _in(key, who)}
        for key, members in self._members.items():
            mine = own.get(key)
            for member in members:
                shared = frames[member.audience]
                if mine is None:
                    shared.send_last(member)
                else:
                    shared.send_first(member)
                    member.send(mine)

    def _own(self, key: str, before: RoomState, after: RoomState) -> str | None:
        if key not in after.people:
            return None  # a screen
        changed = changes(own_view(before, key), own_view(after, key))
        return _frame(self._epoch, after.seq, changed) if changed else None

    def _shared(self, state: RoomState, audience: Audience) -> Shared:
        shared = shared_view(state, audience, self._shown.get(audience))
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


class _Frames:
    """The `changes` frame of an audience: encoded when the first member needs it, and once."""

    def __init__(self, epoch: int, seq: int) -> None:
        self._epoch, self._seq = epoch, seq
        self.changes: Changes | None = None
        self._first = self._last = ""

    def send_last(self, member: Member) -> None:
        if self.changes:
            self._last = self._last or _frame(self._epoch, self._seq, self.changes)
            member.send(self._last)

    def send_first(self, member: Member) -> None:
        """Another frame of this step follows: the position comes with that one."""
        if self.changes:
            self._first = self._first or _frame(self._epoch, None, self.changes)
            member.send(self._first)


def _frame(epoch: int, seq: int | None, changed: Changes) -> str:
    frame: dict[str, object] = {"type": "changes", "epoch": epoch}
    if seq is not None:
        frame["seq"] = seq
    if changed.set:
        frame["set"] = changed.set
    if changed.patch:
        frame["patch"] = changed.patch
    return encode(frame)


def _in(key: str, who: Iterable[str] | None) -> bool:
    return who is None or key in who


def audience_of(role: RoomRole) -> Audience:
    return Audience(role.value)
