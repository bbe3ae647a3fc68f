"""Days as facilitators type them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.app.dates import read_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("14/6/2027", date(2027, 6, 14)),
        ("14-06-27", date(2027, 6, 14)),
        (" 3 . 2 ", date(2027, 2, 3)),
        ("23/11", TODAY),
        ("24/12", date(2026, 12, 24)),
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["", "demain", "31/2", "22/11/2026", "14/13", "1/1/1", "12345"])
def test_what_is_no_day_to_come_is_none(typed: str) -> None:
    assert read_day(typed, TODAY) is None
