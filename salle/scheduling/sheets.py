"""Who is registered, and who came, for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from salle.kit.sheets import Language, local_time, write_sheet
from salle.scheduling.models import Registration, SessionAttendance
from salle.scheduling.rules import RegistrationStatus

HEADS: Mapping[Language, Sequence[str]] = {
    "fr": (
        "Nom",
        "Prénom",
        "Courriel",
        "Organisation",
        "Inscription",
        "Rang d’attente",
        "Depuis",
        "Pointage",
    ),
    "en": (
        "Last name",
        "First name",
        "Email",
        "Organisation",
        "Registration",
        "Waiting place",
        "Since",
        "Checked in",
    ),
}
ATTENDANCE_HEADS: Mapping[Language, Sequence[str]] = {
    "fr": ("Nom", "Prénom", "Arrivée", "Départ", "Présence (secondes)"),
    "en": ("Last name", "First name", "Joined", "Left", "Present (seconds)"),
}
STATUSES: Mapping[Language, Mapping[RegistrationStatus, str]] = {
    "fr": {
        RegistrationStatus.REGISTERED: "inscrit",
        RegistrationStatus.WAITLISTED: "en attente",
        RegistrationStatus.INVITED: "invité",
        RegistrationStatus.CANCELED: "annulé",
    },
    "en": {
        RegistrationStatus.REGISTERED: "registered",
        RegistrationStatus.WAITLISTED: "waiting",
        RegistrationStatus.INVITED: "invited",
        RegistrationStatus.CANCELED: "canceled",
    },
}


def registration_sheet(
    registrations: Iterable[Registration], *, language: Language, zone: ZoneInfo
) -> str:
    rows: list[Sequence[str]] = [HEADS[language]]
    rows += [
        (
            each.last_name,
            each.first_name,
            each.email,
            each.organisation,
            STATUSES[language][RegistrationStatus(each.status)],
            "" if each.waitlist_place is None else str(each.waitlist_place),
            local_time(each.created_at, zone),
            "" if each.checked_in_at is None else local_time(each.checked_in_at, zone),
        )
        for each in registrations
    ]
    return write_sheet(rows, language)


def attendance_sheet(
    attendance: Iterable[SessionAttendance], *, language: Language, zone: ZoneInfo
) -> str:
    rows: list[Sequence[str]] = [ATTENDANCE_HEADS[language]]
    rows += [
        (
            each.last_name,
            each.first_name,
            local_time(each.joined_at, zone),
            local_time(each.left_at, zone),
            str(each.watch_time_seconds),
        )
        for each in attendance
    ]
    return write_sheet(rows, language)
