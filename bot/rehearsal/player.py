"""Somebody at a phone: reads the newest screen, taps, types, and remembers what was done."""

from __future__ import annotations

from bot.app.words import Text
from bot.rehearsal.house import House, pieces, plain
from bot.rehearsal.standin import Message, Person, Tap


class Player:
    """A simulated person who reads one language at a time, as the catalogs write it.

    ``taps_made`` are all presses; ``tongues`` says from which event of the chat's history on which language is
    read; ``typed`` is everything that was written by hand.
    """

    def __init__(self, house: House, person: Person, language: str = "") -> None:
        self.house = house
        self.person = person
        self.language = language
        self.tongues: list[tuple[int, str]] = []
        self.taps_made: list[Tap] = []
        self.typed: list[str] = []

    @property
    def screen(self) -> Message | None:
        """The newest message with buttons."""
        return self.person.chat.screen

    @property
    def last_words(self) -> str:
        """The newest message of the bot, "" if there is none."""
        shown = (message.text for message in self.person.chat.newest_first() if message.by_bot)
        return next(shown, "")

    def reads(self, language: str) -> None:
        """From now on, everything must be in this language."""
        self.language = language
        self.tongues.append((len(self.person.chat.history), language))

    def say(self, text: Text) -> str:
        """A sentence of the catalogs as this person reads it."""
        catalogue, values = self.house.catalogue, text.values
        if text.number is None:
            return plain(catalogue.text(self.language, text.key, **values))
        return plain(catalogue.plural(self.language, text.key, text.number, **values))

    def holds(self, key: str, text: str) -> bool:
        """Whether a text holds a sentence of the catalogs in this person's language, whatever fills its gaps."""
        forms = self.house.sentences[self.language][key]
        return any(all(piece in text for piece in pieces(form)) for form in forms)

    def offers(self, text: Text) -> bool:
        """Whether the screen has a button with this sentence."""
        return self.screen is not None and self.say(text) in self.screen.labels

    def label_like(self, key: str) -> str | None:
        """The button on the screen that bears a sentence, whatever fills its gaps."""
        labels = self.screen.labels if self.screen else []
        return next((label for label in labels if self.holds(key, label)), None)

    async def taps(self, label: Text | str) -> Tap:
        """Press the newest button with a sentence or with a label."""
        return self._made(await self.person.taps(label if isinstance(label, str) else self.say(label)))

    async def taps_on(self, message: Message, label: Text | str) -> Tap:
        """Press a button of one message."""
        words = label if isinstance(label, str) else self.say(label)
        return self._made(await self.person.taps_on(message, words))

    async def taps_old(self, message: Message, data: str) -> Tap:
        """Press a button that was there, as a phone that was offline still shows it."""
        return self._made(await self.person.taps_data(message, data))

    async def types(self, text: str) -> None:
        """Type a message."""
        self.typed.append(text)
        await self.person.sends(text)

    def _made(self, tap: Tap) -> Tap:
        self.taps_made.append(tap)
        return tap
