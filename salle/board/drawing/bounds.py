"""Extents, and edges that can be met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Bounds:
    near: complex
    far: complex

    @property
    def center(self) -> complex:
        return (self.near + self.far) / 2

    @property
    def size(self) -> complex:
        return self.far - self.near

    @property
    def corners(self) -> list[complex]:
        a, b = self.near, self.far
        return [a, complex(b.real, a.imag), b, complex(a.real, b.imag)]

    def contains(self, other: "Bounds") -> bool:
        a, b = other.near - self.near, self.far - other.far
        return min(a.real, a.imag, b.real, b.imag) >= 0

    def meets(self, other: "Bounds") -> bool:
        a, b = other.far - self.near, self.far - other.near
        return min(a.real, a.imag, b.real, b.imag) >= 0

    def grown(self, margin: float) -> "Bounds":
        return Bounds(self.near - complex(margin, margin), self.far + complex(margin, margin))


def bounds_of(points: Iterable[complex]) -> Bounds:
    spots = list(points) or [0j]
    xs, ys = [p.real for p in spots], [p.imag for p in spots]
    return Bounds(complex(min(xs), min(ys)), complex(max(xs), max(ys)))


@dataclass(frozen=True, slots=True)
class Outline:
    points: Sequence[complex]
    closed: bool = True

    def edges(self) -> Iterable[tuple[complex, complex]]:
        return pairwise(self.points)
