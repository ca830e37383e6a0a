"""Going to a place in JSON by its path, and changing what is there, without touching the rest."""

from collections.abc import Iterator, Sequence
from typing import Any

Path = Sequence[str]
"""Keys, and indexes as texts: as in `props.points.0.x`, split at the dots."""


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in entries:
        below = (*path, str(key))
        yield below
        if isinstance(each, dict | list):
            yield from paths_in(each, below)


def value_at(value: Any, path: Path) -> Any:
    for name in path:
        value = value[key_of(value, name)]
    return value


def changed(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    copy, key = value.copy(), key_of(value, path[0])
    copy[key] = changed(value[key], path[1:], new)
    return copy


def without(value: Any, path: Path) -> Any:
    copy, key = value.copy(), key_of(value, path[0])
    if len(path) == 1:
        del copy[key]
    else:
        copy[key] = without(value[key], path[1:])
    return copy


def key_of(container: Any, name: str) -> Any:
    return int(name) if isinstance(container, list) else name
