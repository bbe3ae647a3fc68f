"""PRIVACY.md says of what is kept exactly what the register says."""

from __future__ import annotations

from bot.app.lifetimes import limits_of
from bot.app.register import REGISTER
from bot.app.register.table import table
from bot.app.services import Promises
from bot.cli.privacy import BEGIN, END, PAGE, written


def test_the_page_holds_the_register() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "make privacy"


def test_the_rest_of_the_page_is_left_as_it_is() -> None:
    page = f"before\n{BEGIN}old\n{END}after\n"
    assert written(page).startswith(f"before\n{BEGIN}| about |")
    assert written(page).endswith(f"{END}after\n")


def test_settings_change_the_table() -> None:
    usual, later = (table(REGISTER, limits_of(Promises(seal_hours=hours))) for hours in (24, 72))
    assert "**The seal** comes 24 hours" in usual
    assert "**The seal** comes 72 hours" in later
