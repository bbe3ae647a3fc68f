"""`python -m tests.soak`: kill the bot while people use it. Exit status 1 if anything that they sent is lost."""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop
from rich.console import Console

from bot.settings import ROOT
from tests.soak.place import MODES
from tests.soak.run import Plan, soak
from tests.soak.table import outcome_table

# Not the system's folder for temporary files, which may be memory: what is durable must reach a disk.
PLACE = ROOT / "var" / "soak"
TOLD = 20
"""Complaints that are printed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak as it was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--people", type=int, default=500, help="how many take part")
    parser.add_argument("--kills", type=int, default=20, help="how often the bot is killed")
    parser.add_argument("--seed", type=int, help="what chance hangs on; drawn by lot if not given")
    parser.add_argument(
        "--mode", choices=MODES, default="polling", help="how updates come, and where they go"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes behind one address")
    parser.add_argument("--limits", action="store_true", help="let Telegram's limits be drawn from the seed")
    wanted = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1_000_000) if wanted.seed is None else wanted.seed
    plan = Plan(wanted.people, wanted.kills, seed, wanted.mode, wanted.workers, wanted.limits)
    return uvloop.run(_soak(plan))


async def _soak(plan: Plan) -> int:
    console = Console()
    console.print(f"seed {plan.seed}")
    PLACE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PLACE) as folder:
        outcome = await soak(plan, Path(folder))
    console.print(outcome_table(outcome))
    complaints = outcome.verdict.complaints
    for complaint in complaints[:TOLD]:
        console.print(complaint, style="red", markup=False)
    if complaints:
        console.print(outcome.log[-4000:], markup=False)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
