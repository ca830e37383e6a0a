"""Tables for a spreadsheet: UTF-8 with a byte order mark, every cell quoted, no cell a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.responses import Response

Language = Literal["fr", "en"]

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Spreadsheets split a file at the separator of the system's language.
SEPARATOR: Mapping[Language, str] = {"fr": ";", "en": ","}


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """As spreadsheets of every language read it."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def write_sheet(rows: Iterable[Sequence[str]], language: Language) -> str:
    sheet = io.StringIO()
    writer = csv.writer(
        sheet, delimiter=SEPARATOR[language], quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerows([disarm(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + sheet.getvalue()


def disarm(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is made text by an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def sheet_response(sheet: str, name: str) -> Response:
    """A download that is called so, in whatever letters the name has."""
    return Response(
        sheet.encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv"},
    )
