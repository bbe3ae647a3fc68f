"""The benchmark itself, on a small scale and without the peers, which live in an environment of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.bench import size
from tests.bench.room import furnish
from tests.bench.taps import one_round

pytestmark = pytest.mark.skipif(not os.environ.get("CI"), reason="starts many processes; .ci/run does")


async def test_everybody_who_taps_receives_both_calls(tmp_path: Path) -> None:
    furnished = await furnish(tmp_path / "room", people=8, rating=True)
    shutil.copytree(tmp_path / "room", tmp_path / "copy")

    pace = await one_round("Baro", tmp_path / "copy", furnished.session.id, 8, seconds=1.0, warm_up=0.2)

    assert pace.taps > 8
    assert pace.p99 > 0


async def test_a_large_session_is_opened_shown_and_tapped_in(tmp_path: Path) -> None:
    said: list[str] = []

    measured = await size.measure(tmp_path, participants=30, questions=12, say=said.append)

    assert 0 < measured.open_stage <= measured.all_shown
    assert measured.list_questions > 0
    assert said == ["made a session with 30 participants and 12 questions"]
