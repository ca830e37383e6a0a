from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from salle.kit.sheets import Language, local_time, write_sheet
from salle.reports.report import ActivityResult, Report

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
    return write_sheet(rows, language)


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
    return write_sheet(rows, language)
