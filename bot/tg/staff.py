"""Showing staff where they are: one living message each, edited in place or moved below what they typed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.app.desk import Officer, save_officer
from bot.app.vault import Unreadable
from bot.tg.delivery import Call, Living
from bot.tg.panels import open_panel
from bot.tg.reply import Reply
from bot.tg.turn import Turn, edited, removed, sent, stripped


async def bring_staff(
    turn: Turn,
    officer: Officer,
    reply: Reply,
    *,
    panel: bool = False,
    toast: str = "",
    before: Sequence[Call] = (),
) -> None:
    """Make a reply the officer's living message and keep the officer as they are now.

    ``panel`` marks the control message of ``officer.session``, which is kept current; any other screen is left
    alone until the officer goes on. What they typed leaves the chat: it may hold participants' words.
    """
    save_officer(turn.work, turn.services, officer)
    shown = await _take_place(turn, officer)
    living = Living("staff", officer.session if panel else "", officer.name.hex(), digest=reply.digest)
    tapped = turn.tapped_message
    calls = [*turn.acknowledge(toast), *before]
    if tapped and tapped >= shown and not before:
        calls.append(Call("editMessageText", edited(turn.chat, tapped, reply), "living"))
    else:
        if tapped and tapped < shown:
            calls.append(stripped(turn.chat, tapped))
        typed = turn.message.message_id if turn.message and not tapped else 0
        calls += removed(turn.chat, shown, typed)
        calls.append(Call("sendMessage", sent(turn.chat, reply), "living"))
    turn.send(calls, living)


async def _take_place(turn: Turn, officer: Officer) -> int:
    """The id of the officer's living message, 0 if there is none; no screen is kept current there any more."""
    found = 0
    for panel in await turn.work.mail.panels_of(officer.name):
        with suppress(Unreadable):
            found = max(found, open_panel(turn.services.vault, panel).message)
        turn.work.mail.remove_panel(panel.session, officer.name)
    return found
