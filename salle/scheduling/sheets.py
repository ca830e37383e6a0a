"""Who is registered, for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from salle.kit.sheets import Language, local_time, write_sheet
from salle.scheduling.models import Registration
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
