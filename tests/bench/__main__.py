"""`python -m tests.bench`: measure, and write the tables and a picture. Exit status 1 if an update did not receive all
its calls."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bot.settings import ROOT
from tests.bench import growth, rounds, size, tables, workers
from tests.bench.contenders import DidNotStart
from tests.bench.crowd import CallsMissing
from tests.bench.results import RESULTS, written
from tests.bench.scenes import scenes
from tests.fakes.postgresql import MISSING, Server, programs, server

# Not the system's folder for temporary files, which may be memory: what is durable must reach a disk.
PLACE = ROOT / "var" / "bench"

PARTS = ("taps", "questions", "joins", "workers", "growth", "opening")
QUICK = growth.Amount(people=8, taps=2, supporters=8, lists=3, rounds=1)
QUICK_SIZES = (growth.Size(20, 12), growth.Size(40, 24))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this alone; may be repeated")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long people go on in each round")
    parser.add_argument("--warm-up", type=float, default=1.0, help="seconds before the clock starts")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the median is taken")
    parser.add_argument("--people", type=int, default=200, help="how many do something at a time")
    parser.add_argument("--participants", type=int, default=10_000, help="for how many a stage is opened")
    parser.add_argument("--no-peers", action="store_true", help="measure Baro alone")
    parser.add_argument("--quick", action="store_true", help="half a minute, to try the benchmark itself")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="the folder for the tables and the picture"
    )
    wanted = parser.parse_args(arguments)
    if wanted.quick:
        wanted.seconds, wanted.warm_up, wanted.rounds = 0.5, 0.1, 1
        wanted.people, wanted.participants = 8, 30
    PLACE.mkdir(parents=True, exist_ok=True)
    if programs() is None:
        print(MISSING)
    try:
        with server(durable=True) if programs() else nullcontext() as served:
            uvloop.run(_measure(wanted, served))
    except (CallsMissing, DidNotStart) as failure:
        print(failure)
        return 1
    return 0


async def _measure(wanted: argparse.Namespace, served: Server | None) -> None:
    parts = wanted.only or PARTS
    length = rounds.Length(wanted.people, wanted.seconds, wanted.warm_up, wanted.rounds)
    peers = [] if wanted.no_peers else list(rounds.PEERS)
    found, told = tables.Found(), []
    with tempfile.TemporaryDirectory(dir=PLACE) as place:
        folders = {part: Path(place) / part for part in PARTS}
        for folder in folders.values():
            folder.mkdir()
        played = scenes(length.together, length.seconds + length.warm_up)
        for name, scene in played.items():
            if name in parts:
                beside = peers if name == "taps" or not wanted.quick else []
                paces = await rounds.measure(folders[name], scene, length, served, beside, print)
                found.scenes[scene.title] = paces
                told.append(tables.scene_table(scene, paces, length))
        if "workers" in parts and served:
            found.workers = await workers.measure(folders["workers"], played["taps"], length, served, print)
            told.append(tables.worker_table(found.workers))
        if "growth" in parts:
            amount, sizes = (QUICK, QUICK_SIZES) if wanted.quick else (growth.Amount(), growth.SIZES)
            found.growth = tables.Growth(await growth.measure(folders["growth"], amount, print, sizes))
            told.append(tables.growth_table(found.growth))
        if "opening" in parts:
            found.opening = await size.measure(folders["opening"], wanted.participants, print)
            told.append(tables.opening_table(found.opening, wanted.participants))
    day = datetime.now(UTC).date()
    page = written(wanted.results, day, found, told, seconds=wanted.seconds, rounds=wanted.rounds)
    print(page.read_text("utf-8"))


if __name__ == "__main__":
    raise SystemExit(main())
