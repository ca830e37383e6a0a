import json
from random import Random
from typing import Any

import pytest

from salle.rehearsal.people import Person, Seat, pause_before

RANDOM = Random(1)  # noqa: S311 - of pauses


@pytest.fixture
def tom() -> Person:
    return Person(Seat("r1", "tom", "7uQ"))


def welcome(*, epoch: int = 1, seq: int = 3, view: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "welcome", "epoch": epoch, "seq": seq, "view": view}


def asking(question: str, phase: str = "answering") -> dict[str, Any]:
    return {"activity": {"run_id": "r1-9", "phase": phase, "question": {"id": question}}}


def position(person: Person) -> Any:
    return json.loads(person.hello())["position"]


def test_a_position_is_told_once_there_is_a_view_to_it(tom: Person) -> None:
    assert position(tom) is None
    tom.take_welcome(welcome(view={"activity": None}))
    assert position(tom) == {"epoch": 1, "seq": 3}
    tom.take_changes({"epoch": 1, "set": {}})
    tom.take_changes({"epoch": 1, "seq": 5})
    assert position(tom) == {"epoch": 1, "seq": 5}


def test_changes_of_another_epoch_are_not_believed(tom: Person) -> None:
    tom.take_welcome(welcome(view={"activity": None}))
    tom.take_changes({"epoch": 2, "seq": 9, "set": asking("q1")})
    assert (tom.seq, tom.question_id) == (3, "")


def test_a_question_is_answered_when_it_is_asked_and_not_after(tom: Person) -> None:
    tom.take_welcome(welcome(view={"activity": None}))
    tom.intended["q1"] = "b"
    assert not list(tom.answer_now())
    tom.take_changes({"epoch": 1, "seq": 4, "set": asking("q1")})
    assert list(tom.answer_now()) == [("q1", "b")]
    assert not list(tom.answer_now())
    tom.take_changes({"epoch": 1, "seq": 5, "set": asking("q1", "results")})
    assert (tom.run_id, tom.question_id) == ("r1-9", "")


def test_what_is_held_already_is_not_told_again(tom: Person) -> None:
    tom.take_welcome(welcome(view=asking("q2")))
    tom.take_welcome(welcome(epoch=2, seq=3, view=None))
    assert tom.question_id == "q2"
    assert position(tom) == {"epoch": 2, "seq": 3}


def test_a_command_waits_for_its_answer_under_an_id_of_its_own(tom: Person) -> None:
    first, second = tom.ask("hand.raise"), tom.ask("chat.send", text="Bonjour", to=None)
    assert list(tom.unanswered) == [first.id, second.id]
    assert json.loads(second.frame) == {
        "type": "command",
        "id": second.id,
        "command": {"type": "chat.send", "text": "Bonjour", "to": None},
    }


@pytest.mark.parametrize(
    ("code", "tries", "least", "most"),
    [
        (1006, 0, 0.5, 1),
        (1006, 1, 1, 2),
        (1006, 9, 7.5, 15),
        (1012, 0, 0, 1),
        (4001, 0, 0, 0),
        (4001, 1, 1, 2),
        (4150, 0, 0.5, 1),
    ],
)
def test_people_come_back_when_the_close_code_says(
    code: int, tries: int, least: float, most: float
) -> None:
    for _ in range(50):
        pause = pause_before(code, tries, RANDOM)
        assert pause is not None
        assert least <= pause <= most


@pytest.mark.parametrize("code", [1000, 4201, 4207, 4299])
def test_who_is_sent_away_for_good_stays_away(code: int) -> None:
    assert pause_before(code, 0, RANDOM) is None


def test_who_comes_back_tells_what_is_unanswered_and_goes_back_to_the_oldest(tom: Person) -> None:
    """(S3, C6)"""
    first, second = tom.ask("hand.raise"), tom.ask("hand.lower")
    assert json.loads(tom.hello())["unanswered"] == [first.id, second.id]
    assert json.loads(first.frame_again) == {**json.loads(first.frame), "again": True}
