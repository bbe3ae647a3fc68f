"""One sheet as CSV, made for a spreadsheet program in French.

Excel takes the separator from the country that the computer is set to: in French a semicolon, with a comma
before decimals. The byte order mark tells it that the letters are UTF-8, so that ɛ ɔ ɲ ŋ arrive. Each row is
one line, because programs disagree about line breaks in cells. Days are written as year-month-day, shares as
numbers below 1. Programs read it with ``encoding="utf-8-sig"``, ``delimiter=";"`` and a decimal comma.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from bot.app.documents import Sheet
from bot.reports.tables import Cell, table

_DECIMALS = 4


def csv_file(sheet: Sheet) -> bytes:
    """The sheet as UTF-8 with a byte order mark, semicolons, CRLF; always the same bytes for it."""
    laid_out = table(sheet)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in (laid_out.headings, *laid_out.rows):
        writer.writerow([_written(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return " ".join(cell.split("\n"))
        case int():
            return str(cell)
        case float():
            return f"{cell:.{_DECIMALS}f}".replace(".", ",")
        case date():
            return cell.isoformat()
