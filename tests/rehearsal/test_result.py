from dataclasses import replace

import pytest

from salle.rehearsal.answers import AnswerBook, Found
from salle.rehearsal.metrics import Usage, parse_usage
from salle.rehearsal.result import Delays, Measured, Result, as_table, conclude
from salle.rehearsal.script import Lesson
from salle.rehearsal.tallies import Tally

LESSON = Lesson(people=20, seconds=10, drops=0.1, seed=1)
GOOD = Measured(
    filled_in=0.5,
    taught_for=10,
    deliveries=1000,
    empty=Usage(1.0, 50 * 2**20),
    full=Usage(2.0, 50 * 2**20 + 21 * 40 * 1024),
    done=Usage(3.0, 60 * 2**20),
    here=21,
    at_the_board=21,
    reported_in=0.1,
    in_report=20,
)
FOUND = Found(standing=20, found=20, faults=[])


def result_of(
    measured: Measured = GOOD,
    found: Found | None = FOUND,
    tally: Tally | None = None,
    *,
    is_whole: bool = True,
) -> Result:
    return conclude(LESSON, tally or Tally(), AnswerBook(), measured, found, is_whole=is_whole)


def test_a_server_that_held_is_said_to() -> None:
    result = result_of()
    assert result.has_held
    assert not result.notes
    assert result.server_cpu_microseconds_per_delivery == 1000
    assert result.server_cpu_share == 0.1
    assert result.server_kib_per_member == 40
    assert "back in the room          nobody was away" in as_table(result)
    assert as_table(result).endswith(
        "It held: nothing acknowledged was lost, and everybody is there."
    )


@pytest.mark.parametrize(
    ("measured", "fault"),
    [
        (replace(GOOD, here=18), "3 of 21 were not in the room at the end"),
        (replace(GOOD, at_the_board=20), "1 of 21 had no board at the end"),
        (replace(GOOD, unanswered=2), "2 commands were never answered"),
        (replace(GOOD, in_report=19), "the report names 19 of 20 people"),
    ],
)
def test_whatever_did_not_hold_is_a_fault(measured: Measured, fault: str) -> None:
    result = result_of(measured)
    assert result.faults == [fault]
    assert f"! {fault}\n" in as_table(result)
    assert as_table(result).endswith("It did not hold.")


def test_a_lost_answer_is_a_fault_and_a_thousand_fill_no_screen() -> None:
    lost = Found(standing=20, found=19, faults=["q1 of tom: was acknowledged, and is not there"])
    assert result_of(found=lost).faults == lost.faults
    many = result_of(found=Found(1000, 0, ["lost"] * 1000)).faults
    assert many == ["lost"] * 20 + ["and 980 faults more"]


def test_without_a_report_nothing_is_claimed() -> None:
    result = result_of(replace(GOOD, report_fault="the server does not answer"), None)
    assert result.faults == ["what was stored is not known: the server does not answer"]
    assert (result.answers_standing, result.answers_found) == (None, None)
    assert "0 acknowledged · not known" in as_table(result)


def test_a_class_that_was_stopped_is_not_blamed_for_who_was_on_their_way() -> None:
    result = result_of(replace(GOOD, here=3, in_report=5), is_whole=False)
    assert result.has_held
    assert as_table(result).endswith("As far as it went, nothing acknowledged was lost.")


def test_what_was_not_measured_is_not_known() -> None:
    result = result_of(replace(GOOD, empty=None, full=None, done=None))
    assert result.has_held
    assert result.server_cpu_microseconds_per_delivery is None
    assert result.server_kib_per_member is None
    assert as_table(result).count("not known") >= 3
    assert any("SALLE_METRICS_TOKEN" in note for note in result.notes)


def test_a_server_that_no_longer_answers_is_not_said_to_hide_its_figures() -> None:
    result = result_of(replace(GOOD, done=None))
    assert result.notes == [
        "The server's CPU and memory are not known: it did not answer when it was asked."
    ]


def test_memory_of_an_earlier_class_is_not_taken_for_that_of_this_one() -> None:
    result = result_of(replace(GOOD, full=Usage(2.0, 49 * 2**20)))
    assert result.server_kib_per_member is None
    assert result.notes == [
        "The server's memory did not grow: it still had that of an earlier class."
    ]


def test_a_room_that_never_filled_is_said_to() -> None:
    assert "everybody in              never" in as_table(result_of(replace(GOOD, filled_in=None)))


def test_another_process_at_the_end_has_used_no_known_cpu() -> None:
    result = result_of(replace(GOOD, done=Usage(0.5, 1)))
    assert result.server_cpu_microseconds_per_delivery is None


def test_a_rehearsal_that_was_too_slow_itself_says_so() -> None:
    result = result_of(tally=Tally(busy_seconds=4))
    assert result.has_held
    assert result.notes[0].startswith("In 4 of 10 s the rehearsal itself had no time left")


def test_delays_are_in_milliseconds() -> None:
    delays = Delays.of([number / 1000 for number in range(1, 101)])
    assert delays == Delays(count=100, p50=50, p95=95, p99=99)
    assert Delays.of([]) is None


def test_usage_is_read_from_what_prometheus_reads() -> None:
    shown = (
        "# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.\n"
        'salle_sockets{to="room"} 3.0\n'
        "process_resident_memory_bytes 1.048576e+08\n"
        "process_cpu_seconds_total 2.5\n"
    )
    assert parse_usage(shown) == Usage(2.5, 100 * 2**20)
    assert parse_usage("process_cpu_seconds_total 2.5\n") is None
