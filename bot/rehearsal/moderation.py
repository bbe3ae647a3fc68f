"""A facilitator who goes through the questions that wait: publishes, corrects, merges, puts aside, protects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

from bot.app.words import _
from bot.rehearsal.facilitator import Facilitator
from bot.rehearsal.lines import Lines

Deed = Callable[[], Awaitable[None]]


class Moderation:
    """Goes through the queue. ``done`` counts what was decided; ``corrected`` maps a question to what was made of
    it; ``protected`` and ``aside`` are the texts so decided; ``call_focal`` finds a focal point when one is missing.
    """

    def __init__(self, lines: Lines, facilitator: Facilitator, call_focal: Deed) -> None:
        self.done: Counter[str] = Counter()
        self.corrected: dict[str, str] = {}
        self.protected: list[str] = []
        self.aside: list[str] = []
        self.merged: list[tuple[str, str]] = []
        self.refused_without_focal = False
        self._at = facilitator
        self._lines = lines
        self._call_focal = call_focal
        self._themes = list(lines.all.themes)

    async def goes_through(self, facilitator: Facilitator) -> None:
        """Open the queue and decide of everything in it."""
        self._at = facilitator
        await self._at.to_panel()
        await self._at.does_like("button.queue")
        while self._at.offers(_("mod.publish")):
            await self._decide(self._at.last_words)
        await self._at.to_panel()

    async def _decide(self, shown: str) -> None:
        """What this question needs."""
        special = self._lines.all.special
        for language, named in special.named.items():
            if named.text in shown:
                await self._correct(named.text, named.kept, language)
                return
        for text in special.rude.values():
            if text in shown:
                self.aside.append(text)
                await self._tap("aside", "mod.aside")
                return
        for text in special.disclosure.values():
            if text in shown:
                await self._protect(text)
                return
        for language, twins in special.twin.items():
            if any(text in shown for text in twins):
                await self._twin(shown, twins, language)
                return
        await self._publish()

    async def _publish(self) -> None:
        if self._themes and self._at.offers(_("mod.theme")):
            await self._at.does(_("mod.theme"))
            await self._at.does(_("mod.new_theme"))
            await self._at.writes(self._themes.pop(0))
            self.done["theme"] += 1
        await self._tap("published", "mod.publish")

    async def _tap(self, done: str, key: str) -> None:
        self.done[done] += 1
        await self._at.does(self._at.house.catalogue.text(self._at.language, key))

    async def _correct(self, text: str, kept: str, language: str) -> None:
        """Take a name out."""
        self.corrected[text] = kept
        await self._tap("corrected", "mod.correct")
        await self._at.writes(kept)
        await self._tap("published", "mod.publish")

    async def _protect(self, text: str) -> None:
        """Hand a disclosure to the focal point; where there is none, have one named first."""
        self.protected.append(text)
        shown = await self._at.does(_("mod.protect"))
        if self._at.holds("mod.no_focal", shown):
            self.refused_without_focal = True
            await self._call_focal()
            await self._at.does(_("mod.back"))
            await self._at.does(_("mod.protect"))
        await self._tap("protected", "mod.protect_now")

    async def _twin(self, shown: str, twins: tuple[str, str], language: str) -> None:
        """Merge two that ask the same where the other is there; translate the one that stays."""
        if self._at.label_like("mod.merge_near") and not self.merged:
            first, second = twins
            self.merged.append((first, second) if first in shown else (second, first))
            await self._at.does_like("mod.merge_near")
            await self._tap_first_number()
            return
        other = next((each for each in self._lines.all.special.twin if each != language), None)
        if other is not None and self._at.label_like("mod.translate"):
            await self._at.does_like("mod.translate")
            await self._at.writes(self._lines.all.special.twin[other][0])
            self.done["translated"] += 1
        await self._publish()

    async def _tap_first_number(self) -> None:
        self.done["merged"] += 1
        await self._at.does("1")


async def answers(facilitator: Facilitator, lines: Lines) -> int:
    """Mark the first questions of the list as asked, and write what was answered. Returns how many."""
    answered = 0
    for number, answer in enumerate(lines.all.answers, start=1):
        await facilitator.writes("/questions")
        if facilitator.screen is None or str(number) not in facilitator.screen.labels:
            break
        await facilitator.does(str(number))
        await facilitator.does(_("mod.asked"))
        await facilitator.does(_("mod.answer"))
        await facilitator.writes(answer[facilitator.language])
        answered += 1
        for language, words in answer.items():
            name = facilitator.house.catalogue.own_name(language)
            label = facilitator.say(_("mod.answer_too", language=name))
            if language != facilitator.language and facilitator.screen and label in facilitator.screen.labels:
                await facilitator.does(label)
                await facilitator.writes(words)
    return answered
