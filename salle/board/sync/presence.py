"""Cursors, selections and laser pointers: who may be seen, and as whom (B18, B21)."""

from collections.abc import Iterator
from dataclasses import dataclass

from salle.board.sync.changes import Validation
from salle.board.sync.diff import ObjectDiff, Record, RecordOp, diff_record, merge_object
from salle.board.sync.document import Entry
from salle.board.sync.limits import RECORD_SIZE
from salle.board.sync.protocol import encode_op, encode_remove
from salle.board.sync.sessions import Session

TYPE = "instance_presence"


@dataclass(slots=True)
class Appearance:
    """What becomes of a presence record, and the entry of a diff that tells the others."""

    entry: Entry
    part: bytes | None = None


class Presences:
    """One record a session. Those who may not point have theirs kept hidden.

    A client sends its whole record once and then what changes: it must be known when it may be
    shown. Hidden records are not looked at before that.
    """

    def __init__(self, validation: Validation) -> None:
        self._validation = validation
        self._shown: dict[str, Entry] = {}
        self._hidden: dict[str, Entry] = {}

    def plan(self, session: Session, op: RecordOp) -> Appearance | None:
        """What the operation does; nothing is done yet. Raises the validation's refusal."""
        if not session.rights.may_point:
            return self._plan_hidden(session, op)
        old = self._shown.get(session.presence_id)
        if old is None:
            return self._plan_first(session, op)
        if op[0] == "put":
            after = {**op[1], **identify(session)}
            effect = diff_record(old.record, after)
        else:
            after, effect = merge_object(old.record, stamp(session, op[1]))
        if effect is None:
            return None
        self._validation.check_change(old.record, after, effect)
        part = encode_op(session.presence_id, ["patch", effect])
        return limit(Appearance(old.become(after, 0, len(part)), part))

    def _plan_first(self, session: Session, op: RecordOp) -> Appearance | None:
        if op[0] == "patch":
            return None
        record = {**op[1], **identify(session)}
        self._validation.check_record(record)
        entry = Entry.measure(record, 0)
        return limit(Appearance(entry, entry.put))

    def _plan_hidden(self, session: Session, op: RecordOp) -> Appearance | None:
        if op[0] == "put":
            return limit(Appearance(Entry.measure({**op[1], **identify(session)}, 0)))
        old = self._hidden.get(session.presence_id)
        if old is None:
            return None
        after, effect = merge_object(old.record, op[1])
        if effect is None:
            return None
        size = len(encode_op(session.presence_id, ["patch", effect]))
        return limit(Appearance(old.become(after, 0, size)))

    def appear(self, session: Session, appearance: Appearance) -> None:
        """Puts what was planned into effect."""
        known = self._shown if appearance.part else self._hidden
        known[session.presence_id] = appearance.entry

    def show(self, session: Session) -> bytes | None:
        """The entry of a diff that shows what was hidden, if there is anything good."""
        hidden = self._hidden.pop(session.presence_id, None)
        if hidden is None:
            return None
        record = {**hidden.record, **identify(session)}
        try:
            self._validation.check_record(record)
        except self._validation.refusal:
            return None
        entry = Entry.measure(record, 0)
        self._shown[session.presence_id] = entry
        return entry.put

    def hide(self, session: Session) -> bytes | None:
        shown = self._shown.pop(session.presence_id, None)
        if shown is None:
            return None
        self._hidden[session.presence_id] = shown
        return encode_remove(session.presence_id)

    def leave(self, session: Session) -> bytes | None:
        self._hidden.pop(session.presence_id, None)
        shown = self._shown.pop(session.presence_id, None)
        return encode_remove(session.presence_id) if shown else None

    def encode_others(self, session: Session) -> Iterator[bytes]:
        """The entries of a diff that shows everybody else."""
        for presence_id, entry in self._shown.items():
            if presence_id != session.presence_id:
                yield entry.encode()


def identify(session: Session) -> Record:
    """Nobody can pose as another: these come from the seat, whatever a client says."""
    return {
        "id": session.presence_id,
        "typeName": TYPE,
        "userId": session.seat.user_id,
        "userName": session.seat.name,
        "color": session.seat.color,
    }


def stamp(session: Session, diff: ObjectDiff) -> ObjectDiff:
    return {**diff, **{key: ["put", value] for key, value in identify(session).items()}}


def limit(appearance: Appearance) -> Appearance | None:
    """What is too large is not seen."""
    return appearance if appearance.entry.size <= RECORD_SIZE else None
