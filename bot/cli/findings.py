"""What ``baro doctor`` finds: one thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app.words import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``grave`` keeps the bot from running; what is not well has its mend."""

    text: Text
    well: bool = True
    grave: bool = False
