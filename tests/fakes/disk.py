"""A disk with faults, under the real database: full, read-only, locked by somebody else, cut off in the middle.

SQLite itself refuses here, as it does on such a disk: it is told so by its own pragmas before each transaction, whoever
opened the connection.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal

from sqlalchemy import Connection, Engine, event

IMPATIENT = 20
"""Milliseconds for which the bot waits for a lock here."""


class Disk:
    """The disk under one SQLite file. A context manager: the faults end with it."""

    def __init__(self, database_url: str) -> None:
        self.path = Path(database_url.removeprefix("sqlite:///"))
        self._full = False
        self._read_only = False
        self._restrained: set[object] = set()
        self._holder: sqlite3.Connection | None = None
        self._before_change = False
        self._after_commit: Literal["", "locked", "unanswered"] = ""

    def __enter__(self) -> Disk:
        event.listen(Engine, "begin", self._begins)
        event.listen(Engine, "commit", self._commits)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(Engine, "begin", self._begins)
        event.remove(Engine, "commit", self._commits)
        self.is_released()

    def is_full(self) -> None:
        """Nothing more fits: what was free in the file is filled, and it grows no further."""
        with closing(self._opened()) as database:
            database.execute("PRAGMA max_page_count = 1")
            filling = -1_000_000_000
            with suppress(sqlite3.OperationalError):
                while True:
                    rows = [(filling - each, "2000-01-01") for each in range(100)]
                    database.executemany("INSERT INTO updates VALUES (?, ?)", rows)
                    filling -= 100
        self._full = True

    def has_room(self) -> None:
        """Somebody has made room."""
        self._full = False
        with closing(self._opened()) as database:
            database.execute("DELETE FROM updates WHERE id < 0")

    def is_read_only(self) -> None:
        """The file can be read and not written."""
        self._read_only = True

    def is_writable(self) -> None:
        """The file can be written again."""
        self._read_only = False

    def is_locked(self) -> None:
        """Another process writes, and does not come to an end."""
        self._holder = self._opened()
        self._holder.execute("BEGIN EXCLUSIVE")

    def is_locked_before_the_next_change(self) -> None:
        """Another process begins to write just before the bot does, and does not come to an end."""
        self._before_change = True

    def is_locked_after_the_next_commit(self) -> None:
        """Another process begins to write as soon as the bot has, and does not come to an end."""
        self._after_commit = "locked"

    def does_not_answer_the_next_commit(self) -> None:
        """The next transaction is committed, and whoever did it is told that it failed."""
        self._after_commit = "unanswered"

    def is_released(self) -> None:
        """The other process is done."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None

    def copied(self, folder: Path) -> Path:
        """The file and its log as they are at this moment, as a power cut leaves them."""
        folder.mkdir(exist_ok=True)
        for ending in ("", "-wal"):
            shutil.copyfile(f"{self.path}{ending}", folder / f"{self.path.name}{ending}")
        return folder / self.path.name

    def is_put_back(self, copy: Path) -> None:
        """After the power cut the disk holds this, and no shared memory of anybody."""
        for ending in ("", "-wal"):
            shutil.copyfile(f"{copy}{ending}", f"{self.path}{ending}")
        Path(f"{self.path}-shm").unlink(missing_ok=True)

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, isolation_level=None)

    def _begins(self, connection: Connection) -> None:
        """Before each transaction; those of readers are read-only anyway."""
        reads = (
            self._is_query_only(connection)
            and connection.connection.driver_connection not in self._restrained
        )
        if self._before_change and not reads:
            self._before_change = False
            self.is_locked()
        pages = 1 if self._full else 1 << 30
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {IMPATIENT}")
        if self._read_only and not reads:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            self._restrained.add(connection.connection.driver_connection)
        elif not self._read_only and connection.connection.driver_connection in self._restrained:
            connection.exec_driver_sql("PRAGMA query_only = OFF")
            self._restrained.discard(connection.connection.driver_connection)

    def _commits(self, connection: Connection) -> None:
        """Just before a commit, which is made here where something is to happen just after it."""
        then, self._after_commit = self._after_commit, ""
        if then:
            connection.exec_driver_sql("COMMIT")
        if then == "locked":
            self.is_locked()
        elif then == "unanswered":
            raise sqlite3.OperationalError("disk I/O error")

    def _is_query_only(self, connection: Connection) -> bool:
        return bool(connection.exec_driver_sql("PRAGMA query_only").scalar())
