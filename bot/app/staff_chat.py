"""Taking the bot's messages out of the chats of staff: before they are two days old, and when a role ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.app.chat_messages import DELETABLE, HOUR, STAFF, STAFF_KEPT, open_message
from bot.app.ports import Work
from bot.app.records import ChatMessage
from bot.app.services import Services
from bot.app.vault import Unreadable
from bot.core import names

AT_ONCE = 100
"""Messages that one call can delete (Bot API, deleteMessages)."""

SURE = DELETABLE - STAFF_KEPT
"""Seconds after its moment for which a message can be deleted for sure, though its hour alone is known."""

FADES = 24 * HOUR
"""A screen that has fewer seconds left is sent anew rather than edited: whoever is at work does not lose it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What is taken out of one member's chat: the messages of each call."""

    owner: bytes
    chat: int
    calls: tuple[tuple[int, ...], ...]

    @property
    def messages(self) -> frozenset[int]:
        """All of them."""
        return frozenset(message for call in self.calls for message in call)


async def take_out_due(work: Work, services: Services, limit: int) -> list[Removal]:
    """Forget staff's messages whose moment has come, at most so many; whoever calls deletes them from the chats."""
    return _take_out(work, services, await work.messages.due(services.clock.now(), limit))


async def take_out_all(work: Work, services: Services, name: bytes) -> list[Removal]:
    """Forget all messages in a member's chat, and their screens; whoever calls deletes them from the chat."""
    await _forget_screens(work, name)
    return _take_out(work, services, await _of(work, name))


async def recall(work: Work, services: Services, name: bytes) -> None:
    """Let the running bot take all messages out of a member's chat as soon as it looks."""
    await _forget_screens(work, name)
    now = services.clock.now()
    for message in await _of(work, name):
        work.messages.put(replace(message, due=min(message.due, now)))


async def fades_soon(work: Work, services: Services, name: bytes, message: int) -> bool:
    """Whether a message in a member's chat will soon be taken out of it."""
    known = await work.messages.get(names.message_name(services.vault.finder, name, message))
    return known is not None and known.due - services.clock.now() < FADES


async def _of(work: Work, name: bytes) -> list[ChatMessage]:
    return [message for message in await work.messages.of([name]) if message.session == STAFF]


async def _forget_screens(work: Work, name: bytes) -> None:
    for panel in await work.mail.panels_of(name):
        work.mail.remove_panel(panel.session, name)


def _take_out(work: Work, services: Services, messages: Iterable[ChatMessage]) -> list[Removal]:
    """Telegram deletes all messages of a call or none: those that may be too old go each with a call of its own, so
    that they hold up no other."""
    sure: dict[tuple[bytes, int], list[int]] = {}
    late: dict[tuple[bytes, int], list[int]] = {}
    now = services.clock.now()
    for message in messages:
        work.messages.remove(message.name)
        with suppress(Unreadable):
            chat, number = open_message(services.vault.staff, message)
            kind = sure if now <= message.due + SURE else late
            kind.setdefault((message.owner, chat), []).append(number)
    found = []
    for owner, chat in dict.fromkeys((*sure, *late)):
        alone = ((number,) for number in late.get((owner, chat), ()))
        found.append(Removal(owner, chat, (*_chunks(sure.get((owner, chat), [])), *alone)))
    return found


def _chunks(numbers: list[int]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield tuple(numbers[start : start + AT_ONCE])
