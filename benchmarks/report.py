"""Tables for people: in the terminal, and in docs/performance.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.figures import Bound, Row, Spread
from benchmarks.machine import Machine
from tools.node import ROOT

PAGE = ROOT / "docs/performance.md"
INTRODUCTION = """\
# Performance

Written by `make bench`, which measures Salle beside its peers in one run on one machine. Absolute
figures are the machine's; the ratios hold. A cell is the median over the repetitions, and in
brackets the least and the most. Repetitions of the peers take turns, and a ratio is taken between
runs that followed each other.

Servers are pinned to one core and the load to another. CPU is user and system time of the
server's process and its children, memory its resident set.
"""


@dataclass
class Part:
    """What was measured together. `reference` is the peer that goals are multiples of."""

    title: str
    about: str
    ours: str
    reference: str
    peers: Sequence[str]
    rows: list[Row]
    machine: Machine
    measured_on: str
    repetitions: int
    disturbance: Spread
    """The share of the cores that other programs used meanwhile."""


def render(part: Part) -> str:
    lines = [
        f"## {part.title}",
        "",
        part.about,
        "",
        tell_circumstances(part),
        "",
    ]
    for figure, rows in groupby(part.rows, key=lambda row: row.figure):
        lines += [*render_table(figure, list(rows), part), ""]
    used = {mark for row in part.rows for marks in row.marks.values() for mark in marks}
    lines += [f"{sign} {MARKS[sign]}  " for sign in MARKS if sign in used]
    return "\n".join(lines).rstrip() + "\n"


def tell_circumstances(part: Part) -> str:
    times = "once" if part.repetitions == 1 else f"{part.repetitions} times"
    return (
        f"Measured {times}, {part.measured_on}. {part.machine}. Other programs used"
        f" {part.disturbance.median:.0%} of the cores (at most {part.disturbance.most:.0%})."
    )


GENERATOR_BUSY, SERVER_BUSY = "\\*", "†"
MARKS = {
    GENERATOR_BUSY: "the load was busy more than 90 % of the time: the server could do more.",
    SERVER_BUSY: "the server used more than 95 % of its core: it could not keep up.",
}


def busy_marks(seconds: float, load_working: float, server_cpu: float) -> list[str]:
    marks = []
    if load_working > 0.9 * seconds:
        marks.append(GENERATOR_BUSY)
    if server_cpu > 0.95 * seconds:
        marks.append(SERVER_BUSY)
    return marks


def render_table(figure: str, rows: Sequence[Row], part: Part) -> list[str]:
    peers = [peer for peer in part.peers if any(peer in row.values for row in rows)]
    compared = part.ours in peers and part.reference in peers
    has_goals = compared or any(isinstance(row.goal, Bound) for row in rows)
    head = [figure, *peers, *["ratio"] * compared, *["goal"] * has_goals]
    lines = [row_of(head), row_of(["---"] * len(head))]
    for row in rows:
        cells = [row.situation, *(cell(row, peer) for peer in peers)]
        if compared:
            ratio = row.ratio(part.ours, part.reference)
            cells.append("–" if ratio is None else show(ratio))
        if has_goals:
            cells.append(verdict(row, part))
        lines.append(row_of(cells))
    return lines


def row_of(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def cell(row: Row, peer: str) -> str:
    if peer not in row.values:
        return "–"
    return show(Spread.of(row.values[peer])) + "".join(sorted(row.marks[peer]))


def verdict(row: Row, part: Part) -> str:
    if row.goal is None:
        return "–"
    if isinstance(row.goal, Bound):
        bound, values = row.goal, row.values.get(part.ours)
        measured = Spread.of(values) if values else None
    else:
        bound, measured = Bound(row.goal), row.ratio(part.ours, part.reference)
    if measured is None:
        return str(bound)
    return f"{bound} {'met' if bound.holds(measured.median) else '**missed**'}"


def show(spread: Spread) -> str:
    middle, least, most = map(digits, (spread.median, spread.least, spread.most))
    return middle if least == most else f"{middle} ({least}–{most})"


def digits(value: float) -> str:
    """As many as mean something: three."""
    size = abs(value)
    return f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def write_page(parts: Sequence[Part], page: Path = PAGE) -> None:
    """Sections of parts that were not measured this time stay as they are."""
    old = page.read_text().split("\n## ")[1:] if page.is_file() else []
    sections = {text.partition("\n")[0]: f"## {text}" for text in old}
    sections |= {part.title: render(part) for part in parts}
    texts = [INTRODUCTION, *(text.rstrip() + "\n" for text in sections.values())]
    page.write_text("\n".join(texts))
