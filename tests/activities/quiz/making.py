"""Short ways to write questions, and the run that a test starts from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import reduce

from salle.activities.quiz.commands import AnswerQuestion, QuizCommand
from salle.activities.quiz.events import QuizEvent
from salle.activities.quiz.plan import PlanKind, QuizChoice, QuizPlan, QuizQuestion
from salle.activities.quiz.rules import Quiz
from salle.activities.quiz.run import QuizRun

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TRAINER = "ada"
quiz = Quiz()


def question(question_id: str, choices: str, *, is_multiple: bool | None = None) -> QuizQuestion:
    """`"+a b c"`: choices a, b and c, of which a is right."""
    made = tuple(
        QuizChoice(id=each.lstrip("+"), text=each.lstrip("+"), is_right=each.startswith("+"))
        for each in choices.split()
    )
    several = sum(each.is_right for each in made) > 1
    return QuizQuestion(
        id=question_id,
        text=f"{question_id} ?",
        explanation=f"because of {question_id}",
        is_multiple=several if is_multiple is None else is_multiple,
        choices=made,
    )


def plan(*questions: QuizQuestion, kind: PlanKind = "quiz") -> QuizPlan:
    return QuizPlan(kind=kind, title="Premiers secours", questions=questions)


TWO = plan(question("q1", "+a b"), question("q2", "+a +b c"))


def start(made: QuizPlan = TWO) -> QuizRun:
    return quiz.start("run", "activity", made)


def answer(question_id: str, *choice_ids: str, run_id: str = "run") -> AnswerQuestion:
    return AnswerQuestion(run_id=run_id, question_id=question_id, choice_ids=list(choice_ids))


def ask(run: QuizRun, command: QuizCommand, who: str = TRAINER) -> QuizRun:
    return after(run, quiz.decide(run, command, who, NOW))


def after(run: QuizRun, events: Sequence[QuizEvent]) -> QuizRun:
    return reduce(quiz.apply, events, run)
