"""Points and boxes. Strokes have hundreds of points, and grow thirty times a second."""

from itertools import chain
from math import isfinite
from operator import itemgetter
from typing import Any

from salle.board.validation.objects import ListOf, ObjectOf, Optional
from salle.board.validation.scalars import NUMBER

POINT = ObjectOf({"x": NUMBER, "y": NUMBER, "z": Optional(NUMBER)})
BOX = ObjectOf({"x": NUMBER, "y": NUMBER, "w": NUMBER, "h": NUMBER})

read_xyz = itemgetter("x", "y", "z")
ONLY_DICTS = {dict}
ONLY_THREE_KEYS = {3}
ONLY_NUMBERS = {int, float}


def are_xyz(points: list[Any]) -> bool:
    """Whether they are points with x, y and z, as a stroke's are, found without a step for each.

    Only a finite sum shows that all numbers are finite; a sum that is not may still be of valid
    points, and those are looked at one by one.
    """
    if not points:
        return True
    if set(map(type, points)) != ONLY_DICTS or set(map(len, points)) != ONLY_THREE_KEYS:
        return False
    try:
        numbers = list(chain.from_iterable(map(read_xyz, points)))
        return set(map(type, numbers)) <= ONLY_NUMBERS and isfinite(sum(numbers))
    except (KeyError, OverflowError):
        return False


POINTS = ListOf(POINT, are_xyz)
