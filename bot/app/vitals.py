"""How the running bot fares: what its operator's probes ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OUTBOX_BOUND = 300.0
"""Seconds that a message may wait before the bot counts as one that does not get on."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """The bot at one moment.

    ``database`` and ``telegram`` say whether each answers. ``waiting`` rows stand in the outbox, the oldest for
    ``oldest`` seconds. So many ``broadcasts`` are under way; the one that has come least far has seen ``progress`` of
    its people (0 to 1; 1 where there is none). ``pace`` is how many messages a second may go now.
    """

    database: bool
    telegram: bool
    waiting: int = 0
    oldest: float = 0.0
    broadcasts: int = 0
    progress: float = 1.0
    pace: float = float("inf")

    @property
    def checks(self) -> Mapping[str, bool]:
        """What must hold for the bot to be ready, by name."""
        outbox = self.database and self.oldest < OUTBOX_BOUND
        return {"database": self.database, "telegram": self.telegram, "outbox": outbox}

    @property
    def ready(self) -> bool:
        """Whether updates can be handled and answered."""
        return all(self.checks.values())
