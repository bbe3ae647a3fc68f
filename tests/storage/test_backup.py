"""Backups: what they hold, and that they are of one moment. They go from the database of this folder's stories into
one on SQLite, and back."""

from __future__ import annotations

import asyncio
import gzip
import json
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Table

from bot.app.records import Intake, Session
from bot.core.questions import EVERY_STATUS
from bot.storage.backup_file import BackupRefused, check_backup
from bot.storage.database import Database
from bot.storage.kept import (
    KEPT,
    KEPT_BEHIND_SEAL,
    KEPT_STATUSES,
    KEPT_WITH_TARGET,
    LEFT_OUT,
    LEFT_OUT_STATUSES,
)
from bot.storage.tables import metadata
from tests.storage.backed_up import ADD, DAY, HANDS, LAMP, PEACE, POLL, TALLY, WELL, keep, restored
from tests.storage.test_database import disk_full_beyond


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Database]:
    """Another installation, always on SQLite."""
    opened = await Database.open(f"sqlite:///{tmp_path}/elsewhere.db")
    yield opened
    await opened.close()


@pytest.mark.parametrize("table", metadata.tables.values(), ids=lambda table: table.name)
def test_of_every_column_it_is_decided_whether_a_backup_holds_it(table: Table) -> None:
    name = table.name
    columns = set(table.columns.keys())
    kept = KEPT.get(name, ())
    left_out = {each.partition(".")[2] for each in LEFT_OUT if each.startswith(f"{name}.")}
    if name in LEFT_OUT:
        assert not kept and not left_out
    else:
        assert len(kept) + len(left_out) == len(columns)
        assert {*kept, *left_out} == columns
        assert {column.name for column in table.primary_key} <= set(kept)


def test_nothing_is_left_out_without_a_reason() -> None:
    assert all(len(reason) > 10 for reason in [*LEFT_OUT.values(), *LEFT_OUT_STATUSES.values()])


def test_of_every_status_of_a_question_it_is_decided_too() -> None:
    kept = [*KEPT_STATUSES, *KEPT_BEHIND_SEAL, KEPT_WITH_TARGET]
    assert sorted([*kept, *LEFT_OUT_STATUSES]) == sorted(EVERY_STATUS)


def test_what_a_backup_leaves_out_can_be_missing_where_it_comes_back() -> None:
    for name in (each for each in LEFT_OUT if "." in each):
        table, _, column = name.partition(".")
        assert metadata.tables[table].c[column].nullable


@pytest.mark.parametrize("way", ["there", "back"])
async def test_what_is_kept_comes_back_in_another_kind_of_database(
    database: Database, elsewhere: Database, tmp_path: Path, way: str
) -> None:
    first, second = (database, elsewhere) if way == "there" else (elsewhere, database)
    await keep(first)
    async with first.begin() as work:
        assert await work.questions.support("m1", b"\x0a" * 16)
        assert await work.questions.support("m1", b"\x0b" * 16)
        await work.commit()

    contents = await first.backup(tmp_path / "baro.backup", DAY)
    await restored(second, tmp_path / "baro.backup")

    assert contents.rows == dict.fromkeys(KEPT, 1)
    async with second.begin() as work:
        assert await work.organisations.all() == [ADD]
        assert await work.sessions.get("bamako") == replace(PEACE, closes=None)
        assert await work.sessions.script("digest") == '{"id":"dialogue"}'
        assert await work.ballots.polls("bamako") == [POLL]
        assert await work.ballots.tallies("bamako") == [TALLY]
        assert await work.ballots.hand_counts("bamako") == [HANDS]
        assert await work.commitments.of("bamako") == [LAMP]
        well = replace(WELL, original=None, token_hash=None, supports=2)
        assert await work.questions.get("bamako", "m1") == well
        assert await work.questions.supported({"m1": b"\x0a" * 16}) == set()


async def left_out(database: Database, session: Session, path: Path) -> list[str]:
    """The statuses of which no question of this session is in a backup."""
    asked = [replace(WELL, id=f"q-{status}", status=status, token_hash=None) for status in EVERY_STATUS]
    into = {"q-published": "m-published", "q-waiting": "m-waiting", "q-protected": "m-protected"}
    merged = [
        replace(WELL, id=into[each], status="merged", merged_into=each, token_hash=None) for each in into
    ]
    await keep(database, *asked, *merged)
    async with database.begin() as work:
        work.sessions.put(session)
        await work.commit()
    await database.backup(path, DAY)
    content = gzip.decompress(path.read_bytes()).decode()
    return [each.id for each in (*asked, *merged) if each.id not in content]


async def test_what_the_seal_may_remove_stays_out_until_somebody_has_chosen(
    database: Database, tmp_path: Path
) -> None:
    open_still = await left_out(database, PEACE, tmp_path / "baro.backup")
    # Nothing is merged into the one that was merged.
    unseen = ["q-waiting", "q-aside", "q-merged", "m-waiting"]
    assert set(open_still) == {*unseen, "q-protected", "q-handed", "m-protected"}


async def test_of_a_sealed_session_all_is_kept_but_disclosures(database: Database, tmp_path: Path) -> None:
    sealed = replace(PEACE, state="sealed", closes=None, keeps_aside=True)
    assert set(await left_out(database, sealed, tmp_path / "baro.backup")) == {
        "q-merged",
        "q-protected",
        "q-handed",
        "m-protected",
    }


async def test_many_pages_come_in_the_order_of_their_random_ids(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    asked = [replace(WELL, id=f"{number * 7919 % 10_007:05}", token_hash=None) for number in range(1201)]
    await keep(database, *asked)
    await database.backup(tmp_path / "baro.backup", DAY)
    lines = gzip.decompress((tmp_path / "baro.backup").read_bytes()).splitlines()
    rows = [json.loads(line) for line in lines[1:-1]]
    ids = [row["id"] for table, row in rows if table == "questions"]
    assert ids == sorted(question.id for question in asked)
    await restored(elsewhere, tmp_path / "baro.backup")
    async with elsewhere.read() as work:
        assert await work.questions.count("bamako") == {"answered": 1201}


async def test_a_backup_is_of_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    asked = [replace(WELL, id=f"{number:05}", token_hash=None) for number in range(1501)]
    await keep(database, *asked)
    async with database.begin() as work:
        assert await work.questions.support("00000", b"awa")
        await work.commit()
    stopping = asyncio.Event()

    async def change_minds() -> int:
        """One person supports one question, and each time another: at every moment there is one support. Each time
        there is a session more, with a question of its own."""
        times = 0
        while not stopping.is_set():
            before, after = f"{times % 2 * 1500:05}", f"{(times + 1) % 2 * 1500:05}"
            async with database.begin() as work:
                assert await work.questions.unsupport(before, b"awa")
                assert await work.questions.support(after, b"awa")
                other = replace(PEACE, id=f"a{times:07}", code=f"{times:06}")
                work.sessions.put(other)
                work.questions.put(replace(WELL, id=f"z{times:05}", session=other.id, token_hash=None))
                await work.commit()
            times += 1
        return times

    writing = asyncio.create_task(change_minds())
    sessions = []
    for number in range(6):
        path = tmp_path / f"{number}.backup"
        await database.backup(path, DAY)
        lines = gzip.decompress(path.read_bytes()).splitlines()[1:-1]
        rows = [json.loads(line) for line in lines]
        known = {row["id"] for table, row in rows if table == "sessions"}
        questions = [row for table, row in rows if table == "questions"]
        assert sum(row["supports"] for row in questions) == 1
        assert {row["session"] for row in questions} == known
        sessions.append(len(known))
    stopping.set()
    assert await writing > sessions[0]
    assert sessions[0] < sessions[-1]


async def test_a_backup_tells_no_machine_no_folder_and_no_hour(database: Database, tmp_path: Path) -> None:
    await keep(database)
    await database.backup(tmp_path / "chez-fanta.backup", DAY)
    content = (tmp_path / "chez-fanta.backup").read_bytes()
    # RFC 1952: no flag, so no name; the time is 0.
    assert content[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
    header = json.loads(gzip.decompress(content).splitlines()[0])
    assert set(header) == {"baro_backup", "schema", "day", "version"} and header["day"] == "2026-12-05"
    other = tmp_path / "other" / "baro.backup"
    other.parent.mkdir()
    await database.backup(other, DAY)
    assert other.read_bytes() == content


async def test_a_backup_is_its_owners_alone_and_nothing_stands_beside_it(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "baro.backup").write_text("yesterday's")
    await keep(database)
    await database.backup(folder / "baro.backup", DAY)
    assert [file.name for file in folder.iterdir()] == ["baro.backup"]
    assert stat.S_IMODE((folder / "baro.backup").stat().st_mode) == 0o600
    assert check_backup(folder / "baro.backup").header.day == DAY


async def test_a_backup_that_does_not_fit_leaves_yesterdays_in_its_place(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "baro.backup").write_text("yesterday's")
    letters = (chr(0x4E00 + number * number * 31 % 20_000) for number in range(200_000))
    await keep(database, replace(WELL, text="".join(letters)))
    with disk_full_beyond(2**14), pytest.raises(BackupRefused) as refused:
        await database.backup(folder / "baro.backup", DAY)
    assert refused.value.code == "unwritable"
    assert [file.read_text() for file in folder.iterdir()] == ["yesterday's"]


async def test_a_folder_that_is_not_there_is_refused(database: Database, tmp_path: Path) -> None:
    await keep(database)
    for path in (tmp_path / "nowhere" / "baro.backup", tmp_path):
        with pytest.raises(BackupRefused) as refused:
            await database.backup(path, DAY)
        assert refused.value.code == "unwritable"


async def test_an_installation_without_sessions_has_nothing_to_back_up(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused) as refused:
        await database.backup(tmp_path / "baro.backup", DAY)
    assert refused.value.code == "empty"
    assert list(tmp_path.glob("*.backup*")) == []


async def test_what_waits_to_be_mixed_is_in_no_backup(database: Database, tmp_path: Path) -> None:
    await keep(database)
    async with database.begin() as work:
        work.questions.put_intake(Intake(b"\x07" * 16, "bamako", b"sealed words"))
        await work.commit()
    contents = await database.backup(tmp_path / "baro.backup", DAY)
    assert set(contents.rows) == set(KEPT)
