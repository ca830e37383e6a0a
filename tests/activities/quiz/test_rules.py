from typing import Any

import pytest

from salle.activities.quiz.commands import (
    CloseAnswers,
    FinishActivity,
    NextQuestion,
    QuizCommand,
    ShowResults,
    WithdrawAnswer,
)
from salle.activities.quiz.events import ActivityAnswered, ActivityClosed, ActivityFinished
from salle.activities.quiz.run import QuizRun
from salle.kit.errors import SalleError
from tests.activities.quiz.making import (
    NOW,
    TRAINER,
    after,
    answer,
    ask,
    plan,
    question,
    quiz,
    start,
)

CLOSE = CloseAnswers(run_id="run")
SHOW = ShowResults(run_id="run")
NEXT = NextQuestion(run_id="run")
FINISH = FinishActivity(run_id="run")


def decide(run: QuizRun, command: QuizCommand, who: str = TRAINER) -> list[str]:
    return [event.type for event in quiz.decide(run, command, who, NOW)]


def refusal(run: QuizRun, command: QuizCommand, who: str = "tom") -> str:
    with pytest.raises(SalleError) as refused:
        quiz.decide(run, command, who, NOW)
    return refused.value.code


def test_an_answer_is_recorded_in_the_order_of_the_choices() -> None:
    run = ask(ask(start(), NEXT), answer("q2", "b", "a", "b"), "tom")
    assert run.current_answers["tom"] == (("a", "b"), NOW)


def test_a_later_answer_replaces_the_one_before() -> None:
    run = ask(ask(start(), answer("q1", "a"), "tom"), answer("q1", "b"), "tom")
    assert run.current_answers["tom"].choice_ids == ("b",)


def test_the_same_answer_again_is_nothing_new() -> None:
    run = ask(start(), answer("q1", "a"), "tom")
    assert decide(run, answer("q1", "a"), "tom") == []


def test_an_answer_is_withdrawn_once() -> None:
    withdraw = WithdrawAnswer(run_id="run", question_id="q1")
    run = ask(start(), answer("q1", "a"), "tom")
    assert decide(run, withdraw, "eve") == []
    run = ask(run, withdraw, "tom")
    assert run.current_answers == {}
    assert decide(run, withdraw, "tom") == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (answer("q1", "z"), "activity.no_such_choice"),
        (answer("q1", "a", "z"), "activity.no_such_choice"),
        (answer("q1", "a", "b"), "activity.one_choice_only"),
        (answer("q1", "a", run_id="other"), "activity.not_running"),
        (answer("q2", "a"), "activity.answers_closed"),
        (answer("nowhere", "a"), "activity.answers_closed"),
        (WithdrawAnswer(run_id="run", question_id="q2"), "activity.answers_closed"),
    ],
)
def test_an_answer_is_refused(command: QuizCommand, code: str) -> None:
    """(C7)"""
    assert refusal(start(), command) == code


@pytest.mark.parametrize("steps", [[CLOSE], [SHOW], [FINISH]])
def test_no_answer_counts_once_a_question_is_closed(steps: list[QuizCommand]) -> None:
    run = start()
    for step in steps:
        run = ask(run, step)
    assert refusal(run, answer("q1", "a")) == "activity.answers_closed"
    withdraw = WithdrawAnswer(run_id="run", question_id="q1")
    assert refusal(run, withdraw) == "activity.answers_closed"


@pytest.mark.parametrize(
    ("steps", "command", "expected"),
    [
        ([], CLOSE, ["activity_closed"]),
        ([CLOSE], CLOSE, []),
        ([SHOW], CLOSE, []),
        ([FINISH], CLOSE, []),
        ([], SHOW, ["activity_closed", "activity_results_shown"]),
        ([CLOSE], SHOW, ["activity_results_shown"]),
        ([SHOW], SHOW, []),
        ([], NEXT, ["activity_closed", "activity_question_shown"]),
        ([CLOSE], NEXT, ["activity_question_shown"]),
        ([SHOW], NEXT, ["activity_question_shown"]),
        ([], FINISH, ["activity_closed", "activity_finished"]),
        ([CLOSE], FINISH, ["activity_finished"]),
        ([SHOW], FINISH, ["activity_finished"]),
        ([FINISH], FINISH, []),
    ],
)
def test_a_step_does_what_is_needed_before_it(
    steps: list[QuizCommand], command: QuizCommand, expected: list[str]
) -> None:
    """(C7) "if need be\""""
    run = start()
    for step in steps:
        run = ask(run, step)
    assert decide(run, command) == expected


def test_there_is_no_question_after_the_last_nor_after_the_end() -> None:
    assert refusal(ask(start(), NEXT), NEXT) == "activity.no_next_question"
    assert refusal(ask(start(), FINISH), NEXT) == "activity.no_next_question"


def test_what_is_finished_shows_no_more_results() -> None:
    assert refusal(ask(start(), FINISH), SHOW) == "activity.not_running"


@pytest.mark.parametrize("command", [CLOSE, SHOW, NEXT, FINISH])
def test_steps_of_another_run_are_refused(command: Any) -> None:
    other = command.model_copy(update={"run_id": "other"})
    assert refusal(start(), other) == "activity.not_running"


def test_an_event_of_another_run_changes_nothing() -> None:
    run = start()
    stray = ActivityClosed(run_id="other", question_id="q1", created_at=NOW)
    assert quiz.apply(run, stray) is run


def finished(run: QuizRun) -> ActivityFinished:
    [event] = [e for e in quiz.finish(run, NOW) if isinstance(e, ActivityFinished)]
    return event


def test_the_end_records_the_scores_over_all_that_was_asked() -> None:
    """(V7) Also over the question that was open when the class ended, but not over the next."""
    run = ask(start(), answer("q1", "a"), "tom")
    assert finished(run).scores == {"tom": 1}
    run = ask(ask(ask(run, NEXT), answer("q2", "a"), "tom"), answer("q2", "c"), "eve")
    end = finished(run)
    assert end.scores == {"tom": pytest.approx(4 / 6), "eve": 0}
    assert end.mean_score == pytest.approx(2 / 6)
    assert end.answered == 2


def test_a_poll_has_no_scores() -> None:
    run = ask(start(plan(question("q1", "a b"), kind="poll")), answer("q1", "a"), "tom")
    end = finished(run)
    assert (end.scores, end.mean_score, end.answered) == ({}, None, 1)


def test_scores_grow_with_the_questions_whose_results_are_shown() -> None:
    run = ask(start(), answer("q1", "a"), "tom")
    assert run.scores == {}
    run = ask(run, SHOW)
    assert run.scores == {"tom": 1}
    run = ask(ask(ask(run, NEXT), answer("q2", "c"), "tom"), CLOSE)
    assert run.scores == {"tom": 1}
    assert ask(run, SHOW).scores == {"tom": pytest.approx(1 / 6)}


def test_an_answer_recorded_after_the_close_is_still_read() -> None:
    """The log is the truth: `apply` refuses nothing."""
    late = ActivityAnswered(
        run_id="run", question_id="q1", participant_id="tom", choice_ids=("a",), created_at=NOW
    )
    assert after(ask(start(), CLOSE), [late]).current_answers["tom"].choice_ids == ("a",)


def test_two_windows_that_go_on_at_once_skip_no_question() -> None:
    go_on = NextQuestion(run_id="run", after="q1")
    run = ask(start(), go_on)
    assert run.question.id == "q2"
    assert decide(run, go_on) == []
