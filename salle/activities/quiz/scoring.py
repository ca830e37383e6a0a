"""The one rule for scores (V7)."""

from collections.abc import Collection, Iterable, Mapping

from salle.activities.quiz.plan import QuizQuestion

FOR_A_RIGHT_CHOICE = 2
FOR_A_WRONG_CHOICE = -1


def score(questions: Iterable[QuizQuestion], ticked: Mapping[str, Collection[str]]) -> float:
    """What somebody who ticked these choices, by question, earned: from 0 to 1.

    Pooled over the questions, so that a question with more right choices weighs more. A choice
    ticked twice counts once. Without right choices there is nothing to earn.
    """
    points, most = 0, 0
    for question in questions:
        right = question.right
        chosen = set(ticked.get(question.id, ()))
        points += FOR_A_RIGHT_CHOICE * len(chosen & right)
        points += FOR_A_WRONG_CHOICE * len(chosen - right)
        most += FOR_A_RIGHT_CHOICE * len(right)
    return max(points, 0) / most if most else 0.0


def mean(scores: Collection[float]) -> float:
    """Of those who answered; 0 where nobody did."""
    return sum(scores) / len(scores) if scores else 0.0
