"""Files and folders that only their owner may read."""

from __future__ import annotations

import os
from pathlib import Path

from bot.storage.failures import StorageRefused


def private_file(path: Path) -> None:
    """Make the file, empty, and the folders above it where they are missing; nobody else may open it.

    Raises StorageRefused if that cannot be done.
    """
    try:
        private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError:
        raise StorageRefused("storage.file_unusable") from None


def private_folder(path: Path) -> None:
    """Make the folder, and those above it where they are missing, closed to others. Raises OSError.

    A folder that is there already keeps its permissions: it may hold what is not ours.
    """
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def keep_entry(folder: Path) -> None:
    """Have the name of a file that was just put into the folder reach the disk, as its content did. Raises OSError."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
