from typing import Any

from salle.board.sync.outgoing import INTERVAL, QUIET, Delivery, Outgoing
from salle.board.sync.room import Outcome, StoredDiff
from salle.board.sync.sessions import Session
from tests.board.sync.world import make_session, read


def event(name: str) -> bytes:
    return b'"%b"' % name.encode()


def drawn(name: str, clock: int) -> Outcome:
    """A push that changed the document: others see it, the pusher is answered once it is stored."""
    return Outcome(event(f"done {name}"), event(name), StoredDiff(clock, b"{}"))


def pointed(name: str) -> Outcome:
    return Outcome(event(f"done {name}"), event(name))


class Wall:
    """Sessions, and the events that each has been written."""

    def __init__(self, *names: str) -> None:
        self.outgoing = Outgoing(lambda message: b"frame:" + message)
        self.sessions = {name: make_session(name) for name in names}
        self.heard: dict[str, list[Any]] = {name: [] for name in names}
        self.frames = 0
        for session in self.sessions.values():
            self.outgoing.join(session, b"{}", now=-1)

    def __getitem__(self, name: str) -> Session:
        return self.sessions[name]

    def write(self, deliveries: list[Delivery]) -> None:
        names = {session: name for name, session in self.sessions.items()}
        self.frames += len(deliveries)
        for frame, sessions in deliveries:
            assert frame.startswith(b"frame:")
            message = read(frame.removeprefix(b"frame:"))
            for session in sessions:
                self.heard[names[session]].append(message.get("data", message))

    def publish(self, outcome: Outcome, source: str | None, now: float) -> None:
        self.write(self.outgoing.publish(outcome, self[source] if source else None, now))

    def settle(self, clock: int, now: float) -> None:
        self.write(self.outgoing.settle(clock, now))

    def flush(self, now: float) -> None:
        self.write(self.outgoing.flush(now))

    def take(self) -> dict[str, list[Any]]:
        heard = {name: frames for name, frames in self.heard.items() if frames}
        self.heard = {name: [] for name in self.sessions}
        return heard


def test_the_first_event_after_a_quiet_moment_goes_at_once() -> None:
    """B23"""
    wall = Wall("ana", "ben")
    wall.publish(pointed("a"), "ana", 0)
    assert wall.take() == {"ana": [["done a"]], "ben": [["a"]]}
    assert wall.outgoing.due is None
    wall.publish(pointed("b"), "ana", INTERVAL)
    assert wall.take() == {"ana": [["done b"]], "ben": [["b"]]}


def test_what_follows_within_a_sixtieth_of_a_second_goes_together() -> None:
    """B23"""
    wall = Wall("ana", "ben", "eva")
    wall.publish(pointed("a"), "ana", 0)
    wall.take()
    wall.publish(pointed("b"), "ben", 0.001)
    wall.publish(pointed("c"), "ana", 0.002)
    wall.publish(pointed("d"), "ben", 0.003)
    assert wall.take() == {}
    assert wall.outgoing.due == INTERVAL
    wall.flush(INTERVAL)
    assert wall.take() == {
        "ana": [["b", "done c", "d"]],
        "ben": [["done b", "c", "done d"]],
        "eva": [["b", "c", "d"]],
    }
    assert wall.outgoing.due is None


def test_who_can_be_told_quickly_is_told_sooner() -> None:
    """B23"""
    wall = Wall("ana", "ben")
    wall.publish(pointed("a"), "ana", 0)
    wall.outgoing.rest(0.001)
    wall.publish(pointed("b"), "ana", 0.001)
    assert wall.take() == {"ana": [["done a"]], "ben": [["a"]]}
    assert wall.outgoing.due == (1 + QUIET) * 0.001
    wall.publish(pointed("c"), "ana", (1 + QUIET) * 0.001)
    wall.outgoing.rest(1)
    assert wall.take() == {"ana": [["done b", "done c"]], "ben": [["b", "c"]]}
    wall.publish(pointed("d"), "ana", (1 + QUIET) * 0.001 + INTERVAL)
    assert wall.take() == {"ana": [["done d"]], "ben": [["d"]]}


def test_a_held_answer_delays_nobody_elses_patch() -> None:
    """B23"""
    wall = Wall("ana", "ben")
    wall.publish(drawn("a", 2), "ana", 0)
    wall.settle(2, 1)
    assert wall.take() == {"ana": [["done a"]], "ben": [["a"]]}
    wall.publish(drawn("b", 3), "ana", 1 + INTERVAL / 2)
    assert wall.take() == {"ben": [["b"]]}


def test_what_an_answer_cost_says_nothing_of_what_everybody_costs() -> None:
    """B23"""
    wall = Wall("ana", "ben", "eva")
    wall.publish(drawn("a", 2), "ana", 0)
    wall.outgoing.rest(0.003)
    wall.settle(2, (1 + QUIET) * 0.003)
    wall.outgoing.rest(0)
    wall.publish(pointed("b"), "ben", 1)
    wall.settle(2, 1.001)
    wall.outgoing.rest(0.003)
    wall.take()
    wall.publish(pointed("c"), "ben", 1.002)
    assert wall.take() == {}


def test_who_is_kept_from_what_others_do_is_known() -> None:
    """B22"""
    wall = Wall("ana", "ben")
    wall.publish(drawn("a", 2), "ana", 0)
    wall.publish(pointed("a"), "ana", 1)
    assert not wall.outgoing.keeps_from_somebody
    wall.publish(pointed("b"), "ben", 2)
    assert wall.outgoing.keeps_from_somebody
    wall.settle(2, 3)
    assert not wall.outgoing.keeps_from_somebody


def test_there_are_at_most_sixty_frames_a_second() -> None:
    """B23: tldraw's server lets the first event after a flush go at once, we do not."""
    wall = Wall("ana", "ben")
    wall.publish(pointed("a"), "ana", 0)
    wall.publish(pointed("b"), "ana", 0.010)
    wall.flush(INTERVAL)
    wall.take()
    wall.publish(pointed("c"), "ana", INTERVAL + 0.001)
    assert wall.take() == {}
    assert wall.outgoing.due == 2 * INTERVAL


def test_those_who_hold_nothing_share_one_frame() -> None:
    """B24"""
    wall = Wall("ana", *(f"viewer {number}" for number in range(50)))
    deliveries = wall.outgoing.publish(drawn("a", 2), wall["ana"], 0)
    assert len(deliveries) == 1
    assert len(deliveries[0].sessions) == 50
    wall.outgoing.publish(drawn("b", 3), wall["ana"], 0.001)
    wall.outgoing.settle(3, 0.002)
    deliveries = wall.outgoing.flush(INTERVAL)
    assert [len(delivery.sessions) for delivery in deliveries] == [50, 1]


def test_a_change_is_shown_at_once_and_acknowledged_when_it_is_stored() -> None:
    """B22"""
    wall = Wall("ana", "ben")
    wall.publish(drawn("a", 2), "ana", 0)
    assert wall.take() == {"ben": [["a"]]}
    wall.flush(1)
    wall.settle(1, 1)
    assert wall.take() == {}
    wall.settle(2, 2)
    assert wall.take() == {"ana": [["done a"]]}


def test_what_comes_after_a_held_answer_waits_behind_it() -> None:
    """B22: a client applies events in order, on top of what was confirmed."""
    wall = Wall("ana", "ben", "eva")
    wall.publish(drawn("a", 2), "ana", 0)
    wall.publish(drawn("b", 3), "ben", 1)
    wall.publish(pointed("c"), "ana", 2)
    assert wall.take() == {"ben": [["a"]], "eva": [["a"], ["b"], ["c"]]}
    wall.settle(2, 3)
    assert wall.take() == {"ana": [["done a", "b", "done c"]]}
    wall.settle(3, 4)
    assert wall.take() == {"ben": [["done b", "c"]]}
    wall.publish(pointed("d"), None, 5)
    assert wall.take() == {"ana": [["d"]], "ben": [["d"]], "eva": [["d"]]}
    assert wall.outgoing._lanes == {}


def test_answers_that_are_stored_together_go_together() -> None:
    """B22, B23"""
    wall = Wall("ana")
    for clock in range(2, 5):
        wall.publish(drawn(str(clock), clock), "ana", 0)
    wall.settle(4, 0.001)
    assert wall.take() == {"ana": [["done 2", "done 3", "done 4"]]}


def test_an_answer_that_becomes_free_waits_for_its_turn() -> None:
    """B23"""
    wall = Wall("ana", "ben")
    wall.publish(drawn("a", 2), "ana", 0)
    wall.settle(2, 0.005)
    assert wall.outgoing.due == INTERVAL
    wall.flush(INTERVAL)
    assert wall.take() == {"ana": [["done a"]], "ben": [["a"]]}


def test_who_joins_hears_nothing_twice() -> None:
    """B11, B23"""
    wall = Wall("ana", "ben")
    wall.publish(pointed("a"), "ana", 0)
    wall.publish(pointed("b"), "ana", 0.001)
    wall.take()
    wall.sessions["eva"] = make_session("eva")
    wall.heard["eva"] = []
    wall.write(wall.outgoing.join(wall["eva"], b'{"type":"connect"}', 0.002))
    heard = wall.take()
    assert heard.pop("eva") == [{"type": "connect"}]
    assert heard == {"ana": [["done b"]], "ben": [["b"]]}
    wall.publish(pointed("c"), None, 1)
    assert wall.take().keys() == {"ana", "ben", "eva"}


def test_who_left_hears_nothing_more() -> None:
    wall = Wall("ana", "ben")
    wall.publish(drawn("a", 2), "ana", 0)
    wall.outgoing.leave(wall["ana"])
    wall.take()
    wall.settle(2, 1)
    wall.publish(Outcome(patch=event("ana left")), "ana", 2)
    assert wall.take() == {"ben": [["ana left"]]}
    assert wall.outgoing._lanes == {}


def test_a_patch_about_a_session_does_not_reach_it() -> None:
    """B21"""
    wall = Wall("ana", "ben")
    wall.publish(pointed("a"), "ben", 0)
    wall.publish(Outcome(patch=event("ana hides")), "ana", 0.001)
    wall.take()
    wall.flush(INTERVAL)
    assert wall.take() == {"ben": [["ana hides"]]}
    wall.publish(pointed("b"), None, 1)
    assert wall.take() == {"ana": [["b"]], "ben": [["b"]]}


def test_nothing_to_say_writes_nothing() -> None:
    wall = Wall("ana")
    wall.publish(Outcome(), "ana", 0)
    wall.settle(9, 0)
    wall.flush(1)
    assert wall.frames == 0
    assert wall.outgoing.due is None
