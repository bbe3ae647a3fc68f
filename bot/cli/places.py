"""What ``baro doctor`` says of the files: whether others on this machine can open them, and whether the keys lie with
the data."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from bot.app.words import _op
from bot.cli.findings import Finding
from bot.settings import Settings
from bot.storage.dialects import sqlite_path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def places(settings: Settings) -> list[Finding]:
    """Look at the files of an installation that is open. Raises StorageRefused."""
    keys = sqlite_path(settings.keys_url)
    data = sqlite_path(settings.database_url) if settings.database_url.startswith("sqlite:") else None
    found = [*_closed_to_others(settings, keys, data)]
    if data is not None and data.resolve().parent in (
        keys.resolve().parent,
        settings.secret_file.resolve().parent,
    ):
        found.append(Finding(_op("places.together", folder=data.resolve().parent), False))
    return found or [Finding(_op("places.well"))]


def _closed_to_others(settings: Settings, keys: Path, data: Path | None) -> Iterator[Finding]:
    files = [settings.secret_file, keys]
    if data is not None:
        files += [data, *data.parent.glob(f"{data.name}-*")]
    for file in files:
        if file.exists() and file.stat().st_mode & OTHERS:
            yield Finding(_op("places.file_open", path=file), False)
    for folder in {settings.secret_file.parent, keys.parent}:
        if folder.stat().st_mode & OTHERS:
            yield Finding(_op("places.folder_open", path=folder), False)
