import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salle.accounts.rules import (
    INVITABLE,
    LOGIN_LASTS,
    OVERLAP,
    PASSWORD_MAX,
    PASSWORD_MIN,
    PasswordRefused,
    Role,
    TokenUse,
    check_password,
    expiry_of_login,
    fold,
    is_reuse,
)

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
LONG_AGO = NOW - OVERLAP - timedelta(seconds=1)
JUST_NOW = NOW - timedelta(seconds=1)


@pytest.mark.parametrize(
    "password",
    [
        "violet kettle 42",
        "correcthorsebattery",
        "Xk9$mm2pQ!",
        "trois petits chats gris",
        "éàüéàüéàüé!x",
    ],
)
def test_a_password_is_long_and_not_guessed_first(password: str) -> None:
    check_password(password, ["ada@example.org", "Ada", "Lovelace"])


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "too_short"),
        ("x9" * 65, "too_long"),
        ("Password2026!", "too_common"),
        ("P@ssw0rd123", "too_common"),
        ("motdepasse1", "too_common"),
        ("MotDePasse!!", "too_common"),
        ("azertyuiop", "too_common"),
        ("1234567890", "too_common"),
        ("0987654321", "too_common"),
        ("aaaaaaaaaaaa", "too_common"),
        ("abcabcabcabc", "too_common"),
        ("Bienvenue2026", "too_common"),
        ("monchocolat", "too_common"),
        ("LovelaceAda", "too_personal"),
        ("ada.lovelace1815", "too_personal"),
        ("Adapassword1", "too_personal"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, ["ada@example.org", "Ada", "Lovelace"])
    assert refused.value.details == {"reason": reason}


@settings(deadline=None)  # the machine is shared
@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_gets_an_answer(password: str, personal: list[str]) -> None:
    with contextlib.suppress(PasswordRefused):
        check_password(password, personal)
        assert PASSWORD_MIN <= len(password) <= PASSWORD_MAX


def test_addresses_are_compared_without_case_in_any_spelling() -> None:
    composed, decomposed = "\u00c9va@Example.org", "e\u0301va@example.org"
    assert fold(composed) == fold(decomposed)


def test_nobody_invites_above_themselves_and_trainers_make_no_trainers() -> None:
    for role, invitable in INVITABLE.items():
        assert all(role.includes(each) for each in invitable)
        if role is not Role.ADMIN:
            assert role not in invitable


def test_a_sign_in_that_is_used_lasts_three_months_and_not_a_day_more() -> None:
    began = NOW
    assert expiry_of_login(began, began + timedelta(days=80)) == began + LOGIN_LASTS


def test_the_first_use_of_a_token_is_no_reuse() -> None:
    assert not is_reuse(TokenUse(3, None), [], NOW)


def test_a_token_whose_successor_never_arrived_may_come_back() -> None:
    assert not is_reuse(TokenUse(3, LONG_AGO), [TokenUse(4, None)], NOW)


def test_a_token_whose_successor_was_used_gives_a_thief_away() -> None:
    assert is_reuse(TokenUse(3, LONG_AGO), [TokenUse(4, JUST_NOW)], NOW)


def test_of_two_successors_only_one_may_be_used() -> None:
    assert is_reuse(TokenUse(4, None), [TokenUse(4, LONG_AGO)], NOW)


def test_two_tabs_within_the_overlap_are_one_party() -> None:
    assert not is_reuse(TokenUse(3, JUST_NOW), [TokenUse(4, JUST_NOW)], NOW)
    assert not is_reuse(TokenUse(4, None), [TokenUse(4, JUST_NOW)], NOW)
