"""The keys' own store, and what is left of a destroyed key."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.app.ports import StorageFailed
from bot.storage.failures import StorageRefused
from bot.storage.keys import KeyStoreFile

MASTER, OTHER = b"\x07" * 32, b"\x08" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "keys.db"


async def opened(path: Path, master: bytes = MASTER) -> KeyStoreFile:
    return await KeyStoreFile.open(f"sqlite:///{path}", master)


def stored(path: Path) -> dict[str, bytes]:
    """What the file holds by name, the wrapping key under an empty name."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sealed FROM keys UNION ALL SELECT '', sealed FROM wrapping")
    found = dict(rows.fetchall())
    connection.close()
    return found


async def test_a_key_is_made_once_and_stays(path: Path) -> None:
    keys = await opened(path)
    assert await keys.get("session:bamako") is None
    key = await keys.make("session:bamako")
    assert len(key) == 32
    assert await keys.make("session:bamako") == key
    assert await keys.make("session:mopti") != key
    again = await opened(path)
    assert await again.get("session:bamako") == key
    assert await again.make("session:bamako") == key


async def test_two_processes_share_the_file(path: Path) -> None:
    first, second = await opened(path), await opened(path)
    key = await first.make("session:bamako")
    assert await second.make("session:bamako") == key
    other = await first.make("session:mopti")
    await second.destroy(["session:bamako"])
    assert await first.get("session:mopti") == other
    fresh = await first.make("session:segou")
    assert await second.get("session:segou") == fresh


async def test_keys_are_found_by_the_beginning_of_their_names(path: Path) -> None:
    keys = await opened(path)
    for name in ("intake:b:2", "intake:b:1", "intake:bamako", "intake%", "outbox"):
        await keys.make(name)
    assert await keys.names("intake:b:") == ["intake:b:1", "intake:b:2"]
    assert await keys.names("intake%") == ["intake%"]
    assert len(await keys.names("")) == 5


async def test_a_destroyed_key_is_gone_and_the_others_stay(path: Path) -> None:
    keys = await opened(path)
    lost, kept = await keys.make("session:bamako"), await keys.make("session:mopti")
    await keys.destroy(["session:bamako", "never made"])
    assert await keys.get("session:bamako") is None
    assert await keys.get("session:mopti") == kept
    assert await keys.make("session:bamako") != lost
    assert await (await opened(path)).get("session:mopti") == kept


@hypothesis_settings(max_examples=4)
@given(destroyed=st.sets(st.integers(0, 119), min_size=1))
async def test_nothing_of_a_destroyed_key_is_left_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, destroyed: set[int]
) -> None:
    path = tmp_path_factory.mktemp("keys") / "keys.db"
    keys = await opened(path)
    for number in range(120):
        await keys.make(f"session:{number:03}")
    before = stored(path)
    await keys.destroy([f"session:{number:03}" for number in destroyed])
    assert sorted(file.name for file in path.parent.iterdir()) == ["keys.db", "keys.db-journal"]
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not [number for number in destroyed if f"session:{number:03}".encode() in content]
    # Nothing either of the others under the old wrapping key, nor of the old wrapping key.
    assert not [name for name, sealed in before.items() if sealed[-16:] in content]
    assert len(stored(path)) == 121 - len(destroyed)


async def test_a_row_from_before_does_not_open_any_more(path: Path) -> None:
    keys = await opened(path)
    await keys.make("session:bamako")
    trace = stored(path)["session:bamako"]
    await keys.destroy(["session:bamako"])
    put_back(path, "session:bamako", trace)
    with pytest.raises(StorageFailed):
        await keys.get("session:bamako")


async def test_a_key_does_not_open_under_another_name(path: Path) -> None:
    keys = await opened(path)
    await keys.make("session:bamako")
    put_back(path, "session:mopti", stored(path)["session:bamako"])
    with pytest.raises(StorageFailed):
        await keys.get("session:mopti")


def put_back(path: Path, name: str, sealed: bytes) -> None:
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO keys VALUES (?, ?)", (name, sealed))
    connection.commit()
    connection.close()


async def test_another_master_key_opens_nothing(path: Path) -> None:
    await (await opened(path)).make("session:bamako")
    with pytest.raises(StorageRefused, match="secret_wrong"):
        await opened(path, OTHER)


async def test_the_file_holds_no_key_in_clear_and_is_closed_to_others(path: Path) -> None:
    keys = await opened(path)
    key = await keys.make("session:bamako")
    assert key not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_a_store_that_is_gone_fails_without_telling_names(path: Path) -> None:
    keys = await opened(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageFailed) as failed:
        await keys.make("session:bamako")
    assert "bamako" not in str(failed.value)


@pytest.mark.parametrize("address", ["postgresql://host/keys", "keys.db", "sqlite://"])
async def test_the_store_is_a_file_and_nothing_else(address: str) -> None:
    with pytest.raises(StorageRefused, match="url_unknown"):
        await KeyStoreFile.open(address, MASTER)


async def test_the_journal_of_a_change_is_closed_to_others_too(path: Path) -> None:
    await opened(path)
    before = os.umask(0)
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DELETE FROM wrapping")
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"keys.db": 0o600, "keys.db-journal": 0o600}
