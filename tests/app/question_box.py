"""A session's questions on a real database, with plain verbs for the stories of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from bot.app.moderate import find
from bot.app.ports import Work
from bot.app.question_words import correct
from bot.app.records import Question, QuestionStatus
from bot.storage.database import Database
from tests.fakes.databases import furnish

SESSION = "sevare23"


class QuestionBox:
    """The questions of one session within one transaction."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._asked = 0

    def holds(
        self,
        text: str,
        *,
        status: QuestionStatus = "waiting",
        collect: Literal["question", "word"] = "question",
        theme: str = "",
        session: str = SESSION,
        id: str = "",
    ) -> Question:
        """A question that was asked and mixed; ids grow with every one, so that their order is known here."""
        self._asked += 1
        question = Question(
            id=id or f"q{self._asked:09}",
            session=session,
            collect=collect,
            side="inhabitants",
            language="fr",
            text=text,
            theme=theme,
            status=status,
            answer={"fr": "Oui."} if status == "answered" else {},
        )
        self.work.questions.put(question)
        return question

    async def is_supported(self, question: Question, times: int) -> None:
        """So many people support a question."""
        for person in range(times):
            await self.work.questions.support(question.id, bytes([person]))

    async def now(self, question: Question) -> Question:
        """The question as it is kept now, whoever may see it."""
        return await find(self.work, question.session, question.id, focal=True)

    async def withdrawn(self, question: Question) -> None:
        """Its author takes a question back."""
        self.work.questions.remove(question.id)

    async def was_corrected(self, question: Question, text: str) -> Question:
        """A facilitator corrected a question."""
        return await correct(self.work, await self.now(question), text)

    def was_translated(self, question: Question, **translation: str) -> None:
        """A facilitator translated a question."""
        self.work.questions.put(replace(question, translation=translation))


@asynccontextmanager
async def question_box(folder: Path) -> AsyncIterator[QuestionBox]:
    """An empty box on a new database."""
    database = await Database.open(await furnish(f"sqlite:///{folder}/baro.db"))
    try:
        async with database.begin() as work:
            yield QuestionBox(work)
    finally:
        await database.close()
