"""The master key: one small file, made on first run, readable by its owner alone.

While a new master key takes its place, both are there: the new one stands beside the old until the key store is
under it. Whoever replaces or discards a file here holds the key store's lock.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.storage.failures import StorageRefused
from bot.storage.files import keep_entry, private_folder

KEY_BYTES = 32


class MasterKeyFile:
    """The file of the master key, and beside it the one that is to take its place. Raises StorageRefused."""

    def __init__(self, path: Path) -> None:
        # Where a link leads: the new file must stand beside the old one, and not beside the link.
        self._path = Path(os.path.realpath(path))
        self._new = self._path.with_name(f"{self._path.name}.new")

    def load(self) -> bytes:
        """The master key, made if there is none."""
        return load_master_key(self._path)

    def candidates(self) -> Iterator[bytes]:
        """The keys that may be the right one: the present one, then the one that is to take its place."""
        yield self.load()
        if self._new.exists():
            yield load_master_key(self._new)

    def prepare(self) -> bytes:
        """Make the key that is to take the place of the present one, on the disk before it is used."""
        self.discard_new()
        return load_master_key(self._new)

    def adopt_new(self) -> None:
        """Let the new key take its place, and overwrite the old one."""
        try:
            with self._path.open("r+b") as old:
                self._new.replace(self._path)
                keep_entry(self._path.parent)
                old.write(bytes(os.fstat(old.fileno()).st_size))
                old.flush()
                os.fsync(old.fileno())
        except OSError:
            raise StorageRefused("storage.secret_unusable") from None

    def discard_new(self) -> None:
        """Remove a new key that never came into use."""
        try:
            self._new.unlink(missing_ok=True)
        except OSError:
            raise StorageRefused("storage.secret_unusable") from None


def load_master_key(path: Path) -> bytes:
    """The 32 bytes that the file holds as base64; the file is made, with random bytes, if there is none.

    Raises StorageRefused if anybody but the owner may open the file, if it holds something else, or if it
    cannot be read or made.
    """
    try:
        return _load(path)
    except OSError:
        raise StorageRefused("storage.secret_unusable") from None


def _load(path: Path) -> bytes:
    private_folder(path.parent)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    key = secrets.token_bytes(KEY_BYTES)
    with open(file, "wb") as new:
        new.write(base64.b64encode(key) + b"\n")
        new.flush()
        os.fsync(new.fileno())
    # What is sealed under a lost key is lost with it.
    keep_entry(path.parent)
    return key


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise StorageRefused("storage.secret_readable_by_others")
        text = file.read(1024)
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise StorageRefused("storage.secret_damaged")
    return key
