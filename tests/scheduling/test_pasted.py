import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.accounts.rules import fold
from salle.scheduling.pasted import MAX_SHOWN, Pasted, read_addresses
from salle.scheduling.routes.registrations import valid_address


def read(text: str) -> Pasted:
    return read_addresses(text, check=valid_address, fold=fold)


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.org, bob@example.org",
        "ada@example.org;bob@example.org;",
        "ada@example.org bob@example.org",
        "  ada@example.org\r\n\tbob@example.org\n\n",
        "Ada Martin <ada@example.org>, Bob <bob@example.org>",
        '"Martin, Ada" <ada@example.org>\n"B. <ob>" <bob@example.org>',
        "<ada@example.org> <bob@example.org>",
    ],
)
def test_addresses_are_found_however_they_are_pasted(text: str) -> None:
    assert read(text) == Pasted(["ada@example.org", "bob@example.org"], [], [])


def test_who_stands_there_twice_is_named_and_invited_once() -> None:
    pasted = read("ada@example.org, ADA@Example.org, ada@example.org, bob@example.org")
    assert pasted.addresses == ["ada@example.org", "bob@example.org"]
    assert pasted.repeated == ["ada@example.org"]


def test_what_is_no_address_is_told_back_in_short() -> None:
    pasted = read("ada@example.org, bob.example.org, @, a@b@c, <nobody>, " + "x" * 500)
    assert pasted.addresses == ["ada@example.org"]
    assert pasted.invalid == ["bob.example.org", "@", "a@b@c", "nobody", "x" * MAX_SHOWN]


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read(text: str) -> None:
    pasted = read(text)
    assert all(valid_address(each) == each for each in pasted.addresses)
    assert len({fold(each) for each in pasted.addresses}) == len(pasted.addresses)
