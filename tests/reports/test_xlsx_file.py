"""The workbook as a spreadsheet program opens it."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from bot.app.documents import CommitmentSheet, DistributionSheet, QuestionSheet, ResultSheet
from bot.reports.xlsx import xlsx_file


@pytest.fixture
def file(
    questions: QuestionSheet,
    results: ResultSheet,
    distribution: DistributionSheet,
    commitments: CommitmentSheet,
) -> bytes:
    return xlsx_file("Niono & environs", [questions, results, distribution, commitments])


@pytest.fixture
def workbook(file: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def test_each_sheet_has_its_tab(workbook: Workbook) -> None:
    assert workbook.sheetnames == ["Questions", "Résultats", "Répartition", "Engagements"]


def test_headings_stay_in_sight_and_long_texts_wrap(workbook: Workbook) -> None:
    questions = workbook["Questions"]
    assert questions.freeze_panes == "A2"
    assert questions["C2"].alignment.wrap_text
    assert questions.column_dimensions["C"].width > questions.column_dimensions["A"].width


def test_bambara_letters_and_lines_arrive(workbook: Workbook) -> None:
    questions = workbook["Questions"]
    assert questions["C2"].value == "Patuluyi bɛ na waati jumɛn ? Ɲɔgɔn ɲɛ, ŋɔmi"
    assert questions["I2"].value == "Chaque soir ;\nsauf le lundi"


def test_figures_are_numbers_shown_as_people_read_them(workbook: Workbook) -> None:
    results = workbook["Résultats"]
    assert (results["G2"].value, results["H2"].value) == (34, 2.5588)
    assert results["I2"].value == pytest.approx(21 / 34)
    assert results["I2"].number_format == "0 %"
    assert results["L2"].value == -0.25


def test_a_withheld_line_has_no_figures(workbook: Workbook) -> None:
    hidden = [cell.value for cell in workbook["Résultats"][3]]
    assert hidden[6:-1] == [None] * 12
    assert hidden[-1] == "trop peu de réponses, ou trop semblables"


def test_days_are_days(workbook: Workbook) -> None:
    due = workbook["Engagements"]["E2"]
    assert due.is_date
    assert due.value.isoformat() == "2026-03-05T00:00:00"


def test_an_ampersand_in_the_title_is_printed(workbook: Workbook) -> None:
    header = workbook["Questions"].oddHeader
    assert header is not None
    assert header.left.text == "Niono && environs"


def test_the_file_does_not_say_who_made_it_or_when(file: bytes, workbook: Workbook) -> None:
    properties = workbook.properties
    assert not properties.creator and not properties.lastModifiedBy
    assert {properties.created.year, properties.modified.year} == {2000}
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(file)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


def test_the_same_sheets_give_the_same_bytes(questions: QuestionSheet, results: ResultSheet) -> None:
    assert xlsx_file("Niono", [questions, results]) == xlsx_file("Niono", [questions, results])


def test_a_name_that_no_tab_may_have_is_made_to_fit(questions: QuestionSheet) -> None:
    sheet = replace(questions, name="'Questions/réponses : [Niono] et tous ses villages'")
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_file("Niono", [sheet])))
    assert workbook.sheetnames == ["Questions réponses Niono et to"]
