"""What was acknowledged is in the report once, or it is said."""

from typing import Any

import pytest

from salle.rehearsal.answers import AnswerBook, Found, Place

TOM, ZOE = Place("r1-9", "q1", "tom"), Place("r1-9", "q1", "zoe")


def report(*people: tuple[str, str], answered: int | None = None) -> dict[str, Any]:
    """Who ticked what, as often as it is listed."""
    question = {"id": "q1", "answered": len(people) if answered is None else answered}
    listed = [{"participant_id": who, "choices": {"q1": [choice]}} for who, choice in people]
    return {"activities": [{"run_id": "r1-9", "questions": [question], "people": listed}]}


@pytest.fixture
def book() -> AnswerBook:
    """Tom answered a, then b; Zoé c. All three were acknowledged."""
    book = AnswerBook()
    for number, (place, choice) in enumerate([(TOM, "a"), (ZOE, "c"), (TOM, "b")]):
        book.send(f"command-{number}", place, choice)
        book.acknowledge(f"command-{number}")
    return book


def test_each_last_acknowledged_answer_is_found(book: AnswerBook) -> None:
    assert book.check(report(("tom", "b"), ("zoe", "c"))) == Found(2, 2, [])
    assert (book.sent, book.acknowledged) == (3, 3)


@pytest.mark.parametrize(
    ("reported", "faults"),
    [
        (report(("zoe", "c")), ["q1 of tom: was acknowledged, and is not there"]),
        (report(("tom", "a"), ("zoe", "c")), ["q1 of tom: is a, and was b"]),
        (
            report(("tom", "b"), ("zoe", "c"), ("zoe", "c")),
            ["q1 of zoe: is there 2 times"],
        ),
        (
            report(("tom", "b"), ("zoe", "c"), answered=1),
            ["q1: 1 answered, and 2 are listed"],
        ),
        (
            report(("tom", "b"), ("zoe", "c"), ("eve", "a")),
            ["q1 of eve: is there, and was never sent"],
        ),
    ],
)
def test_whatever_is_wrong_with_a_report_is_said(
    book: AnswerBook, reported: dict[str, Any], faults: list[str]
) -> None:
    found = book.check(reported)
    assert found.faults == faults
    assert found.standing == 2


def test_a_report_without_the_quiz_has_lost_everything(book: AnswerBook) -> None:
    found = book.check({"activities": []})
    assert (found.standing, found.found, len(found.faults)) == (2, 0, 2)


@pytest.mark.parametrize("stored", [report(), report(("tom", "a"))])
def test_an_answer_that_nobody_acknowledged_may_be_there_or_not(stored: dict[str, Any]) -> None:
    book = AnswerBook()
    book.send("command-1", TOM, "a")
    assert book.check(stored) == Found(0, 0, [])


def test_an_answer_on_its_way_may_have_replaced_the_acknowledged_one_but_nothing_else() -> None:
    book = AnswerBook()
    book.send("command-1", TOM, "a")
    book.acknowledge("command-1")
    book.send("command-2", TOM, "b")
    assert book.check(report(("tom", "a"))) == Found(1, 1, [])
    assert book.check(report(("tom", "b"))) == Found(1, 1, [])
    assert book.check(report(("tom", "c"))).faults == ["q1 of tom: is c, and was a or b"]
    assert book.check(report()).found == 0


def test_a_refused_answer_counts_for_nothing() -> None:
    book = AnswerBook()
    book.send("command-1", TOM, "a")
    book.refuse("command-1", "activity.answers_closed")
    book.acknowledge("command-1")
    assert book.check(report()) == Found(0, 0, [])
    assert book.check(report(("tom", "a"))).faults == ["q1 of tom: is a, and was never accepted"]
    assert (book.acknowledged, book.refused) == (0, {"activity.answers_closed": 1})
