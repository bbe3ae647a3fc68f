"""The file of a backup: gzip around lines of JSON, the same for every kind of database.

The first line is the header, then comes one line a row, ``["table", {"column": value}]``, and the last line holds
the SHA-256 of all before it. So a file that was cut short or changed is known as such. Nothing in it tells the
machine, a folder or an hour.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

import orjson

from bot.storage.files import keep_entry

FORMAT = 1
_LONGEST = 16 * 1024 * 1024

Refusal = Literal["unreadable", "unwritable", "damaged", "newer", "empty", "occupied"]
Row: TypeAlias = tuple[str, dict[str, Any]]
"""A table's name and a row of it: column → value, as JSON knows them."""


class BackupRefused(Exception):
    """A backup that cannot be made or restored. Nothing was changed.

    ``code``: the file is ``unreadable``, ``unwritable``, ``damaged`` (cut short, changed, or no backup), of a
    ``newer`` Baro; or the installation has no session to back up (``empty``), or has some (``occupied``) so that
    nothing can be restored into it.
    """

    def __init__(self, code: Refusal) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself: the revision of the tables its rows are from, the day, and Baro's version."""

    schema: str
    day: date
    version: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A backup's header, and how many rows it holds by table."""

    header: Header
    rows: Mapping[str, int]


class BackupWriter:
    """Writes the lines of one backup."""

    def __init__(self, stream: gzip.GzipFile, header: Header) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._rows: Counter[str] = Counter()
        self._header = header
        about = {"schema": header.schema, "day": header.day, "version": header.version}
        self._line({"baro_backup": FORMAT, **about})

    def row(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a row."""
        self._line([table, dict(values)])
        self._rows[table] += 1

    def finish(self) -> Contents:
        """Write the last line; what the backup holds now."""
        self._line(_last(self._digest.hexdigest()))
        return Contents(self._header, self._rows)

    def _line(self, content: object) -> None:
        line = orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
        self._digest.update(line)
        self._stream.write(line)


@contextmanager
def new_backup(path: Path, header: Header) -> Iterator[BackupWriter]:
    """Write a backup beside its place and put it there once it is complete and on the disk; its owner alone may read
    it. What was in its place stays until then, and for good if something goes wrong. Raises BackupRefused."""
    with _refusing("unwritable"):
        number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        unfinished = Path(name)
        try:
            with open(number, "wb") as file:
                # Without these gzip would put the file's name and the hour into its own header.
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as stream:
                    yield BackupWriter(stream, header)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            keep_entry(path.parent)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def check_backup(path: Path) -> Contents:
    """What a backup holds, once it was read to its end and found whole. Raises BackupRefused."""
    header, rows = open_backup(path)
    return Contents(header, Counter(table for table, _values in rows))


def open_backup(path: Path) -> tuple[Header, Iterator[Row]]:
    """The header and the rows of a backup. Raises BackupRefused, also where the rows end: whether the file is whole
    is only known then."""
    lines = _lines(path)
    return _header(next(lines, b"")), (_row(line) for line in lines)


@contextmanager
def _refusing(code: Refusal) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise BackupRefused(code) from None


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, all but the last, which has to confirm them."""
    digest = hashlib.sha256()
    before = b""
    try:
        with gzip.open(path) as stream:
            while line := stream.readline(_LONGEST):
                if before:
                    digest.update(before)
                    yield before
                before = line
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BackupRefused("damaged") from None
    except OSError:
        raise BackupRefused("unreadable") from None
    if before != orjson.dumps(_last(digest.hexdigest()), option=orjson.OPT_APPEND_NEWLINE):
        raise BackupRefused("damaged")


def _last(digest: str) -> dict[str, str]:
    return {"sha256": digest}


def _header(line: bytes) -> Header:
    match _parsed(line):
        case {"baro_backup": int() as number} if number > FORMAT:
            raise BackupRefused("newer")
        case {
            "baro_backup": int(),
            "schema": str() as schema,
            "day": str() as day,
            "version": str() as version,
        }:
            return Header(schema, _day(day), version)
    raise BackupRefused("damaged")


def _row(line: bytes) -> Row:
    match _parsed(line):
        case [str() as table, dict() as values]:
            return table, values
    raise BackupRefused("damaged")


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        raise BackupRefused("damaged") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BackupRefused("damaged") from None
