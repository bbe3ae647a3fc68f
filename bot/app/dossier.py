"""What files are made of: everything of a session that may leave Baro, read at once, and its lists and poster
as documents. Results are laid out in ``bot.app.result_sheets``, pictures of them in ``bot.app.charts``.

Nothing here tells who or when: rows stand in order of support, then of random ids, and no row names a person
or an hour. Protected questions are in no file, nor is what was merged into one, nor a text before its
correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.app.documents import (
    CommitmentHeadings,
    CommitmentRow,
    CommitmentSheet,
    DistributionSheet,
    Poster,
    QuestionHeadings,
    QuestionRow,
    QuestionSheet,
    ResultSheet,
    Sheet,
)
from bot.app.ports import Work
from bot.app.records import Commitment, Question, Session
from bot.app.result_sheets import distribution_sheet, result_sheet
from bot.app.results import Outcome, outcomes
from bot.app.seat import load_script
from bot.app.terms import COMMITMENT_STATUSES, KINDS, QUESTION_STATUSES, SIDES, SOURCES
from bot.app.voice import Voice
from bot.app.words import Text, _
from bot.core.codes import spell
from bot.core.script import Script


@dataclass(frozen=True, slots=True)
class Dossier:
    """A session as its files show it. ``merged`` maps a question's id to those that were merged into it."""

    session: Session
    script: Script
    questions: tuple[Question, ...]
    merged: Mapping[str, tuple[Question, ...]]
    outcomes: tuple[Outcome, ...]
    commitments: tuple[Commitment, ...]


async def gather(work: Work, session_id: str, *, questions: bool) -> Dossier | None:
    """Read a session, with or without its ``questions``; None if there is no such session."""
    session = await work.sessions.get(session_id)
    if session is None:
        return None
    script = await load_script(work, session)
    listed, merged = await _questions(work, session_id) if questions else ([], [])
    return Dossier(
        session=session,
        script=script,
        questions=tuple(listed),
        merged=_under_their_questions(listed, merged),
        outcomes=await outcomes(work, session_id, script),
        commitments=tuple(await work.commitments.of(session_id)),
    )


async def _questions(work: Work, session: str) -> tuple[list[Question], list[Question]]:
    """The questions of a list, then the last words; and what was merged with others."""
    most = sum((await work.questions.count(session)).values())
    listed = [
        question
        for collect in KINDS
        for question in await work.questions.page(
            session, statuses=tuple(QUESTION_STATUSES), collect=collect, limit=most
        )
    ]
    return listed, await work.questions.page(session, statuses=("merged",), limit=most)


def _under_their_questions(
    listed: Iterable[Question], merged: Sequence[Question]
) -> dict[str, tuple[Question, ...]]:
    """What was merged, under the listed question at the end of its way; what ends at none is left out."""
    way = {question.id: question.merged_into for question in merged}
    found: dict[str, tuple[Question, ...]] = {question.id: () for question in listed}
    for question in merged:
        end, behind = question.merged_into, {question.id}
        while end in way and end not in behind:
            behind.add(end)
            end = way[end]
        if end in found:
            found[end] = (*found[end], question)
    return found


def question_sheet(dossier: Dossier, voice: Voice) -> QuestionSheet:
    """The question list."""
    languages = dossier.session.languages
    several = languages if len(languages) > 1 else ()
    headings = QuestionHeadings(
        number=voice(_("sheet.number")),
        kind=voice(_("sheet.kind")),
        text=voice(_("sheet.text")),
        translations=tuple(_in_language(voice, _("sheet.text"), each) for each in several),
        theme=voice(_("sheet.theme")),
        side=voice(_("sheet.side")),
        status=voice(_("sheet.status")),
        supports=voice(_("sheet.supports")),
        answers=tuple(_in_language(voice, _("sheet.answer"), each) for each in languages),
        source=voice(_("sheet.source")),
        merged_from=voice(_("sheet.merged_from")),
    )
    rows = (
        _question_row(voice, number, question, languages, dossier.merged.get(question.id, ()))
        for number, question in enumerate(dossier.questions, start=1)
    )
    return QuestionSheet(voice(_("sheet.questions")), headings, tuple(rows))


def _question_row(
    voice: Voice, number: int, question: Question, languages: Sequence[str], merged: Iterable[Question]
) -> QuestionRow:
    return QuestionRow(
        number=number,
        kind=voice(KINDS[question.collect]),
        text=question.text,
        translations=tuple(_in(question, each) for each in languages) if len(languages) > 1 else (),
        theme=question.theme,
        side=voice(SIDES[question.side]),
        status=voice(QUESTION_STATUSES[question.status]),
        supports=question.supports,
        answers=tuple(question.answer.get(each, "") for each in languages),
        source=voice(SOURCES[question.source]),
        merged_from="\n".join(f"– {each.text}" for each in merged),
    )


def _in(question: Question, language: str) -> str:
    """The question in a language: as it was asked, or its translation."""
    return question.text if question.language == language else question.translation.get(language, "")


def commitment_sheet(dossier: Dossier, voice: Voice) -> CommitmentSheet:
    """What was promised."""
    languages = dossier.session.languages
    headings = CommitmentHeadings(
        number=voice(_("sheet.number")),
        words=tuple(_in_language(voice, _("sheet.commitment"), each) for each in languages),
        structure=voice(_("sheet.structure")),
        due=voice(_("sheet.due")),
        status=voice(_("sheet.status")),
    )
    rows = (
        CommitmentRow(
            number=each.number,
            words=tuple(each.words.get(language, "") for language in languages),
            structure=each.structure,
            due=each.due,
            status=voice(COMMITMENT_STATUSES[each.status]),
        )
        for each in dossier.commitments
    )
    return CommitmentSheet(voice(_("sheet.commitments")), headings, tuple(rows))


def result_sheets(dossier: Dossier, voice: Voice) -> tuple[ResultSheet, DistributionSheet]:
    """What was voted: the figures, and how many people gave what."""
    script, found = dossier.script, dossier.outcomes
    return result_sheet(voice, script, found), distribution_sheet(voice, script, found)


def workbook(dossier: Dossier, voice: Voice) -> tuple[Sheet, ...]:
    """Every sheet of a session: a youth poll has neither questions nor commitments."""
    if dossier.session.kind == "poll":
        return result_sheets(dossier, voice)
    return (
        question_sheet(dossier, voice),
        *result_sheets(dossier, voice),
        commitment_sheet(dossier, voice),
    )


def poster(session: Session, voice: Voice, username: str) -> Poster:
    """The invitation for the wall. ``username`` is the bot's, without @."""
    where = (session.place, voice.day(session.day)) if session.place else (voice.day(session.day),)
    return Poster(
        title=session.title,
        scan=voice(_("poster.scan")),
        link=f"https://t.me/{username}?start={session.code}",
        write=voice(_("poster.write", username=username)),
        code=spell(session.code),
        note=" · ".join(where),
    )


def _in_language(voice: Voice, what: Text, language: str) -> str:
    """A heading with the language of what stands under it."""
    return voice(_("sheet.in_language", what=what, language=voice.language_name(language)))
