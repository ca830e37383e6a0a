import pytest

from salle.board.sync.limits import PUSHES_AT_ONCE
from salle.board.sync.sessions import (
    CONNECT_WITHIN,
    GREET_AFTER,
    KEEP_PRESENCE,
    PRUNE_EVERY,
    SILENT_FOR,
    Overdue,
    Rights,
    Seat,
    Session,
    Sessions,
    State,
)
from tests.board.sync.world import WIRE

ANA, BEN = Seat("user-ana", "Ana", "#ff0000"), Seat("user-ben", "Ben", "#0000ff")
NOBODY = Overdue()


def come(sessions: Sessions, now: float, tab: str = "tab", seat: Seat = ANA) -> Session:
    session, _ = sessions.open(tab, seat=seat, rights=Rights(), connection=WIRE, now=now)
    session.state = State.CONNECTED
    return session


def test_who_does_not_say_connect_is_closed_and_gone() -> None:
    """B25"""
    sessions = Sessions()
    session = come(sessions, 100)
    session.state = State.AWAITING_CONNECT
    sessions.hear(session, 105)
    assert sessions.prune(100 + CONNECT_WITHIN) == NOBODY
    assert sessions.prune(100.1 + CONNECT_WITHIN) == Overdue(close=[session], gone=[session])
    assert len(sessions) == 0


def test_who_falls_silent_is_closed_and_seen_a_little_longer() -> None:
    """B25"""
    sessions = Sessions()
    session = come(sessions, 0)
    sessions.hear(session, 50)
    assert not sessions.prune(50 + SILENT_FOR).close
    closed_at = 50.1 + SILENT_FOR
    assert sessions.prune(closed_at) == Overdue(close=[session])
    assert sessions.prune(closed_at + KEEP_PRESENCE) == NOBODY
    assert sessions.prune(closed_at + KEEP_PRESENCE + 0.1) == Overdue(gone=[session])


def test_a_hidden_tab_that_speaks_once_a_minute_stays() -> None:
    """B27"""
    sessions = Sessions()
    session = come(sessions, 0)
    for minute in range(1, 60):
        for second in range(0, 60, int(PRUNE_EVERY)):
            assert not sessions.prune(60 * (minute - 1) + second).close
        sessions.hear(session, 60 * minute)


def test_who_is_silent_for_a_while_is_greeted_often_enough_to_stay() -> None:
    """B27: a client gives up after ten seconds in which it heard nothing."""
    sessions = Sessions()
    session = come(sessions, 0)
    assert sessions.prune(GREET_AFTER) == NOBODY
    assert sessions.prune(GREET_AFTER + PRUNE_EVERY) == Overdue(greet=[session])
    assert GREET_AFTER + PRUNE_EVERY < 10


def test_who_loses_the_connection_is_seen_a_little_longer() -> None:
    """B25"""
    sessions = Sessions()
    session = come(sessions, 0)
    sessions.drop(session, 10)
    sessions.drop(session, 12)  # the socket says so, and so does whoever closed it
    assert session.state is State.AWAITING_REMOVAL
    assert sessions.prune(10 + KEEP_PRESENCE) == NOBODY
    assert sessions.prune(10.1 + KEEP_PRESENCE) == Overdue(gone=[session])


def test_a_tab_that_comes_back_has_its_presence_and_its_limits() -> None:
    """B26, B30"""
    sessions = Sessions()
    first = come(sessions, 0)
    presence = first.presence_id
    for _ in range(PUSHES_AT_ONCE):
        first.allowance.take_push(0)
    sessions.drop(first, 0)
    second, replaced = sessions.open("tab", seat=ANA, rights=Rights(), connection=WIRE, now=0)
    assert replaced is first
    assert second.presence_id == presence
    assert not second.allowance.take_push(0)
    assert first.presence_id == ""
    assert second.state is State.AWAITING_CONNECT
    assert sessions.prune(KEEP_PRESENCE + 0.1) == NOBODY


def test_the_end_of_an_old_connection_does_not_end_the_new_one() -> None:
    """B26: tldraw's server knows sessions by their id, and confuses the two."""
    sessions = Sessions()
    first = come(sessions, 0)
    second = come(sessions, 1)
    sessions.drop(first, 2)
    sessions.forget(first)
    assert second.state is State.CONNECTED
    assert len(sessions) == 1
    third, replaced = sessions.open("tab", seat=ANA, rights=Rights(), connection=WIRE, now=3)
    assert replaced is second
    assert third.presence_id != ""


@pytest.mark.parametrize(("tab", "seat"), [("other", ANA), ("tab", BEN)])
def test_another_tab_or_person_takes_nobodys_place(tab: str, seat: Seat) -> None:
    """B26"""
    sessions = Sessions()
    first = come(sessions, 0)
    second, replaced = sessions.open(tab, seat=seat, rights=Rights(), connection=WIRE, now=0)
    assert replaced is None
    assert second.presence_id != first.presence_id
    assert len(sessions) == 2


def test_who_was_refused_is_forgotten_at_once() -> None:
    """B5"""
    sessions = Sessions()
    session = come(sessions, 0)
    sessions.forget(session)
    assert session.state is State.AWAITING_REMOVAL
    assert len(sessions) == 0
    assert sessions.prune(1_000) == NOBODY
