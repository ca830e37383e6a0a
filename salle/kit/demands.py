"""How a route learns who asks, and what it demands of them: said beside what looks at it.

The description of the API has it from here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from fastapi.dependencies.models import Dependant

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Scheme:
    """A way to prove who one is."""

    name: str
    said: Mapping[str, str]
    """As OpenAPI describes it."""


@dataclass(frozen=True)
class Demand:
    scheme: Scheme | None = None
    is_needed: bool = True
    """False: without it, one asks as anybody."""
    role: str = ""
    """The least that one has to be."""


def demands(
    scheme: Scheme | None = None, *, is_needed: bool = True, role: str = ""
) -> Callable[[Function], Function]:
    """Marks an endpoint or a dependency with what it looks at before it lets anybody pass."""

    def mark(function: Function) -> Function:
        cast("Any", function).demands = Demand(scheme, is_needed, role)
        return function

    return mark


def demands_of(dependant: Dependant) -> Iterator[Demand]:
    """Of an endpoint and of all that it depends on."""
    if (demand := getattr(dependant.call, "demands", None)) is not None:
        yield demand
    for each in dependant.dependencies:
        yield from demands_of(each)
