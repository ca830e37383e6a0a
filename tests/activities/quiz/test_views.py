from typing import Any

import orjson
import pytest

from salle.activities.contract import Audience
from salle.activities.quiz.commands import CloseAnswers, FinishActivity, NextQuestion, ShowResults
from salle.activities.quiz.run import QuizRun
from tests.activities.quiz.making import answer, ask, plan, question, quiz, start

CLOSE = CloseAnswers(run_id="run")
SHOW = ShowResults(run_id="run")
NEXT = NextQuestion(run_id="run")
FINISH = FinishActivity(run_id="run")


def view(run: QuizRun, audience: Audience) -> dict[str, Any]:
    return dict(quiz.shared_view(run, audience, here=3))


def answered() -> QuizRun:
    return ask(ask(start(), answer("q1", "a"), "tom"), answer("q1", "b"), "eve")


@pytest.mark.parametrize("audience", [Audience.PARTICIPANT, Audience.SCREEN])
def test_nothing_tells_what_is_right_before_the_results(audience: Audience) -> None:
    """(V5) Neither right choices nor explanation, tally, answers, scores or plan."""
    for run in (answered(), ask(answered(), CLOSE), ask(ask(answered(), SHOW), NEXT)):
        shown = view(run, audience)
        assert shown.keys() == {"activity", "progress"}
        assert shown["activity"].keys() == {
            "run_id",
            "activity_id",
            "kind",
            "title",
            "phase",
            "question",
            "results",
            "summary",
        }
        assert shown["activity"]["results"] is None
        assert b"right" not in orjson.dumps(shown)
        assert b"because" not in orjson.dumps(shown)


@pytest.mark.parametrize("audience", list(Audience))
def test_results_are_shown_to_everybody(audience: Audience) -> None:
    """(V4)"""
    assert view(ask(answered(), SHOW), audience)["activity"]["results"] == {
        "tally": {"a": 1, "b": 1},
        "answered": 2,
        "right": ["a"],
        "explanation": "because of q1",
    }


def test_the_trainer_sees_more() -> None:
    """(V1, V4)"""
    shown = view(answered(), Audience.TRAINER)
    assert shown["activity"]["right"] == ["a"]
    assert shown["activity"]["explanation"] == "because of q1"
    assert len(shown["activity"]["plan"].questions) == 2
    assert shown["tally"] == {"a": 1, "b": 1}
    assert shown["answers"]["tom"]["choice_ids"] == ["a"]
    assert shown["scores"] == {}
    shown = view(ask(answered(), SHOW), Audience.TRAINER)
    assert shown["tally"] is None
    assert shown["scores"] == {"tom": 1, "eve": 0}


def test_progress_counts_the_current_question() -> None:
    """(V1)"""
    assert view(answered(), Audience.SCREEN)["progress"] == {"answered": 2, "here": 3}
    assert view(ask(answered(), NEXT), Audience.SCREEN)["progress"] == {"answered": 0, "here": 3}
    assert view(ask(answered(), FINISH), Audience.SCREEN)["progress"] is None


def test_the_summary_rests_on_the_questions_that_were_shown() -> None:
    """(V5) A mean over a question whose results nobody saw would tell about it."""
    unseen = view(ask(answered(), FINISH), Audience.PARTICIPANT)["activity"]
    assert unseen["summary"] == {"answered": 2, "mean_score": None}
    assert unseen["results"] is None
    run = ask(ask(answered(), SHOW), NEXT)
    run = ask(ask(run, answer("q2", "a", "b"), "tom"), FINISH)
    seen = view(run, Audience.PARTICIPANT)["activity"]
    assert seen["summary"] == {"answered": 2, "mean_score": 0.5}
    assert seen["results"] is None


def test_my_answer_is_judged_when_the_results_are_shown() -> None:
    """(V6)"""
    before = {"choice_ids": ["a"], "is_right": None, "score": None}
    assert quiz.own_view(answered(), "tom") == before
    assert quiz.own_view(ask(answered(), CLOSE), "tom") == before
    run = ask(answered(), SHOW)
    assert quiz.own_view(run, "tom") == {"choice_ids": ["a"], "is_right": True, "score": 1}
    assert quiz.own_view(run, "eve") == {"choice_ids": ["b"], "is_right": False, "score": 0}
    assert quiz.own_view(run, "zoe") == {"choice_ids": None, "is_right": None, "score": 0}
    run = ask(run, NEXT)
    assert quiz.own_view(run, "tom") == {"choice_ids": None, "is_right": None, "score": 1}


def test_part_of_the_right_choices_is_not_right() -> None:
    """(V6)"""
    run = ask(ask(ask(start(), NEXT), answer("q2", "a"), "tom"), SHOW)
    assert quiz.own_view(run, "tom")["is_right"] is False


def test_in_a_poll_nothing_is_right() -> None:
    """(V4, V6) Whatever its plan says."""
    run = ask(start(plan(question("q1", "+a b"), kind="poll")), answer("q1", "a"), "tom")
    run = ask(run, SHOW)
    assert view(run, Audience.PARTICIPANT)["activity"]["results"]["right"] == []
    assert view(run, Audience.TRAINER)["activity"]["right"] == []
    assert quiz.own_view(run, "tom") == {"choice_ids": ["a"], "is_right": None, "score": None}
    assert view(ask(run, FINISH), Audience.SCREEN)["activity"]["summary"] == {
        "answered": 1,
        "mean_score": None,
    }


def test_an_answer_concerns_who_gave_it_and_a_step_concerns_everybody() -> None:
    run = answered()
    assert quiz.concerned(run, ask(run, answer("q1", "b"), "tom")) == ["tom"]
    for step in (CLOSE, SHOW, NEXT, FINISH):
        assert quiz.concerned(run, ask(run, step)) is None
