import pytest

from salle.board.tickets import GOOD_FOR_SECONDS, MOST_OF_ONE, Tickets


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
    ticket = tickets.give("r1", "tom", "Tom")
    assert tickets.take("r1", ticket) == "Tom"
    assert tickets.take("r1", ticket) is None


def test_a_ticket_is_of_one_board(tickets: Tickets[str]) -> None:
    ticket = tickets.give("r1", "tom", "Tom")
    assert tickets.take("r2", ticket) is None
    assert tickets.take("r1", ticket) is None


def test_a_ticket_does_not_keep(tickets: Tickets[str], watch: Watch) -> None:
    ticket = tickets.give("r1", "tom", "Tom")
    watch.seconds += GOOD_FOR_SECONDS
    assert tickets.take("r1", ticket) is None


def test_what_was_never_given_lets_nobody_in(tickets: Tickets[str]) -> None:
    assert tickets.take("", "") is None
    assert tickets.take("r1", "guess") is None


def test_tickets_that_nobody_uses_are_forgotten(tickets: Tickets[str], watch: Watch) -> None:
    first, other = tickets.give("r1", "tom", "Tom"), tickets.give("r1", "eve", "Eve")
    for _ in range(MOST_OF_ONE):
        tickets.give("r1", "tom", "Tom")
    assert tickets.take("r1", first) is None
    assert tickets.take("r1", other) == "Eve"
    assert len(tickets._given) == MOST_OF_ONE
    watch.seconds += GOOD_FOR_SECONDS
    last = tickets.give("r1", "tom", "Tom")
    assert list(tickets._given) == [last]
    assert tickets.take("r1", last) == "Tom"
    assert tickets._of == {}


def test_tickets_end_with_what_they_hang_on(tickets: Tickets[str]) -> None:
    toms, eves = tickets.give("r1", "tom", "Tom"), tickets.give("r1", "eve", "Eve")
    tickets.forget(lambda holder: holder == "Tom")
    assert tickets.take("r1", toms) is None
    assert tickets.take("r1", eves) == "Eve"
