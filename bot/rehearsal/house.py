"""What a rehearsal is given to play in: the bot at work, its words, and the stand-in that people use it through."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.app.desk import invite
from bot.app.ports import Store
from bot.app.records import Organisation, Session
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.core.roles import Role
from bot.core.script import Words
from bot.rehearsal.standin import Person, StandIn

LONGEST = 30.0
"""Seconds that the bot may take to answer what is done at once."""

_PAUSE = 0.002
_TAG = re.compile(r"<[^<>]+>")
_PLACEHOLDER = re.compile(r"\{\w*\}")


@dataclass(frozen=True, slots=True)
class House:
    """The bot at work. ``idle`` says whether nothing is on its way to anybody; ``sentences`` are the catalogs, by
    language and key, every plural form of each."""

    standin: StandIn
    store: Store
    services: Services
    catalogue: Catalogue
    sentences: Mapping[str, Mapping[str, tuple[str, ...]]]
    idle: Callable[[], bool]

    async def quiet(self) -> None:
        """Return when the bot has taken everything and everything has arrived. Raises TimeoutError."""
        async with asyncio.timeout(LONGEST):
            while True:
                await self.standin.settled(timeout=LONGEST, quiet=0.0)
                if self.idle():
                    return
                await asyncio.sleep(_PAUSE)

    def person(self, name: str, language: str) -> Person:
        """Somebody with a Telegram account whose app speaks a language."""
        return self.standin.person(name, language_code=language)

    async def invitation(self, organisation: Organisation, role: Role) -> str:
        """What the operator's ``baro invite`` makes: the payload of a one-time link."""
        async with self.store.begin() as work:
            if await work.organisations.get(organisation.id) is None:
                work.organisations.put(organisation)
            token = invite(work, self.services, organisation.id, role)
            await work.commit()
        return f"i-{token}"

    async def session(self, code: str) -> Session:
        """The session of a code. Raises LookupError."""
        async with self.store.read() as work:
            found = await work.sessions.by_code(code)
        if found is None:
            raise LookupError("no session has this code")
        return found


def in_language(words: Words, language: str) -> str:
    """A script's words as the bot shows them: in the script's first language where this one is missing."""
    return words.get(language) or next(iter(words.values()), "")


def plain(sentence: str) -> str:
    """A sentence as it is read: without its tags."""
    return html.unescape(_TAG.sub("", sentence))


def pieces(sentence: str) -> list[str]:
    """What of a catalog's sentence stands in a message, whatever its placeholders are filled with."""
    return [piece for piece in _PLACEHOLDER.split(plain(sentence)) if piece.strip()]
