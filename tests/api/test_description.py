"""What the description of the API promises to whoever reads it."""

import re
from collections import Counter
from collections.abc import Iterator

from salle.accounts.rules import NotAllowed, SignInNeeded
from salle.kit.http import CODE_OF_STATUS, INVALID
from tests.api.described import Json, document, operations
from tests.test_errors import every_code, texts


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def test_every_operation_has_an_id_of_its_own_and_says_what_it_is() -> None:
    ids = [each.said["operationId"] for each in operations()]
    assert [each for each, times in Counter(ids).items() if times > 1] == []
    assert [each.label for each in operations() if not each.said["summary"]] == []


def test_no_address_stands_there_under_two_names() -> None:
    shapes = Counter(re.sub(r"\{\w+\}", "{}", path) for path in document()["paths"])
    assert [shape for shape, times in shapes.items() if times > 1] == []


def test_every_code_that_is_described_exists_and_is_said_in_both_languages() -> None:
    described = {
        code for each in operations() for codes in each.refusals.values() for code in codes
    }
    assert described - every_code() - {INVALID} == set()
    assert described - texts("fr") == described - texts("en") == set()


def test_codes_of_addresses_that_are_not_there_are_said_in_both_languages() -> None:
    assert set(CODE_OF_STATUS.values()) - texts("fr") == set()
    assert set(CODE_OF_STATUS.values()) - texts("en") == set()


def test_everything_that_is_referred_to_is_described() -> None:
    def at(address: str) -> object:
        part: Json = document()
        for name in address.removeprefix("#/").split("/"):
            part = part.get(name, {})
        return part

    assert [each for each in references(document()) if not at(each)] == []


def test_who_may_be_told_to_sign_in_is_told_how_and_nobody_else() -> None:
    schemes = set(document()["components"]["securitySchemes"])
    assert schemes == {"bearer", "refreshCookie"}
    for each in operations():
        may_be_told = SignInNeeded.code in each.refusals.get(401, set())
        assert may_be_told == ("security" in each.said), each.label
        assert {name for way in each.said.get("security", []) for name in way} <= schemes


def test_a_role_is_demanded_only_of_who_signed_in() -> None:
    with_role = [each for each in operations() if "x-salle-role" in each.said]
    assert {each.said["x-salle-role"] for each in with_role} == {"admin", "instructor"}
    for each in with_role:
        assert each.said["security"] == [{"bearer": []}], each.label
        assert NotAllowed.code in each.refusals[403], each.label


def test_whatever_writes_may_be_refused_to_a_page_of_somewhere_else() -> None:
    for each in operations():
        is_refused = "origin_not_allowed" in each.refusals.get(403, set())
        assert is_refused == (each.method != "GET"), each.label
