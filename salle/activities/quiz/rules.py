"""What happens in a run of a quiz or a poll, and who sees what of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from salle.activities.contract import Activity, Audience
from salle.activities.quiz.commands import (
    AnswerQuestion,
    CloseAnswers,
    FinishActivity,
    NextQuestion,
    QuizCommand,
    ShowResults,
    WithdrawAnswer,
)
from salle.activities.quiz.events import (
    ActivityAnswered,
    ActivityClosed,
    ActivityFinished,
    ActivityQuestionShown,
    ActivityResultsShown,
    ActivityWithdrawn,
    QuizEvent,
)
from salle.activities.quiz.plan import QuizPlan
from salle.activities.quiz.run import NO_ANSWERS, Answer, QuizRun
from salle.activities.quiz.scoring import mean
from salle.activities.quiz.slices import OwnAnswer
from salle.activities.quiz.views import concerned, own_view, shared_view
from salle.kit.errors import Kind, SalleError


class NotRunning(SalleError):
    """What was asked is about a run that is over, or about another one."""

    kind = Kind.CONFLICT
    code = "activity.not_running"


class AnswersClosed(SalleError):
    kind = Kind.CONFLICT
    code = "activity.answers_closed"


class NoSuchChoice(SalleError):
    kind = Kind.INVALID
    code = "activity.no_such_choice"


class OneChoiceOnly(SalleError):
    kind = Kind.INVALID
    code = "activity.one_choice_only"


class NoNextQuestion(SalleError):
    kind = Kind.CONFLICT
    code = "activity.no_next_question"


class Quiz:
    """Both kinds: a poll is a quiz in which nothing is right."""

    def start(self, run_id: str, activity_id: str, plan: QuizPlan) -> QuizRun:
        return QuizRun(run_id, activity_id, plan)

    def decide(  # noqa: C901, PLR0911, PLR0912 - one branch for each command
        self, run: QuizRun, command: QuizCommand, participant_id: str, now: datetime
    ) -> Sequence[QuizEvent]:
        if command.run_id != run.run_id:
            raise NotRunning
        match command:
            case AnswerQuestion():
                return _answer(run, command, participant_id, now)
            case WithdrawAnswer(question_id=question_id):
                _check_open(run, question_id)
                if participant_id not in run.current_answers:
                    return []
                return [
                    ActivityWithdrawn(
                        run_id=run.run_id,
                        question_id=question_id,
                        participant_id=participant_id,
                        created_at=now,
                    )
                ]
            case CloseAnswers():
                return self._close(run, now, participant_id)
            case ShowResults():
                if run.phase == "finished":
                    raise NotRunning
                if run.phase == "results":
                    return []
                return [
                    *self._close(run, now, participant_id),
                    ActivityResultsShown(
                        run_id=run.run_id,
                        question_id=run.question.id,
                        participant_id=participant_id,
                        created_at=now,
                    ),
                ]
            case NextQuestion(after=after):
                if after is not None and after != run.question.id:
                    return []
                if run.phase == "finished" or run.place + 1 == len(run.plan.questions):
                    raise NoNextQuestion
                return [
                    *self._close(run, now, participant_id),
                    ActivityQuestionShown(
                        run_id=run.run_id,
                        question_id=run.plan.questions[run.place + 1].id,
                        participant_id=participant_id,
                        created_at=now,
                    ),
                ]
            case FinishActivity():
                return self.finish(run, now, participant_id)
            case never:
                assert_never(never)

    def finish(
        self, run: QuizRun, now: datetime, participant_id: str | None = None
    ) -> Sequence[QuizEvent]:
        if run.phase == "finished":
            return []
        scores = run.scores_over(run.asked)
        return [
            *self._close(run, now, participant_id),
            ActivityFinished(
                run_id=run.run_id,
                answered=len(run.who_answered(run.asked)),
                scores=scores,
                mean_score=mean(scores.values()) if run.is_scored else None,
                participant_id=participant_id,
                created_at=now,
            ),
        ]

    def apply(self, run: QuizRun, event: QuizEvent) -> QuizRun:  # noqa: PLR0911 - one for each event
        if event.run_id != run.run_id:
            return run
        match event:
            case ActivityAnswered(participant_id=who, question_id=question_id):
                answer = Answer(event.choice_ids, event.created_at)
                given = {**run.answers.get(question_id, NO_ANSWERS), who: answer}
                return run._replace(answers={**run.answers, question_id: given})
            case ActivityWithdrawn(participant_id=who, question_id=question_id):
                given = {**run.answers.get(question_id, NO_ANSWERS)}
                given.pop(who, None)
                return run._replace(answers={**run.answers, question_id: given})
            case ActivityClosed():
                return run._replace(phase="closed")
            case ActivityResultsShown(question_id=question_id):
                seen = run._replace(phase="results", shown=run.shown | {question_id})
                return seen._replace(scores=seen.scores_over(seen.shown_questions))
            case ActivityQuestionShown(question_id=question_id):
                ids = [question.id for question in run.plan.questions]
                return run._replace(place=ids.index(question_id), phase="answering")
            case ActivityFinished():
                return run._replace(phase="finished")
            case never:
                assert_never(never)

    def shared_view(self, run: QuizRun, audience: Audience, *, here: int) -> Mapping[str, object]:
        return shared_view(run, audience, here=here)

    def own_view(self, run: QuizRun, participant_id: str) -> OwnAnswer:
        return own_view(run, participant_id)

    def concerned(self, before: QuizRun, after: QuizRun) -> Collection[str] | None:
        return concerned(before, after)

    def _close(
        self, run: QuizRun, now: datetime, participant_id: str | None
    ) -> Sequence[QuizEvent]:
        if run.phase != "answering":
            return []
        return [
            ActivityClosed(
                run_id=run.run_id,
                question_id=run.question.id,
                participant_id=participant_id,
                created_at=now,
            )
        ]


def _answer(
    run: QuizRun, command: AnswerQuestion, participant_id: str, now: datetime
) -> Sequence[QuizEvent]:
    _check_open(run, command.question_id)
    chosen = set(command.choice_ids)
    # In the order of the question: the same choices are the same answer, however they were sent.
    ticked = tuple(choice.id for choice in run.question.choices if choice.id in chosen)
    if len(ticked) < len(chosen):
        raise NoSuchChoice
    if len(ticked) > 1 and not run.question.is_multiple:
        raise OneChoiceOnly
    before = run.current_answers.get(participant_id)
    if before is not None and before.choice_ids == ticked:
        return []
    return [
        ActivityAnswered(
            run_id=run.run_id,
            question_id=run.question.id,
            choice_ids=ticked,
            participant_id=participant_id,
            created_at=now,
        )
    ]


def _check_open(run: QuizRun, question_id: str) -> None:
    if run.phase != "answering" or question_id != run.question.id:
        raise AnswersClosed


_fulfils_the_contract: Activity[QuizPlan, QuizRun, QuizCommand, QuizEvent] = Quiz()
