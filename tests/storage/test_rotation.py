"""A new master key takes the place of the old one, whatever happens meanwhile."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.failures import StorageRefused
from bot.storage.keys import KeyStoreFile
from bot.storage.secret import MasterKeyFile, load_master_key


class PowerCut(Exception):
    """The machine goes off."""


class SecretInAStorm(MasterKeyFile):
    """A master key's file on a machine that goes off at a moment of the rotation."""

    def __init__(self, path: Path, moment: str) -> None:
        super().__init__(path)
        self._moment = moment

    def prepare(self) -> bytes:
        key = super().prepare()
        self._goes_off("the new key is on the disk")
        return key

    def adopt_new(self) -> None:
        self._goes_off("the store is under the new key")
        super().adopt_new()
        self._goes_off("the new key is in place")

    def _goes_off(self, moment: str) -> None:
        if moment == self._moment:
            raise PowerCut


MOMENTS = ("the new key is on the disk", "the store is under the new key", "the new key is in place")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "master.key"


async def opened(path: Path) -> KeyStoreFile:
    secret = MasterKeyFile(path)
    return await KeyStoreFile.open(f"sqlite:///{path.parent}/keys.db", secret.load(), secret)


def sealed_in(folder: Path) -> set[bytes]:
    """What the store holds, sealed."""
    with closing(sqlite3.connect(folder / "keys.db")) as connection:
        return {
            row for (row,) in connection.execute("SELECT sealed FROM keys UNION SELECT sealed FROM wrapping")
        }


def secrets_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("keys.db"))


async def test_all_keys_stay_and_the_old_master_key_opens_nothing(path: Path) -> None:
    keys = await opened(path)
    key, old = await keys.make("session:bamako"), load_master_key(path)
    await keys.rotate(MasterKeyFile(path))
    assert load_master_key(path) != old
    assert await (await opened(path)).get("session:bamako") == key
    with pytest.raises(StorageRefused, match="secret_wrong"):
        await KeyStoreFile.open(f"sqlite:///{path.parent}/keys.db", old)
    assert secrets_in(path.parent) == ["master.key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_nothing_that_the_old_master_key_opens_is_left_in_a_file(path: Path) -> None:
    keys = await opened(path)
    for name in ("session:bamako", "session:mopti"):
        await keys.make(name)
    before = sealed_in(path.parent)
    await keys.rotate(MasterKeyFile(path))
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not [sealed for sealed in before if sealed[-16:] in content]
    assert before & sealed_in(path.parent) == set()


async def test_another_process_goes_on_with_the_new_key(path: Path) -> None:
    bot, operator = await opened(path), await opened(path)
    key = await bot.make("session:bamako")
    await operator.rotate(MasterKeyFile(path))
    assert await bot.get("session:bamako") == key
    await operator.rotate(MasterKeyFile(path))
    other = await bot.make("session:mopti")
    await operator.rotate(MasterKeyFile(path))
    await bot.destroy(["session:bamako"])
    assert await operator.get("session:mopti") == other


@pytest.mark.parametrize("moment", MOMENTS)
async def test_what_a_power_cut_left_is_finished_by_whoever_opens_the_store_next(
    path: Path, moment: str
) -> None:
    keys = await opened(path)
    key = await keys.make("session:bamako")
    with pytest.raises(PowerCut):
        await keys.rotate(SecretInAStorm(path, moment))
    again = await opened(path)
    assert await again.get("session:bamako") == key
    assert secrets_in(path.parent) == ["master.key"]
    await again.rotate(MasterKeyFile(path))
    assert await (await opened(path)).get("session:bamako") == key


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_running_bot_goes_on_through_a_power_cut_of_the_rotation(path: Path, moment: str) -> None:
    bot, operator = await opened(path), await opened(path)
    key = await bot.make("session:bamako")
    with pytest.raises(PowerCut):
        await operator.rotate(SecretInAStorm(path, moment))
    assert await bot.get("session:bamako") == key
    await bot.destroy(["session:bamako"])
    other = await bot.make("session:mopti")
    assert await (await opened(path)).get("session:mopti") == other


async def test_the_new_file_takes_its_place_where_a_link_leads(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.key"
    path.parent.mkdir()
    link.symlink_to(path)
    keys = await KeyStoreFile.open(f"sqlite:///{tmp_path}/keys.db", MasterKeyFile(link).load())
    old = load_master_key(path)
    await keys.rotate(MasterKeyFile(link))
    assert link.is_symlink()
    assert load_master_key(path) == load_master_key(link) != old


async def test_a_key_that_fits_nothing_takes_no_place(path: Path) -> None:
    keys = await opened(path)
    await keys.make("session:bamako")
    right = path.read_bytes()
    path.unlink()
    load_master_key(path)
    load_master_key(path.with_name("master.key.new"))
    with pytest.raises(StorageRefused, match="secret_wrong"):
        await opened(path)
    path.write_bytes(right)
    assert await (await opened(path)).get("session:bamako") is not None
