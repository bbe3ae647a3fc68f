"""Somebody with a phone: looks at the newest screen, taps, and taps again when nothing happens for some seconds."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from random import Random

from bot.rehearsal.standin import Message, Person
from bot.tg.callback import Tap, read

LONGEST = 150.0
"""Seconds after which somebody who does not get on is stuck."""

RECEIPT = ("k", "x")
"""What the buttons of a question's receipt do: it stands in the chat beside the screen."""


class Stuck(Exception):
    """Somebody waits for something that does not come."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button on a screen: where it stands, what is written on it, what it does."""

    message: Message
    label: str
    tap: Tap

    def does(self, deed: str, *arguments: str) -> bool:
        """Whether it does this, with these arguments first."""
        return self.tap.deed == deed and self.tap.arguments[: len(arguments)] == arguments


class Phone:
    """A person and their chat with the bot, who waits ``patience`` seconds at least. ``again`` counts what they did
    once more because nothing happened."""

    def __init__(self, person: Person, chance: Random, patience: float) -> None:
        self.person = person
        self.patience = patience
        self.chance = chance
        self.again = 0

    def screen(self) -> list[Button]:
        """The buttons of the newest screen."""
        return next(self.screens(), [])

    def screens(self) -> Iterator[list[Button]]:
        """The buttons of every screen in the chat, the newest first."""
        for message in self.person.chat.newest_first():
            buttons = buttons_of(message)
            if buttons and not all(button.tap.deed in RECEIPT for button in buttons):
                yield buttons

    def offers(self, deed: str, *arguments: str) -> Button | None:
        """The button of the newest screen that does this."""
        return next((button for button in self.screen() if button.does(deed, *arguments)), None)

    async def sees(self, holds: Callable[[], bool]) -> None:
        """Wait until the chat shows something. Raises Stuck."""
        try:
            await self.person.chat.until(holds, LONGEST)
        except TimeoutError:
            raise Stuck(self.person.chat.render()) from None

    async def taps(self, find: Callable[[], Button | None], done: Callable[[], bool]) -> None:
        """Tap what is found on the screen until the tap has done what it should. Raises Stuck."""
        tapped = False
        async for _try in self.tries(done, 1.0):
            button = find()
            if button is not None:
                self.again += tapped
                tapped = True
                await self.person.taps_on(button.message, button.label)

    async def writes(self, text: str, done: Callable[[], bool]) -> None:
        """Type a text, and type it again when nothing comes of it. Raises Stuck."""
        # Whoever has typed waits longer than whoever has tapped.
        async for number in self.tries(done, 3.0):
            self.again += number > 0
            await self.person.sends(text)

    async def tries(self, done: Callable[[], bool], times: float) -> AsyncIterator[int]:
        """Once more and once more, some seconds apart, until it is done."""
        give_up = time.monotonic() + LONGEST
        for number in count():
            if done():
                return
            if time.monotonic() > give_up:
                raise Stuck(self.person.chat.render())
            yield number
            await self.waits(done, times)

    async def waits(self, holds: Callable[[], bool], times: float) -> None:
        """Be patient for some seconds, so many times over, unless something shows before."""
        with suppress(TimeoutError):
            await self.person.chat.until(holds, times * self.chance.uniform(1.0, 3.0) * self.patience)


def buttons_of(message: Message) -> list[Button]:
    """The buttons of a message of the bot's that do something."""
    if not message.by_bot:
        return []
    found = ((button, read(button.get("callback_data"))) for button in message.buttons)
    return [Button(message, button["text"], tap) for button, tap in found if tap is not None]
