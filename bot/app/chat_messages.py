"""Which messages stand in somebody's chat: noted so that they can be taken out of it, for as long as Telegram lets a
bot do that, and forgotten then.

Of a participant only ids are kept, as ciphertext under the session's key; who left the session finds them still. Of
staff, whose messages hold other people's words, the bot takes its own out of the chat by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.app.join import known_place, possible_keys, seats_of
from bot.app.ports import Work
from bot.app.records import ChatMessage
from bot.app.services import Services
from bot.app.vault import Seal, Unreadable
from bot.core import names

MESSAGE = b"message:"
STAFF = ""
"""The session of staff's messages."""

HOUR = 3600
DELETABLE = 48 * HOUR
"""Seconds for which a bot may delete a message (Bot API, deleteMessage)."""

ROUNDED = 12 * HOUR
"""A participant's message is noted with half a day for a time, so that nothing tells when they wrote."""

SURELY_NOTED = DELETABLE - ROUNDED
"""Seconds for which a participant's message is noted at least."""

STAFF_KEPT = 46 * HOUR
"""Seconds after which the bot takes its messages out of a staff member's chat, rounded down to the hour: early enough
for a bot that was down for an hour."""


async def note_sent(
    work: Work, services: Services, session: str, owner: bytes, chat: int, messages: Sequence[int]
) -> None:
    """Note messages that now stand in the chat of a participant (``owner`` is their key in the roster) or, with
    ``session`` "", of a member of staff (``owner`` is their name). Of a participant who left there is a stone until the
    session is sealed; of somebody who is gone nothing is noted."""
    with suppress(Unreadable):
        if session == STAFF:
            if await work.members.get(owner) is not None:
                finder, seal = services.vault.finder, services.vault.staff
                _note(work, session, owner, chat, messages, finder, seal, staff_due(services.clock.now()))
        elif await work.people.get(owner) is not None or await work.people.stone(owner) is not None:
            vault = await services.vault.session(session)
            due = participant_due(services.clock.now())
            _note(work, session, owner, chat, messages, vault.key, vault.roster, due)


async def note_for(work: Work, services: Services, user: int, messages: Sequence[int]) -> None:
    """Note messages that now stand in the private chat of an account, whoever wrote them, if it is known in a session;
    of a stranger nothing is noted. In a private chat Telegram gives the chat the account's own number."""
    place = await known_place(work, services, user) if messages else None
    if place is not None:
        await note_sent(work, services, place.session.id, place.key, user, messages)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known to stand in somebody's chat: the ids of messages by the names under which they are noted, and of
    others that no bot may be able to delete any more (the living messages, which are edited for days, and what was
    typed before them)."""

    noted: dict[bytes, int]
    others: frozenset[int]


async def standing(work: Work, services: Services, user: int) -> Standing:
    """What is known to stand in the private chat of an account, by all its sessions that are not sealed, those it has
    left among them."""
    noted = {}
    for message in await work.messages.of(await possible_keys(work, services, user)):
        with suppress(Unreadable):
            vault = await services.vault.session(message.session)
            _chat, noted[message.name] = open_message(vault.roster, message)
    others: set[int] = set()
    async for seat in seats_of(work, services, user):
        others |= {seat.shown.message, *seat.person.typed}
    return Standing(noted, frozenset(others - {0, *noted.values()}))


def forget_noted(work: Work, noted: Collection[bytes]) -> None:
    """Forget messages that were taken out of a chat, by the names under which they were noted."""
    for name in noted:
        work.messages.remove(name)


def _note(
    work: Work,
    session: str,
    owner: bytes,
    chat: int,
    messages: Sequence[int],
    key: bytes,
    seal: Seal,
    due: int,
) -> None:
    for message in messages:
        name = names.message_name(key, owner, message)
        work.messages.put(ChatMessage(name, owner, session, due, seal.close(MESSAGE + name, [chat, message])))


def staff_due(now: int) -> int:
    """When the bot takes out a message that it has just sent to a member of staff."""
    return now - now % HOUR + STAFF_KEPT


def participant_due(now: int) -> int:
    """When a message in a participant's chat is forgotten: 36 to 48 hours from now."""
    return now - now % ROUNDED + DELETABLE


def open_message(seal: Seal, message: ChatMessage) -> tuple[int, int]:
    """The chat and the id of a message. Raises ``bot.app.vault.Unreadable``."""
    chat, number = seal.open(MESSAGE + message.name, message.sealed)
    return chat, number
