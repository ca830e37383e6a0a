from typing import Literal

from salle.activities.contract import Fact


class ActivityAnswered(Fact):
    """Replaces what the same person answered before."""

    type: Literal["activity_answered"] = "activity_answered"
    participant_id: str
    run_id: str
    question_id: str
    choice_ids: tuple[str, ...]


class ActivityWithdrawn(Fact):
    type: Literal["activity_withdrawn"] = "activity_withdrawn"
    participant_id: str
    run_id: str
    question_id: str


class ActivityClosed(Fact):
    """No answer to this question counts from now on."""

    type: Literal["activity_closed"] = "activity_closed"
    run_id: str
    question_id: str


class ActivityResultsShown(Fact):
    type: Literal["activity_results_shown"] = "activity_results_shown"
    run_id: str
    question_id: str


class ActivityQuestionShown(Fact):
    """The run went on to this question. The first one is shown by the start itself."""

    type: Literal["activity_question_shown"] = "activity_question_shown"
    run_id: str
    question_id: str


class ActivityFinished(Fact):
    """`scores` of those who answered anything, over every question that was asked; none in a poll.

    What was shown to the room may rest on fewer questions: those whose results were shown.
    """

    type: Literal["activity_finished"] = "activity_finished"
    run_id: str
    answered: int
    scores: dict[str, float]
    mean_score: float | None


QuizEvent = (
    ActivityAnswered
    | ActivityWithdrawn
    | ActivityClosed
    | ActivityResultsShown
    | ActivityQuestionShown
    | ActivityFinished
)
