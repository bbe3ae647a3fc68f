"""The parts of a chart that show figures: the bars of an item, the gap where they are withheld, their marks.

Each function draws from ``top`` downwards and answers where the next part begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from bot.app.documents import Interval, OptionChart, OptionItem, ScoreBar, ScoreChart, ScoreItem
from bot.reports.canvas import INNER, MARGIN, WIDTH, Canvas
from bot.reports.lettering import Letters, drawable
from bot.reports.palette import INK, OPTION, QUIET, TRACK, ink_on, point_colours

LABEL = Letters(44, bold=True)
NAME = Letters(38, bold=True)
PLAIN = Letters(38)
SMALL = Letters(34)

PADDING = 20
_BAR = 64
_OPTION_BAR = 38
_CUT = 4
_CAP = 9


def score_item(canvas: Canvas, top: float, *, item: ScoreItem, chart: ScoreChart) -> float:
    """An item's label, its bars one under the other, and what changed."""
    top = canvas.write(MARGIN, top, LABEL.wrap(item.label, INNER), LABEL, colour=INK) + PADDING / 2
    for bar in item.bars:
        top = _heading(canvas, top, bar.name, bar.figures, NAME)
        if bar.counts is None or not any(bar.counts):
            top = _gap(canvas, top, bar.withheld)
        else:
            top = _score_bar(canvas, top, bar, bar.counts, chart)
    top = canvas.write(MARGIN, top, PLAIN.wrap(item.note, INNER), PLAIN, colour=INK)
    return top + 2 * PADDING


def option_item(canvas: Canvas, top: float, *, item: OptionItem, chart: OptionChart) -> float:
    """A line's label and a bar for each option."""
    top = _heading(canvas, top, item.label, item.figures, LABEL) + PADDING / 2
    if item.counts is None or not item.people:
        return _gap(canvas, top, item.withheld) + 2 * PADDING
    for option, count in zip(chart.options, item.counts, strict=True):
        share = count / item.people
        top = _heading(canvas, top, option, f"{count} · {_percent(share)}", PLAIN)
        canvas.box(MARGIN, top, INNER, _OPTION_BAR, fill=TRACK)
        _piece(canvas, MARGIN, top, INNER * share, _OPTION_BAR, OPTION, item.by_hand)
        top += _OPTION_BAR + PADDING
    return top + 2 * PADDING


def interval_mark(canvas: Canvas, low: float, middle: float, high: float, down: float) -> None:
    """A line from ``low`` to ``high`` with a dot at the share itself, all in pixels."""
    canvas.line([(low, down), (high, down)], colour=INK)
    canvas.line([(low, down - _CAP), (low, down + _CAP)], colour=INK)
    canvas.line([(high, down - _CAP), (high, down + _CAP)], colour=INK)
    canvas.dot(middle, down, colour=INK)


def _heading(canvas: Canvas, top: float, name: str, figures: str, letters: Letters) -> float:
    """A name on the left and figures on the right; long figures below it."""
    room = INNER - PLAIN.width(drawable(figures)) - 2 * PADDING
    if room < INNER / 2 and letters.width(drawable(name)) > room:
        top = canvas.write(MARGIN, top, letters.wrap(name, INNER), letters, colour=INK)
        return canvas.write(MARGIN, top, PLAIN.wrap(figures, INNER), PLAIN, colour=INK) + PADDING / 4
    below = canvas.write(MARGIN, top, letters.wrap(name, room), letters, colour=INK)
    # On the baseline of the name's last line, which may be written larger.
    beside = max(top, below - letters.line_height + letters.size - PLAIN.size)
    lines = PLAIN.wrap(figures, INNER)
    return (
        max(below, canvas.write(WIDTH - MARGIN, beside, lines, PLAIN, colour=INK, align="right"))
        + PADDING / 4
    )


def _score_bar(canvas: Canvas, top: float, bar: ScoreBar, counts: Sequence[int], chart: ScoreChart) -> float:
    people = sum(counts)
    colours = point_colours(len(counts), chart.top, chart.bottom)
    ends = accumulate(reversed(counts), initial=0)
    for (begin, end), colour in zip(pairwise(ends), reversed(colours), strict=True):
        left, right = MARGIN + INNER * begin / people, MARGIN + INNER * end / people
        if end > begin:
            cut = _CUT if end < people else 0
            _piece(canvas, left, top, right - left - cut, _BAR, colour, bar.by_hand)
            _share_inside(canvas, left, right - cut, top, (end - begin) / people, colour)
    top += _BAR
    if bar.top is not None:
        top += PADDING
        _interval(canvas, top, bar.top, sum(counts[-chart.top :]) / people)
    return top + PADDING


def _piece(
    canvas: Canvas, left: float, top: float, width: float, height: float, colour: str, by_hand: bool
) -> None:
    if width > 0:
        canvas.box(left, top, width, height, fill=colour)
        if by_hand:
            canvas.hatch(left, top, width, height, colour=ink_on(colour))


def _share_inside(canvas: Canvas, left: float, right: float, top: float, share: float, colour: str) -> None:
    """The share of a piece, without its sign or not at all where the piece is too narrow."""
    for words in (_percent(share), f"{share:.0%}".rstrip("%")):
        width = SMALL.width(words) + 12
        if width <= right - left:
            middle, above = (left + right) / 2, top + (_BAR - SMALL.size) / 2 - 4
            canvas.box(middle - width / 2, top + 8, width, _BAR - 16, fill=colour)
            canvas.write(middle, above, [words], SMALL, colour=ink_on(colour), align="center")
            return


def _interval(canvas: Canvas, down: float, interval: Interval, share: float) -> None:
    low, middle, high = (MARGIN + INNER * part for part in (interval.low, share, interval.high))
    interval_mark(canvas, low, middle, high, down)


def _gap(canvas: Canvas, top: float, reason: str) -> float:
    lines = SMALL.wrap(reason, INNER - 2 * PADDING)
    height = max(_BAR, len(lines) * SMALL.line_height + PADDING)
    canvas.dashed_frame(MARGIN, top, INNER, height, colour=QUIET)
    above = top + (height - len(lines) * SMALL.line_height) / 2
    canvas.write(WIDTH / 2, above, lines, SMALL, colour=QUIET, align="center")
    return top + height + PADDING


def _percent(share: float) -> str:
    """A share as French writes it, with a space that does not break."""
    return f"{share:.0%}".replace("%", "\u00a0%")
