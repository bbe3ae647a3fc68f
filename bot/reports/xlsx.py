"""Several sheets as one XLSX workbook, to be read on a screen and printed.

The file says nothing of who made it and when: no author, no program user, a fixed day of creation.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.app.documents import Sheet
from bot.reports.tables import Cell, Kind, Table, harmless, table

_CREATED = datetime(2000, 1, 1)
_NEVER_INTERPRET = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDTHS: Mapping[Kind, int] = {"text": 44, "word": 17, "number": 11, "share": 11, "score": 11, "day": 12}
"""How many characters of an ordinary letter a column is wide."""

_NUMBER_FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "word": "@",
    "number": "0",
    "share": "0 %",
    "score": "0.00",
    "day": "dd/mm/yyyy",
}
_PAPER_A4 = 9
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def xlsx_file(title: str, sheets: Iterable[Sheet]) -> bytes:
    """A workbook with these sheets, ``title`` on each printed page; always the same bytes for them.

    Raises xlsxwriter.exceptions.XlsxWriterException where two sheets have the same name.
    """
    file = io.BytesIO()
    with Workbook(file, _NEVER_INTERPRET) as workbook:
        workbook.set_properties({"created": _CREATED, "author": "", "title": harmless(title)})
        formats = _Formats(workbook)
        for sheet in sheets:
            laid_out = table(sheet)
            worksheet = workbook.add_worksheet(_tab(laid_out.name))
            _fill(worksheet, laid_out, formats)
            _set_up_page(worksheet, laid_out, title)
    return file.getvalue()


class _Formats:
    """How cells look: one format for headings, one for each kind of column."""

    def __init__(self, workbook: Workbook) -> None:
        common = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8C8C8"}
        self.heading: Format = workbook.add_format({**common, "bold": True, "bg_color": "#E4E4E4"})
        self.of: dict[Kind, Format] = {
            kind: workbook.add_format({**common, "num_format": number_format})
            for kind, number_format in _NUMBER_FORMATS.items()
        }


def _fill(worksheet: Worksheet, laid_out: Table, formats: _Formats) -> None:
    for place, (kind, heading) in enumerate(zip(laid_out.kinds, laid_out.headings, strict=True)):
        worksheet.set_column(place, place, _WIDTHS[kind])
        worksheet.write_string(0, place, heading, formats.heading)
        for number, row in enumerate(laid_out.rows, start=1):
            _write(worksheet, number, place, row[place], formats.of[kind])
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, len(laid_out.rows), len(laid_out.headings) - 1)


def _write(worksheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    match cell:
        case None | "":
            worksheet.write_blank(row, column, None, look)
        case str():
            worksheet.write_string(row, column, cell, look)
        case int() | float():
            worksheet.write_number(row, column, cell, look)
        case date():
            worksheet.write_datetime(row, column, datetime.combine(cell, time()), look)


def _set_up_page(worksheet: Worksheet, laid_out: Table, title: str) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(_PAPER_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    # In headers and footers an ampersand begins a command, so that a real one is doubled.
    worksheet.set_header("&L" + harmless(title).replace("\n", " ").replace("&", "&&")[:120])
    worksheet.set_footer("&L" + laid_out.name.replace("&", "&&")[:120] + "&R&P / &N")


def _tab(name: str) -> str:
    """The name as Excel takes it for a tab: at most 31 characters, some of them forbidden."""
    words = _NOT_IN_NAMES.sub(" ", name).split()
    return " ".join(words)[:_LONGEST_NAME].strip(" '")
