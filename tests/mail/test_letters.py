from collections.abc import Mapping

import pytest

from salle.mail.letters import LANGUAGES, write_letter

REMINDERS = ("24h", "1h", "10m")
SESSION: dict[str, str | int] = {
    "name": "Ada",
    "title": "First aid",
    "organiser": "Éva",
    "when": "Tuesday 2 March 2027, 14:00 – 15:30",
    "zone": "Europe/Paris, UTC+1",
    "start": "Tuesday 2 March at 14:00",
    "before": "",
    "place": 30,
    "link": "http://s/s/1#t",
    "cancel_link": "http://s/s/1#t&cancel",
}
SAID_OF_EVERY_SESSION = ("title", "organiser", "when", "zone")
VALUES: Mapping[str, Mapping[str, str | int]] = {
    "invitation": {"inviter": "Ada", "role": "member", "link": "http://s/link#t", "days": 7},
    "recovery": {"name": "Ada", "link": "http://s/link#t", "minutes": 60},
    "password_changed": {"name": "Ada"},
    **dict.fromkeys(
        (
            "session_confirmed",
            "session_waitlisted",
            "session_promoted",
            "session_moved",
            "session_invited",
            "session_canceled",
            "registration_canceled",
        ),
        SESSION,
    ),
    **{f"session_reminder {before}": SESSION | {"before": before} for before in REMINDERS},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", VALUES)
def test_every_letter_is_complete_in_both_languages(template: str, language: str) -> None:
    values = VALUES[template]
    letter = write_letter(template.split(maxsplit=1)[0], language, values)
    assert letter.subject
    assert "\n" not in letter.subject
    assert "\n\n\n" not in letter.text
    assert f'<html lang="{language}">' in letter.html
    for name, value in values.items():
        if name == "role" or ("title" in values and name not in SAID_OF_EVERY_SESSION):
            continue
        assert str(value) in letter.text
        assert str(value) in letter.html
    if "title" not in values and "link" in values:
        assert letter.html.count("http://s/link#t") == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", [name for name in VALUES if name.startswith("session_")])
def test_a_letter_of_a_session_says_how_to_come_and_how_not_to(
    template: str, language: str
) -> None:
    letter = write_letter(template.split(maxsplit=1)[0], language, {**SESSION, **VALUES[template]})
    is_canceled, is_invited = template == "session_canceled", template == "session_invited"
    for written in (letter.text, letter.html.replace("&amp;", "&")):
        assert ("http://s/s/1#t&cancel" in written) is not (is_canceled or is_invited)
        assert ("http://s/s/1#t" in written) is not is_canceled
        assert (" 30 " in written) is (template == "session_waitlisted")
    assert str(SESSION["start"]) in letter.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reminder_has_a_subject_of_its_own(language: str) -> None:
    subjects = {
        write_letter("session_reminder", language, SESSION | {"before": before}).subject
        for before in REMINDERS
    }
    assert len(subjects) == len(REMINDERS)


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
