"""The keys' own store: a SQLite file apart from the database, from which what is destroyed is gone.

Each key is encrypted under a wrapping key, with its name as associated data, and the wrapping key under a key
that is derived from the master key. Destroying keys deletes their rows, which SQLite overwrites, and gives
the others a new wrapping key, so that a row of which the disk kept a trace does not open any more; the journal
of that change is overwritten. A copy of the whole file from before would still open with the master key: the file
belongs in no backup.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.app.ports import StorageFailed
from bot.storage.dialects import sqlite_path
from bot.storage.failures import StorageRefused, called
from bot.storage.files import private_file
from bot.storage.secret import MasterKeyFile

P = ParamSpec("P")
T = TypeVar("T")

KEY_BYTES = 32
_NONCE_BYTES = 12
_BUSY_SECONDS = 10
_WRAPPING_KEY = "the wrapping key"

# The journal stays, so that it can be overwritten: in a file that was deleted the disk would keep it.
_PRAGMAS = ("journal_mode = PERSIST", "secure_delete = ON", "synchronous = FULL", "temp_store = MEMORY")
_TABLES = (
    "CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS wrapping (id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB NOT NULL)",
)
_WRAP = "INSERT INTO wrapping VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed"
_WRAPPED = "SELECT sealed FROM wrapping"
_RENAME = "UPDATE keys SET name = ?, sealed = ? WHERE name = ?"
_PREFIXED = "SELECT name FROM keys WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name"


class KeyStoreFile:
    """The key store of ``bot.app.ports``: several processes may share the file. No key is remembered here: what one
    process destroys must not live on in another."""

    def __init__(self, path: Path, master: bytes, secret: MasterKeyFile | None = None) -> None:
        self._path = path
        self._master = _master_cipher(master)
        self._secret = secret
        self._turn = threading.Lock()

    @classmethod
    async def open(cls, url: str, master: bytes, secret: MasterKeyFile | None = None) -> KeyStoreFile:
        """Open, or make, the file of ``sqlite:///path``. With the ``secret`` that the master key comes from, a
        rotation that was interrupted is finished, and one by another process is followed.

        Raises StorageRefused if the address is another or the master key is not the one of this file,
        StorageFailed otherwise.
        """
        store = cls(sqlite_path(url), master, secret)
        await _in_thread(store._prepare)
        return store

    async def get(self, name: str) -> bytes | None:
        return await _in_thread(self._get, name)

    async def make(self, name: str) -> bytes:
        return await _in_thread(self._make, name)

    async def destroy(self, names: Collection[str]) -> None:
        await _in_thread(self._destroy, names)

    async def rename(self, names: Mapping[str, str]) -> None:
        await _in_thread(self._rename, names)

    async def names(self, prefix: str) -> list[str]:
        return await _in_thread(self._names, prefix)

    async def rotate(self, secret: MasterKeyFile) -> None:
        """Put all under a new wrapping key, and that under a new master key. Whenever it is interrupted, the next to
        open the store finds the right key."""
        await _in_thread(self._rotate, secret)

    def _prepare(self) -> None:
        private_file(self._path)
        with self._transaction() as connection:
            for table in _TABLES:
                connection.execute(table)
            if connection.execute("SELECT 1 FROM wrapping").fetchone() is None:
                self._wrap(connection, secrets.token_bytes(KEY_BYTES))
            self._wrapping_key(connection)
            if self._secret is not None:
                self._settle(connection, self._secret)
        with self._transaction():
            self._overwrite_journal()

    def _get(self, name: str) -> bytes | None:
        with self._turn, self._transaction() as connection:
            return self._read(connection, name)

    def _make(self, name: str) -> bytes:
        with self._turn, self._transaction() as connection:
            key = self._read(connection, name)
            if key is None:
                key = secrets.token_bytes(KEY_BYTES)
                cipher = AESGCM(self._wrapping_key(connection))
                connection.execute("INSERT INTO keys VALUES (?, ?)", (name, _seal(cipher, name, key)))
            return key

    def _rename(self, names: Mapping[str, str]) -> None:
        with self._turn, self._transaction() as connection:
            cipher = AESGCM(self._wrapping_key(connection))
            for name, other in names.items():
                key = self._read(connection, name)
                if key is not None:
                    connection.execute(_RENAME, (other, _seal(cipher, other, key), name))

    def _destroy(self, names: Collection[str]) -> None:
        with self._turn:
            with self._transaction() as connection:
                connection.executemany("DELETE FROM keys WHERE name = ?", [(name,) for name in names])
                self._rewrap(connection)
            with self._transaction():
                self._overwrite_journal()

    def _names(self, prefix: str) -> list[str]:
        with self._transaction() as connection:
            return [name for (name,) in connection.execute(_PREFIXED, (prefix,))]

    def _rotate(self, secret: MasterKeyFile) -> None:
        with self._turn:
            self._secret = secret
            with self._transaction() as connection:
                self._settle(connection, secret)
                self._rewrap(connection, _master_cipher(secret.prepare()))
            with self._transaction() as connection:
                self._settle(connection, secret)
                self._overwrite_journal()

    def _settle(self, connection: sqlite3.Connection, secret: MasterKeyFile) -> None:
        """Let a new master key that the store is under take its place, or discard one that it is not under. Within a
        transaction, which no other process has meanwhile."""
        (sealed,) = connection.execute(_WRAPPED).fetchone()
        present, *new = (_opens(_master_cipher(key), sealed) for key in secret.candidates())
        if present:
            secret.discard_new()
        elif any(new):
            secret.adopt_new()
        else:
            raise StorageRefused("storage.secret_wrong")

    def _read(self, connection: sqlite3.Connection, name: str) -> bytes | None:
        row = connection.execute("SELECT sealed FROM keys WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        return _unseal(AESGCM(self._wrapping_key(connection)), name, row[0])

    def _rewrap(self, connection: sqlite3.Connection, master: AESGCM | None = None) -> None:
        old = AESGCM(self._wrapping_key(connection))
        key = secrets.token_bytes(KEY_BYTES)
        new = AESGCM(key)
        rows = connection.execute("SELECT name, sealed FROM keys").fetchall()
        renewed = [(_seal(new, name, _unseal(old, name, sealed)), name) for name, sealed in rows]
        connection.executemany("UPDATE keys SET sealed = ? WHERE name = ?", renewed)
        self._wrap(connection, key, master)

    def _wrap(self, connection: sqlite3.Connection, key: bytes, master: AESGCM | None = None) -> None:
        connection.execute(_WRAP, (_seal(master or self._master, _WRAPPING_KEY, key),))

    def _overwrite_journal(self) -> None:
        """SQLite's journal holds the rows, and the wrapping key, as they were before the last change. Within a
        transaction that changes nothing: no other process has the journal in use meanwhile."""
        journal = self._path.with_name(f"{self._path.name}-journal")
        if journal.exists():
            with journal.open("r+b") as file:
                file.write(bytes(os.fstat(file.fileno()).st_size))
                file.flush()
                os.fsync(file.fileno())

    def _wrapping_key(self, connection: sqlite3.Connection) -> bytes:
        # Read each time: another process that shares the file may have made a new one, or a new master key.
        (sealed,) = connection.execute(_WRAPPED).fetchone()
        if not _opens(self._master, sealed):
            others = (_master_cipher(key) for key in (self._secret.candidates() if self._secret else ()))
            found = next((cipher for cipher in others if _opens(cipher, sealed)), None)
            if found is None:
                raise StorageRefused("storage.secret_wrong")
            self._master = found
        return _unseal(self._master, _WRAPPING_KEY, sealed)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")
            # Closing without a commit rolls back.
            yield connection
            connection.execute("COMMIT")


async def _in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.to_thread(lambda: called(function, *args, **kwargs))


def _master_cipher(master: bytes) -> AESGCM:
    """The cipher for the wrapping key (HKDF with SHA-256, RFC 5869)."""
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=None, info=b"baro/wrap/v1").derive(master))


def _seal(cipher: AESGCM, name: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, key, name.encode())


def _opens(master: AESGCM, sealed: bytes) -> bool:
    """Whether a wrapping key opens with this cipher."""
    try:
        _unseal(master, _WRAPPING_KEY, sealed)
    except StorageFailed:
        return False
    return True


def _unseal(cipher: AESGCM, name: str, sealed: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
    except InvalidTag:
        raise StorageFailed("a key does not open") from None
