"""Noting what was sent: its rows go, and what it put into a chat is remembered, so that it can be edited and taken out
again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.app.chat_messages import STAFF, forget_noted, note_for, note_sent
from bot.app.ports import Work
from bot.app.records import Panel
from bot.app.seat import Shown, close_shown
from bot.app.services import Services
from bot.app.vault import Unreadable
from bot.core import names
from bot.tg.absence import leave_in_peace
from bot.tg.courier import Carried
from bot.tg.delivery import Delivery, Living, Owner
from bot.tg.errand import Errand
from bot.tg.panels import close_panel
from bot.tg.turn import removed


class Notes:
    """Writes down what has come of errands."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def write(self, work: Work, over: Sequence[Errand]) -> list[Delivery]:
        """Write down errands that are through. Gives the deliveries whose messages are to be taken back: the role of
        whoever has them ended while they were being sent, and nobody would take them out of the chat later."""
        await work.mail.done([errand.parcel.id for errand in over if errand.parcel])
        owners = [self._owner(errand.delivery) for errand in over if errand.carried.came]
        await work.people.preload([bytes.fromhex(owner.key) for owner in owners if owner.session != STAFF])
        await work.members.preload([bytes.fromhex(owner.key) for owner in owners if owner.session == STAFF])
        stray = []
        for errand in over:
            forget_noted(work, [bytes.fromhex(name) for name in errand.delivery.forgets])
            if errand.carried.came and not await self._note(work, errand.delivery, errand.carried):
                stray.append(errand)
            if errand.carried.blocked:
                await leave_in_peace(work, self._services, errand.delivery)
        return [_without_owner(errand) for errand in stray]

    def _owner(self, delivery: Delivery) -> Owner:
        """In whose chat a delivery's messages stand. One that bears no owner may be for somebody of staff still, whose
        private chat has their account's number: nothing that is sent to staff is missed."""
        if delivery.noted_for is not None:
            return delivery.noted_for
        return Owner(STAFF, names.staff_name(self._services.vault.finder, delivery.chat).hex())

    async def _note(self, work: Work, delivery: Delivery, carried: Carried) -> bool:
        """Keep what a delivery put into its chat: which message is the living one, and which can be taken out. One that
        bears no owner may be for a participant too. Returns False where nobody is left who has these messages."""
        owner = self._owner(delivery)
        key = bytes.fromhex(owner.key)
        if owner.session == STAFF and await work.members.get(key) is None:
            if delivery.noted_for is None:
                await note_for(work, self._services, delivery.chat, carried.messages)
                return True
            return not carried.messages
        if delivery.living is not None and carried.living:
            await self._remember(work, delivery.chat, delivery.living, carried.living)
        if carried.messages:
            await note_sent(work, self._services, owner.session, key, delivery.chat, carried.messages)
        return True

    async def _remember(self, work: Work, chat: int, living: Living, message: int) -> None:
        key = bytes.fromhex(living.key)
        if living.kind == "staff":
            sealed = close_panel(self._services.vault, key, chat, message, living.digest)
            work.mail.put_panel(Panel(living.session, key, sealed))
            return
        if await work.people.get(key) is None:  # they left meanwhile, or the session was sealed
            return
        with suppress(Unreadable):
            vault = await self._services.vault.session(living.session)
            shown = Shown(message, living.stamp, living.digest)
            work.people.put_shown(key, living.session, close_shown(vault, key, shown))


def _without_owner(errand: Errand) -> Delivery:
    chat = errand.delivery.chat
    return Delivery(chat, removed(chat, *errand.carried.messages))
