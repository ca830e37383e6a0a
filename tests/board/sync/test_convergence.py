"""Any number of people, good and hostile, on one board: nobody breaks it for another."""

import json
from collections.abc import Iterator
from typing import Any

import orjson
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from salle.board.sync.diff import apply_object_diff
from salle.board.sync.document import Document
from salle.board.sync.equality import is_equal
from salle.board.sync.outgoing import Delivery, Outgoing
from salle.board.sync.protocol import Connect, Push, Rejection, read_message
from salle.board.sync.room import Hydration, Outcome
from salle.board.sync.schema import SCHEMA
from salle.board.sync.sessions import Rights, Seat, Session, Sessions
from tests.board.sync.making import values
from tests.board.sync.world import WIRE, make_room, page, picture, shape

NAMES = ["a", "b", "c", "d"]
IDS = [*(f"shape:{name}" for name in NAMES), "page:one", "page:two", "document:document"]
parents = st.sampled_from(["page:one", "page:two", "page:gone", "shape:a", "shape:b", "shape:gone"])
lists = st.lists(st.integers(0, 3), max_size=4)
shapes = st.builds(
    lambda name, parent, x, items: shape(name, parent, x, props={"list": items}),
    st.sampled_from(NAMES),
    parents,
    st.integers(0, 9),
    lists,
)
pages = st.builds(
    lambda name, title: {**page(name), "name": title},
    st.sampled_from(["one", "two"]),
    st.text(max_size=2),
)
puts = st.one_of(shapes, shapes, pages).map(lambda record: (record["id"], ["put", record]))
props_ops = st.one_of(
    st.tuples(st.just("append"), lists, st.integers(0, 4)).map(list),
    st.tuples(st.just("put"), lists).map(list),
    st.dictionaries(
        st.sampled_from("0123"), st.tuples(st.just("put"), st.integers(0, 3)).map(list)
    ).map(lambda diff: ["patch", diff]),
)
patches = st.tuples(
    st.sampled_from(IDS[:4]),
    st.fixed_dictionaries(
        {},
        optional={
            "x": st.integers(0, 9).map(lambda x: ["put", x]),
            "parentId": parents.map(lambda parent: ["put", parent]),
            "props": props_ops.map(lambda op: ["patch", {"list": op}]),
            "note": st.sampled_from([["put", "é🙂"], ["delete"]]),
        },
    ).map(lambda diff: ["patch", diff]),
)
removals = st.tuples(st.sampled_from(IDS), st.just(["remove"]))
good_diffs = st.lists(st.one_of(puts, patches, patches, removals), max_size=4).map(dict)
cursors = st.one_of(
    st.integers(0, 9).map(lambda cursor: ["put", {"cursor": cursor}]),
    st.integers(0, 9).map(lambda cursor: ["patch", {"cursor": ["put", cursor]}]),
)
hostile_ops = st.one_of(
    st.tuples(
        st.just("put"),
        st.dictionaries(st.sampled_from(["id", "typeName", "x", "parentId"]), values),
    ).map(list),
    st.tuples(
        st.just("patch"),
        st.dictionaries(
            st.sampled_from(["id", "typeName", "x", "parentId", "props", "meta"]),
            st.one_of(
                values.map(lambda value: ["put", value]),
                st.just(["delete"]),
                st.just(["append", [1], 0]),
                st.dictionaries(st.sampled_from(["list", "0"]), st.just(["delete"])).map(
                    lambda diff: ["patch", diff]
                ),
            ),
        ),
    ).map(list),
    st.just(["remove"]),
)
hostile_diffs = st.dictionaries(
    st.one_of(st.sampled_from(IDS), st.text(max_size=9)), hostile_ops, max_size=3
)
all_rights = st.builds(Rights, st.booleans(), st.booleans(), st.booleans())


class Client:
    """What tldraw's client holds as confirmed, and which of its pushes are on their way."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.records: dict[str, Any] = {}
        self.pending: list[Push] = []
        self.acknowledged: list[int] = []
        self.pushed = 0
        self.clock = 0

    def push(self, diff: Any, presence: Any) -> Push:
        """Through JSON, as it travels."""
        message = {"type": "push", "clientClock": self.pushed, "diff": diff, "presence": presence}
        push = read_message(json.dumps(message))
        assert isinstance(push, Push)
        self.pushed += 1
        self.pending.append(push)
        return push

    def receive(self, message: dict[str, Any]) -> None:
        if message["type"] == "connect":
            is_wiping_all = message["hydrationType"] == "wipe_all"
            self.records = {
                name: record
                for name, record in self.records.items()
                if not is_wiping_all and record["typeName"] != "instance_presence"
            }
            self.apply(message["diff"])
            self.clock = message["serverClock"]
            return
        assert message["type"] == "data"
        for event in message["data"]:
            assert event["serverClock"] >= self.clock
            self.clock = event["serverClock"]
            if event["type"] == "patch":
                self.apply(event["diff"])
                continue
            push = self.pending.pop(0)
            assert event["clientClock"] == push.client_clock
            self.acknowledged.append(push.client_clock)
            if event["action"] == "commit":
                self.apply(push.diff or {})
            elif event["action"] != "discard":
                self.apply(event["action"]["rebaseWithDiff"])

    def apply(self, diff: dict[str, Any]) -> None:
        for name, op in diff.items():
            if op[0] == "put":
                self.records[name] = op[1]
            elif op[0] == "remove":
                self.records.pop(name, None)
            elif name in self.records:
                self.records[name] = apply_object_diff(self.records[name], op[1])


class Board(RuleBasedStateMachine):
    clients = Bundle("clients")

    def __init__(self) -> None:
        super().__init__()
        self.room = make_room(shape("a"), page("two"))
        self.start = self.room.document.snapshot()
        self.stored: list[Any] = []
        self.sessions = Sessions()
        self.outgoing = Outgoing(bytes)
        self.now = 0.0
        self.present: dict[Session, Client] = {}
        self.left: dict[tuple[str, str], Client] = {}
        self.held: dict[tuple[Client, int], int] = {}
        self.settled = 0

    def deliver(self, deliveries: list[Delivery]) -> None:
        for frame, sessions in deliveries:
            message = orjson.loads(frame)
            for session in sessions:
                client = self.present[session]
                client.receive(message)
                for pushed in client.acknowledged:
                    assert self.held.get((client, pushed), 0) <= self.settled
                client.acknowledged.clear()

    def publish(self, outcome: Outcome, source: Session | None) -> None:
        if outcome.stored:
            self.stored.append(outcome.stored)
        self.deliver(self.outgoing.publish(outcome, source, self.now))

    def end(self, session: Session) -> None:
        self.outgoing.leave(session)
        client = self.present.pop(session, None)
        if client:
            self.left[session.seat.user_id, session.tab] = client

    @rule(
        target=clients,
        person=st.sampled_from(["ana", "ben", "eva"]),
        tab=st.sampled_from(["one", "two"]),
        rights=all_rights,
    )
    def come(self, person: str, tab: str, rights: Rights) -> Client:
        """For the first time, again, or while the connection before still seems to be there."""
        session, before = self.sessions.open(
            tab,
            seat=Seat(person, person, "#000000"),
            rights=rights,
            connection=WIRE,
            now=self.now,
        )
        if before:
            self.end(before)
        client = self.left.pop((person, tab), None) or Client(session)
        client.session, client.pending = session, []
        connect = {
            "type": "connect",
            "connectRequestId": "request",
            "lastServerClock": client.clock,
            "protocolVersion": 7,
            "schema": SCHEMA,
        }
        message = read_message(json.dumps(connect))
        assert isinstance(message, Connect)
        answer = self.room.connect(session, message)
        assert isinstance(answer, Hydration)
        self.present[session] = client
        self.deliver(self.outgoing.join(session, answer.message, self.now))
        self.publish(Outcome(patch=answer.patch), session)
        return client

    @rule(
        client=clients,
        diff=st.one_of(st.none(), good_diffs, good_diffs, good_diffs, hostile_diffs),
        presence=st.one_of(st.none(), cursors),
    )
    def push(self, client: Client, diff: Any, presence: Any) -> None:
        if client.session not in self.present:
            return
        before = picture(self.room)
        answer = self.room.push(client.session, client.push(diff, presence))
        if isinstance(answer, Rejection):
            assert picture(self.room) == before
            session = client.session
            self.end(session)
            patch = self.room.leave(session)
            self.sessions.forget(session)
            self.publish(Outcome(patch=patch), session)
        else:
            if answer.stored:
                self.held[client, client.pushed - 1] = answer.stored.clock
            self.publish(answer, client.session)

    @rule(client=clients, rights=all_rights)
    def change_rights(self, client: Client, rights: Rights) -> None:
        if client.session in self.present:
            patch = self.room.set_rights(client.session, rights)
            self.publish(Outcome(patch=patch), client.session)

    @rule(record=shapes)
    def change_by_the_server(self, record: dict[str, Any]) -> None:
        if record["parentId"] == "page:one" and self.room.document.get("page:one"):
            self.publish(self.room.edit(lambda edit: edit.put(record)), None)

    @rule(client=clients)
    def lose_the_connection(self, client: Client) -> None:
        if client.session in self.present:
            self.end(client.session)
            self.sessions.drop(client.session, self.now)

    @rule(seconds=st.sampled_from([0.0, 0.001, 1 / 60, 1.0, 6.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        if self.outgoing.due is not None and self.outgoing.due <= self.now:
            self.deliver(self.outgoing.flush(self.now))
        overdue = self.sessions.prune(self.now)
        for session in overdue.close:
            self.end(session)
        for session in overdue.gone:
            self.publish(Outcome(patch=self.room.leave(session)), session)

    @rule(part=st.floats(0, 1))
    def store(self, part: float) -> None:
        self.settled += int(part * (self.room.document.clock - self.settled))
        self.deliver(self.outgoing.settle(self.settled, self.now))

    @invariant()
    def shapes_form_no_circle(self) -> None:
        for record_id in self.room.document.entries:
            seen: set[str] = set()
            while record_id not in seen:
                seen.add(record_id)
                record = self.room.document.get(record_id)
                record_id = record.get("parentId", "") if record else ""  # noqa: PLW2901  # climbing
            assert record_id == ""

    def teardown(self) -> None:
        self.store(1)
        self.deliver(self.outgoing.flush(self.now))
        store = self.room.document.snapshot()["store"]
        seen = {entry["id"]: entry for entry in self.cursors()}
        for session, client in self.present.items():
            assert client.pending == []
            assert session.rights.may_point or session.presence_id not in seen
            others = {name: cursor for name, cursor in seen.items() if name != session.presence_id}
            assert is_equal(client.records, {**store, **others})
        replayed = Document.restore(self.start)
        for stored in self.stored:
            replayed.replay(stored.clock, orjson.loads(stored.diff))
        assert replayed.snapshot() == self.room.document.snapshot()

    def cursors(self) -> Iterator[dict[str, Any]]:
        for entry in self.room._presences._shown.values():
            yield entry.record


TestBoard = Board.TestCase
TestBoard.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
