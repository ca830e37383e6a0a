from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.figures import Bound, Row, Spread
from benchmarks.machine import Machine
from benchmarks.report import MARKS, SERVER_BUSY, Part, digits, render, write_page

MACHINE = Machine("Some CPU", (0, 1), 8, "6.1.0", "3.11.2", "24.19.0")


def test_a_ratio_is_taken_between_runs_that_followed_each_other() -> None:
    row = Row("CPU", "50 watch", goal=0.5)
    for theirs, ours in [(10, 4), (20, 8), (40, 20)]:  # the machine slows down
        row.add("tldraw", theirs)
        row.add("Salle", ours)
    assert row.ratio("Salle", "tldraw") == Spread(0.4, 0.4, 0.5)


def test_without_a_peer_there_is_no_ratio() -> None:
    row = Row("CPU", "50 watch", goal=0.5)
    row.add("Salle", 4)
    assert row.ratio("Salle", "tldraw") is None


@pytest.mark.parametrize(
    ("value", "shown"), [(1234.5, "1234"), (123.4, "123"), (12.34, "12.3"), (0.4567, "0.46")]
)
def test_figures_have_about_three_digits(value: float, shown: str) -> None:
    assert digits(value) == shown


def make_part(title: str, ours: Sequence[float]) -> Part:
    row = Row("CPU, µs", "50 watch", goal=0.5)
    for theirs, mine in zip((10, 30, 20), ours, strict=True):
        row.add("tldraw", theirs)
        row.add("Salle", mine, SERVER_BUSY)
    return Part(
        title=title,
        about="What it is.",
        ours="Salle",
        reference="tldraw",
        peers=["tldraw", "Salle"],
        rows=[row],
        machine=MACHINE,
        measured_on="2027-03-01",
        repetitions=3,
        disturbance=Spread(0.02, 0, 0.1),
    )


def test_a_row_shows_medians_spreads_the_ratio_and_whether_the_goal_is_met() -> None:
    head, _, row, _, legend = render(make_part("The board", ours=(4, 15, 7))).splitlines()[-5:]
    assert head == "| CPU, µs | tldraw | Salle | ratio | goal |"
    theirs, mine = "20.0 (10.0–30.0)", "7.00 (4.00–15.0)†"
    assert row == f"| 50 watch | {theirs} | {mine} | 0.40 (0.35–0.50) | ≤ 0.5 met |"
    assert legend == f"† {MARKS[SERVER_BUSY]}"


def test_a_missed_goal_is_called_missed() -> None:
    assert "| 0.60 | ≤ 0.5 **missed** |" in render(make_part("The board", ours=(6, 18, 12)))


@pytest.mark.parametrize(
    ("goal", "shown"),
    [
        (Bound(7), "≤ 7 met"),
        (Bound(6.9), "≤ 6.9 **missed**"),
        (Bound(15_000, is_least=True), "≥ 15,000 **missed**"),
        (Bound(7, is_least=True), "≥ 7 met"),
        (None, "–"),
    ],
)
def test_a_goal_may_be_a_bound_of_its_own_or_absent(goal: Bound | None, shown: str) -> None:
    part = make_part("The room", ours=(4, 15, 7))
    part.rows[0].goal = goal
    assert f"| {shown} |" in render(part)
    del part.rows[0].values["tldraw"]
    part.peers = ["Salle"]
    has_column = "| goal |" in render(part)
    assert has_column is (goal is not None)


def test_a_part_that_was_not_measured_keeps_its_section(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    write_page(
        [make_part("The board", ours=(4, 12, 8)), make_part("The room", ours=(4, 12, 8))], page
    )
    before = page.read_text()
    write_page([make_part("The room", ours=(7, 21, 14))], page)
    after = page.read_text()
    assert before.count("\n## ") == after.count("\n## ") == 2
    assert before.partition("## The room")[0] == after.partition("## The room")[0]
    assert "0.70" not in before
    assert "0.70" in after
