from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from salle.accounts.schemas import Version
from salle.activities.quiz.plan import MAX_TITLE, WITHOUT_NUL, QuizPlan

Title = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=MAX_TITLE, pattern=WITHOUT_NUL
    ),
]


class NewActivity(BaseModel):
    plan: QuizPlan


class ActivityChange(BaseModel):
    version: Version
    plan: QuizPlan


class ActivityCopy(BaseModel):
    """The copy's title, in the language of who copies; the original's if none is given."""

    title: Title | None = None


class ActivityCard(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: Literal["quiz", "poll"]
    title: str
    question_count: int
    updated_at: datetime


class ActivityOut(ActivityCard):
    created_at: datetime
    version: int
    plan: QuizPlan


class ActivityPage(BaseModel):
    activities: list[ActivityCard]
    total: Annotated[int, Field(ge=0)]
