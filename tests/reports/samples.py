"""Question lists as short as a test needs them."""

from __future__ import annotations

from bot.app.documents import QuestionHeadings, QuestionRow, QuestionSheet


def question_row(text: str, number: int = 1, answer: str = "") -> QuestionRow:
    """A published question in Bambara with a French translation."""
    return QuestionRow(
        number=number,
        kind="question",
        text=text,
        translations=("Quand la patrouille passe-t-elle ?",),
        theme="patrouilles",
        side="habitants",
        status="publiée",
        supports=12,
        answers=(answer, ""),
        source="téléphone",
        merged_from="",
    )


def question_sheet(*rows: QuestionRow) -> QuestionSheet:
    headings = QuestionHeadings(
        number="n°",
        kind="genre",
        text="question",
        translations=("en français",),
        theme="thème",
        side="posée par",
        status="état",
        supports="soutiens",
        answers=("réponse en français", "réponse en bamanankan"),
        source="reçue par",
        merged_from="réunie avec",
    )
    return QuestionSheet("Questions", headings, rows)
