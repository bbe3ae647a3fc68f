"""Sheets as a session in two languages fills them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.app.documents import (
    CommitmentHeadings,
    CommitmentRow,
    CommitmentSheet,
    DistributionHeadings,
    DistributionRow,
    DistributionSheet,
    LineWords,
    QuestionSheet,
    ResultHeadings,
    ResultRow,
    ResultSheet,
)
from tests.reports.samples import question_row, question_sheet

LINE_HEADINGS = LineWords("sondage", "moment", "qui", "critère", "groupe", "recueilli par")
INHABITANTS_AFTER = LineWords("Confiance dans la police", "après", "habitants", "", "", "téléphones")
WOMEN_AFTER = LineWords("Confiance dans la police", "après", "habitants", "genre", "femmes", "téléphones")


@pytest.fixture
def questions() -> QuestionSheet:
    return question_sheet(
        question_row("Patuluyi bɛ na waati jumɛn ? Ɲɔgɔn ɲɛ, ŋɔmi", answer="Chaque soir ;\nsauf le lundi"),
        question_row('=HYPERLINK("http://x")', number=2),
    )


@pytest.fixture
def results() -> ResultSheet:
    headings = ResultHeadings(
        line=LINE_HEADINGS,
        answered="réponses",
        mean="moyenne",
        top_share="part favorable",
        low="au moins",
        high="au plus",
        net="solde",
        dont_know="ne sait pas",
        no_answer="sans réponse",
        up="en hausse",
        same="pareil",
        down="en baisse",
        indicative="indicatif",
        withheld="pas montré",
    )
    shown = ResultRow(
        INHABITANTS_AFTER,
        answered=34,
        mean=2.5588,
        top_share=21 / 34,
        low=0.4503,
        high=0.7609,
        net=-0.25,
        dont_know=2,
        no_answer=0,
        up=11,
        same=17,
        down=4,
        indicative="non",
    )
    hidden = ResultRow(WOMEN_AFTER, withheld="trop peu de réponses, ou trop semblables")
    return ResultSheet("Résultats", headings, (shown, hidden))


@pytest.fixture
def distribution() -> DistributionSheet:
    headings = DistributionHeadings(LINE_HEADINGS, "réponse", "personnes", "part")
    rows = (
        DistributionRow(INHABITANTS_AFTER, "assez confiance", 14, 14 / 34),
        DistributionRow(INHABITANTS_AFTER, "je ne sais pas", 2, None),
    )
    return DistributionSheet("Répartition", headings, rows)


@pytest.fixture
def commitments() -> CommitmentSheet:
    headings = CommitmentHeadings("n°", ("engagement", "layidu"), "structure", "pour le", "état")
    rows = (
        CommitmentRow(
            1, ("Éclairer le marché", "Ka yeelen don sugu la"), "mairie", date(2026, 3, 5), "en cours"
        ),
        CommitmentRow(2, ("Numéro vert", "Telefɔni nimɔrɔ"), "gendarmerie", None, "pas commencé"),
    )
    return CommitmentSheet("Engagements", headings, rows)
