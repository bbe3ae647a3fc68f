"""Somebody of staff at their phone: one tap after another, each answered before the next."""

from __future__ import annotations

from bot.app.records import Organisation
from bot.app.words import Text, _
from bot.core.roles import Role
from bot.rehearsal.house import House
from bot.rehearsal.player import Player
from bot.rehearsal.standin import ButtonMissing, Message

LANGUAGE = "fr"
"""What staff read when they begin."""


class Staff(Player):
    """A member of staff; ``role`` is what they were invited to."""

    def __init__(self, house: House, name: str, organisation: Organisation, role: Role) -> None:
        super().__init__(house, house.person(name, LANGUAGE), LANGUAGE)
        self.organisation = organisation
        self.role: Role = role
        self.reads(LANGUAGE)

    @property
    def last_words(self) -> str:
        """The newest screen: files that came since stand below it."""
        return self.screen.text if self.screen else super().last_words

    async def takes_up_role(self) -> None:
        """Follow the one-time link that the operator made."""
        await self.writes(f"/start {await self.house.invitation(self.organisation, self.role)}")

    async def does(self, label: Text | str) -> str:
        """Tap, and read what is there then."""
        await self.taps(label)
        await self.house.quiet()
        return self.last_words

    async def does_like(self, key: str) -> str:
        """Tap the button that bears a sentence, whatever fills its gaps. Raises ButtonMissing."""
        label = self.label_like(key)
        if label is None:
            raise ButtonMissing(f"no button like {key}; on the screen:\n{self.person.chat.render()}")
        return await self.does(label)

    async def writes(self, text: str) -> str:
        """Type, and read what is there then."""
        await self.types(text)
        await self.house.quiet()
        return self.last_words

    async def to_panel(self) -> str:
        """Go to the control message of the session on screen."""
        return await self.does(_("button.panel")) if self.offers(_("button.panel")) else self.last_words

    @property
    def first_button(self) -> str:
        """The label of the first button on the screen."""
        assert self.screen is not None
        return self.screen.labels[0]

    @property
    def files(self) -> list[Message]:
        """The files that the bot sent, oldest first."""
        return [message for message in self.person.chat.messages if message.by_bot and message.file]
