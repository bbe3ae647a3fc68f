"""Restores: what is refused, and that then nothing is changed. They go from a database on SQLite into the one of this
folder's stories."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.records import Invitation, Member
from bot.storage import schema
from bot.storage.backup_file import BackupRefused, Header, check_backup, new_backup
from bot.storage.database import Database
from bot.storage.dialects import engines
from tests.storage.backed_up import ADD, DAY, PEACE, is_empty, keep, restored


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Database]:
    """Another installation, always on SQLite."""
    opened = await Database.open(f"sqlite:///{tmp_path}/elsewhere.db")
    yield opened
    await opened.close()


@pytest.fixture
async def engine(address: str) -> AsyncIterator[AsyncEngine]:
    writer, reader = engines(address)
    yield writer
    await reader.dispose()
    await writer.dispose()


async def steps(engine: AsyncEngine) -> list[str]:
    """The revisions of the tables, the newest first."""

    def walk(connection: Connection) -> list[str]:
        directory = ScriptDirectory.from_config(schema.configuration(connection))
        return [step.revision for step in directory.walk_revisions()]

    async with engine.begin() as connection:
        return await connection.run_sync(walk)


def shortened(content: bytes) -> list[bytes]:
    return [content[:length] for length in (0, 1, 10, len(content) // 2, len(content) - 9, len(content) - 1)]


def changed(content: bytes) -> list[bytes]:
    places = range(10, len(content), max(1, len(content) // 40))
    found = [content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :] for at in places]
    return [each for each in found if not _reads_the_same(each, content)]


def _reads_the_same(one: bytes, other: bytes) -> bool:
    """Whether nothing was changed but a bit that fills up a byte."""
    try:
        return gzip.decompress(one) == gzip.decompress(other)
    except (OSError, EOFError, zlib.error):
        return False


def rewritten(content: bytes) -> list[bytes]:
    """Whole for gzip, but not what was written: a line less, one more, another word, no end."""
    lines = gzip.decompress(content).splitlines(keepends=True)
    texts = [
        b"".join(lines[:3] + lines[4:]),
        b"".join(lines[:-1] + lines[3:]),
        b"".join(lines).replace(b"Mairie", b"Marche"),
        b"".join(lines[:-1]),
        b"".join([*lines, *lines]),
        b"",
        b"\n",
        b"A letter.\n",
    ]
    return [gzip.compress(text) for text in texts]


async def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await keep(elsewhere)
    path = tmp_path / "baro.backup"
    await elsewhere.backup(path, DAY)
    whole = path.read_bytes()
    letter = b"A letter, and a long one. " * 40
    for content in [*shortened(whole), *changed(whole), *rewritten(whole), whole + b"more", letter]:
        path.write_bytes(content)
        with pytest.raises(BackupRefused) as refused:
            check_backup(path)
        assert refused.value.code == "damaged"
        with pytest.raises(BackupRefused) as refused:
            await restored(database, path)
        assert refused.value.code == "damaged"
    assert await is_empty(database)


async def test_a_file_that_cannot_be_read_is_refused_as_such(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.backup", tmp_path):
        with pytest.raises(BackupRefused) as refused:
            check_backup(path)
        assert refused.value.code == "unreadable"


async def test_a_database_with_sessions_takes_no_backup(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await keep(elsewhere)
    await elsewhere.backup(tmp_path / "baro.backup", DAY)
    await keep(database, session=replace(PEACE, id="mopti", title="Hɛrɛ Mɔti"))
    with pytest.raises(BackupRefused) as refused:
        await restored(database, tmp_path / "baro.backup")
    assert refused.value.code == "occupied"
    async with database.read() as work:
        assert [session.id for session in await work.sessions.live()] == ["mopti"]


async def test_whoever_was_invited_before_a_restore_stays(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    fanta = Member(b"fanta", "add", "facilitator", b"sealed")
    async with database.begin() as work:
        work.organisations.put(replace(ADD, name="ADD"))
        work.members.put(fanta)
        work.members.invite(Invitation(b"token", "add", "focal", 2_000_000_000))
        await work.commit()
    await keep(elsewhere)
    await elsewhere.backup(tmp_path / "baro.backup", DAY)
    await restored(database, tmp_path / "baro.backup")
    async with database.begin() as work:
        assert await work.organisations.all() == [replace(ADD, name="ADD")]
        assert await work.members.of("add") == [fanta]
        assert await work.members.redeem(b"token", 0) is not None
        assert await work.sessions.get("bamako") is not None


async def test_a_restore_that_is_not_committed_leaves_everything_as_it_was(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await keep(elsewhere)
    await elsewhere.backup(tmp_path / "baro.backup", DAY)
    async with database.restore(tmp_path / "baro.backup") as work:
        assert await work.sessions.get("bamako") is not None
    assert await is_empty(database)


async def test_a_restore_that_fails_in_the_middle_leaves_everything_as_it_was(
    database: Database, engine: AsyncEngine, tmp_path: Path
) -> None:
    newest, *_earlier = await steps(engine)
    with new_backup(tmp_path / "baro.backup", Header(newest, DAY, "1")) as backup:
        backup.row("organisations", {"id": "add", "name": "ADD"})
        backup.row("sessions", {"id": "bamako"})
        backup.finish()
    with pytest.raises(BackupRefused):
        await restored(database, tmp_path / "baro.backup")
    assert await is_empty(database)


async def test_a_table_that_no_backup_holds_is_not_filled_from_one(
    database: Database, engine: AsyncEngine, tmp_path: Path
) -> None:
    newest, *_earlier = await steps(engine)
    with new_backup(tmp_path / "baro.backup", Header(newest, DAY, "1")) as backup:
        backup.row("organisations", {"id": "add", "name": "ADD"})
        backup.row("updates", {"id": 7, "day": "2026-12-05"})
        backup.finish()
    with pytest.raises(BackupRefused) as refused:
        await restored(database, tmp_path / "baro.backup")
    assert refused.value.code == "damaged"
    assert await is_empty(database)


async def test_a_backup_of_a_newer_baro_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "baro.backup"
    with new_backup(path, Header("9999", DAY, "9.0")) as backup:
        backup.row("organisations", {"id": "add", "name": "ADD"})
        backup.finish()
    with pytest.raises(BackupRefused) as refused:
        await restored(database, path)
    assert refused.value.code == "newer"
    path.write_bytes(gzip.compress(b'{"baro_backup":2}\n{"sha512":""}\n'))
    with pytest.raises(BackupRefused) as refused:
        check_backup(path)
    assert refused.value.code == "newer"
    assert await is_empty(database)


async def test_a_backup_of_an_earlier_baro_goes_through_the_steps_since(
    database: Database, engine: AsyncEngine, tmp_path: Path
) -> None:
    newest, earlier, *_rest = await steps(engine)
    with new_backup(tmp_path / "baro.backup", Header(earlier, DAY, "0.0")) as backup:
        backup.row("organisations", {"id": "add", "name": ADD.name})
        backup.finish()
    await restored(database, tmp_path / "baro.backup")
    async with database.read() as work:
        assert await work.organisations.all() == [ADD]
    async with engine.begin() as connection:
        assert await connection.run_sync(schema.revision) == newest
