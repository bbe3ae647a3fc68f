"""The folder of ``baro export``. Its files hold what participants wrote, so they are deleted when their time is over;
what somebody else put there is left alone."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from bot.storage.failures import called

DAY = 86_400
_OURS = re.compile(r"baro-[0-9A-Z]{3}-[0-9A-Z]{3}-[^/]+\.(csv|xlsx|png)")
"""How the files are called that Baro makes of a session: by its code."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file and the moment (seconds since 1970) from which on it may be deleted."""

    path: Path
    until: int


class ExportFolder:
    """The exports of ``bot.app.ports``: files that stay for so many days after they were written."""

    def __init__(self, folder: Path, days: int) -> None:
        self._folder = folder
        self._days = days

    def files(self) -> list[ExportedFile]:
        """What Baro wrote here and is still here. Raises StorageFailed."""
        return called(self._files)

    async def drop_old(self, now: int) -> None:
        await asyncio.to_thread(called, self._drop_old, now)

    def _files(self) -> list[ExportedFile]:
        if not self._folder.is_dir():
            return []
        ours = [
            path
            for path in sorted(self._folder.iterdir())
            if _OURS.fullmatch(path.name) and path.is_file() and not path.is_symlink()
        ]
        return [ExportedFile(path, int(path.stat().st_mtime) + self._days * DAY) for path in ours]

    def _drop_old(self, now: int) -> None:
        for file in self._files():
            if file.until <= now:
                file.path.unlink(missing_ok=True)
