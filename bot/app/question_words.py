"""What a facilitator writes to a question: the answer given, a correction, a translation, a theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from bot.app.desk import Officer
from bot.app.ports import Work
from bot.app.records import Question, Session
from bot.core.questions import WRITABLE, NotAllowed, after
from bot.core.screening import Screened, has_words, screen

Field = Literal["answer", "text", "translation", "theme"]
"""What a facilitator can write to a question."""

LIMITS: Mapping[Field, int] = {"answer": 1000, "text": 1500, "translation": 1500, "theme": 40}
"""Characters at most. A question may be as long as the longest that a script lets people ask."""

THEMES = 12
"""Themes in a session: more sort nothing, and these fit under one message."""


class CannotWrite(Exception):
    """``code``: ``empty`` (nothing to read), ``too_long`` (more than ``limit`` characters), ``too_many``
    (there are ``limit`` themes already)."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


def read_words(field: Field, typed: str) -> Screened:
    """What somebody typed for a field, and what in it may lead to a person. Raises CannotWrite."""
    screened = screen(" ".join(typed.split()) if field == "theme" else typed)
    if not has_words(screened.text):
        raise CannotWrite("empty")
    if len(screened.text) > LIMITS[field]:
        raise CannotWrite("too_long", LIMITS[field])
    return screened


async def write(work: Work, question: Question, field: Field, language: str, text: str) -> Question:
    """Keep what was written to a question. ``language`` is that of an answer or a translation.

    Raises CannotWrite, or NotAllowed where the question stands beyond writing.
    """
    match field:
        case "answer":
            return answer(work, question, language, text)
        case "text":
            return await correct(work, question, text)
        case "translation":
            return translate(work, question, language, text)
        case "theme":
            return await set_theme(work, question, text)


def answer(work: Work, question: Question, language: str, text: str) -> Question:
    """Keep the answer that was given, in one language. The room sees it from now on."""
    status = after(question.status, "answer", word=question.collect == "word")
    answered = replace(question, status=status, answer={**question.answer, language: text})
    work.questions.put(answered)
    return answered


async def correct(work: Work, question: Question, text: str) -> Question:
    """Change a question's words. The first ones are kept beside them for the facilitator; translations are
    dropped, since they may hold what was taken out."""
    _writable(question)
    if text == question.text:
        return question
    session = await work.sessions.get(question.session)
    first = question.text if question.original is None else question.original
    kept = None if session is not None and session.state == "sealed" else first
    corrected = replace(question, text=text, original=kept, translation={})
    work.questions.put(corrected)
    return corrected


def translate(work: Work, question: Question, language: str, text: str) -> Question:
    """Keep a question's words in another language."""
    _writable(question, word=False)
    if language == question.language:
        raise NotAllowed
    translated = replace(question, translation={**question.translation, language: text})
    work.questions.put(translated)
    return translated


async def set_theme(work: Work, question: Question, theme: str) -> Question:
    """Set a question's theme, "" for none. One that is there already keeps its spelling."""
    _writable(question, word=False)
    known = await work.questions.themes(question.session)
    theme = next((each for each in known if each.casefold() == theme.casefold()), theme)
    if theme and theme not in known and len(known) >= THEMES:
        raise CannotWrite("too_many", THEMES)
    themed = replace(question, theme=theme)
    work.questions.put(themed)
    return themed


def _writable(question: Question, *, word: bool = True) -> None:
    if question.status not in WRITABLE or (question.collect == "word" and not word):
        raise NotAllowed


def answer_language(officer: Officer, session: Session) -> str:
    """The language in which an officer writes answers first: theirs, if the session speaks it."""
    return officer.language if officer.language in session.languages else session.languages[0]
