from contextlib import closing

import pytest

from benchmarks.machine import look_at_machine
from benchmarks.room import many
from benchmarks.room.load import Crowd
from benchmarks.room.packages import install
from benchmarks.room.part import Effort, Rows, talk
from benchmarks.room.peers import FLOOR, PEERS, SALLE, Peer
from benchmarks.room.quiz import answer_all
from benchmarks.room.returning import come_back
from benchmarks.room.stalling import ROUNDS, stop_one


@pytest.mark.parametrize("peer", [FLOOR, SALLE], ids=["floor", "salle"])
def test_every_message_is_counted_once_at_every_member(peer: Peer) -> None:
    machine = look_at_machine()
    with peer.serve(machine, 5) as venue, closing(Crowd(venue.pid, venue.port)) as crowd:
        crowd.admit(list(venue.people), at_once=2)
        for in_flight in (1, 16):
            talked = crowd.measure(0.3, in_flight=in_flight, cores=machine.used_cores)
            assert talked.deliveries == 5 * len(talked.delays) > 0
            assert len({each.received for each in crowd.sessions}) == 1
            assert 0 < min(talked.delays) <= max(talked.delays) < 10
            assert talked.server.cpu > 0


@pytest.mark.slow
@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_peer_delivers_to_all(peer: Peer) -> None:
    install()
    rows = Rows()
    effort = Effort(repetitions=1, warm_up=0.1, talking=0.2, answers=0)
    talk(look_at_machine(), peer, (3, 6), effort, rows)
    cpu = rows.in_order()[0]
    assert (cpu.figure, cpu.situation) == (Rows.CPU, "3 members")
    assert cpu.values[peer.name][0] > 0


@pytest.mark.slow
def test_every_answer_is_acknowledged_and_timed() -> None:
    answered = answer_all(look_at_machine(), people=4, answers=5)
    assert answered.count == len(answered.delays) == 20
    assert 0 < max(answered.delays) <= answered.seconds
    assert answered.server_cpu > 0


@pytest.mark.slow
def test_everybody_is_back_and_hears_what_is_said() -> None:
    assert come_back(look_at_machine(), 8).seconds > 0


@pytest.mark.slow
def test_the_others_are_timed_with_and_without_one_that_has_stopped() -> None:
    stalled = stop_one(look_at_machine(), 4, 0.1)
    for delays in (stalled.without, stalled.meanwhile):
        assert len(delays) >= ROUNDS
        assert 0 < min(delays) <= max(delays) < 10


@pytest.mark.slow
def test_rooms_have_their_turn_one_after_the_other() -> None:
    effort = Effort(repetitions=1, warm_up=0.1, talking=0.2, answers=0)
    rows = many.Rows()
    many.talk_in_turn(look_at_machine(), rooms=2, effort=effort, rows=rows, people=6)
    cpu = rows.in_order()[0]
    assert (cpu.figure, cpu.situation) == (many.Rows.CPU, "2 × 3")
    assert cpu.values[SALLE.name][0] > 0
