"""The CSV as Excel in French and as a program read it."""

import csv
import io

from bot.app.documents import CommitmentSheet, DistributionSheet, QuestionSheet, ResultSheet, Sheet
from bot.reports.csv import csv_file


def read(sheet: Sheet) -> list[dict[str, str]]:
    text = io.StringIO(csv_file(sheet).decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_it_begins_with_the_mark_by_which_excel_knows_the_letters(questions: QuestionSheet) -> None:
    assert csv_file(questions).startswith(b"\xef\xbb\xbf")


def test_bambara_letters_arrive(questions: QuestionSheet) -> None:
    assert read(questions)[0]["question"] == "Patuluyi bɛ na waati jumɛn ? Ɲɔgɔn ɲɛ, ŋɔmi"


def test_each_row_is_one_line_whatever_people_wrote(questions: QuestionSheet) -> None:
    lines = csv_file(questions).decode("utf-8-sig").split("\r\n")
    assert len(lines) == 1 + len(questions.rows) + 1
    assert read(questions)[0]["réponse en français"] == "Chaque soir ; sauf le lundi"


def test_a_formula_is_only_text(questions: QuestionSheet) -> None:
    assert read(questions)[1]["question"] == '\'=HYPERLINK("http://x")'


def test_columns_are_in_the_order_of_the_fields(questions: QuestionSheet) -> None:
    assert list(read(questions)[0]) == [
        "n°",
        "genre",
        "question",
        "en français",
        "thème",
        "posée par",
        "état",
        "soutiens",
        "réponse en français",
        "réponse en bamanankan",
        "reçue par",
        "réunie avec",
    ]


def test_numbers_have_a_decimal_comma_and_keep_their_sign(results: ResultSheet) -> None:
    row = read(results)[0]
    assert (row["réponses"], row["moyenne"], row["part favorable"]) == ("34", "2,5588", "0,6176")
    assert row["solde"] == "-0,2500"


def test_a_withheld_line_has_no_figures(results: ResultSheet) -> None:
    row = read(results)[1]
    assert row["pas montré"] == "trop peu de réponses, ou trop semblables"
    assert {row[heading] for heading in ("réponses", "moyenne", "solde", "ne sait pas", "en hausse")} == {""}


def test_non_answers_have_no_share(distribution: DistributionSheet) -> None:
    assert [row["part"] for row in read(distribution)] == ["0,4118", ""]


def test_days_are_written_so_that_no_country_mistakes_them(commitments: CommitmentSheet) -> None:
    assert [row["pour le"] for row in read(commitments)] == ["2026-03-05", ""]


def test_the_same_sheet_gives_the_same_bytes(questions: QuestionSheet) -> None:
    assert csv_file(questions) == csv_file(questions)
