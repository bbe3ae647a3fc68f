"""The numbers that Baro counts, in the text format of Prometheus.

The registry is Baro's own: nothing of the process or the machine stands in it.
"""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from bot.app.counters import Access, Counted
from bot.app.vitals import Vitals

disable_created_metrics()

_COUNTED: dict[Counted, tuple[str, str, tuple[str, ...]]] = {
    "updates": ("baro_updates_handled", "Updates that were handled and committed", ("kind",)),
    "ignored": (
        "baro_updates_ignored",
        "Updates, or what came in their place, that were not handled",
        ("reason",),
    ),
    "batches": ("baro_batches", "Batches of updates that were committed", ("kind",)),
    "failures": ("baro_failures", "Failures by the class of the error", ("error",)),
    "sent": ("baro_messages_sent", "Messages and edits that Telegram took", ("method", "lane")),
    "refusals": ("baro_messages_refused", "Calls that Telegram refused", ("reason",)),
}
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The counters of ``bot.app.counters``, kept to be read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._counted = {what: Counter(*about, registry=self._registry) for what, about in _COUNTED.items()}
        self._storage = Histogram(
            "baro_storage_seconds",
            "How long transactions took",
            ("access",),
            buckets=_STEPS,
            registry=self._registry,
        )
        self._waiting = self._gauge("baro_outbox_messages", "Messages that wait in the outbox")
        self._oldest = self._gauge("baro_outbox_oldest_seconds", "How long the oldest of them has waited")
        self._broadcasts = self._gauge("baro_broadcasts", "Broadcasts under way")
        self._progress = self._gauge(
            "baro_broadcast_progress_ratio", "The part of its people that the slowest broadcast has seen"
        )
        self._pace = self._gauge("baro_pace_messages_per_second", "Messages a second that may go now")
        self._checks = Gauge("baro_ready", "Whether each check holds", ("check",), registry=self._registry)

    def count(self, what: Counted, *kinds: str, times: int = 1) -> None:
        """It happened so many times."""
        self._counted[what].labels(*kinds).inc(times)

    def took(self, access: Access, seconds: float) -> None:
        """A transaction held its connection for so long."""
        self._storage.labels(access).observe(seconds)

    def shown(self, vitals: Vitals) -> bytes:
        """All numbers, with how the bot fares now."""
        self._waiting.set(vitals.waiting)
        self._oldest.set(vitals.oldest)
        self._broadcasts.set(vitals.broadcasts)
        self._progress.set(vitals.progress)
        self._pace.set(vitals.pace)
        for name, holds in vitals.checks.items():
            self._checks.labels(name).set(holds)
        return generate_latest(self._registry)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(name, meaning, registry=self._registry)
