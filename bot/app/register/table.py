"""The register as PRIVACY.md has it: a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from bot.app.lifetimes import Limits
from bot.app.register.entry import Entry

_HEAD = ("about", "what", "as what", "why", "until")
_SEAL = (
    "**The seal** comes {seal_hours} hours after a session closes, or sooner by a facilitator or `baro seal`. "
    "A dialogue that nobody ends is closed {unended_days} days after its day, and sealed like any other."
)


def table(entries: Iterable[Entry], limits: Limits) -> str:
    """A row an entry, and below what the seal is."""
    rows = [_row(_HEAD), _row(["---"] * len(_HEAD))]
    for entry in entries:
        cells = (entry.what, entry.form, entry.why, entry.until.words)
        rows.append(_row([", ".join(entry.about), *map(limits.fill, cells)]))
    return "\n".join([*rows, "", limits.fill(_SEAL), ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
