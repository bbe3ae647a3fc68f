"""An examiner with the disk: the database, the keys' store, the master key, and all the time there is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bot.app.vault import Seal, Unreadable
from bot.core import names
from bot.storage.keys import KeyStoreFile
from bot.storage.secret import load_master_key
from bot.wiring import SystemChance
from tests.forensics.evening import names_under

PURPOSES = (
    "finder",
    "staff",
    "outbox",
    "outbox/lanes",
    "intake",
    "intake/names",
    "session/names",
    "session/roster",
    "wrap",
    "whereabouts",
)
PLACES = (
    b"",
    b"roster:",
    b"shown:",
    b"stone:",
    b"intake:",
    b"staff:",
    b"panel:",
    b"message:",
    b"audit:",
    b"outbox:",
)


class Examiner:
    """Knows every key that is there, every purpose and every place of Baro's code, and every account."""

    def __init__(self, database: Path, keys: dict[str, bytes]) -> None:
        self._database = database
        self.keys = keys
        self.derived = [
            *keys.values(),
            *(names.derive_key(key, each) for key in keys.values() for each in PURPOSES),
        ]
        self._seals = [Seal(key, SystemChance()) for key in self.derived]

    @classmethod
    async def at(cls, folder: Path) -> Examiner:
        """With all that lies in a folder of the kind that ``tests.fakes.room`` makes."""
        master = load_master_key(folder / "keys" / "master.key")
        store = await KeyStoreFile.open(f"sqlite:///{folder}/keys/keys.db", master)
        found = {name: await store.get(name) for name in await store.names("")}
        return cls(
            folder / "baro.db", {"master": master, **{name: key for name, key in found.items() if key}}
        )

    def names_of(self, user: int, polls: set[str], questions: set[str]) -> set[bytes]:
        """Every name that any of the keys gives an account."""
        return {name for key in self.derived for name in names_under(key, user, polls, questions)}

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every row of every table."""
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                for row in database.execute(f"SELECT * FROM {table}"):
                    yield table, dict(row)

    def opened(self) -> Iterator[tuple[str, Any]]:
        """Whatever ciphertext opens with any key in any place, with its table."""
        for table, row in self.rows():
            blobs = [value for value in row.values() if isinstance(value, bytes)]
            for sealed in [
                part for blob in blobs for part in (blob, blob.partition(b"\n")[2]) if len(part) > 28
            ]:
                for place in self._places(row, blobs):
                    for seal in self._seals:
                        with suppress(Unreadable):
                            yield table, seal.open(place, sealed)

    def _places(self, row: dict[str, Any], blobs: list[bytes]) -> Iterator[bytes]:
        number = row.get("id")
        for blob in blobs:
            for place in PLACES:
                yield place + blob
                if isinstance(number, int):
                    yield place + blob + number.to_bytes(8, "big")
