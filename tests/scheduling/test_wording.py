from datetime import UTC, datetime, timedelta

import pytest

from salle.scheduling.wording import say

MARCH = datetime(2027, 3, 2, 13, tzinfo=UTC)


def said(
    start: datetime, minutes: int, *, zone: str = "Europe/Paris", language: str = "fr"
) -> tuple[str, str, str]:
    words = say(start, start + timedelta(minutes=minutes), time_zone=zone, language=language)
    return words.when, words.zone, words.start


def test_a_session_is_told_on_the_clock_of_its_zone() -> None:
    assert said(MARCH, 90) == (
        "mardi 2 mars 2027, 14:00 – 15:30",
        "Europe/Paris, UTC+1",
        "mardi 2 mars à 14:00",
    )
    assert said(MARCH, 90, language="en") == (
        "Tuesday 2 March 2027, 14:00 – 15:30",
        "Europe/Paris, UTC+1",
        "Tuesday 2 March at 14:00",
    )


def test_a_language_that_we_do_not_write_is_answered_in_french() -> None:
    assert said(MARCH, 90, language="de") == said(MARCH, 90)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "UTC"),
        ("Africa/Abidjan", "Africa/Abidjan, UTC"),
        ("Asia/Kolkata", "Asia/Kolkata, UTC+5:30"),
        ("America/St_Johns", "America/St_Johns, UTC−3:30"),
        ("Pacific/Auckland", "Pacific/Auckland, UTC+13"),
    ],
)
def test_a_zone_is_named_with_its_distance(zone: str, words: str) -> None:
    assert said(MARCH, 90, zone=zone)[1] == words


def test_a_session_that_ends_on_another_day_says_so() -> None:
    new_year_s_eve = datetime(2027, 12, 31, 22, 30, tzinfo=UTC)
    when = said(new_year_s_eve, 120)[0]
    assert when == "vendredi 31 décembre 2027, 23:30 – samedi 1er janvier 2028, 01:30"


@pytest.mark.parametrize(
    ("start", "when", "zone"),
    [
        (
            datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
            "dimanche 28 mars 2027, 01:30 (UTC+1) – 03:30 (UTC+2)",
            "Europe/Paris, UTC+1",
        ),
        (
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            "dimanche 31 octobre 2027, 02:30 (UTC+2) – 02:30 (UTC+1)",
            "Europe/Paris, UTC+2",
        ),
    ],
)
def test_when_the_clocks_change_in_between_both_are_named(
    start: datetime, when: str, zone: str
) -> None:
    assert said(start, 60)[:2] == (when, zone)
