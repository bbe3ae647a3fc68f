"""Nothing that somebody types becomes a formula in the spreadsheet of whoever opens the file."""

import csv
import io

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reports.csv import csv_file
from bot.reports.tables import harmless
from bot.reports.xlsx import xlsx_file
from tests.reports.samples import question_row, question_sheet

SIGNS = "=+-@＝＋－＠\t\r"
# A list, because an alphabet of two strategies becomes one in which the dangerous letters are rare.
hostile = st.lists(
    st.sampled_from(SIGNS + " ,;\n\"'\u202e\u200b\u3000\u00a0a") | st.characters(), max_size=30
).map("".join)


@given(hostile)
@example("\ud800=1")
@example('",=1+1')
@example(',"=1+1')
def test_no_cell_of_the_csv_begins_like_a_formula(text: str) -> None:
    file = csv_file(question_sheet(question_row(text), question_row("x" + text, 2)))
    for delimiter in ";,\t":
        for row in csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=delimiter):
            for cell in row:
                assert not cell.strip(' "').startswith(tuple(SIGNS)), (delimiter, cell)


@given(hostile)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


@given(hostile.map("=".__add__))
def test_every_cell_of_the_workbook_is_text_or_empty(text: str) -> None:
    file = xlsx_file("Dialogue", [question_sheet(question_row(text))])
    cell = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]["C2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value == harmless(text)


@pytest.mark.parametrize("text", ["Ɲɛ́ ɔ — « oui » : 50 % - et après ?", "a=b", "moi + toi", "👩🏾‍🌾 ici"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_letters_that_turn_the_reading_direction_are_taken_out() -> None:
    assert harmless("oui\u202e)non\u2066\x07") == "oui)non"
