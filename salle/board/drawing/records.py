"""Reading records that anybody may have written: every value has a default and a bound."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TypeVar

# Beyond this a coordinate is not on any slide; within it no sum or product overflows.
COORDINATE_LIMIT = 100_000.0

Item = TypeVar("Item")


def read_number(
    value: object,
    default: float = 0.0,
    low: float = -COORDINATE_LIMIT,
    high: float = COORDINATE_LIMIT,
) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        number = float(value)
    except OverflowError:
        return high if value > 0 else low
    if not isfinite(number):
        return default
    return min(max(number, low), high)


def read_point(value: object) -> complex:
    """Points are complex numbers: a rotation is a product, a distance is `abs`."""
    if not isinstance(value, Mapping):
        return 0j
    return complex(read_number(value.get("x")), read_number(value.get("y")))


@dataclass(frozen=True, slots=True)
class Props:
    """The `props` of a record, read leniently."""

    values: Mapping[str, object]

    def number(
        self,
        name: str,
        default: float = 0.0,
        low: float = -COORDINATE_LIMIT,
        high: float = COORDINATE_LIMIT,
    ) -> float:
        return read_number(self.values.get(name), default, low, high)

    def size(self, name: str, default: float = 100.0) -> float:
        return self.number(name, default, low=1.0)

    def scale(self) -> float:
        return self.number("scale", 1.0, low=0.01, high=100.0)

    def point(self, name: str) -> complex:
        return read_point(self.values.get(name))

    def text(self, name: str, limit: int = 500) -> str:
        value = self.values.get(name)
        return value[:limit] if isinstance(value, str) else ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.values.get(name)
        return value if isinstance(value, bool) else default

    def choice(self, name: str, table: Mapping[str, Item], default: str) -> Item:
        value = self.values.get(name)
        return table[value] if isinstance(value, str) and value in table else table[default]

    def word(self, name: str, allowed: frozenset[str], default: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) and value in allowed else default


def read_props(record: Mapping[str, object]) -> Props:
    values = record.get("props")
    return Props(values if isinstance(values, Mapping) else {})
