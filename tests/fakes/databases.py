"""New databases for stories. Their tables are made once in a process and copied after that: to make them takes longer
than most stories."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.storage.database import Database
from bot.storage.dialects import sqlite_path
from bot.storage.files import private_file

_tables: list[bytes] = []
"""The file of a database with the newest tables and nothing in them, once it was made."""


async def furnish(address: str) -> str:
    """Make the SQLite file of an address, with the newest tables and nothing in them, if it is not there yet; gives the
    address."""
    path = sqlite_path(address)
    if path.exists():
        return address
    if not _tables:
        with tempfile.TemporaryDirectory() as folder:
            database = await Database.open(f"sqlite:///{folder}/baro.db")
            await database.close()
            _tables.append(Path(folder, "baro.db").read_bytes())
    private_file(path)
    path.write_bytes(_tables[0])
    return address
