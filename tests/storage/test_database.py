"""Opening the database, its file, and what its failures tell."""

from __future__ import annotations

import logging
import resource
import sqlite3
import stat
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.app.ports import StorageFailed
from bot.app.records import Parcel, Poll, RosterRow
from bot.storage.database import Database
from bot.storage.failures import StorageRefused, Unstorable


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_the_file_and_its_folder_are_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "var" / "baro.db"
    database = await Database.open(f"sqlite:///{path}")
    async with database.begin() as work:
        work.people.put(b"awa", "bamako", b"consented")
        await work.commit()
    assert mode(path.parent) == 0o700
    assert {file.name: mode(file) for file in path.parent.iterdir()} == {
        "baro.db": 0o600,
        "baro.db-wal": 0o600,
        "baro.db-shm": 0o600,
    }
    await database.close()


async def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    database = await Database.open(f"sqlite:///{tmp_path}/baro.db")
    await database.close()
    assert mode(tmp_path) == 0o755


async def test_a_relative_address_is_read_from_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = await Database.open("sqlite:///var/baro.db")
    await database.close()
    assert (tmp_path / "var" / "baro.db").is_file()


@pytest.mark.parametrize("address", ["", "baro.db", "sqlite://", "sqlite:///:memory:", "mysql://host/baro"])
async def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(StorageRefused, match="url_unknown"):
        await Database.open(address)


async def test_a_file_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageRefused, match="file_unusable"):
        await Database.open(f"sqlite:///{tmp_path}/file/baro.db")


async def test_a_file_that_is_no_database_fails(tmp_path: Path) -> None:
    (tmp_path / "baro.db").write_text("This is a letter, and a long one. " * 40)
    with pytest.raises(StorageFailed, match="SQLITE_NOTADB"):
        await Database.open(f"sqlite:///{tmp_path}/baro.db")


async def test_a_failure_tells_its_kind_and_nothing_about_anybody(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Unstorable) as failed:
        async with database.begin() as work:
            work.ballots.put_poll(Poll("secret-poll", "secret-session", "police"))
            work.ballots.put_poll(Poll("another", "secret-session", "police"))
            await work.commit()
    told = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert "unique" in str(failed.value).lower()
    assert "INSERT INTO" not in told
    assert "secret" not in str(failed.value) + caplog.text
    assert failed.value.__context__ is None
    assert failed.value.__cause__ is None


@contextmanager
def disk_full_beyond(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_fails_and_changes_nothing(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/baro.db")
    async with database.begin() as work:
        work.people.put(b"awa", "bamako", b"consented")
        await work.commit()
    with disk_full_beyond(2**20), pytest.raises(StorageFailed):
        async with database.begin() as work:
            work.people.remove(b"awa")
            for _ in range(4):
                work.mail.post(Parcel(b"awa", bytes(2**20)))
            await work.commit()
    async with database.begin() as work:
        assert await work.people.get(b"awa") == RosterRow(b"awa", "bamako", b"consented")
        assert await work.mail.pending() == 0
        work.mail.post(Parcel(b"awa", bytes(2**20)))
        await work.commit()
    await database.close()


async def test_a_database_in_other_hands_fails_and_can_be_written_later(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/baro.db")
    with closing(sqlite3.connect(tmp_path / "baro.db")) as other:
        other.execute("ALTER TABLE roster RENAME TO taken")
        with pytest.raises(StorageFailed, match="SQLITE_ERROR"):
            async with database.begin() as work:
                await work.people.count("bamako")
        other.execute("ALTER TABLE taken RENAME TO roster")
    async with database.begin() as work:
        assert await work.people.count("bamako") == 0
    await database.close()
