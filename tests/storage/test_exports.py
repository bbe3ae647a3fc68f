"""The folder of exports: Baro's files have a lifetime there, and nobody else's."""

from __future__ import annotations

import os
from pathlib import Path

from bot.storage.exports import DAY, ExportFolder

NOW = 1_800_000_000


def written(folder: Path, name: str, days_ago: float) -> Path:
    """A file that was written so many days ago."""
    path = folder / name
    path.write_text("Pourquoi ce barrage ?")
    moment = NOW - int(days_ago * DAY)
    os.utime(path, (moment, moment))
    return path


async def test_a_file_is_deleted_when_its_days_are_over(tmp_path: Path) -> None:
    old = written(tmp_path, "baro-AH2-34X-questions.csv", 7)
    new = written(tmp_path, "baro-AH2-34X-dossier-2.png", 6.9)
    folder = ExportFolder(tmp_path, 7)
    assert {file.path for file in folder.files()} == {old, new}
    await folder.drop_old(NOW)
    assert not old.exists()
    assert [(file.path, file.until) for file in folder.files()] == [(new, NOW + DAY // 10)]


async def test_what_somebody_else_put_there_is_left_alone(tmp_path: Path) -> None:
    others = [
        written(tmp_path, name, 400)
        for name in ("notes.csv", "baro-notes.csv", "baro-AH2-34X-questions.csv.bak", "2-baro-AH2-34X-x.png")
    ]
    (tmp_path / "baro-AH2-34X-dossier.xlsx").mkdir()
    (tmp_path / "baro-AH2-34X-lien.csv").symlink_to(others[0])
    await ExportFolder(tmp_path, 1).drop_old(NOW)
    assert len(list(tmp_path.iterdir())) == 6


async def test_where_nothing_was_exported_there_is_nothing_to_delete(tmp_path: Path) -> None:
    folder = ExportFolder(tmp_path / "export", 7)
    await folder.drop_old(NOW)
    assert folder.files() == []
