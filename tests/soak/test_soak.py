"""What people send is kept, once, though the bot is killed again and again meanwhile."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from tests.fakes import postgresql
from tests.hygiene.log_scan import SCAN
from tests.soak.place import MODES, SECRET, Mode
from tests.soak.run import Outcome, Plan, soak

PEOPLE = 60 if os.environ.get("CI") else 12
KILLS: dict[Mode, int] = {"polling": 4, "webhook": 4, "postgresql": 2}
"""Where there may be several workers, one that starts sends nothing until it knows that the one before it is dead."""
MORE = 3 if os.environ.get("CI") else 1


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", MODES)
async def test_what_is_sent_is_kept_once(mode: Mode, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server: postgresql.Server | None = None
    if mode == "postgresql":
        server = request.getfixturevalue("postgresql")
    SCAN.marks.token(SECRET)
    seed = secrets.randbelow(1_000_000)

    kills = KILLS[mode] * MORE

    outcome = await soak(Plan(PEOPLE, kills, seed, mode), tmp_path, server)

    SCAN.reads(outcome.log)
    assert outcome.kills == kills
    assert outcome.verdict.complaints == [], _told(outcome)


def _told(outcome: Outcome) -> str:
    plan = outcome.plan
    again = f"python -m tests.soak --people {plan.people} --kills {plan.kills} --seed {plan.seed} --mode {plan.mode}"
    return "\n".join(
        [f"seed {plan.seed}; again by: {again}", *outcome.verdict.complaints, outcome.log[-4000:]]
    )
