"""What a trainer prepares: the questions of a quiz, or of a poll."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

MAX_TITLE = 200
MAX_QUESTIONS = 100
MAX_QUESTION = 1000
MAX_NOTE = 1000
MIN_CHOICES, MAX_CHOICES = 2, 12
MAX_CHOICE = 300

PlanKind = Literal["quiz", "poll"]


WITHOUT_NUL = r"^[^\x00]*$"
"""PostgreSQL stores every character but this one."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Note = Annotated[str, StringConstraints(max_length=MAX_NOTE, pattern=WITHOUT_NUL)]


class _Plan(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class QuizChoice(_Plan):
    id: Id
    text: Annotated[
        str, StringConstraints(min_length=1, max_length=MAX_CHOICE, pattern=WITHOUT_NUL)
    ]
    is_right: bool = False
    """Without meaning in a poll."""


class QuizQuestion(_Plan):
    id: Id
    text: Annotated[
        str, StringConstraints(min_length=1, max_length=MAX_QUESTION, pattern=WITHOUT_NUL)
    ]
    picture: Id | None = None
    """The id of a stored picture."""
    hint: Note = ""
    explanation: Note = ""
    """Shown with the results, never before."""
    is_multiple: bool = False
    choices: Annotated[Sequence[QuizChoice], Field(min_length=MIN_CHOICES, max_length=MAX_CHOICES)]

    @model_validator(mode="after")
    def is_sound(self) -> Self:
        _check_unique("choice_ids_not_unique", [each.id for each in self.choices])
        if not self.is_multiple and sum(each.is_right for each in self.choices) > 1:
            raise PydanticCustomError("one_right_choice_only", "one choice, but several are right")
        return self

    @property
    def right(self) -> frozenset[str]:
        return frozenset(each.id for each in self.choices if each.is_right)


class QuizPlan(_Plan):
    """Copied into the room when it starts: later changes in the library do not touch a run."""

    kind: PlanKind
    title: Annotated[
        str, StringConstraints(min_length=1, max_length=MAX_TITLE, pattern=WITHOUT_NUL)
    ]
    questions: Annotated[Sequence[QuizQuestion], Field(min_length=1, max_length=MAX_QUESTIONS)]

    @model_validator(mode="after")
    def is_sound(self) -> Self:
        _check_unique("question_ids_not_unique", [each.id for each in self.questions])
        return self


def _check_unique(code: str, ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        raise PydanticCustomError(code, "the same id twice")
