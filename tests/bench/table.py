"""The figures as a table: Baro's, a peer's, and how they compare."""

from __future__ import annotations

from rich.table import Table

from tests.bench.size import Size
from tests.bench.taps import Pace


def tap_table(paces: dict[str, Pace], people: int) -> Table:
    """Baro's pace beside each peer's in the same run."""
    table = Table(title=f"{people} people tapping; each tap answered and its message edited")
    for heading in ("Figure", "Baro", "Peer", "Theirs", "Ratio"):
        table.add_column(heading, justify="left" if heading in ("Figure", "Peer") else "right", no_wrap=True)
    mine = paces["Baro"]
    for name, theirs in paces.items():
        if name != "Baro":
            figures = (
                ("Taps a second", mine.taps, theirs.taps, ".0f"),
                ("99th percentile, s", mine.p99, theirs.p99, ".3f"),
                ("Processor, ms a tap", mine.work, theirs.work, ".2f"),
                ("Memory, MiB", mine.memory, theirs.memory, ".0f"),
            )
            for figure, own, other, form in figures:
                table.add_row(figure, f"{own:{form}}", name, f"{other:{form}}", f"{own / other:.2f}")
    table.caption = "Baro stores everything durably (SQLite, WAL, synchronous=FULL); the peers store nothing."
    return table


def size_table(size: Size, participants: int, questions: int) -> Table:
    """What a large session costs."""
    table = Table(title=f"One session with {participants:,} participants and {questions:,} questions")
    table.add_column("Figure")
    table.add_column("Baro", justify="right")
    table.add_row("Open a stage, until the control message says so, s", f"{size.open_stage:.3f}")
    table.add_row("The same, until everybody is shown it (no limit on sending), s", f"{size.all_shown:.1f}")
    table.add_row("First page of the questions, from message to screen, s", f"{size.list_questions:.3f}")
    table.add_row("Memory when everybody has been shown it and has tapped once, MiB", f"{size.memory:.0f}")
    return table
