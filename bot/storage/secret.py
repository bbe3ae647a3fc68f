"""The master key: one small file, made on first run, readable by its owner alone."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path

from bot.storage.failures import StorageRefused
from bot.storage.files import keep_entry, private_folder

KEY_BYTES = 32


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
