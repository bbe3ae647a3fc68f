"""`python -m tests.bench.broadcast`: opens a stage for thousands of people at Telegram's pace, prints the table."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

import uvloop
from rich.console import Console
from rich.table import Table

from bot.settings import ROOT
from tests.bench.contenders import DidNotStart
from tests.bench.sending import Opening, Scene, measure
from tests.fakes.postgresql import Server, server

# Not the system's folder for temporary files, which may be memory: what is durable must reach a disk.
PLACE = ROOT / "var" / "bench"
WORKERS = 3
"""How many share the PostgreSQL database."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this scene."""
    parser.add_argument("--invited", type=int, default=5_000, help="how many the stage is opened for")
    parser.add_argument(
        "--rate", type=int, default=30, help="messages a second that the bot is told it may send"
    )
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="on this database alone")
    parser.add_argument("--limit", choices=("told", "drawn"), help="with this limit alone")


async def broadcast(wanted: argparse.Namespace, say: Callable[[Table], None]) -> None:
    """Measure each scene, and show its table. Raises DidNotStart."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        running = stack.enter_context(server(durable=True)) if wanted.on != "sqlite" else None
        for scene in _scenes(wanted, running):
            with tempfile.TemporaryDirectory(dir=PLACE) as folder:
                say(table(scene, await measure(Path(folder), scene)))


def _scenes(wanted: argparse.Namespace, running: Server | None) -> Iterator[Scene]:
    """One worker on SQLite, then several on PostgreSQL; the limit that they were told, then one below it that they find
    out."""
    drawn = Random(wanted.seed).randint(wanted.rate * 17 // 30, wanted.rate * 29 // 30)
    for on in ("sqlite", "postgresql") if wanted.on is None else (wanted.on,):
        for limit in ("told", "drawn") if wanted.limit is None else (wanted.limit,):
            taken = wanted.rate if limit == "told" else drawn
            if on == "sqlite":
                yield Scene(wanted.invited, wanted.rate, taken, seed=wanted.seed)
            elif running is not None:
                database = running.address(running.database())
                yield Scene(wanted.invited, wanted.rate, taken, database, WORKERS, wanted.seed)


def table(scene: Scene, opening: Opening) -> Table:
    """The figures of one scene."""
    on = f"{scene.workers} workers on PostgreSQL" if scene.database else "one worker on SQLite"
    made = Table(title=f"A stage opened for {scene.people:,} people by {on}, seed {scene.seed}")
    made.add_column("Figure")
    made.add_column("Baro", justify="right")
    made.add_row("Messages a second that Baro was told / that are taken", f"{scene.told} / {scene.taken}")
    made.add_row("Part of what is taken that was used", f"{opening.share:.1%}")
    made.add_row("The same, second half", f"{opening.later:.1%}")
    made.add_row("Processor, ms a message", f"{opening.work:.2f}")
    made.add_row("Refused (429)", str(opening.refusals))
    made.add_row("Until everybody was shown it, s", f"{opening.seconds:.1f}")
    made.add_row("People shown it twice", str(opening.twice))
    made.add_row("Taps meanwhile", str(len(opening.waits)))
    for percent in (50, 95, 99):
        made.add_row(f"Their answer, {percent}th percentile, s", f"{opening.wait(percent):.3f}")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.broadcast", description=__doc__)
    add_options(parser)
    console = Console()
    try:
        uvloop.run(broadcast(parser.parse_args(arguments), console.print))
    except DidNotStart as failure:
        console.print(str(failure), style="red", markup=False)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
