"""What people see of a run. What is right, and who answered what, stops here."""

from collections.abc import Collection, Mapping

from salle.activities.contract import Audience
from salle.activities.quiz.run import QuizRun
from salle.activities.quiz.scoring import mean
from salle.activities.quiz.slices import (
    ActivitySlice,
    AnswerSlice,
    OwnAnswer,
    ProgressSlice,
    ShownQuestion,
    ShownResults,
    ShownSummary,
)


def shared_view(run: QuizRun, audience: Audience, *, here: int) -> Mapping[str, object]:
    activity: ActivitySlice = {
        "run_id": run.run_id,
        "activity_id": run.activity_id,
        "kind": run.plan.kind,
        "title": run.plan.title,
        "phase": run.phase,
        "question": _question(run),
        "results": _results(run) if run.is_shown else None,
        "summary": _summary(run) if run.phase == "finished" else None,
    }
    progress: ProgressSlice | None = (
        None if run.phase == "finished" else {"answered": len(run.current_answers), "here": here}
    )
    if audience is not Audience.TRAINER:
        return {"activity": activity, "progress": progress}
    activity["right"] = _right(run)
    activity["explanation"] = run.question.explanation
    activity["plan"] = run.plan
    answers: dict[str, AnswerSlice] = {
        who: {"choice_ids": list(answer.choice_ids), "answered_at": answer.answered_at}
        for who, answer in run.current_answers.items()
    }
    return {
        "activity": activity,
        "progress": progress,
        "tally": run.tally() if run.phase in ("answering", "closed") else None,
        "answers": answers,
        "scores": dict(run.scores),
    }


def own_view(run: QuizRun, participant_id: str) -> OwnAnswer:
    answer = run.current_answers.get(participant_id)
    is_right = None
    if run.is_scored and run.is_shown and answer is not None:
        is_right = set(answer.choice_ids) == run.question.right
    return {
        "choice_ids": None if answer is None else list(answer.choice_ids),
        "is_right": is_right,
        "score": run.scores.get(participant_id, 0.0) if run.is_scored and run.shown else None,
    }


def concerned(before: QuizRun, after: QuizRun) -> Collection[str] | None:
    """While a question is being answered, those whose answer came, changed or went."""
    same_question = (before.run_id, before.place, before.phase, before.shown) == (
        after.run_id,
        after.place,
        after.phase,
        after.shown,
    )
    if not same_question:
        return None
    old, new = before.current_answers, after.current_answers
    return [who for who in {**old, **new} if old.get(who) is not new.get(who)]


def _question(run: QuizRun) -> ShownQuestion:
    question = run.question
    return {
        "id": question.id,
        "index": run.place,
        "count": len(run.plan.questions),
        "text": question.text,
        "picture": question.picture,
        "hint": question.hint,
        "is_multiple": question.is_multiple,
        "choices": [{"id": choice.id, "text": choice.text} for choice in question.choices],
    }


def _results(run: QuizRun) -> ShownResults:
    return {
        "tally": run.tally(),
        "answered": len(run.current_answers),
        "right": _right(run),
        "explanation": run.question.explanation,
    }


def _summary(run: QuizRun) -> ShownSummary:
    """Over the questions whose results were shown: a mean over others would tell about them."""
    return {
        "answered": len(run.who_answered(run.asked)),
        "mean_score": mean(run.scores.values()) if run.is_scored and run.shown else None,
    }


def _right(run: QuizRun) -> list[str]:
    """In the order of the choices; nothing is right in a poll, whatever its plan says."""
    return [each.id for each in run.question.choices if each.is_right and run.is_scored]
