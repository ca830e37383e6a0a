"""A board with one page, people at it, and records that are checked as little as the room needs."""

from typing import Any

import orjson

from salle.board.sync.changes import Validation
from salle.board.sync.diff import Record
from salle.board.sync.document import Document
from salle.board.sync.limits import Allowance
from salle.board.sync.protocol import Connect, Push, Rejection
from salle.board.sync.room import Hydration, Outcome, SyncRoom
from salle.board.sync.schema import SCHEMA
from salle.board.sync.sessions import Rights, Seat, Session

DRAWING = Rights(may_edit=True, may_point=True)
TRAINER = Rights(may_edit=True, may_touch_pages=True, may_point=True)
WATCHING = Rights()


class Wire:
    """Where nobody listens."""

    def write(self, frame: bytes) -> None:
        pass


WIRE = Wire()


class Invalid(Exception):
    pass


def check_record(record: object) -> None:
    """Enough to tell good from bad: a shape hangs somewhere and stands somewhere."""
    if not isinstance(record, dict) or not isinstance(record.get("meta", {}), dict):
        raise Invalid("no record")
    if record["typeName"] == "shape":
        if not str(record.get("parentId")).startswith(("page:", "shape:")):
            raise Invalid("parentId")
        if not isinstance(record.get("parentId"), str) or not isinstance(record.get("x"), int):
            raise Invalid("parentId or x")
    if record["typeName"] == "instance_presence" and not isinstance(record.get("cursor"), int):
        raise Invalid("cursor")


def check_change(_before: Record, after: Record, _diff: object) -> None:
    check_record(after)


VALIDATION = Validation(check_record, check_change, Invalid)


def document_record() -> Record:
    return {"id": "document:document", "typeName": "document", "name": "", "meta": {}}


def page(name: str = "one") -> Record:
    return {"id": f"page:{name}", "typeName": "page", "name": name, "index": "a1", "meta": {}}


def shape(name: str = "a", parent: str = "page:one", x: int = 0, **more: Any) -> Record:
    return {"id": f"shape:{name}", "typeName": "shape", "parentId": parent, "x": x, **more}


def make_room(*records: Record) -> SyncRoom:
    return SyncRoom(Document([document_record(), page(), *records]), validation=VALIDATION)


def make_session(name: str = "ana", rights: Rights = DRAWING) -> Session:
    return Session(
        tab=f"tab-{name}",
        seat=Seat(user_id=f"user-{name}", name=name.title(), color="#ff0000"),
        rights=rights,
        presence_id=f"instance_presence:{name}",
        connection=WIRE,
        allowance=Allowance(0),
        heard_at=0,
    )


def connect(room: SyncRoom, session: Session, seen: int = 0) -> dict[str, Any]:
    answer = room.connect(session, Connect("request", seen, 7, SCHEMA))
    assert isinstance(answer, Hydration)
    return read(answer.message)


def join(room: SyncRoom, name: str = "ana", rights: Rights = DRAWING) -> Session:
    session = make_session(name, rights)
    connect(room, session)
    return session


def push(room: SyncRoom, session: Session, /, presence: Any = None, **diff: Any) -> Outcome:
    """Shapes by their names: `a=["remove"]` is about `shape:a`."""
    named = {f"shape:{name}": op for name, op in diff.items()}
    return push_diff(room, session, named or None, presence=presence)


def push_diff(
    room: SyncRoom, session: Session, diff: dict[str, Any] | None, presence: Any = None
) -> Outcome:
    outcome = room.push(session, Push(7, diff, presence))
    assert isinstance(outcome, Outcome), outcome
    return outcome


def refuse(
    room: SyncRoom, session: Session, diff: dict[str, Any] | None, presence: Any = None
) -> Rejection:
    """The reason. What was there is there still."""
    before = picture(room)
    rejection = room.push(session, Push(7, diff, presence))
    assert isinstance(rejection, Rejection), rejection
    assert picture(room) == before
    return rejection


def picture(room: SyncRoom) -> object:
    """All that a newcomer and a disk would see."""
    stranger = make_session("stranger")
    return room.document.snapshot(), connect(room, stranger)["diff"]


def read(message: bytes) -> dict[str, Any]:
    value: dict[str, Any] = orjson.loads(message)
    return value


def action_of(outcome: Outcome) -> Any:
    assert outcome.result is not None
    result = read(outcome.result)
    assert (result["type"], result["clientClock"]) == ("push_result", 7)
    return result["action"]


def diff_of(patch: bytes | None) -> Any:
    assert patch is not None
    message = read(patch)
    assert message["type"] == "patch"
    return message["diff"]
