from salle.rehearsal.tallies import Broadcasts, percentile


def test_a_percentile_is_one_of_the_values() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    found = [percentile(values, share) for share in (0, 0.2, 0.21, 0.5, 0.99, 1)]
    assert found == [1, 1, 2, 3, 5, 5]
    assert percentile([float(value) for value in range(1, 201)], 0.99) == 198


def test_a_broadcast_has_arrived_when_the_last_one_has_it() -> None:
    broadcasts = Broadcasts()
    broadcasts.settle(7, sent_at=1.0, held=[6, 7, 5], now=1.1)
    broadcasts.move(5, 6, now=1.2)
    broadcasts.move(6, 8, now=1.3)
    assert (broadcasts.delays, broadcasts.unfinished) == ([], 1)
    broadcasts.move(6, 7, now=1.5)
    assert (broadcasts.delays, broadcasts.unfinished) == ([0.5], 0)


def test_what_everybody_had_before_the_answer_came_took_until_the_answer() -> None:
    broadcasts = Broadcasts()
    broadcasts.settle(7, sent_at=1.0, held=[7, 9], now=1.25)
    assert broadcasts.delays == [0.25]


def test_who_is_lost_on_the_way_is_not_waited_for_and_who_comes_back_is() -> None:
    broadcasts = Broadcasts()
    broadcasts.settle(7, sent_at=1.0, held=[7, 6, 6], now=1.0)
    broadcasts.leave(6, now=1.1)
    broadcasts.come(7)
    broadcasts.come(6)
    broadcasts.move(6, 7, now=1.2)
    assert broadcasts.delays == []
    broadcasts.leave(6, now=1.5)
    assert broadcasts.delays == [0.5]


def test_what_reached_nobody_is_no_delay() -> None:
    broadcasts = Broadcasts()
    broadcasts.settle(7, sent_at=1.0, held=[6], now=1.0)
    broadcasts.leave(6, now=1.1)
    assert (broadcasts.delays, broadcasts.unfinished) == ([], 0)
