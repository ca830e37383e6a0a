"""What is shown of a run, as it travels (V1, V4)."""

from datetime import datetime
from typing import NotRequired

from typing_extensions import TypedDict

from salle.activities.quiz.plan import PlanKind, QuizPlan
from salle.activities.quiz.run import Phase


class ShownChoice(TypedDict):
    id: str
    text: str


class ShownQuestion(TypedDict):
    id: str
    index: int
    count: int
    text: str
    picture: str | None
    hint: str
    is_multiple: bool
    choices: list[ShownChoice]


class ShownResults(TypedDict):
    tally: dict[str, int]
    answered: int
    right: list[str]
    explanation: str


class ShownSummary(TypedDict):
    answered: int
    mean_score: float | None


class ActivitySlice(TypedDict):
    run_id: str
    activity_id: str
    kind: PlanKind
    title: str
    phase: Phase
    question: ShownQuestion
    results: ShownResults | None
    summary: ShownSummary | None
    right: NotRequired[list[str]]
    """To the trainer alone, like what follows."""
    explanation: NotRequired[str]
    plan: NotRequired[QuizPlan]


class ProgressSlice(TypedDict):
    answered: int
    here: int


class AnswerSlice(TypedDict):
    choice_ids: list[str]
    answered_at: datetime


class OwnAnswer(TypedDict):
    choice_ids: list[str] | None
    is_right: bool | None
    score: float | None
