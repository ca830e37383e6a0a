"""A quiz or a poll while a room runs it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from salle.activities.quiz.plan import QuizPlan, QuizQuestion
from salle.activities.quiz.scoring import score

Phase = Literal["answering", "closed", "results", "finished"]


class Answer(NamedTuple):
    choice_ids: tuple[str, ...]
    answered_at: datetime


NO_ANSWERS: Mapping[str, Answer] = {}


class QuizRun(NamedTuple):
    run_id: str
    activity_id: str
    plan: QuizPlan
    place: int = 0
    """Of the current question; those before it were asked as well, those after it were not."""
    phase: Phase = "answering"
    answers: Mapping[str, Mapping[str, Answer]] = {}
    """By question, then by participant."""
    shown: frozenset[str] = frozenset()
    """Questions whose results everybody has seen: from then on they are no secret."""
    scores: Mapping[str, float] = {}
    """Over the questions in `shown`, of those who answered one of them; nothing in a poll."""

    @property
    def is_scored(self) -> bool:
        return self.plan.kind == "quiz"

    @property
    def question(self) -> QuizQuestion:
        return self.plan.questions[self.place]

    @property
    def asked(self) -> Sequence[QuizQuestion]:
        return self.plan.questions[: self.place + 1]

    @property
    def current_answers(self) -> Mapping[str, Answer]:
        return self.answers_to(self.question)

    @property
    def is_shown(self) -> bool:
        return self.question.id in self.shown

    @property
    def shown_questions(self) -> Sequence[QuizQuestion]:
        return [question for question in self.plan.questions if question.id in self.shown]

    def who_answered(self, questions: Iterable[QuizQuestion]) -> list[str]:
        """Participants with an answer to any of these, by the first they answered."""
        return list(dict.fromkeys(who for each in questions for who in self.answers_to(each)))

    def scores_over(self, questions: Sequence[QuizQuestion]) -> dict[str, float]:
        """Of everybody who answered one of these; nothing in a poll."""
        if not self.is_scored:
            return {}
        return {who: self.score_of(who, questions) for who in self.who_answered(questions)}

    def score_of(self, participant_id: str, questions: Iterable[QuizQuestion]) -> float:
        ticked = {
            question_id: answers[participant_id].choice_ids
            for question_id, answers in self.answers.items()
            if participant_id in answers
        }
        return score(questions, ticked)

    def answers_to(self, question: QuizQuestion) -> Mapping[str, Answer]:
        return self.answers.get(question.id, NO_ANSWERS)

    def tally(self) -> dict[str, int]:
        """How many ticked each choice of the current question."""
        ticks = Counter(
            choice_id for answer in self.current_answers.values() for choice_id in answer.choice_ids
        )
        return {choice.id: ticks[choice.id] for choice in self.question.choices}
