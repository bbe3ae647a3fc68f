"""A facilitator who makes a session and runs it from its control message."""

from __future__ import annotations

import re

from bot.app.words import Text, _
from bot.core.codes import ALPHABET, read_code, spell
from bot.core.script import Ballot, Rate, Script, Stage
from bot.rehearsal.house import in_language
from bot.rehearsal.lines import Lines
from bot.rehearsal.staff import Staff

_CODE = re.compile(rf"\b[{ALPHABET}]{{3}} [{ALPHABET}]{{3}}\b")


class Facilitator(Staff):
    """Runs one session. ``code`` is its code once it is made."""

    code = ""

    async def makes_session(self, script: Script, lines: Lines) -> str:
        """``/seance``: script, title, place, day, languages. Returns the code."""
        await self.writes("/seance")
        await self.does(_("button.new_session"))
        await self.does(in_language(script.title, self.language))
        await self.writes(lines.all.session.title)
        await self.writes(lines.all.session.place)
        await self.does(_("button.today"))
        self.code = code_in(await self.does(self.first_button))
        return self.code

    async def takes_over(self, code: str) -> None:
        """Go on with a session that somebody else of the organisation began, as when a phone dies."""
        await self.writes("/seance")
        await self.does(spell(code))
        self.code = code

    async def hangs_up_poster(self) -> None:
        """Get the picture with the QR code for the wall."""
        await self.to_panel()
        await self.does(_("button.code"))
        await self.does(_("button.poster"))
        await self.to_panel()

    async def opens(self, stage: Stage) -> str:
        """Open the next stage. Returns what the confirmation says that people will see."""
        await self.to_panel()
        sure = await self.does(
            self.say(_("button.open_stage", stage=in_language(stage.title, self.language)))
        )
        await self.does(_("button.open_now"))
        return sure

    async def closes_a_poll(self, script: Script) -> tuple[str, str]:
        """Close the first poll that is open. Returns its name and its results as they are shown."""
        await self._to_polls()
        name = self._item_buttons(script)[0]
        await self.does(name)
        return name, await self.does(_("button.close_poll_now"))

    async def closes_every_poll(self) -> None:
        """Close all polls that are open; one alone has no button for all."""
        await self._to_polls()
        every = self.say(_("button.close_all_polls"))
        await self.does(every if self.screen and every in self.screen.labels else self.first_button)
        await self.does(_("button.close_poll_now"))

    async def _to_polls(self) -> None:
        await self.to_panel()
        await self.does(_("button.more"))
        await self.does(_("button.close_poll"))

    async def ends(self) -> str:
        """End the session."""
        await self.to_panel()
        await self.does(_("button.more"))
        await self.does(_("button.end"))
        return await self.does(_("button.end_now"))

    async def seals(self) -> str:
        """Seal the session, and keep the questions that the room was never shown."""
        await self.to_panel()
        await self.does(_("button.seal"))
        keep = _("button.seal_keep")
        await self.does(keep if self.offers(keep) else _("button.seal_yes"))
        return self.last_words

    async def reads_list(self) -> list[str]:
        """``/questions``: every page of the list."""
        pages = [await self.writes("/questions")]
        while self.screen is not None and "▶️" in self.screen.labels:
            pages.append(await self.does("▶️"))
        return pages

    async def reads_results(self, script: Script) -> list[str]:
        """``/resultats``: the first screen of everything that was voted on."""
        listing = await self.writes("/resultats")
        pages = [listing]
        for label in self._item_buttons(script):
            pages.append(await self.does(label))
            await self.does(_("outcome.back"))
        return pages

    def _item_buttons(self, script: Script) -> list[str]:
        """The buttons on the screen that bear what was voted on, and perhaps when."""
        items = tuple({self._item_label(step) for _stage, step in script.polls()})
        return [label for label in self.screen.labels if label.startswith(items)] if self.screen else []

    def _item_label(self, step: Ballot) -> str:
        if isinstance(step, Rate):
            return f"{step.sign} {in_language(step.item, self.language)}".strip()
        return in_language(step.question, self.language)

    async def gets_files(self) -> None:
        """Order everything that can be taken along."""
        await self.writes("/questions")
        await self._orders(_("list.csv"))
        await self.to_panel()
        await self.does(_("button.commitments"))
        await self._orders(_("promise.csv"))
        await self.writes("/resultats")
        await self._orders(_("outcome.csv"), _("outcome.workbook"), _("outcome.charts"))
        await self.to_panel()

    async def _orders(self, *files: Text) -> None:
        """Order files where they are offered: what is empty is not."""
        for file in files:
            if self.offers(file):
                await self.does(file)


def code_in(text: str) -> str:
    """The session's code in a message. Raises ValueError."""
    found = _CODE.search(text)
    code = read_code(found.group()) if found else None
    if code is None:
        raise ValueError("no code in this message")
    return code
