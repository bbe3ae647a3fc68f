"""The figures as tables in Markdown, each with what it aims at and whether it got there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.growth import Costs, Size
from tests.bench.rounds import POSTGRESQL, SQLITE, Length, Pace
from tests.bench.scenes import Scene
from tests.bench.size import Opening

PEER = "aiogram"
"""The bot that Baro is to be faster than."""

FASTER = {SQLITE: 1.5, POSTGRESQL: 1.0}
SHARING = 1.2
FLAT = 1.3
MEMORY = 300


@dataclass(frozen=True, slots=True)
class Growth:
    """What each size costs, and the deeds as they are called in the table."""

    costs: Mapping[Size, Costs]

    def of(self, deed: str) -> list[tuple[float, float]]:
        """Processor milliseconds and seconds in each size, the smallest first."""
        return [getattr(costs, deed).middle for costs in self.costs.values()]


DEEDS = {
    "tap": "A tap",
    "listing": "First page of the facilitator’s list",
    "supporting": "First page of the questions to support",
}


@dataclass(slots=True)
class Found:
    """All that was measured; what was left out is None or empty."""

    scenes: dict[str, dict[str, Pace]] = field(default_factory=dict)
    workers: dict[int, Pace] = field(default_factory=dict)
    growth: Growth | None = None
    opening: Opening | None = None
    opened_for: int = 0


def scene_table(scene: Scene, paces: Mapping[str, Pace], length: Length) -> str:
    """Each bot's pace in a scene."""
    peer = paces.get(PEER)
    rows = [
        (
            name,
            f"{pace.rate:,.0f}",
            f"{pace.rate / peer.rate:.2f}" if peer else "",
            f"{1000 * pace.p50:,.0f}",
            f"{1000 * pace.p99:,.0f}",
            f"{pace.work:.2f}",
            f"{pace.memory:.0f}",
            f"{pace.standin:.0%}",
        )
        for name, pace in paces.items()
    ]
    heading = (
        "bot",
        "updates/s",
        f"× {PEER}",
        "p50, ms",
        "p99, ms",
        "processor, ms an update",
        "memory, MiB",
        "stand-in busy",
    )
    aims = [
        _aim(f"{name}: {paces[name].rate / peer.rate:.2f} times {PEER}, at least {least:.1f}", met)
        for name, least in FASTER.items()
        if peer and name in paces
        for met in [paces[name].rate / peer.rate >= least]
    ]
    title = f"## {scene.title.capitalize()}s: {length.together} people at a time"
    return "\n\n".join([title, _table(heading, rows), *_listed(aims)])


def worker_table(paces: Mapping[int, Pace]) -> str:
    """What sharing the work costs."""
    rows = [
        (
            str(number),
            f"{pace.rate:,.0f}",
            f"{1000 * pace.p50:,.0f}",
            f"{1000 * pace.p99:,.0f}",
            f"{pace.work:.2f}",
            f"{pace.memory:.0f}",
        )
        for number, pace in paces.items()
    ]
    heading = (
        "workers",
        "taps/s",
        "p50, ms",
        "p99, ms",
        "processor, ms a tap, all workers",
        "memory, MiB, all",
    )
    ratio = list(paces.values())[-1].work / next(iter(paces.values())).work
    aim = _aim(f"processor time a tap grows to {ratio:.2f} times, less than {SHARING}", ratio < SHARING)
    title = "## Webhook workers on one PostgreSQL database"
    return "\n\n".join([title, _table(heading, rows), *_listed([aim])])


def growth_table(growth: Growth) -> str:
    """What a deed costs in sessions of each size."""
    sizes = list(growth.costs)
    heading = ("deed", *(_size(size) for size in sizes), "ratio")
    rows, aims = [], []
    for deed, title in DEEDS.items():
        costs = growth.of(deed)
        ratio, slower = costs[-1][0] / costs[0][0], costs[-1][1] / costs[0][1]
        rows.append((f"{title}: processor, ms", *(f"{work:.2f}" for work, _wait in costs), f"{ratio:.2f}"))
        rows.append((f"{title}: wait, ms", *(f"{1000 * wait:.0f}" for _work, wait in costs), f"{slower:.2f}"))
        aims.append(_aim(f"{title}: {ratio:.2f} times the processor time, less than {FLAT}", ratio < FLAT))
    rows.append(("Memory, MiB", *(f"{costs.memory:.0f}" for costs in growth.costs.values()), ""))
    most = max(costs.memory for costs in growth.costs.values())
    aims.append(_aim(f"memory {most:.0f} MiB at most, below {MEMORY}", most < MEMORY))
    title = "## How cost grows (SQLite; participants and questions together)"
    return "\n\n".join([title, _table(heading, rows), *_listed(aims)])


def opening_table(opening: Opening, participants: int) -> str:
    """What it costs to open a stage."""
    rows = [
        ("until the control message says so, s", f"{opening.open_stage:.2f}"),
        ("until everybody is shown it (no limit on sending), s", f"{opening.all_shown:.1f}"),
        ("memory when everybody has tapped once, MiB", f"{opening.memory:.0f}"),
    ]
    return "\n\n".join([f"## A stage opened for {participants:,} people", _table(("", "Baro"), rows)])


def machine_table(machine: Mapping[str, str]) -> str:
    """On what it was measured."""
    return _table(("", ""), list(machine.items()))


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *(["---:"] * (len(heading) - 1))] if any(heading) else ["---"] * len(heading)
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, rule, *rows))


def _listed(aims: Sequence[str]) -> list[str]:
    return ["\n".join(f"- {aim}" for aim in aims)] if aims else []


def _aim(words: str, met: bool) -> str:
    return f"{'✅' if met else '❌'} {words}"


def _size(size: Size) -> str:
    return f"{size.participants:,} people, {size.questions:,} questions"
