from collections.abc import Mapping

import pytest

from salle.mail.letters import LANGUAGES, write_letter

VALUES: Mapping[str, Mapping[str, str | int]] = {
    "invitation": {"inviter": "Ada", "role": "member", "link": "http://s/link#t", "days": 7},
    "recovery": {"name": "Ada", "link": "http://s/link#t", "minutes": 60},
    "password_changed": {"name": "Ada"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", VALUES)
def test_every_letter_is_complete_in_both_languages(template: str, language: str) -> None:
    letter = write_letter(template, language, VALUES[template])
    assert letter.subject
    assert "\n" not in letter.subject
    assert f'<html lang="{language}">' in letter.html
    for value in VALUES[template].values():
        if value == "member":
            continue
        assert str(value) in letter.text
        assert str(value) in letter.html
    if "link" in VALUES[template]:
        assert letter.html.count("http://s/link#t") == 2


def test_a_name_is_text_in_html() -> None:
    name = '<img src=x onerror="alert(1)">'
    letter = write_letter("recovery", "fr", {**VALUES["recovery"], "name": name})
    assert name not in letter.html
    assert "&lt;img" in letter.html
    assert name in letter.text


def test_a_name_with_line_breaks_stays_on_its_line() -> None:
    name = "Ada\r\n\r\nYou have won"
    letter = write_letter("invitation", "en", {**VALUES["invitation"], "inviter": name})
    assert letter.subject == "Ada You have won invites you to Salle"


def test_an_unknown_language_is_answered_in_french() -> None:
    letter = write_letter("password_changed", "de", VALUES["password_changed"])
    assert letter == write_letter("password_changed", "fr", VALUES["password_changed"])


def test_french_keeps_its_spaces_together() -> None:
    text = write_letter("password_changed", "fr", VALUES["password_changed"]).text
    assert "«\u00a0Mot de passe oublié\u00a0»" in text
