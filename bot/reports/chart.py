"""Results as pictures for a phone, to be read in sunlight and by eyes that do not tell red from green.

Scores are bars of one length cut by point, the most favourable first: so all favourable shares begin at the
same line, and before can be compared with after. Blue is favourable, sand and brown are not; no colour says
good or bad. Under a bar stands the interval of its favourable share. What was counted by hand is hatched, and
what is withheld is a gap that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import assert_never

from bot.app.documents import Chart, OptionChart, ScoreChart
from bot.reports.bars import PADDING, PLAIN, SMALL, interval_mark, option_item, score_item
from bot.reports.canvas import INNER, MARGIN, WIDTH, Canvas
from bot.reports.lettering import Letters
from bot.reports.palette import HATCHED, INK, QUIET, point_colours

TALLEST = 1920
"""Sixteen ninths of the width: the whole picture fills a phone's screen."""

_TITLE = Letters(56, bold=True)
_SWATCH = 38

Part = Callable[[Canvas, float], float]
"""Draws from this height downwards and answers where the next part begins."""

Swatch = Callable[[Canvas, float, float], None]
"""Draws the sign of an entry of the legend at this left upper corner."""


def draw(chart: Chart, tallest: int = TALLEST) -> tuple[bytes, ...]:
    """The chart as PNG pictures, ``WIDTH`` pixels wide: as many as it takes for none to be taller than
    ``tallest``.

    Telegram shrinks photos until their longer side fits, so that in one long picture nobody could read the
    words. One item that is taller by itself still has its picture.
    """
    head, foot = partial(_head, chart=chart), partial(_foot, note=chart.note)
    room = tallest - 2 * MARGIN - _height(head) - _height(foot) - SMALL.line_height
    pages = _spread(_items(chart), room)
    pictures = []
    for number, page in enumerate(pages, start=1):
        page_number = partial(_page_number, words=f"{number} / {len(pages)}" if len(pages) > 1 else "")
        pictures.append(_picture([head, *page, foot, page_number]))
    return tuple(pictures)


def _items(chart: Chart) -> list[Part]:
    match chart:
        case ScoreChart():
            return [partial(score_item, item=item, chart=chart) for item in chart.items]
        case OptionChart():
            return [partial(option_item, item=item, chart=chart) for item in chart.items]
        case _:
            assert_never(chart)


def _picture(parts: Iterable[Part]) -> bytes:
    canvas = Canvas()
    top = float(MARGIN)
    for part in parts:
        top = part(canvas, top)
    return canvas.png(round(top) + MARGIN)


def _height(part: Part) -> float:
    return part(Canvas(), 0)


def _spread(items: Sequence[Part], room: float) -> list[list[Part]]:
    """The items on as few pages as they need, and as evenly as these allow."""
    heights = [_height(item) for item in items]
    fewest = len(_filled(items, heights, room))
    runs = [sum(heights[first:last]) for last in range(len(items) + 1) for first in range(last)]
    for limit in sorted(runs):
        pages = _filled(items, heights, limit)
        if len(pages) <= fewest:
            return pages
    return [[]]


def _filled(items: Sequence[Part], heights: Sequence[float], room: float) -> list[list[Part]]:
    """The items in order, a new page beginning where the next would not fit."""
    pages: list[list[Part]] = []
    left = 0.0
    for item, height in zip(items, heights, strict=True):
        if not pages or height > left:
            pages.append([])
            left = room
        pages[-1].append(item)
        left -= height
    return pages


def _head(canvas: Canvas, top: float, *, chart: Chart) -> float:
    top = canvas.write(MARGIN, top, _TITLE.wrap(chart.title, INNER), _TITLE, colour=INK) + PADDING / 2
    top = canvas.write(MARGIN, top, PLAIN.wrap(chart.subtitle, INNER), PLAIN, colour=QUIET) + PADDING
    return _legend(canvas, top, _entries(chart)) + 2 * PADDING


def _foot(canvas: Canvas, top: float, *, note: str) -> float:
    return canvas.write(MARGIN, top, SMALL.wrap(note, INNER), SMALL, colour=QUIET)


def _page_number(canvas: Canvas, top: float, *, words: str) -> float:
    return canvas.write(WIDTH - MARGIN, top, SMALL.wrap(words, INNER), SMALL, colour=QUIET, align="right")


def _entries(chart: Chart) -> list[tuple[Swatch, str]]:
    """What the legend explains: only what there is to see."""
    entries: list[tuple[Swatch, str]] = []
    if isinstance(chart, ScoreChart):
        colours = point_colours(len(chart.points), chart.top, chart.bottom)
        pairs = zip(reversed(colours), reversed(chart.points), strict=True)
        entries += [(partial(_filled_swatch, colour=colour), point) for colour, point in pairs]
        bars = [bar for item in chart.items for bar in item.bars]
        if any(bar.top for bar in bars):
            entries.append((_interval_swatch, chart.interval))
        by_hand = any(bar.by_hand for bar in bars)
    else:
        by_hand = any(item.by_hand for item in chart.items)
    return [*entries, (_hatched_swatch, chart.by_hand)] if by_hand else entries


def _legend(canvas: Canvas, top: float, entries: Iterable[tuple[Swatch, str]]) -> float:
    """Signs with their words, as many to a line as fit."""
    left, below, indent = float(MARGIN), top, _SWATCH + 14
    for swatch, words in entries:
        lines = SMALL.wrap(words, INNER - indent)
        width = indent + max(map(SMALL.width, lines), default=0)
        if left + width > WIDTH - MARGIN:
            left, top = MARGIN, below
        swatch(canvas, left, top + 2)
        below = max(below, canvas.write(left + indent, top, lines, SMALL, colour=INK) + PADDING / 2)
        left += width + 2 * PADDING
    return below


def _filled_swatch(canvas: Canvas, left: float, top: float, *, colour: str) -> None:
    canvas.box(left, top, _SWATCH, _SWATCH, fill=colour)


def _hatched_swatch(canvas: Canvas, left: float, top: float) -> None:
    _filled_swatch(canvas, left, top, colour=HATCHED)
    canvas.hatch(left, top, _SWATCH, _SWATCH, colour=INK)


def _interval_swatch(canvas: Canvas, left: float, top: float) -> None:
    interval_mark(canvas, left, left + _SWATCH / 2, left + _SWATCH, top + _SWATCH / 2)
