"""What people send is kept, once, though the bot is killed again and again meanwhile."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from tests.fakes import postgresql
from tests.hygiene.log_scan import SCAN
from tests.soak.place import SECRET, Mode
from tests.soak.run import Outcome, Plan, soak

THOROUGH = bool(os.environ.get("CI"))
PEOPLE = 30 if THOROUGH else 12
MORE = 2 if THOROUGH else 1


@pytest.mark.timeout(600)
@pytest.mark.skipif(not THOROUGH, reason="kills processes for a minute; .ci/run does")
@pytest.mark.parametrize(
    ("mode", "workers", "kills"),
    [("polling", 1, 4), ("webhook", 1, 4), ("postgresql", 1, 2), ("postgresql", 3, 3)],
    ids=["polling", "webhook", "postgresql", "three-workers"],
)
async def test_what_is_sent_is_kept_once(
    mode: Mode, workers: int, kills: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: postgresql.Server | None = None
    if mode == "postgresql":
        server = request.getfixturevalue("postgresql")
    SCAN.marks.token(SECRET)
    plan = Plan(PEOPLE, kills * MORE, secrets.randbelow(1_000_000), mode, workers)

    outcome = await soak(plan, tmp_path, server)

    SCAN.reads(outcome.log)
    assert outcome.kills == plan.kills
    assert outcome.verdict.complaints == [], _told(outcome)


def _told(outcome: Outcome) -> str:
    plan = outcome.plan
    again = (
        f"python -m tests.soak --people {plan.people} --kills {plan.kills} --seed {plan.seed} "
        f"--mode {plan.mode} --workers {plan.workers}"
    )
    return "\n".join(
        [f"seed {plan.seed}; again by: {again}", *outcome.verdict.complaints, outcome.log[-4000:]]
    )
