"""Where a shape is: turned about its own corner, then moved."""

from cmath import phase, rect
from dataclasses import dataclass

from salle.board.drawing.paths import number


@dataclass(frozen=True, slots=True)
class Transform:
    """A rotation and a shift: `apply(p)` is `turn * p + shift`."""

    turn: complex = 1 + 0j
    shift: complex = 0j

    @staticmethod
    def placing(at: complex, rotation: float) -> "Transform":
        return Transform(rect(1, rotation), at)

    def apply(self, point: complex) -> complex:
        return self.turn * point + self.shift

    def undo(self, point: complex) -> complex:
        return (point - self.shift) / self.turn

    def within(self, inner: "Transform") -> "Transform":
        """What is placed by `inner` inside what is placed by this."""
        return Transform(self.turn * inner.turn, self.apply(inner.shift))

    @property
    def rotation(self) -> float:
        return phase(self.turn)

    def attribute(self) -> str:
        a, b = self.turn.real, self.turn.imag
        if a == 1 and b == 0:
            if not self.shift:
                return ""
            return f' transform="translate({number(self.shift.real)} {number(self.shift.imag)})"'
        return (
            f' transform="matrix({a:.6f} {b:.6f} {-b:.6f} {a:.6f}'
            f' {number(self.shift.real)} {number(self.shift.imag)})"'
        )
