"""The audit log says who did what on which day: once for reading, with a count for what changes something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.app.audit import PAGE, Line, LogPage, What, badges_in_log, note, read_log
from bot.rehearsal.fixed import DAY
from tests.app.house import House

TODAY = DAY.date()


class Calendar:
    """A clock of which a story turns the pages."""

    def __init__(self) -> None:
        self.day = TODAY

    def now(self) -> int:
        return int(DAY.timestamp()) + (self.day - TODAY).days * 86_400

    def today(self) -> date:
        return self.day


@pytest.fixture
def calendar(home: House) -> Calendar:
    clock = Calendar()
    home.services = replace(home.services, clock=clock)
    return clock


async def did(home: House, badge: str, *whats: What, session: str = "s1", organisation: str = "add") -> None:
    async with home.database.begin() as work:
        for what in whats:
            await note(work, home.services, organisation, badge, what, session)
        await work.commit()


async def log(home: House, page: int = 0, organisation: str = "add") -> LogPage:
    async with home.database.read() as work:
        return await read_log(work, home.services, organisation, page)


async def test_reading_again_on_the_same_day_makes_no_further_line(home: House, calendar: Calendar) -> None:
    await did(home, "K7X", "read", "read")
    await did(home, "K7X", "read")
    assert (await log(home)).lines == (Line(TODAY, "K7X", "read", "s1", "", 1),)


async def test_what_changes_something_is_counted(home: House, calendar: Calendar) -> None:
    await did(home, "K7X", "aside", "aside")
    await did(home, "K7X", "aside")
    assert (await log(home)).lines == (Line(TODAY, "K7X", "aside", "s1", "", 3),)


async def test_another_person_session_act_or_day_is_another_line(home: House, calendar: Calendar) -> None:
    await did(home, "K7X", "read", "publish")
    await did(home, "M22", "read")
    await did(home, "K7X", "read", session="s2")
    calendar.day += timedelta(days=1)
    await did(home, "K7X", "read")
    lines = (await log(home)).lines
    assert len(lines) == 5
    assert lines[0].day == TODAY + timedelta(days=1)
    assert {line.day for line in lines[1:]} == {TODAY}


async def test_an_organisation_reads_its_own_log_alone(home: House, calendar: Calendar) -> None:
    await did(home, "K7X", "read", organisation="sahel")
    assert (await log(home)).lines == ()
    assert len((await log(home, organisation="sahel")).lines) == 1


async def test_within_a_day_the_log_goes_member_by_member(home: House, calendar: Calendar) -> None:
    await did(home, "M22", "read")
    await did(home, "K7X", "publish", "read")
    lines = (await log(home)).lines
    assert [(line.badge, line.what) for line in lines] == [
        ("K7X", "read"),
        ("K7X", "publish"),
        ("M22", "read"),
    ]


async def test_the_log_is_leafed_through(home: House, calendar: Calendar) -> None:
    for day in range(PAGE + 1):
        calendar.day = TODAY + timedelta(days=day)
        await did(home, "K7X", "read")
    first, last = await log(home), await log(home, 1)
    assert (len(first.lines), first.more) == (PAGE, True)
    assert (len(last.lines), last.more) == (1, False)
    assert last.lines[0].day == TODAY


async def test_a_line_does_not_open_under_another_day_or_organisation(
    home: House, calendar: Calendar
) -> None:
    await did(home, "K7X", "read_protected")
    async with home.database.begin() as work:
        (entry,) = await work.audit.page("add", 1)
        work.audit.put(replace(entry, day=TODAY - timedelta(days=1)))
        await work.commit()
    assert (await log(home)).lines == ()


async def test_nothing_of_a_line_can_be_read_in_the_table(home: House, calendar: Calendar) -> None:
    await did(home, "K7X", "read")
    async with home.database.read() as work:
        (entry,) = await work.audit.page("add", 1)
    assert b"K7X" not in entry.id + entry.sealed
    assert b"read" not in entry.sealed


async def test_old_lines_are_dropped(home: House, calendar: Calendar) -> None:
    await did(home, "K7X", "read")
    calendar.day += timedelta(days=1)
    await did(home, "M22", "read")
    async with home.database.begin() as work:
        await work.audit.forget(calendar.day)
        await work.commit()
    async with home.database.read() as work:
        assert await badges_in_log(work, home.services, "add") == {"M22"}
