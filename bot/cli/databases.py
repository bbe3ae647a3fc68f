"""``baro db copy``: an installation's rows put into another database."""

from __future__ import annotations

from bot.app.words import Text, _op
from bot.cli.words import console, tell
from bot.settings import database_address
from bot.storage.copying import CopyRefused
from bot.storage.database import Database
from bot.storage.dialects import sqlite_path

TOLD = ("organisations", "members", "sessions", "roster", "questions")
"""The tables of which the operator is told how many rows they have."""


async def copy(source: str, target: str) -> int:
    """Copy one database into another, empty one. It needs no key. Returns the exit status."""
    try:
        copied = await _copy(database_address(source, "FROM"), database_address(target, "TO"))
    except CopyRefused as refused:
        tell(_refusal(refused))
        return 1
    numbers = {name: copied[name] for name in TOLD}
    tell(_op("copy.done", rows=sum(copied.values())))
    tell(_op("copy.holds", **numbers))
    console.print()
    tell(_op("copy.change_setting"))
    tell(_op("copy.keys_stay"))
    tell(_op("copy.destroy_old"))
    return 0


async def _copy(source: str, target: str) -> dict[str, int]:
    if source == target:
        raise CopyRefused("same")
    if source.startswith("sqlite") and not sqlite_path(source).is_file():
        raise CopyRefused("nothing")  # opening it would make it
    origin = await Database.open(source)
    try:
        goal = await Database.open(target)
        try:
            return dict(await origin.copy_to(goal))
        finally:
            await goal.close()
    finally:
        await origin.close()


def _refusal(refused: CopyRefused) -> Text:
    """Why nothing was copied, and what to do next."""
    match refused.code:
        case "nothing":
            return _op("copy.nothing")
        case "occupied":
            return _op("copy.occupied")
        case "same":
            return _op("copy.same")
        case "incomplete":
            return _op("copy.incomplete")
