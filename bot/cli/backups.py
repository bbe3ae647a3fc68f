"""``baro backup`` and ``baro restore``: what a backup holds, and what does not come back with it."""

from __future__ import annotations

from pathlib import Path

from bot.app.records import Organisation
from bot.app.restoring import Ended, destroy_left_keys, end_restored
from bot.app.words import Text, _op
from bot.cli.words import catalogs, console, said, tell
from bot.content.catalogs import SOURCE
from bot.core.codes import spell
from bot.settings import Settings
from bot.storage.backup_file import BackupRefused, Contents, check_backup
from bot.storage.database import Database
from bot.wiring import SystemClock, installation

LOST = (
    _op("restore.lost_people"),
    _op("restore.lost_staff"),
    _op("restore.lost_receipts"),
    _op("restore.lost_questions"),
    _op("restore.lost_originals"),
    _op("restore.lost_youth"),
)
"""What no restore brings back."""


async def backup(settings: Settings, path: Path) -> int:
    """Write a backup, also while the bot runs. It needs no key. Returns the exit status."""
    database = await Database.open(settings.database_url)
    try:
        contents = await database.backup(path, SystemClock().today())
    except BackupRefused as refused:
        tell(refusal(refused))
        return 1
    finally:
        await database.close()
    tell(_op("backup.done"))
    tell(_held(contents))
    tell(_op("backup.keep_safe"))
    return 0


async def restore(settings: Settings, path: Path, *, destroy_keys: bool) -> int:
    """Put a backup into an installation without sessions. Returns the exit status."""
    try:
        # Before anything is opened, which might make a file.
        contents = check_backup(path)
        async with installation(settings) as parts:
            async with parts.database.restore(path) as work:
                left = await parts.services.vault.sessions_with_keys()
                if left and not destroy_keys:
                    tell(_op("restore.keys_left", count=len(left)))
                    return 1
                ended = await end_restored(work, contents.header.day)
                organisations = await work.organisations.all()
                await work.commit()
            destroyed = await destroy_left_keys(parts.services)
    except BackupRefused as refused:
        tell(refusal(refused))
        return 1
    tell(_op("restore.done", day=catalogs().date(SOURCE, contents.header.day)))
    tell(_held(contents))
    _tell_lost(ended, destroyed, organisations)
    return 0


def _tell_lost(ended: Ended, destroyed: int, organisations: list[Organisation]) -> None:
    """What did not come back."""
    console.print()
    tell(_op("restore.lost"))
    _list(_op("restore.lost_sessions", count=len(ended.sessions)))
    for session in ended.sessions:
        # A title is anybody's words: no markup of ours.
        console.print(f"    {spell(session.code)} · {session.title}", markup=False)
    _list(_op("restore.lost_votes", count=ended.polls))
    for lost in LOST:
        _list(lost)
    if destroyed:
        _list(_op("restore.lost_keys", count=destroyed))
    console.print()
    names = ", ".join(organisation.name for organisation in organisations)
    console.print(said(_op("restore.invite", organisations=names)), markup=False)


def _list(text: Text) -> None:
    console.print(f"– {said(text)}", markup=False)


def _held(contents: Contents) -> Text:
    """How much a backup holds."""
    rows = contents.rows
    return _op(
        "backup.holds",
        sessions=rows.get("sessions", 0),
        questions=rows.get("questions", 0),
        commitments=rows.get("commitments", 0),
    )


def refusal(refused: BackupRefused) -> Text:
    """Why a backup cannot be made or restored, and what to do next."""
    match refused.code:
        case "unreadable":
            return _op("backup.unreadable")
        case "unwritable":
            return _op("backup.unwritable")
        case "damaged":
            return _op("backup.damaged")
        case "newer":
            return _op("backup.newer")
        case "empty":
            return _op("backup.empty")
        case "occupied":
            return _op("backup.occupied")
