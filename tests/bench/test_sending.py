"""The measurement of a broadcast itself, on a small scale. What part of the allowance is used says how busy the machine
is too: that at least 95 % of it can be is shown where time is not the machine's (tests/tg/test_pace.py)."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from tests.bench.sending import Scene, measure

pytestmark = pytest.mark.skipif(
    not os.environ.get("CI"), reason="starts processes and takes its time; .ci/run does"
)


async def test_a_stage_opened_at_a_paid_bots_pace_reaches_everybody_once_and_nothing_is_refused(
    tmp_path: Path,
) -> None:
    opening = await measure(tmp_path, Scene(people=300, told=100, taken=100))

    assert opening.refusals == 0
    assert opening.twice == 0
    assert 0 < opening.share <= 1
    assert all(math.isfinite(wait) for wait in opening.waits)
