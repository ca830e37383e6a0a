"""Time zones of the IANA database, by name."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def known_time_zone(name: str) -> str:
    if name not in _names():
        raise PydanticCustomError("unknown_time_zone", "no time zone of the IANA database")
    return name


TimeZone = Annotated[str, AfterValidator(known_time_zone)]
