"""What a run leaves in the project: its tables and its picture, under its day and its machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench.machine import described, in_file_names
from tests.bench.picture import picture
from tests.bench.tables import Found, machine_table

RESULTS = Path(__file__).parent / "results"

_HOW = (
    "Baro stores everything durably; the other bots make the same calls and store nothing. The bots take turns in "
    "rounds of {seconds:g} s, and the figures are the medians of {rounds} rounds. Latency is counted from an update "
    "to the last of the calls that answer it; processor time is the bot’s own, in its programs and in the kernel; "
    "memory is the most that was ever resident. The stand-in for Telegram and the people run in a process of their "
    "own and set no limit on sending."
)


def written(
    folder: Path, day: date, found: Found, tables: Sequence[str], *, seconds: float, rounds: int
) -> Path:
    """Write the tables and the picture; gives the file of the tables."""
    folder.mkdir(parents=True, exist_ok=True)
    title = f"Baro’s speed and size, {day.isoformat()}"
    machine = described()
    name = f"{day.isoformat()}-{in_file_names(machine['Processor'])}"
    drawn = folder / f"{name}.svg"
    drawn.write_bytes(picture(found, title))
    page = folder / f"{name}.md"
    parts = [
        f"# {title}",
        machine_table(machine),
        _HOW.format(seconds=seconds, rounds=rounds),
        f"![The figures below as a picture]({drawn.name})",
        *tables,
    ]
    page.write_text("\n\n".join(parts) + "\n", "utf-8")
    return page
