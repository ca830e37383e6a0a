"""Moments in words, in the languages of our letters, on the clock of the session's own zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
AT = {"fr": "à", "en": "at"}


@dataclass(frozen=True)
class Said:
    """When a session takes place."""

    when: str
    """mardi 2 mars 2027, 14:00 – 15:30"""
    zone: str
    """Europe/Paris, UTC+1"""
    start: str
    """mardi 2 mars à 14:00"""
    time: str
    """14:00"""


def say(start_time: datetime, end_time: datetime, *, time_zone: str, language: str) -> Said:
    """In French for whoever reads neither of our languages."""
    spoken = language if language in DAYS else "fr"
    zone = ZoneInfo(time_zone)
    start, end = start_time.astimezone(zone), end_time.astimezone(zone)
    begins, ends = _clock(start), _clock(end)
    if start.utcoffset() != end.utcoffset():
        # The clocks are changed in between: without these, it might end before it begins.
        begins, ends = f"{begins} ({_offset(start)})", f"{ends} ({_offset(end)})"
    if end.date() != start.date():
        ends = f"{_day(end, spoken)} {end.year}, {ends}"
    return Said(
        when=f"{_day(start, spoken)} {start.year}, {begins} – {ends}",
        zone=f"{time_zone}, {_offset(start)}" if time_zone != "UTC" else "UTC",
        start=f"{_day(start, spoken)} {AT[spoken]} {_clock(start)}",
        time=_clock(start),
    )


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _day(moment: datetime, language: str) -> str:
    number = "1er" if language == "fr" and moment.day == 1 else str(moment.day)
    return f"{DAYS[language][moment.weekday()]} {number} {MONTHS[language][moment.month - 1]}"


def _offset(moment: datetime) -> str:
    ahead = moment.utcoffset() or timedelta()
    minutes = round(abs(ahead).total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = "+" if ahead > timedelta() else "−"
    rest = f":{minutes % 60:02}" if minutes % 60 else ""
    return f"UTC{sign}{minutes // 60}{rest}"
