"""The notice before consent says what the register says, in a few lines, and nothing that is not about the session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.lifetimes import Until, limits_of
from bot.app.register import REGISTER
from bot.app.register.entry import Entry
from bot.app.services import Promises
from bot.app.words import _
from bot.content.catalogs import Catalogs
from bot.content.scripts import load_scripts
from bot.settings import ROOT
from bot.tg.speech import Speech
from bot.tg.views.arrival import kept_lines

CATALOGS = Catalogs.load(ROOT / "locales")
SCRIPTS = load_scripts(ROOT / "conversations")
LIMITS = limits_of(Promises())


def lines(language: str = "fr", script: str = "dialogue", entries: tuple[Entry, ...] = REGISTER) -> list[str]:
    return kept_lines(Speech(language, CATALOGS), SCRIPTS[script], entries, LIMITS)


@pytest.mark.parametrize("language", ["fr", "bm"])
@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_it_is_short(script: str, language: str) -> None:
    said = lines(language, script)
    assert len(said) <= 4
    assert all(len(line) <= 120 for line in said)


def test_where_nothing_is_asked_for_nothing_is_said_of_questions() -> None:
    assert any(line.startswith("❓") for line in lines())
    assert not any(line.startswith("❓") for line in lines(script="youth_poll"))


def test_an_entry_more_is_told() -> None:
    longer = Until("two days", lambda limits: _("fate.message", hours=limits.message_hours))
    more = replace(next(each for each in REGISTER if each.id == "ballot"), id="more", until=longer)
    assert lines(entries=(*REGISTER, more)) != lines()


def test_an_entry_less_is_not() -> None:
    less = tuple(each for each in REGISTER if each.group != "messages")
    assert lines(entries=less) == [line for line in lines() if not line.startswith("💬")]
