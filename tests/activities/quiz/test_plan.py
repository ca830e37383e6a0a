from typing import Any

import pytest
from pydantic import ValidationError

from salle.activities.quiz.plan import QuizPlan


def written(**changes: Any) -> dict[str, Any]:
    choices = [{"id": "a", "text": "15", "is_right": True}, {"id": "b", "text": "19"}]
    made = {"id": "q1", "text": "Quel numéro ?", "choices": choices}
    return {"kind": "quiz", "title": "Secours", "questions": [made], **changes}


def asked(**changes: Any) -> dict[str, Any]:
    [made] = written()["questions"]
    return written(questions=[{**made, **changes}])


def chosen(*choices: Any) -> dict[str, Any]:
    return asked(choices=list(choices))


ONE, OTHER = {"id": "a", "text": "1"}, {"id": "b", "text": "2"}
RIGHT = [{"id": each, "text": each, "is_right": True} for each in "ab"]


def errors(plan: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        QuizPlan.model_validate(plan)
    except ValidationError as error:
        return [(".".join(map(str, each["loc"])), each["type"]) for each in error.errors()]
    return []


@pytest.mark.parametrize(
    "plan",
    [
        written(),
        written(kind="poll"),
        chosen(ONE, OTHER),
        asked(picture="m1", hint="h" * 1000, explanation="e" * 1000, text="t" * 1000),
        asked(is_multiple=True, choices=RIGHT),
        chosen(*({"id": f"c{n}", "text": "x" * 300} for n in range(12))),
        written(questions=[{**asked()["questions"][0], "id": f"q{n}"} for n in range(100)]),
    ],
)
def test_a_plan_may_be_so(plan: dict[str, Any]) -> None:
    assert errors(plan) == []


@pytest.mark.parametrize(
    ("plan", "where", "what"),
    [
        (written(kind="exam"), "kind", "literal_error"),
        (written(title="  "), "title", "string_too_short"),
        (written(title="t" * 201), "title", "string_too_long"),
        (written(title="a\x00b"), "title", "string_pattern_mismatch"),
        (written(questions=[]), "questions", "too_short"),
        (written(questions=written()["questions"] * 2), "", "question_ids_not_unique"),
        (
            written(questions=[{**asked()["questions"][0], "id": f"q{n}"} for n in range(101)]),
            "questions",
            "too_long",
        ),
        (asked(text=""), "questions.0.text", "string_too_short"),
        (asked(text="t" * 1001), "questions.0.text", "string_too_long"),
        (asked(hint="h" * 1001), "questions.0.hint", "string_too_long"),
        (asked(explanation="e" * 1001), "questions.0.explanation", "string_too_long"),
        (asked(picture="../secret"), "questions.0.picture", "string_pattern_mismatch"),
        (chosen(ONE), "questions.0.choices", "too_short"),
        (chosen(ONE, {"id": "b", "text": ""}), "questions.0.choices.1.text", "string_too_short"),
        (
            chosen(ONE, {"id": "b", "text": "x" * 301}),
            "questions.0.choices.1.text",
            "string_too_long",
        ),
        (chosen(ONE, ONE), "questions.0", "choice_ids_not_unique"),
        (
            chosen(*({"id": f"c{n}", "text": "x"} for n in range(13))),
            "questions.0.choices",
            "too_long",
        ),
        (chosen(*RIGHT), "questions.0", "one_right_choice_only"),
        (asked(secret=1), "questions.0.secret", "extra_forbidden"),
    ],
)
def test_a_plan_may_not_be_so(plan: dict[str, Any], where: str, what: str) -> None:
    assert errors(plan) == [(where, what)]
