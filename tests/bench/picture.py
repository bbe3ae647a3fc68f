"""The figures as one picture."""

from __future__ import annotations

import io

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.reports.palette import INK, OPTION, QUIET
from tests.bench.rounds import Pace
from tests.bench.tables import DEEDS, FLAT, Found, Growth

_PEERS = "#b9b9b9"


def picture(found: Found, title: str) -> bytes:
    """Throughput and processor time of each bot in each scene, and how cost grows, as SVG."""
    rows = len(found.scenes) + (found.growth is not None)
    figure = Figure(figsize=(11, 2.6 * max(rows, 1) + 0.6), layout="constrained")
    figure.suptitle(title, color=INK, fontsize=13, x=0.01, ha="left")
    grid = figure.subplots(max(rows, 1), 2, squeeze=False)
    for (left, right), (scene, paces) in zip(grid, found.scenes.items(), strict=False):
        _bars(left, f"{scene.capitalize()}s: updates a second", paces, "rate", ".0f")
        _bars(right, f"{scene.capitalize()}s: processor, ms an update", paces, "work", ".2f")
    if found.growth is not None:
        _lines(grid[-1][0], "Processor time, 1 = smallest session", found.growth)
        _memory(grid[-1][1], found.growth)
    file = io.BytesIO()
    # Without a date and chance in it, and with letters as letters: the same figures make the same small file.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "baro", "font.family": "sans-serif"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _bars(axes: Axes, title: str, paces: dict[str, Pace], figure: str, form: str) -> None:
    names = list(paces)
    values = [getattr(pace, figure) for pace in paces.values()]
    colours = [OPTION if name.startswith("Baro") else _PEERS for name in names]
    bars = axes.barh(names, values, color=colours)
    axes.bar_label(bars, [f"{value:{form}}" for value in values], padding=4, color=INK, fontsize=9)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_xticks([])
    _plain(axes, title)


def _lines(axes: Axes, title: str, growth: Growth) -> None:
    sizes = _sizes(growth)
    for deed, name in DEEDS.items():
        works = [work for work, _wait in growth.of(deed)]
        axes.plot(sizes, [work / works[0] for work in works], marker="o", label=name)
    axes.axhline(FLAT, color=QUIET, linestyle="--", linewidth=1)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    _plain(axes, title)


def _memory(axes: Axes, growth: Growth) -> None:
    sizes = _sizes(growth)
    bars = axes.bar(sizes, [costs.memory for costs in growth.costs.values()], color=OPTION, width=0.5)
    axes.bar_label(bars, fmt="%.0f", padding=3, color=INK, fontsize=9)
    axes.set_yticks([])
    axes.margins(y=0.2)
    _plain(axes, "Memory, MiB at most")


def _sizes(growth: Growth) -> list[str]:
    return [f"{size.participants:,} people\n{size.questions:,} q." for size in growth.costs]


def _plain(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", color=QUIET, fontsize=10)
    axes.tick_params(length=0, labelsize=9, colors=INK)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
