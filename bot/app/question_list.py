"""The question list as a facilitator leafs through it: by support, then by random id, never by time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.app.moderate import all_merged
from bot.app.ports import Work
from bot.app.records import Question, QuestionStatus
from bot.core.questions import FOR_FOCAL_POINT, PUBLIC, theme_key

PAGE = 6
"""Questions on one page: their numbers fit in one row of buttons."""

COUNTED = 1000
"""A list that is longer is told as so long."""

Selection = Literal["public", "waiting", "published", "asked", "answered", "aside", "protected"]
"""What to list: all that the room may see, one status, or what is there for the focal point alone."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. ``theme`` is a theme's key (``bot.core.questions.theme_key``), "" for every theme."""

    selection: Selection = "public"
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its place in the list, from 1, and how many supports those merged into it have had:
    apart, since somebody may have supported both."""

    number: int
    question: Question
    merged: int
    merged_supports: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page (from 0) of ``pages``. ``counts`` has the questions of each status, as far as they are counted
    (``counted_to``), ``themes`` every theme of the session, whatever the filter; ``theme`` is the one listed, "" for
    every."""

    filter: Filter
    rows: tuple[Row, ...]
    page: int
    pages: int
    counts: Mapping[str, int]
    themes: tuple[str, ...]
    theme: str


async def rows(work: Work, session: str, filter: Filter, page: int) -> ListPage:
    """A page of the list, or the last one where there are fewer. A theme that is gone filters nothing."""
    themes = await work.questions.themes(session)
    theme = next((each for each in themes if theme_key(each) == filter.theme), "")
    filter = Filter(filter.selection, theme_key(theme) if theme else "")
    most = counted_to(page, PAGE)
    counts = await work.questions.count(session, most=most)
    listed = await work.questions.count(session, theme=theme, most=most) if theme else counts
    wanted = statuses(filter.selection)
    pages = max(1, -(-count_of(listed, filter.selection) // PAGE))
    page = min(max(page, 0), pages - 1)
    found = await work.questions.page(
        session, statuses=wanted, theme=theme or None, limit=PAGE, offset=page * PAGE
    )
    merged = await _merged(work, session, counts)
    numbered = enumerate(found, start=page * PAGE + 1)
    shown = tuple(Row(number, each, *merged.get(each.id, (0, 0))) for number, each in numbered)
    return ListPage(filter, shown, page, pages, counts, tuple(themes), theme)


def counted_to(page: int, size: int) -> int:
    """How far a list is counted that is shown in pages of this size: beyond what any room asks, so that a page costs
    the same however many there are, and always past the page that is looked at, so that it can be leafed through to
    its end."""
    return max(COUNTED, (page + 2) * size)


def statuses(selection: Selection) -> tuple[QuestionStatus, ...]:
    """The statuses that a selection lists."""
    if selection == "public":
        return PUBLIC
    return FOR_FOCAL_POINT if selection == "protected" else (selection,)


def count_of(counts: Mapping[str, int], selection: Selection) -> int:
    """How many questions a selection has, by the counts of each status."""
    return sum(counts.get(status, 0) for status in statuses(selection))


async def _merged(work: Work, session: str, counts: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """How many questions were merged into each, and the supports they have had."""
    if not counts.get("merged"):
        return {}
    number: Counter[str] = Counter()
    supports: Counter[str] = Counter()
    for each in await all_merged(work, session):
        if each.merged_into:
            number[each.merged_into] += 1
            supports[each.merged_into] += each.supports
    return {target: (number[target], supports[target]) for target in number}
