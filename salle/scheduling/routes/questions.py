"""What a list can be asked for, the same everywhere."""

from collections.abc import Set as AbstractSet
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, BaseModel

from salle.accounts.schemas import check_line

PageSize = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Search = Annotated[str, Query(max_length=200), AfterValidator(check_line)]
MOST_CHOICES = 10


def given(edited: BaseModel, *, clearable: AbstractSet[str]) -> dict[str, Any]:
    """The changes that were sent. Null stands for a change only where there may be nothing."""
    sent = edited.model_dump(exclude_unset=True, exclude={"version"})
    return {name: value for name, value in sent.items() if value is not None or name in clearable}
