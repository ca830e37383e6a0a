import pytest

from salle.board.tickets import GOOD_FOR_SECONDS, MOST_GIVEN, Tickets


class Watch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def tickets(watch: Watch) -> Tickets[str]:
    return Tickets(watch)


def test_a_ticket_lets_in_whom_it_was_given_to_once(tickets: Tickets[str]) -> None:
    ticket = tickets.give("r1", "tom")
    assert tickets.take("r1", ticket) == "tom"
    assert tickets.take("r1", ticket) is None


def test_a_ticket_is_of_one_board(tickets: Tickets[str]) -> None:
    ticket = tickets.give("r1", "tom")
    assert tickets.take("r2", ticket) is None
    assert tickets.take("r1", ticket) is None


def test_a_ticket_does_not_keep(tickets: Tickets[str], watch: Watch) -> None:
    ticket = tickets.give("r1", "tom")
    watch.seconds += GOOD_FOR_SECONDS
    assert tickets.take("r1", ticket) is None


def test_what_was_never_given_lets_nobody_in(tickets: Tickets[str]) -> None:
    assert tickets.take("", "") is None
    assert tickets.take("r1", "guess") is None


def test_tickets_that_nobody_uses_are_forgotten(tickets: Tickets[str], watch: Watch) -> None:
    first = tickets.give("r1", "tom")
    for _ in range(MOST_GIVEN):
        tickets.give("r1", "eve")
    assert tickets.take("r1", first) is None
    assert len(tickets._given) == MOST_GIVEN
    watch.seconds += GOOD_FOR_SECONDS
    tickets.give("r1", "tom")
    assert len(tickets._given) == 1
