"""Promises about numbers: each answer counts once, and small numbers are not shown."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.app.results import asks_sides, items
from bot.app.terms import CATEGORIES, MOMENTS, PHONES, SIDES, Moment
from bot.core.paired import NOT_COMPARED
from bot.core.results import Counts, Line
from bot.core.screening import clean
from bot.core.script import Rate
from bot.rehearsal.account import Account
from bot.rehearsal.house import in_language

Row = dict[str, str]


async def counted_once(account: Account) -> AsyncIterator[str]:
    """What was published of each poll and each pair is what those who stayed tapped, line by line; every poll was
    closed."""
    published = await account.published()
    for _stage, step in account.script.polls():
        if step.id not in account.expected:
            yield step.id
    if published.keys() != account.expected.keys():
        yield f"{sorted(published.keys() ^ account.expected.keys())}"
    for name, wanted in account.expected.items():
        found = {result.line: result.counts for result in published.get(name, ())}
        for result in wanted:
            if found.get(result.line) != result.counts:
                yield f"{name} · {result.line} : {found.get(result.line)} ≠ {result.counts}"


async def small_numbers_withheld(account: Account) -> AsyncIterator[str]:
    """No line is shown that is too small, or in which all, or all but one, said the same."""
    thresholds = account.house.services.promises.thresholds
    for name, lines in (await account.published()).items():
        for result in lines:
            if result.counts is not None and not _large(result.counts, thresholds.of(result.line)):
                yield f"{name} · {result.line} : {result.counts}"


async def file_says_the_same(account: Account) -> AsyncIterator[str]:
    """The file of the results has the published number of every line, and says where it is withheld."""
    rows = {_key(account, row): row for row in account.table("file.results")}
    answered = account.heading("sheet.answered")
    for step_id, lines in account.expected.items():
        for result in lines:
            key = _line_key(account, step_id, result.line)
            if key is None or key not in rows:
                continue
            wanted = str(result.counts.answered) if result.counts else ""
            if rows[key][answered] != wanted:
                yield f"{' · '.join(key)} : {rows[key][answered]} ≠ {wanted}"
    missing = [
        step for step in account.expected if not step.startswith("pair:") and not _told(account, step, rows)
    ]
    if missing:
        yield ", ".join(missing)


def _told(account: Account, step_id: str, rows: dict[tuple[str, ...], Row]) -> bool:
    """Whether a poll has any row at all."""
    return any(_line_key(account, step_id, result.line) in rows for result in account.expected[step_id])


def _large(counts: Counts, threshold: int) -> bool:
    """Whether enough people answered, and two at least differ; whoever cannot be compared is no cover."""
    given = {value: number for value, number in counts.cells.items() if value != NOT_COMPARED}
    return counts.answered >= threshold and sum(given.values()) - max(given.values()) >= 2


def _key(account: Account, row: Row) -> tuple[str, ...]:
    columns = ("sheet.poll", "sheet.moment", "sheet.side", "sheet.category", "sheet.how")
    return tuple(row[account.heading(column)] for column in columns)


def _line_key(account: Account, step_id: str, line: Line) -> tuple[str, ...] | None:
    """What stands in a row before the numbers of a line; None for the change of a pair."""
    item = next((each for each in items(account.script) if step_id in {step.id for step in each.steps}), None)
    if item is None:
        return None
    reader = account.staff[0]
    step = account.script.step(step_id)
    moment: Moment | None = step.moment if isinstance(step, Rate) else None
    return (
        clean(in_language(item.label, reader.language)),
        reader.say(MOMENTS[moment]) if moment else "",
        reader.say(SIDES[line.side]) if asks_sides(account.script) else "",
        reader.say(CATEGORIES[line.category]) if line.category else "",
        reader.say(PHONES),
    )
