"""Every transcript is played with the real bot over HTTP, and people are shown exactly what stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.room import room as open_room
from tests.transcripts.lines import read_transcript
from tests.transcripts.play import Play

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*/*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_people_are_shown_what_stands_here(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with open_room(tmp_path) as room:
        written = await Play(room, read_transcript(path)).written()
        assert room.standin.faults == []
    if request.config.getoption("--write-transcripts", default=False):
        path.write_text(written, "utf-8")
    assert written.split("\n") == path.read_text("utf-8").split("\n")
