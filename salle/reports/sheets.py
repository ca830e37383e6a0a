"""Tables for a spreadsheet: UTF-8 with a byte order mark, every cell quoted, no cell a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from salle.reports.report import ActivityResult, Report

Language = Literal["fr", "en"]

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Spreadsheets split a file at the separator of the system's language.
SEPARATOR: Mapping[Language, str] = {"fr": ";", "en": ","}

ATTENDANCE_HEADS: Mapping[Language, Sequence[str]] = {
    "fr": ("Nom", "Prénom", "Organisation", "Rôle", "Arrivée", "Départ", "Minutes de présence"),
    "en": (
        "Last name",
        "First name",
        "Organisation",
        "Role",
        "Joined",
        "Left",
        "Present (minutes)",
    ),
}
ATTENDANCE: Mapping[Language, str] = {"fr": "présences", "en": "attendance"}
ROLES: Mapping[Language, Mapping[str, str]] = {
    "fr": {"trainer": "formateur", "participant": "participant"},
    "en": {"trainer": "trainer", "participant": "participant"},
}
ACTIVITY_HEADS: Mapping[Language, Sequence[str]] = {
    "fr": ("Nom", "Prénom", "Score (%)"),
    "en": ("Last name", "First name", "Score (%)"),
}


def attendance_sheet(report: Report, *, language: Language, zone: ZoneInfo) -> str:
    """One row for each interval of presence."""
    rows: list[Sequence[str]] = [ATTENDANCE_HEADS[language]]
    for person in report.attendance:
        for interval in person.intervals:
            seconds = (interval.left_at - interval.joined_at).total_seconds()
            rows.append(
                (
                    person.last_name,
                    person.first_name,
                    person.organisation,
                    ROLES[language][person.role],
                    local_time(interval.joined_at, zone),
                    local_time(interval.left_at, zone),
                    str(round(seconds / 60)),
                )
            )
    return write_sheet(rows, SEPARATOR[language])


def activity_sheet(activity: ActivityResult, *, language: Language) -> str:
    """One row for each person, one column for each question."""
    texts = {
        question.id: {choice.id: choice.text for choice in question.choices}
        for question in activity.questions
    }
    rows: list[Sequence[str]] = [
        (*ACTIVITY_HEADS[language], *(question.text for question in activity.questions))
    ]
    for person in activity.people:
        score = "" if person.score is None else str(round(person.score * 100))
        answers = (
            " | ".join(texts[question_id][each] for each in person.choices.get(question_id, ()))
            for question_id in texts
        )
        rows.append((person.last_name, person.first_name, score, *answers))
    return write_sheet(rows, SEPARATOR[language])


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """As spreadsheets of every language read it."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def write_sheet(rows: Iterable[Sequence[str]], separator: str) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([disarm(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + sheet.getvalue()


def disarm(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is made text by an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
