"""The room: what a message does to the document and to presence, and who is told what (B10 to B21).

It is told of things in order and has no time of its own. What it answers are ready messages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from salle.board.sync.changes import Change, Planner, Refused, Validation
from salle.board.sync.diff import NetworkDiff, Record
from salle.board.sync.document import Document
from salle.board.sync.presence import Appearance, Presences
from salle.board.sync.protocol import (
    COMMIT,
    DISCARD,
    Connect,
    Push,
    Reason,
    Rejection,
    encode,
    encode_connect,
    encode_diff,
    encode_patch,
    encode_push_result,
    encode_rebase,
)
from salle.board.sync.schema import SCHEMA, why_incompatible
from salle.board.sync.sessions import Rights, Session, State

ENCODED_SCHEMA = encode(SCHEMA)


@dataclass(frozen=True, slots=True)
class Hydration:
    """The answer to a connect."""

    message: bytes
    is_wiping_all: bool
    patch: bytes | None = None
    """For everybody else: a tab that came back may no longer be seen."""


@dataclass(frozen=True, slots=True)
class StoredDiff:
    """A change to be stored; `Document.replay` puts it into effect again."""

    clock: int
    diff: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    result: bytes | None = None
    """For the pusher, once `stored` is on disk. None if nobody asked."""
    patch: bytes | None = None
    """For everybody else, at once."""
    stored: StoredDiff | None = None
    """None if the document did not change."""
    is_full: bool = False
    """A limit of the board kept something out: the pusher may want to know."""


NOTHING = Outcome()


class Edit:
    """A change by the server itself. Records that it hands out are not to be changed in place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.diff: NetworkDiff = {}

    def get(self, record_id: str) -> Record | None:
        op = self.diff.get(record_id)
        if op is None:
            return self._document.get(record_id)
        return op[1] if op[0] == "put" else None

    def records(self) -> Iterable[Record]:
        for record_id, entry in self._document.entries.items():
            if record_id not in self.diff:
                yield entry.record
        for op in self.diff.values():
            if op[0] == "put":
                yield op[1]

    def put(self, record: Record) -> None:
        self.diff[record["id"]] = ["put", record]

    def remove(self, record_id: str) -> None:
        self.diff[record_id] = ["remove"]


class SyncRoom:
    def __init__(self, document: Document, *, validation: Validation) -> None:
        self.document = document
        self._validation = validation
        self._presences = Presences(validation)

    def connect(self, session: Session, message: Connect) -> Hydration | Rejection:
        if session.state is not State.AWAITING_CONNECT:
            return Rejection(Reason.MALFORMED, "connected before")
        incompatible = why_incompatible(message)
        if incompatible:
            return Rejection(incompatible)
        session.state = State.CONNECTED
        seen, document = message.last_server_clock, self.document
        is_wiping_all = not document.history_from <= seen <= document.clock
        parts = document.encode_all() if is_wiping_all else list(document.encode_since(seen))
        parts += self._presences.encode_others(session)
        answer = encode_connect(
            request_id=message.connect_request_id,
            is_wiping_all=is_wiping_all,
            schema=ENCODED_SCHEMA,
            clock=document.clock,
            may_edit=session.rights.may_edit,
            entries=parts,
        )
        hidden = None if session.rights.may_point else self._presences.hide(session)
        return Hydration(answer, is_wiping_all, self._tell(hidden))

    def push(self, session: Session, message: Push) -> Outcome | Rejection:
        """All that the push may do, or nothing at all."""
        if session.state is not State.CONNECTED:
            return NOTHING
        try:
            seen = message.presence
            appearance = self._presences.plan(session, seen) if seen else None
            change = self._plan(message.diff, session.rights)
        except (Refused, self._validation.refusal) as error:
            return Rejection(Reason.INVALID_RECORD, str(error))
        stored = self._apply(change)
        if appearance:
            self._presences.appear(session, appearance)
        action = name_action(message, change, stored)
        return Outcome(
            result=encode_push_result(message.client_clock, self.document.clock, action),
            patch=self._encode_patch(stored, appearance),
            stored=stored,
            is_full=change.is_full,
        )

    def leave(self, session: Session) -> bytes | None:
        """Ends its presence. The patch is for everybody else, as are the next one's."""
        return self._tell(self._presences.leave(session))

    def set_rights(self, session: Session, rights: Rights) -> bytes | None:
        """Holds from the next push on. Who may point no longer is no longer seen."""
        before, session.rights = session.rights, rights
        if before.may_point and not rights.may_point:
            return self._tell(self._presences.hide(session))
        if rights.may_point and not before.may_point:
            return self._tell(self._presences.show(session))
        return None

    def edit(self, change: Callable[[Edit], None]) -> Outcome:
        """The server's own change: whole, or Refused (or the validation's refusal)."""
        edit = Edit(self.document)
        change(edit)
        planner = Planner(self.document, self._validation, may_touch_pages=True)
        planned = planner.plan(edit.diff)
        if planned.is_full or planned.has_dropped:
            raise Refused("the change does not fit the board")
        stored = self._apply(planned)
        return Outcome(patch=self._encode_patch(stored, None), stored=stored)

    def _plan(self, diff: NetworkDiff | None, rights: Rights) -> Change:
        if not diff or not rights.may_edit:
            return Change(is_as_asked=diff is None)
        planner = Planner(self.document, self._validation, may_touch_pages=rights.may_touch_pages)
        return planner.plan(diff)

    def _apply(self, change: Change) -> StoredDiff | None:
        if not change.entries:
            return None
        self.document.change(change.entries)
        return StoredDiff(self.document.clock, encode_diff(change.parts.values()))

    def _encode_patch(
        self, stored: StoredDiff | None, appearance: Appearance | None
    ) -> bytes | None:
        diff = stored and stored.diff
        seen = appearance and appearance.part
        if seen:
            diff = b"%b,%b}" % (diff[:-1], seen) if diff else encode_diff([seen])
        return encode_patch(diff, self.document.clock) if diff else None

    def _tell(self, part: bytes | None) -> bytes | None:
        return part and encode_patch(encode_diff([part]), self.document.clock)


def name_action(message: Push, change: Change, stored: StoredDiff | None) -> bytes:
    """What the pusher is to do with what it did already (B14)."""
    if message.diff is None:
        return COMMIT
    if stored is None:
        return DISCARD
    if change.is_as_asked and not message.is_mended:
        return COMMIT
    return encode_rebase(stored.diff)
