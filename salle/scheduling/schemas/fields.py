"""The kinds of values that are sent to us, each with its limit."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from salle.accounts.schemas import (
    TURNING,
    PersonName,
    RowId,
    check_line,
)
from salle.media.rules import MEDIA_ID
from salle.scheduling.rules import (
    EARLIEST,
    LATEST,
    MAX_ASSISTANTS,
    MAX_CAPACITY,
    MAX_DESCRIPTION,
    MAX_DURATION_MINUTES,
    MAX_EVENT_DESCRIPTION,
    MAX_PLACE,
    MAX_SKILL_LEVEL,
    MAX_TAG,
    MAX_TAGS,
    MAX_TITLE,
)

LAYOUT = frozenset("\n\t")


def check_text(text: str) -> str:
    """Several lines, without what cannot be seen and neither database would take alike."""
    plain = text.replace("\r\n", "\n")
    if any(
        each in TURNING or (unicodedata.category(each) in {"Cc", "Cs"} and each not in LAYOUT)
        for each in plain
    ):
        raise PydanticCustomError("unseen_characters", "no control characters")
    return unicodedata.normalize("NFC", plain)


def check_moment(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise PydanticCustomError("moment_out_of_range", "not a date that anybody means")
    return moment.astimezone(UTC)


def without_repeats(items: list[str]) -> list[str]:
    return list(dict.fromkeys(items))


Moment = Annotated[AwareDatetime, AfterValidator(check_moment)]
"""With an offset: a time without one is refused."""
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TITLE),
    AfterValidator(check_line),
]
Place = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_PLACE),
    AfterValidator(check_line),
]
Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TAG),
    AfterValidator(check_line),
]
SkillLevel = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SKILL_LEVEL),
    AfterValidator(check_line),
]
Description = Annotated[str, Field(max_length=MAX_DESCRIPTION), AfterValidator(check_text)]
EventDescription = Annotated[
    str, Field(max_length=MAX_EVENT_DESCRIPTION), AfterValidator(check_text)
]
DurationMinutes = Annotated[int, Field(ge=1, le=MAX_DURATION_MINUTES)]
Capacity = Annotated[int, Field(ge=1, le=MAX_CAPACITY)]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS), AfterValidator(without_repeats)]
PersonIds = Annotated[
    list[RowId], Field(max_length=MAX_ASSISTANTS), AfterValidator(without_repeats)
]
PictureId = Annotated[str, StringConstraints(pattern=f"^{MEDIA_ID}$")]
Day = Annotated[date, Field(ge=EARLIEST.date(), lt=LATEST.date())]
Name = Annotated[PersonName, Field(min_length=1)]
