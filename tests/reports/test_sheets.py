import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from salle.kit.sheets import Language, disarm
from salle.reports.report import AttendanceRow, Interval, Report
from salle.reports.rules import make_report
from salle.reports.sheets import activity_sheet, attendance_sheet
from tests.reports.test_rules import ENDED, LAUNCHED, QUIZ, joined


def read(sheet: str, separator: str) -> list[list[str]]:
    assert sheet.startswith("\ufeff")
    return list(csv.reader(io.StringIO(sheet[1:]), delimiter=separator))


def report_with(name: str) -> Report:
    report = make_report([LAUNCHED, ENDED])
    moment = datetime(2027, 7, 1, 8, 30, tzinfo=UTC)
    row = AttendanceRow(
        participant_id="p",
        role="participant",
        first_name=name,
        last_name='Élise;"X"',
        organisation="",
        colour=1,
        intervals=[Interval(joined_at=moment, left_at=moment.replace(hour=9, minute=0))],
        seconds_present=1800,
    )
    return report.model_copy(update={"attendance": [row]})


@pytest.mark.parametrize(("language", "separator"), [("fr", ";"), ("en", ",")])
def test_a_spreadsheet_of_that_language_reads_the_columns(
    language: Language, separator: str
) -> None:
    sheet = attendance_sheet(report_with("Zoé"), language=language, zone=ZoneInfo("Europe/Paris"))
    _, row = read(sheet, separator)
    assert row[:2] == ['Élise;"X"', "Zoé"]
    assert row[4:] == ["2027-07-01 10:30:00", "2027-07-01 11:00:00", "30"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str) -> None:
    hostile = start + "HYPERLINK(A1)"
    assert disarm(hostile) == "'" + hostile
    sheet = attendance_sheet(report_with(hostile), language="en", zone=ZoneInfo("UTC"))
    assert not any(cell.startswith(start) for row in read(sheet, ",") for cell in row if cell)


def test_an_activity_has_a_row_for_each_person_and_a_column_for_each_question() -> None:
    (activity,) = make_report(
        [LAUNCHED, joined("ana", 1), joined("ben", 1), *QUIZ, ENDED]
    ).activities
    assert read(activity_sheet(activity, language="fr"), ";") == [
        ["Nom", "Prénom", "Score (%)", "One", "Two"],
        ["X", "ana", "100", "A", "C | D"],
        ["X", "ben", "0", "B", ""],
    ]
