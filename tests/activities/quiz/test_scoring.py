import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.activities.quiz.plan import QuizChoice, QuizQuestion
from salle.activities.quiz.scoring import mean, score
from tests.activities.quiz.making import question

ids = st.sampled_from("abcdef")


@pytest.mark.parametrize(
    ("choices", "ticked", "expected"),
    [
        ("+a b", "a", 1),
        ("+a b", "b", 0),
        ("+a b", "", 0),
        ("+a +b c", "a", 0.5),
        ("+a +b c", "a b", 1),
        ("+a +b c", "a b c", 0.75),
        ("+a +b c", "a c", 0.25),
        ("+a +b c", "c", 0),
        ("+a +b +c d", "a b", pytest.approx(0.667, abs=0.001)),
        ("+a b c d", "a b c", 0),
        ("+a +b c", "a a a", 0.5),
        ("+a +b c", "c c c a", 0.25),
        ("a b", "a", 0),
        ("a b", "", 0),
    ],
)
def test_the_score_of_one_question(choices: str, ticked: str, expected: float) -> None:
    """(V7)"""
    assert score([question("q", choices)], {"q": ticked.split()}) == expected


def test_points_are_pooled_over_the_questions() -> None:
    """(V7) A wrong tick in one question takes from what another one gave."""
    questions = [question("q1", "+a b"), question("q2", "+a +b c")]
    assert score(questions, {"q1": ["a"], "q2": ["c"]}) == pytest.approx(1 / 6)
    assert score(questions, {"q1": ["b"], "q2": ["a", "b"]}) == pytest.approx(3 / 6)
    assert score(questions, {"q1": ["a"]}) == pytest.approx(2 / 6)


def test_answers_to_other_questions_do_not_count() -> None:
    assert score([question("q1", "+a b")], {"q2": ["a"], "q1": ["a"]}) == 1


def test_no_questions_score_nothing() -> None:
    assert score([], {"q1": ["a"]}) == 0


def test_the_mean_of_nobody_is_zero() -> None:
    """(V7)"""
    assert mean([]) == 0
    assert mean([1, 0.5]) == 0.75


@st.composite
def made_questions(draw: st.DrawFn) -> list[QuizQuestion]:
    rights = draw(st.lists(st.lists(st.booleans(), min_size=2, max_size=6), max_size=4))
    return [
        QuizQuestion(
            id=f"q{number}",
            text="?",
            is_multiple=True,
            choices=tuple(
                QuizChoice(id=letter, text=letter, is_right=is_right)
                for letter, is_right in zip("abcdef", right, strict=False)
            ),
        )
        for number, right in enumerate(rights)
    ]


@given(made_questions(), st.data())
def test_a_score_is_what_the_rule_says_of_any_answers(
    questions: list[QuizQuestion], data: st.DataObject
) -> None:
    """(V7) The sentence of the protocol, counted choice by choice."""
    ticked = {
        each.id: data.draw(st.lists(st.sampled_from([c.id for c in each.choices])))
        for each in questions
    }
    points = sum(
        2 if choice.is_right else -1
        for each in questions
        for choice in each.choices
        if choice.id in ticked[each.id]
    )
    rights = sum(choice.is_right for each in questions for choice in each.choices)
    earned = score(questions, ticked)
    assert earned == (max(0, points) / (2 * rights) if rights else 0)
    assert 0 <= earned <= 1
    assert earned == score(questions, {key: [*ids, *ids] for key, ids in ticked.items()})
