"""The arithmetic: medians over runs, ratios between runs side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import ClassVar


@dataclass(frozen=True)
class Spread:
    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True)
class Bound:
    """In the unit of the figure."""

    value: float
    is_least: bool = False

    def holds(self, value: float) -> bool:
        return value >= self.value if self.is_least else value <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {self.value:,g}"


@dataclass
class Row:
    """One figure in one situation, for each peer the value of every repetition."""

    figure: str
    situation: str
    goal: "float | Bound | None"
    """What Salle's may be: at most this multiple of the reference's, or within a bound."""
    values: dict[str, list[float]] = field(default_factory=dict)
    marks: dict[str, set[str]] = field(default_factory=dict)

    def add(self, peer: str, value: float, *marks: str) -> None:
        self.values.setdefault(peer, []).append(value)
        self.marks.setdefault(peer, set()).update(marks)

    def ratio(self, peer: str, reference: str) -> Spread | None:
        """Of runs that followed each other, so that a machine that slows down slows both."""
        pairs = zip(self.values.get(peer, []), self.values.get(reference, []), strict=False)
        ratios = [ours / theirs for ours, theirs in pairs if theirs]
        return Spread.of(ratios) if ratios else None


class Rows:
    """What is measured of one part: a row for each figure in each situation."""

    ORDER: ClassVar[Sequence[str]]
    """Of the figures."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Row] = {}
        self.disturbance: list[float] = []
        """The share of the cores that other programs used, each time."""

    def row(self, figure: str, situation: str, goal: float | Bound | None = None) -> Row:
        return self._rows.setdefault((figure, situation), Row(figure, situation, goal))

    def in_order(self) -> list[Row]:
        return sorted(self._rows.values(), key=lambda row: self.ORDER.index(row.figure))
