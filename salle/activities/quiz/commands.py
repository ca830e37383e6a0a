from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from salle.activities.contract import Asked
from salle.activities.quiz.plan import MAX_CHOICES

AnyId = Annotated[str, StringConstraints(max_length=64)]
"""An id that somebody sent: looked up, never stored unless it was found."""


class AnswerQuestion(Asked):
    type: Literal["activity.answer"] = "activity.answer"
    run_id: AnyId
    question_id: AnyId
    choice_ids: Annotated[list[AnyId], Field(min_length=1, max_length=2 * MAX_CHOICES)]


class WithdrawAnswer(Asked):
    type: Literal["activity.withdraw"] = "activity.withdraw"
    run_id: AnyId
    question_id: AnyId


class CloseAnswers(Asked):
    type: Literal["activity.close"] = "activity.close"
    run_id: AnyId


class ShowResults(Asked):
    type: Literal["activity.show_results"] = "activity.show_results"
    run_id: AnyId


class NextQuestion(Asked):
    type: Literal["activity.next"] = "activity.next"
    run_id: AnyId
    after: AnyId | None = None
    """The question that one goes on from: asked from two windows, it is gone on from once."""


class FinishActivity(Asked):
    type: Literal["activity.finish"] = "activity.finish"
    run_id: AnyId


QuizCommand = (
    AnswerQuestion | WithdrawAnswer | CloseAnswers | ShowResults | NextQuestion | FinishActivity
)
