"""A young leader who makes a poll, and what becomes of it."""

from __future__ import annotations

from bot.app.words import _
from bot.rehearsal.facilitator import code_in
from bot.rehearsal.lines import Lines
from bot.rehearsal.staff import Staff


class Leader(Staff):
    """Runs one poll of a youth group."""

    async def makes_poll(self, lines: Lines) -> tuple[str, str]:
        """``/sondage``: question and answers in every language, how long, the preview, published. Returns the
        preview and the code."""
        words = lines.all.poll
        await self.writes("/sondage")
        await self.does(_("button.new_poll"))
        every = " + ".join(self.house.catalogue.own_name(language) for language in words.question)
        await self.does(every)
        # A name in the question is refused before anybody sees it.
        await self.writes(f"{lines.all.handle} ?")
        for question in words.question.values():
            await self.writes(question)
        await self.does(_("button.own_answers"))
        for options in words.options.values():
            await self.writes("\n".join(options))
        await self.does(self.first_button)
        preview = self.screen.text + "\n\n" + "\n".join(self.screen.labels[:-2]) if self.screen else ""
        panel = await self.does(_("button.publish_poll"))
        return preview, code_in(panel)

    async def shares(self) -> None:
        """Get the link and the picture with the QR code."""
        await self.does(_("button.code"))
        await self.does(_("button.poster"))
        await self.does(_("button.panel"))

    async def closes(self) -> str:
        """Close the poll before its time; the results are there."""
        await self.does(_("button.more"))
        await self.does(_("button.end"))
        await self.does(_("button.end_now"))
        await self.does(_("button.results"))
        return await self.does(self.first_button)

    async def gets_files(self) -> None:
        """Order the results as files."""
        await self.does(_("outcome.back"))
        for label in (_("outcome.csv"), _("outcome.charts")):
            await self.does(label)
