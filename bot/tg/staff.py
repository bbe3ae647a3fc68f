"""What the bot says to staff: one living message each, edited in place or moved below what they typed, and beside it
files and notices. All of it shows participants' words or leads to them: so it leaves the chat before two days are over
(``bot.tg.sweeper``), and at once when a role ends."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.app.chat_messages import STAFF
from bot.app.desk import Officer, save_officer
from bot.app.staff_chat import Removal, fades_soon, take_out_all
from bot.app.team import dismiss
from bot.app.vault import Unreadable
from bot.app.words import _
from bot.tg.batch import Batch
from bot.tg.delivery import Call, Delivery, Job, Living, Owner
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
    living = Living(
        "staff", officer.session if panel else "", officer.name.hex(), digest=reply.digest, before=shown
    )
    tapped = turn.tapped_message
    calls = [*turn.acknowledge(toast), *before]
    fading = bool(tapped) and await fades_soon(turn.work, turn.services, officer.name, tapped)
    if tapped and tapped >= shown and not before and not fading:
        calls.append(Call("editMessageText", edited(turn.chat, tapped, reply), "living"))
    else:
        if tapped and tapped < shown:
            calls.append(stripped(turn.chat, tapped))
        typed = turn.message.message_id if turn.message and not tapped else 0
        calls += removed(turn.chat, shown, typed, tapped if fading else 0)
        calls.append(Call("sendMessage", sent(turn.chat, reply), "living"))
    turn.send(calls, living)


def order(turn: Turn, officer: Officer, file: str, session: str, argument: str = "") -> None:
    """Have a file made; it comes as a message of its own, and the screen stays."""
    turn.send(turn.acknowledge(turn.speech(officer.language).plain(_("file.coming"))))
    turn.send((), job=Job(file, session, officer.language, argument), owner=owner_of(officer))


def tell_staff(batch: Batch, officer: Officer, reply: Reply) -> None:
    """Write to somebody of staff who did nothing just now."""
    call = Call("sendMessage", sent(officer.chat, reply))
    batch.post(Delivery(officer.chat, (call,), owner=owner_of(officer)))


async def see_off(batch: Batch, officer: Officer) -> None:
    """End a role at once: nothing answers to the account any more, what the bot wrote leaves the chat, and one sentence
    says why."""
    dismiss(batch.work, officer)
    for removal in await take_out_all(batch.work, batch.services, officer.name):
        batch.post(taken_out(removal))
    farewell = Reply(batch.speech(officer.language)(_("staff.role_over")))
    batch.post(Delivery(officer.chat, (Call("sendMessage", sent(officer.chat, farewell)),)))
    batch.leaves_traces = True


def taken_out(removal: Removal) -> Delivery:
    """What deletes messages from a chat. One that is gone already, or too old, stops nothing."""
    calls = (call for messages in removal.calls for call in removed(removal.chat, *messages))
    return Delivery(removal.chat, tuple(calls))


def owner_of(officer: Officer) -> Owner:
    """In whose chat a message to a member of staff stands."""
    return Owner(STAFF, officer.name.hex())


async def _take_place(turn: Turn, officer: Officer) -> int:
    """The id of the officer's living message, 0 if there is none; no screen is kept current there any more."""
    found = 0
    for panel in await turn.work.mail.panels_of(officer.name):
        with suppress(Unreadable):
            found = max(found, open_panel(turn.services.vault, panel).message)
        turn.work.mail.remove_panel(panel.session, officer.name)
    return found
