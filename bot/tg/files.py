"""Making the files that a delivery asks for, on its way out: reading a session, pressing it, attaching it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegram import InputFile

from bot.app.charts import chart_of, charts
from bot.app.documents import Sheet
from bot.app.dossier import (
    Dossier,
    commitment_sheet,
    gather,
    poster,
    question_sheet,
    result_sheets,
    workbook,
)
from bot.app.ports import Store
from bot.app.press import Press
from bot.app.voice import Voice
from bot.app.words import Catalogue, Text, _
from bot.core.codes import spell
from bot.tg.delivery import Call, Delivery, Job
from bot.tg.views.results import lines_of_look, read_look

logger = logging.getLogger(__name__)


class FileMaker:
    """Does the jobs of deliveries (``Make`` of ``bot.tg.outbox``): ``questions.csv``, ``results.csv``,
    ``commitments.csv``, ``dossier.xlsx``, ``chart.png`` and ``qr.png``.

    ``username`` is the bot's, without @. The argument of a chart is what somebody looks at (``Look.arguments``,
    with spaces between), or nothing for all results.
    """

    def __init__(self, store: Store, catalogue: Catalogue, press: Press, username: str) -> None:
        self._store = store
        self._catalogue = catalogue
        self._press = press
        self._username = username
        # Drawing is not made for several threads, and two files at once would only need twice the memory.
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, delivery: Delivery) -> Delivery:
        """The delivery with its files attached; an apology in place of a file that cannot be made."""
        job = delivery.job
        if job is None:
            return delivery
        known = self._catalogue.languages
        voice = Voice(job.language if job.language in known else known[0], self._catalogue)
        try:
            calls = await self._make(delivery.chat, job, voice)
        except Exception as failure:
            logger.error("a file could not be made: %s", type(failure).__name__)
            calls = (_said(delivery.chat, voice(_("file.failed"))),)
        return replace(delivery, calls=(*delivery.calls, *calls), job=None)

    async def _make(self, chat: int, job: Job, voice: Voice) -> tuple[Call, ...]:
        async with self._store.read() as work:
            dossier = await gather(work, job.session, questions=job.name in ("questions.csv", "dossier.xlsx"))
        if dossier is None:
            raise LookupError("no such session")
        order = _Order(chat, job, dossier, voice, self._press, self._username)
        async with self._one_at_a_time:
            calls = await asyncio.to_thread(lambda: tuple(order.calls()))
        return calls or (_said(chat, voice(_("file.nothing_yet"))),)


@dataclass(frozen=True, slots=True)
class _Order:
    """One job with all that it needs; runs in a thread."""

    chat: int
    job: Job
    dossier: Dossier
    voice: Voice
    press: Press
    username: str

    def calls(self) -> Iterator[Call]:
        """What sends the files; nothing where nothing can be shown yet. Raises LookupError for an unknown
        name."""
        dossier, voice = self.dossier, self.voice
        match self.job.name:
            case "questions.csv":
                yield self._table(question_sheet(dossier, voice), _("file.questions"))
            case "commitments.csv":
                yield self._table(commitment_sheet(dossier, voice), _("file.commitments"))
            case "results.csv":
                if any(outcome.closed for outcome in dossier.outcomes):
                    figures, distribution = result_sheets(dossier, voice)
                    yield self._table(figures, _("file.results"))
                    yield self._table(distribution, _("file.distribution"))
            case "dossier.xlsx":
                content = self.press.workbook(dossier.session.title, workbook(dossier, voice))
                name = self._name(_("file.workbook"), "xlsx")
                yield self._document(content, name, voice(_("file.workbook_title")))
            case "chart.png":
                yield from self._charts()
            case "qr.png":
                invitation = poster(dossier.session, voice, self.username)
                caption = voice(_("poster.caption", link=invitation.link, code=invitation.code))
                yield self._photo(self.press.poster(invitation), self._name(_("file.poster"), "png"), caption)
            case _unknown:
                raise LookupError("no such file")

    def _charts(self) -> Iterator[Call]:
        """Every picture of every chart, or of what somebody looks at; the first of each with its title."""
        dossier, voice = self.dossier, self.voice
        look = read_look(dossier.script, dossier.outcomes, self.job.argument.split(" "))
        drawn = charts(dossier, voice)
        if look is not None:
            lines = lines_of_look(dossier.script, look)
            drawn = chart_of(dossier, voice, look.outcome, lines, added=look.added)
        name = self._name(_("file.chart"), "png")
        for chart in drawn:
            for number, picture in enumerate(self.press.pictures(chart)):
                yield self._photo(picture, name, "" if number else self._caption(chart.title))

    def _table(self, sheet: Sheet, name: Text) -> Call:
        return self._document(self.press.csv(sheet), self._name(name, "csv"), sheet.name)

    def _document(self, content: bytes, name: str, title: str) -> Call:
        document = InputFile(content, filename=name)
        return Call(
            "sendDocument", {"chat_id": self.chat, "document": document, "caption": self._caption(title)}
        )

    def _photo(self, content: bytes, name: str, caption: str) -> Call:
        photo = InputFile(content, filename=name)
        return Call("sendPhoto", {"chat_id": self.chat, "photo": photo, "caption": caption})

    def _caption(self, title: str) -> str:
        return self.voice(_("file.caption", title=title, code=spell(self.dossier.session.code)))

    def _name(self, name: Text, ending: str) -> str:
        """A file's name: the session's code and what it is, no place, day or person."""
        code = spell(self.dossier.session.code).replace(" ", "-")
        return f"baro-{code}-{self.voice(name)}.{ending}"


def _said(chat: int, words: str) -> Call:
    return Call("sendMessage", {"chat_id": chat, "text": words})
