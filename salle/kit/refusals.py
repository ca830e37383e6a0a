"""Which refusals a route may answer with: said beside what raises them.

The description of the API has them from here, and every answer that a test gets is held against it.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from fastapi.dependencies.models import Dependant

from salle.kit.errors import SalleError

Function = TypeVar("Function", bound=Callable[..., Any])


def refuses(*errors: type[SalleError]) -> Callable[[Function], Function]:
    """Marks an endpoint or a dependency with what it raises, itself or through what it calls."""

    def mark(function: Function) -> Function:
        cast("Any", function).refuses = errors
        return function

    return mark


def refusals_of(dependant: Dependant) -> Iterator[type[SalleError]]:
    """Of an endpoint and of all that it depends on."""
    yield from getattr(dependant.call, "refuses", ())
    for each in dependant.dependencies:
        yield from refusals_of(each)
