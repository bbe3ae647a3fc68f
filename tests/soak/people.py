"""What the people of the soak do, and remember of it: by that it is counted whether it was kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random

from bot.core.script import AnyStep, Ask, Rate, Say, Stage, Support
from bot.rehearsal.standin import Person
from tests.soak.phone import RECEIPT, Button, Phone, buttons_of

SIDES = ("inhabitants", "forces", "authorities")
SCORES = ("0", "1", "2", "3")


class Participant(Phone):
    """Joins, scores, asks, supports. ``scores`` are the last by step; ``questions`` and ``supports`` what was sent."""

    def __init__(
        self, person: Person, chance: Random, patience: float, language: str, words: Collection[str]
    ) -> None:
        super().__init__(person, chance, patience)
        self.language = language
        self.scores: dict[str, str] = {}
        self.questions: list[str] = []
        self.supports: set[str] = set()
        self._words = words

    async def sees(self, holds: Callable[[], bool]) -> None:
        """Wait until the chat shows something. Raises Stuck."""
        await super().sees(lambda: holds() or self._choice() is not None)
        if not holds():
            await self.taps(self._choice, holds)

    async def taps(self, find: Callable[[], Button | None], done: Callable[[], bool]) -> None:
        """Tap what is found on the screen until the tap has done what it should. Raises Stuck."""
        await super().taps(lambda: find() or self._choice(), done)

    def _choice(self) -> Button | None:
        """The choice of a language: it comes once more, below what was gone on to, where a link was followed twice."""
        return self.offers("l", self.language)

    async def joins(self, code: str) -> None:
        """Follow the link, choose a language, accept, say as whom one comes."""
        await self.writes(f"/start {code}", lambda: bool(self.screen()))
        await self._does("l", self.language)
        await self._does("y")
        await self._does("t", "who", self.chance.choice(SIDES))

    async def goes_through(self, stage: Stage) -> None:
        """Do all that a stage asks for."""
        for step in stage.steps:
            await self._does_step(step)
        for step in stage.steps:
            if isinstance(step, Rate) and self.chance.random() < 0.3:
                await self._goes_back_to(step)
                await self._does_step(step)
                # What is read after the scores comes again.
                if isinstance(stage.steps[-1], Say):
                    await self._does_step(stage.steps[-1])

    async def _does_step(self, step: AnyStep) -> None:
        match step:
            case Say():
                await self._does("n", step.id)
            case Rate():
                score = self.chance.choice(SCORES)
                await self._does("v", step.id, score)
                self.scores[step.id] = score
            case Ask():
                for word in self._words:
                    await self.asks(word)
                await self._does("n", step.id)
            case Support():
                await self._supports()
                await self._does("n", step.id)

    async def _goes_back_to(self, step: AnyStep) -> None:
        """Ask for a step once more that was answered."""
        await self.taps(lambda: self.offers("r", step.id), lambda: self.offers("v", step.id) is not None)

    async def asks(self, word: str) -> None:
        """Type a question and send it; type it again where neither its preview nor its receipt is there any more."""
        text = f"Pourquoi {word} est-il si loin ?"
        before = self._receipts()

        def sent() -> bool:
            return self._receipts() > before

        async for number in self.tries(sent, 1.0):
            if self._preview(text) is None:
                self.again += number > 0
                await self.person.sends(text)
                await self.waits(lambda: sent() or self._preview(text) is not None, 3.0)
            button = self._preview(text)
            if button is not None and not sent():
                await self.person.taps_on(button.message, button.label)
        self.questions.append(text)
        if self.offers("w"):  # what was typed a second time
            await self._does("e")

    def _preview(self, text: str) -> Button | None:
        """The button that sends what is previewed, if that is this text and not one that was typed twice before it."""
        button = self.offers("w")
        return button if button is not None and text in button.message.text else None

    def _receipts(self) -> int:
        """How many questions the chat says were sent. A receipt that came twice bears the same token."""
        shown = (button for message in self.person.chat.messages for button in buttons_of(message))
        return len({button.tap.arguments for button in shown if button.tap.deed in RECEIPT})

    async def _supports(self) -> None:
        """Pick up to three questions, and perhaps take one back."""
        await self.sees(lambda: self.offers("s") is not None)
        if self.chance.random() < 0.5 and self._onwards():
            # Between two messages there is no screen for a moment.
            await self.taps(self._onwards, lambda: self.offers("s") is not None and self._onwards() is None)
        there = [button.tap.arguments[0] for button in self.screen() if button.does("s")]
        picked = self.chance.sample(there, min(len(there), self.chance.randint(1, 3)))
        for question in picked:
            await self._picks(question, True)
        if self.chance.random() < 0.3:
            await self._picks(picked[0], False)

    async def _picks(self, question: str, wanted: bool) -> None:
        await self.taps(
            lambda: self.offers("s", question) or self._onwards(), self._is_supported(question, wanted)
        )
        (self.supports.add if wanted else self.supports.discard)(question)

    def _is_supported(self, question: str, wanted: bool) -> Callable[[], bool]:
        def holds() -> bool:
            button = self.offers("s", question)
            return button is not None and button.label.startswith("✅") == wanted

        return holds

    def _onwards(self) -> Button | None:
        return next((button for button in self.screen() if button.label == "▶️"), None)

    async def _does(self, deed: str, *arguments: str) -> None:
        """Wait for a button and tap it until the screen has gone on from what it asks."""
        asked = arguments[:1]
        await self.sees(lambda: self.offers(deed, *arguments) is not None)
        await self.taps(
            lambda: self.offers(deed, *arguments),
            lambda: bool(self.screen()) and self.offers(deed, *asked) is None,
        )
