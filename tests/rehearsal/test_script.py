from collections import Counter
from operator import attrgetter

from salle.rehearsal.script import (
    CHOICES,
    Act,
    Answer,
    Chat,
    Cut,
    FinishQuiz,
    Lesson,
    NextQuestion,
    Point,
    ShowResults,
    StartQuiz,
    TurnSlide,
    Type,
)

LESSON = Lesson(people=50, seconds=60, drops=0.3, seed=1)


def acts_of(kind: type[Act], lesson: Lesson = LESSON) -> list[Act]:
    return [act for act in lesson.acts() if isinstance(act, kind)]


def test_the_same_seed_is_the_same_class_and_another_is_another() -> None:
    assert list(LESSON.acts()) == list(LESSON.acts())
    assert list(LESSON.acts()) != list(Lesson(50, 60, 0.3, seed=2).acts())


def test_acts_come_in_their_order_and_within_the_class() -> None:
    acts = list(LESSON.acts())
    assert acts == sorted(acts, key=attrgetter("at"))
    assert acts[0].at >= 0
    assert acts[-1].at < 60


def test_everybody_answers_every_question_while_it_is_asked_and_some_change_their_mind() -> None:
    answers = [act for act in acts_of(Answer) if isinstance(act, Answer)]
    times = Counter((answer.who, answer.question) for answer in answers)
    assert set(times) == {(who, question) for who in range(50) for question in ("q1", "q2", "q3")}
    assert set(times.values()) == {1, 2}
    asked = {question: (begins, begins + 0.85 * long) for question, begins, long in LESSON.slots()}
    assert all(
        asked[answer.question][0] < answer.at < asked[answer.question][1] for answer in answers
    )
    by_place: dict[tuple[int, str], list[str]] = {}
    for answer in answers:
        by_place.setdefault((answer.who, answer.question), []).append(answer.choice)
    assert all(len(set(choices)) == len(choices) for choices in by_place.values())
    assert {answer.choice for answer in answers} == set(CHOICES)


def test_the_trainer_goes_through_the_quiz_from_the_first_question_to_the_end() -> None:
    steps = [
        type(act)
        for act in LESSON.acts()
        if isinstance(act, StartQuiz | ShowResults | NextQuestion | FinishQuiz)
    ]
    each = [ShowResults, NextQuestion]
    assert steps == [StartQuiz, *each, *each, ShowResults, FinishQuiz]


def test_the_named_share_of_people_is_cut_off_once_each() -> None:
    cut = [act.who for act in acts_of(Cut) if isinstance(act, Cut)]
    assert len(cut) == len(set(cut)) == 15
    assert not acts_of(Cut, Lesson(50, 60, 0, seed=1))


def test_who_writes_has_typed_and_pointing_goes_round() -> None:
    assert len(acts_of(Chat)) == len(acts_of(Type)) > 20
    assert {act.who for act in acts_of(Point) if isinstance(act, Point)} == set(LESSON.pointers)
    assert {act.page for act in acts_of(TurnSlide) if isinstance(act, TurnSlide)} >= {1, 2, 3}


def test_a_class_of_one_person_and_one_second_has_a_quiz_too() -> None:
    kinds = {type(act) for act in Lesson(1, 1, 1, seed=3).acts()}
    assert kinds >= {TurnSlide, StartQuiz, Answer, ShowResults, FinishQuiz, Point, Cut}
