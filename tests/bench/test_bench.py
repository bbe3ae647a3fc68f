"""The benchmark itself, on a small scale and without the peers, which live in an environment of their own."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.bench import growth, rounds, size
from tests.bench.__main__ import QUICK, main
from tests.bench.scenes import Name, scenes

pytestmark = pytest.mark.skipif(not os.environ.get("CI"), reason="starts many processes; .ci/run does")

SHORT = rounds.Length(together=8, seconds=1.0, warm_up=0.2, rounds=1)


@pytest.mark.parametrize("name", ["taps", "questions", "joins"])
async def test_everybody_receives_all_calls_that_answer_them(tmp_path: Path, name: Name) -> None:
    said: list[str] = []

    paces = await rounds.measure(tmp_path, scenes(8, 1.2)[name], SHORT, None, [], said.append)

    assert list(paces) == [rounds.SQLITE]
    assert paces[rounds.SQLITE].rate > 8
    assert 0 < paces[rounds.SQLITE].p50 <= paces[rounds.SQLITE].p99
    assert len(said) == 1


async def test_a_tap_and_a_list_are_measured_in_sessions_of_each_size(tmp_path: Path) -> None:
    sizes = (growth.Size(20, 12), growth.Size(30, 24))

    costs = await growth.measure(tmp_path, QUICK, lambda _line: None, sizes)

    assert list(costs) == list(sizes)
    for cost in costs.values():
        assert all(min(deed.middle) > 0 for deed in (cost.tap, cost.listing, cost.supporting))
        assert cost.memory > 0


async def test_a_stage_is_opened_shown_and_tapped_in(tmp_path: Path) -> None:
    said: list[str] = []

    opening = await size.measure(tmp_path, participants=30, say=said.append)

    assert 0 < opening.open_stage <= opening.all_shown
    assert said == ["made a session with 30 participants"]


def test_the_results_tell_what_was_measured_and_nothing_of_whose_machine_it_was(tmp_path: Path) -> None:
    assert main(["--quick", "--no-peers", "--only", "taps", "--results", str(tmp_path)]) == 0

    (page,) = tmp_path.glob("*.md")
    (drawn,) = tmp_path.glob("*.svg")
    written = page.read_text("utf-8")
    assert rounds.SQLITE in written and drawn.name in written
    for words in (written, drawn.read_text("utf-8")):
        assert platform.node() not in words
        assert str(ROOT) not in words and str(tmp_path) not in words
