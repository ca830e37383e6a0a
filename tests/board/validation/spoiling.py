"""Small changes to a record, of which most make it wrong."""

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from tests.board.validation.samples import SAMPLES, Record, any_value

Place = tuple[Any, Any]
"""A dict or list, and a key or index in it."""


def places_in(value: Any) -> Iterator[Place]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in entries:
        yield value, key
        if isinstance(each, dict | list):
            yield from places_in(each)


def spoil(record: Record, random: Random) -> None:
    """In place: once, somewhere, in one of the ways that records go wrong."""
    places = list(places_in(record))
    if not places:
        return
    container, key = random.choice(places)
    match random.randrange(8):
        case 0 | 1 | 2:
            container[key] = any_value(random)
        case 3:
            del container[key]
        case 4 if isinstance(container, dict):
            container[random.choice(EXTRA_KEYS)] = any_value(random)
        case 4:
            container.append(any_value(random))
        case 5 if isinstance(container, dict):
            container[f"{key} "] = container.pop(key)
        case 5:
            container.extend(deepcopy(container))
        case 6:
            container[key] = wrap(container[key], random)
        case _:
            other, name = random.choice(list(places_in(random.choice(SAMPLES))))
            container[key] = deepcopy(other[name])


EXTRA_KEYS = ["extra", "__proto__", "constructor", "x", "z", "0", "", "type", "isCircle", "url"]


def wrap(value: Any, random: Random) -> Any:
    """Something that is nearly the value."""
    nearly: list[Any] = [[value], {"value": value}, str(value)]
    if isinstance(value, str):
        nearly += [value.upper(), f" {value}", f"{value}\n", value[:-1], value[1:]]
    elif isinstance(value, list):
        nearly += [{str(index): each for index, each in enumerate(value)}]
    elif isinstance(value, dict):
        nearly += [list(value.values()), {}]
    elif isinstance(value, int | float):
        nearly += [-value, not value]
        if abs(value) < LARGE:
            nearly += [value * 10, float(value), value - 0.5]
    return random.choice(nearly)


LARGE = 1e300


def records_at_random(count: int, seed: int) -> list[Record]:
    """A third of them good."""
    random = Random(seed)  # noqa: S311 - the same records every time
    return [record_at_random(random) for _ in range(count)]


def record_at_random(random: Random) -> Record:
    record = deepcopy(random.choice(SAMPLES))
    for container, key in list(places_in(record)):
        container[key] = vary(container[key], random)
    for _ in range(random.choice([0, 0, 0, 1, 1, 1, 1, 2, 3])):
        spoil(record, random)
    return record


def vary(value: Any, random: Random) -> Any:
    """Another value that is good where this one is, most times."""
    if random.random() < 0.7 or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return random.choice([value + 1, float(value), value / 3])
    return value
