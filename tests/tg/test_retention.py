"""Files that the operator exports, and what the running bot does with them when their days are over."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from bot.cli import office
from tests.fakes.room import Room
from tests.tg.evening import until


async def exported(room: Room, folder: Path | None = None) -> list[Path]:
    """The operator exports a session."""
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    assert await office.export(room.settings, code, folder, "fr") == 0
    return sorted((folder or room.settings.export_folder).iterdir())


def grow_old(room: Room, files: list[Path]) -> None:
    """These files are of eight days ago."""
    moment = room.clock.now() - 8 * 86_400
    for file in files:
        os.utime(file, (moment, moment))


async def test_the_bot_deletes_exports_of_its_own_folder_after_a_week(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    files = await exported(room)
    assert all(file.name.startswith("baro-") for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert "7 jours" in capsys.readouterr().out

    (room.settings.export_folder / "notes.txt").write_text("…")
    grow_old(room, files)
    await room.restarts()

    await until(lambda: [file.name for file in room.settings.export_folder.iterdir()] == ["notes.txt"])


async def test_the_operators_own_folder_is_left_alone(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = await exported(room, tmp_path / "mine")
    assert "est à vous" in capsys.readouterr().out
    grow_old(room, files)
    await room.restarts()
    await until(lambda: room.bot.idle)
    assert sorted((tmp_path / "mine").iterdir()) == files
