"""What every deed has at hand beside its unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.app.counters import UNCOUNTED, Counters
from bot.app.ports import Chance, Clock
from bot.app.vault import Vault
from bot.core.script import Scale, Script
from bot.core.suppression import DEFAULT_THRESHOLDS, Thresholds


@dataclass(frozen=True, slots=True)
class Promises:
    """What the operator set and people are told: how many hours after closing a session is sealed, the thresholds of
    disclosure, how many days the audit log is kept, after how many days without any act a member's role ends, for how
    many days exports stay in their folder, and whether the seal leaves the questions that the room was never shown."""

    seal_hours: int = 24
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    audit_days: int = 90
    staff_days: int = 180
    export_days: int = 7
    keep_aside: bool = False


@dataclass(frozen=True, slots=True)
class Services:
    """Keys, time, chance, the scripts that can be run, the scales that polls may use, the operator's promises, who
    counts what happens, and how many messages a second may be sent (0 for no limit)."""

    vault: Vault
    clock: Clock
    chance: Chance
    scripts: Mapping[str, Script]
    scales: Mapping[str, Scale]
    promises: Promises = Promises()
    youth_template: str = "youth_poll"
    counters: Counters = UNCOUNTED
    message_rate: int = 0
