import pytest

from salle.capsules import documents
from salle.capsules.demo import demo_activities, make_demo_document
from salle.capsules.demo_texts import Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_capsule_is_a_document_whose_arrows_are_tied(language: Language) -> None:
    document = documents.read_document(make_demo_document(language))
    assert len(documents.pages_in_order(document)) == 6
    for binding in documents.records_of(document, "binding"):
        assert {binding["fromId"], binding["toId"]} <= set(document["store"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_the_demo_quiz_can_be_answered_rightly(language: Language) -> None:
    quiz, poll = demo_activities(language)
    rights = [sum(each["is_right"] for each in one["choices"]) for one in quiz["questions"]]
    assert len(rights) == 5
    assert min(rights) >= 1
    assert [one["is_multiple"] for one in quiz["questions"]] == [count > 1 for count in rights]
    assert not any(each["is_right"] for one in poll["questions"] for each in one["choices"])
