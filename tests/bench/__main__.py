"""`python -m tests.bench`: measure, print the tables. Exit status 1 if a tap did not receive both its calls."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop
from rich.console import Console

from bot.settings import ROOT
from tests.bench import size, taps
from tests.bench.contenders import DidNotStart
from tests.bench.crowd import CallsMissing
from tests.bench.table import size_table, tap_table

# Not the system's folder for temporary files, which may be memory: what is durable must reach a disk.
PLACE = ROOT / "var" / "bench"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=("taps", "size"), help="measure this alone")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long people tap in each round")
    parser.add_argument("--warm-up", type=float, default=3.0, help="seconds before the clock starts")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the median is taken")
    parser.add_argument("--people", type=int, default=200, help="how many tap")
    parser.add_argument("--participants", type=int, default=10_000, help="how many the large session has")
    parser.add_argument("--questions", type=int, default=10_000, help="how many questions it has")
    return uvloop.run(_measure(parser.parse_args(arguments)))


async def _measure(wanted: argparse.Namespace) -> int:
    console = Console()
    PLACE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PLACE) as folder:
        try:
            if wanted.only != "size":
                paces = await taps.measure(
                    Path(folder) / "taps",
                    wanted.people,
                    wanted.seconds,
                    wanted.warm_up,
                    wanted.rounds,
                    console.print,
                )
                console.print(tap_table(paces, wanted.people))
            if wanted.only != "taps":
                measured = await size.measure(
                    Path(folder) / "size", wanted.participants, wanted.questions, console.print
                )
                console.print(size_table(measured, wanted.participants, wanted.questions))
        except (CallsMissing, DidNotStart) as failure:
            console.print(str(failure), style="red", markup=False)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
