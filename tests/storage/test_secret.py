"""The master key's file."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from bot.storage.failures import StorageRefused
from bot.storage.secret import load_master_key


def test_the_master_key_is_made_on_first_run_and_read_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secret"
    key = load_master_key(path)
    assert len(key) == 32
    assert load_master_key(path) == key
    assert base64.b64decode(path.read_text()) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_installation_has_its_own(tmp_path: Path) -> None:
    assert load_master_key(tmp_path / "one") != load_master_key(tmp_path / "two")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secret"
    load_master_key(path)
    path.chmod(mode)
    with pytest.raises(StorageRefused, match="secret_readable_by_others"):
        load_master_key(path)


@pytest.mark.parametrize("text", ["", "not base64 é", "c2hvcnQ=", base64.b64encode(bytes(33)).decode()])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secret"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(StorageRefused, match="secret_damaged"):
        load_master_key(path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="secret_unusable"):
        load_master_key(tmp_path)
