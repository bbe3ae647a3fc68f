"""An evening that a story happens in, and what can be told of it afterwards: what is kept, what was said."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.rehearsal.standin import Chat, Person, Tap
from tests.fakes.room import Room

MOVING = (
    "updates",
    "outbox",
    "shown",
    "messages",
    "panels",
    "broadcasts",
    "workers",
    "chores",
    "upkeep",
    "alembic_version",
)
"""Tables that change with every message, whatever it says."""

_TAG = re.compile(r"</?[a-z][^>]*>")


class Evening:
    """A session with its facilitator, a neighbour who reads French and one who reads Bambara."""

    def __init__(self, room: Room, fanta: Person, code: str, awa: Person, sira: Person) -> None:
        self.room = room
        self.fanta = fanta
        self.code = code
        self.awa = awa
        self.sira = sira


async def evening(room: Room, stages: int = 1) -> Evening:
    """Make a session, let two people in, and open so many stages."""
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    accept = room.parts.catalogs.text("bm", "button.accept")
    nothing = room.parts.catalogs.text("bm", "button.no_answer")
    awa, sira = await asyncio.gather(
        room.joins("Awa", code, "Habitant", "Femme", "25", "préfère"),
        room.joins("Sira", code, *[nothing] * 4, language="Bamanankan", accept=accept),
    )
    await room.stage(fanta, stages)
    return Evening(room, fanta, code, awa, sira)


async def came_twice(room: Room) -> Person:
    """Somebody who followed the link again before the answer came: they took the first choice of a language and have
    the second below where they stand."""
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    awa = room.person("Awa")
    await room.says(awa, f"/start {code}", f"/start {code}")
    first = next(each for each in awa.chat.messages if each.by_bot)
    for label in ("🔵 Français", "✅ J’accepte"):
        await awa.taps_on(first, label)
        await room.quiet()
    return awa


def sentence(room: Room, language: str, key: str, **values: object) -> str:
    """A sentence of the catalogs as it stands in a chat."""
    return html.unescape(_TAG.sub("", room.parts.catalogs.text(language, key, **values)))


def everywhere(room: Room, key: str, **values: object) -> str:
    """A sentence for somebody whose language is not known: in one language below the other."""
    return "\n\n".join(sentence(room, each, key, **values) for each in ("fr", "bm"))


def how_to_come_in(room: Room) -> str:
    """What a stranger is told."""
    return everywhere(room, "join.how")


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that comes by itself."""
    deadline = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < deadline, "it does not come"
        await asyncio.sleep(0.01)


def rows(room: Room, table: str) -> list[tuple[object, ...]]:
    """What one table holds, without what is sealed: that is closed anew at every writing."""
    with closing(_database(room)) as database:
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "sealed"]
        return sorted(database.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)


def kept(room: Room) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept of people and sessions, table by table."""
    with closing(_database(room)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: rows(room, table) for table in tables if table not in MOVING}


def _database(room: Room) -> sqlite3.Connection:
    path = Path(room.settings.database_url.removeprefix("sqlite:///"))
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def by_bot(chat: Chat) -> list[str]:
    """What the bot has written and is still to be seen, oldest first."""
    return [message.text for message in chat.messages if message.by_bot]


def apologies(room: Room) -> list[str]:
    """How an apology begins, in each language."""
    keys = ("error.generic", "error.reference")
    said = [room.parts.catalogs.text(each, key, reference="#") for each in ("fr", "bm") for key in keys]
    return [text.partition("#")[0] for text in said]


def is_well_said(room: Room, text: str) -> None:
    """No apology, and no name of a sentence in its place."""
    assert not [each for each in apologies(room) if each in text], text
    assert not re.search(r"\b[a-z]+\.[a-z_]{3,}\b", text.replace("t.me", "")), text


async def taps_data(room: Room, somebody: Person, data: str) -> Tap:
    """Somebody's app, tampered with, sends a button's data that nobody was given."""
    message = somebody.chat.last
    assert message is not None
    tap = await somebody.taps_data(message, data)
    await room.quiet()
    return tap
