"""The columns of each sheet, for every kind of file, and letters that do nothing but stand in their cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar, assert_never

from bot.app.documents import (
    CommitmentRow,
    CommitmentSheet,
    DistributionRow,
    DistributionSheet,
    LineWords,
    QuestionRow,
    QuestionSheet,
    ResultRow,
    ResultSheet,
    Sheet,
)
from bot.core.screening import clean

Cell = str | int | float | date | None
Kind = Literal["text", "word", "number", "share", "score", "day"]
"""What a column holds: long text, a few words, a number, a share or a net score, a mean, a day."""

Row = TypeVar("Row")

_SIGN_OF_A_FORMULA = re.compile(r"""(^|[,;\n])([\s"\u200d]*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫])""")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A heading, how the column is laid out, and what of a row stands in it."""

    heading: str
    kind: Kind
    cell: Callable[[Row], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as plain cells. ``kinds``, ``headings`` and each row are equally long."""

    name: str
    kinds: tuple[Kind, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(sheet: Sheet) -> Table:
    """The sheet as plain cells: texts are harmless, columns in the order of the row's fields."""
    match sheet:
        case QuestionSheet():
            return _laid_out(sheet.name, _question_columns(sheet), sheet.rows)
        case ResultSheet():
            return _laid_out(sheet.name, _result_columns(sheet), sheet.rows)
        case DistributionSheet():
            return _laid_out(sheet.name, _distribution_columns(sheet), sheet.rows)
        case CommitmentSheet():
            return _laid_out(sheet.name, _commitment_columns(sheet), sheet.rows)
        case _:
            assert_never(sheet)


def harmless(text: str) -> str:
    """The text without control and direction characters, with an apostrophe before what could be a formula.

    A program that opens the file may take ``=``, ``+``, ``-``, ``@`` or their wide forms at the start of a
    cell for a formula (OWASP, «CSV Injection»). They are marked after a comma, a semicolon or a line break
    too, where a program that reads the file with another separator would let a cell begin.
    """
    return _SIGN_OF_A_FORMULA.sub(r"\1\2'", clean(text))


def _laid_out(name: str, columns: Iterable[Column[Row]], rows: Iterable[Row]) -> Table:
    columns = tuple(columns)
    return Table(
        name=harmless(name),
        kinds=tuple(column.kind for column in columns),
        headings=tuple(harmless(column.heading) for column in columns),
        rows=tuple(tuple(_harmless_cell(column.cell(row)) for column in columns) for row in rows),
    )


def _harmless_cell(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _question_columns(sheet: QuestionSheet) -> list[Column[QuestionRow]]:
    headings = sheet.headings
    return [
        Column(headings.number, "number", lambda row: row.number),
        Column(headings.kind, "word", lambda row: row.kind),
        Column(headings.text, "text", lambda row: row.text),
        *_text_columns(headings.translations, lambda row: row.translations),
        Column(headings.theme, "word", lambda row: row.theme),
        Column(headings.side, "word", lambda row: row.side),
        Column(headings.status, "word", lambda row: row.status),
        Column(headings.supports, "number", lambda row: row.supports),
        *_text_columns(headings.answers, lambda row: row.answers),
        Column(headings.source, "word", lambda row: row.source),
        Column(headings.merged_from, "word", lambda row: row.merged_from),
    ]


def _result_columns(sheet: ResultSheet) -> list[Column[ResultRow]]:
    headings = sheet.headings
    return [
        *_line_columns(headings.line, lambda row: row.line),
        Column(headings.answered, "number", lambda row: row.answered),
        Column(headings.mean, "score", lambda row: row.mean),
        Column(headings.top_share, "share", lambda row: row.top_share),
        Column(headings.low, "share", lambda row: row.low),
        Column(headings.high, "share", lambda row: row.high),
        Column(headings.net, "share", lambda row: row.net),
        Column(headings.dont_know, "number", lambda row: row.dont_know),
        Column(headings.no_answer, "number", lambda row: row.no_answer),
        Column(headings.up, "number", lambda row: row.up),
        Column(headings.same, "number", lambda row: row.same),
        Column(headings.down, "number", lambda row: row.down),
        Column(headings.indicative, "word", lambda row: row.indicative),
        Column(headings.withheld, "text", lambda row: row.withheld),
    ]


def _distribution_columns(sheet: DistributionSheet) -> list[Column[DistributionRow]]:
    headings = sheet.headings
    return [
        *_line_columns(headings.line, lambda row: row.line),
        Column(headings.value, "word", lambda row: row.value),
        Column(headings.people, "number", lambda row: row.people),
        Column(headings.share, "share", lambda row: row.share),
    ]


def _commitment_columns(sheet: CommitmentSheet) -> list[Column[CommitmentRow]]:
    headings = sheet.headings
    return [
        Column(headings.number, "number", lambda row: row.number),
        *_text_columns(headings.words, lambda row: row.words),
        Column(headings.structure, "word", lambda row: row.structure),
        Column(headings.due, "day", lambda row: row.due),
        Column(headings.status, "word", lambda row: row.status),
    ]


def _line_columns(headings: LineWords, line: Callable[[Row], LineWords]) -> list[Column[Row]]:
    return [
        Column(headings.poll, "text", lambda row: line(row).poll),
        Column(headings.moment, "word", lambda row: line(row).moment),
        Column(headings.side, "word", lambda row: line(row).side),
        Column(headings.dimension, "word", lambda row: line(row).dimension),
        Column(headings.category, "word", lambda row: line(row).category),
        Column(headings.how, "word", lambda row: line(row).how),
    ]


def _text_columns(
    headings: tuple[str, ...], texts: Callable[[Row], tuple[str, ...]]
) -> Iterable[Column[Row]]:
    """One column for each language."""

    def column(place: int, heading: str) -> Column[Row]:
        return Column(heading, "text", lambda row: texts(row)[place])

    return (column(place, heading) for place, heading in enumerate(headings))
