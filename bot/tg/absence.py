"""Who blocks the bot, or has left Telegram, is left in peace: noted as away, so that nothing is sent to them before
they write or tap again (``bot.app.gather``)."""

from __future__ import annotations

from contextlib import suppress

from bot.app.chat_messages import STAFF
from bot.app.ports import Work
from bot.app.seat import note_away
from bot.app.services import Services
from bot.app.vault import Unreadable
from bot.tg.delivery import Delivery


async def leave_in_peace(work: Work, services: Services, delivery: Delivery) -> None:
    """Note what a delivery that could not arrive has shown of its chat. Of staff no screen is kept current there any
    more: the next thing they do makes a new one."""
    owner = delivery.noted_for
    if owner is None:
        return
    key = bytes.fromhex(owner.key)
    if owner.session == STAFF:
        for panel in await work.mail.panels_of(key):
            work.mail.remove_panel(panel.session, panel.name)
        return
    with suppress(Unreadable):
        vault = await services.vault.session(owner.session)
        await note_away(work, vault, key, owner.session)
