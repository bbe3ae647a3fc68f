"""The register of what is kept names all that there is: columns, files, settings, lifetimes; and nothing else."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

import bot.app
import bot.core
import bot.tg
from bot.app.lifetimes import SEALED, Limits, Until, limits_of
from bot.app.register import ABOUT_NOBODY, REGISTER, fate_of
from bot.app.register.entry import Entry
from bot.app.register.notice import lines_of
from bot.app.register.participants import PARTICIPANTS
from bot.app.services import Promises
from bot.app.words import Text, _
from bot.core.suppression import Thresholds
from bot.settings import SETTINGS
from bot.storage.keys import KeyStoreFile
from bot.storage.tables import metadata

DEFAULTS = limits_of(Promises())
LIFETIME = re.compile(r"(.*_)?(KEPT|AFTER|DAYS|HOURS|DELETABLE)")
"""How constants of the code are named that say how long something is kept."""


async def in_key_store(folder: Path) -> list[str]:
    """The columns of the keys' own store."""
    await KeyStoreFile.open(f"sqlite:///{folder}/keys.db", bytes(32))
    with closing(sqlite3.connect(folder / "keys.db")) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            f"{table}.{row[1]}" for table in tables for row in store.execute(f"PRAGMA table_info({table})")
        ]


async def test_every_column_stands_in_the_register_once(tmp_path: Path) -> None:
    there = [f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns]
    there += await in_key_store(tmp_path)
    named = [column for entry in REGISTER for column in entry.columns if not column.startswith("file:")]
    assert Counter(there) == Counter([*named, *ABOUT_NOBODY])


def test_ids_are_unique() -> None:
    assert len({entry.id for entry in REGISTER}) == len(REGISTER)


def hangs_on() -> set[str]:
    """The settings and constants by which something ends."""
    return {name for entry in REGISTER for name in entry.until.by}


@pytest.mark.parametrize(
    "name", [each.name for each in SETTINGS if re.search("HOURS|DAYS|THRESHOLD", each.name)]
)
def test_every_setting_that_is_a_lifetime_or_a_threshold_is_in_the_register(name: str) -> None:
    assert name in hangs_on()


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def lifetimes() -> list[str]:
    """The constants of the code that say how long something is kept, by their full names, where they are made."""
    return sorted(
        f"{module.__name__}.{name}"
        for package in (bot.app, bot.tg, bot.core)
        for module in modules(package)
        for name, value in vars(module).items()
        if LIFETIME.fullmatch(name) and isinstance(value, int | timedelta) and defines(module, name)
    )


def defines(module: ModuleType, name: str) -> bool:
    """Whether a constant is made in this module, not only imported."""
    assert module.__file__ is not None
    return re.search(rf"^{name}\b.*=", Path(module.__file__).read_text("utf-8"), re.MULTILINE) is not None


@pytest.mark.parametrize("name", lifetimes())
def test_every_lifetime_is_in_the_register(name: str) -> None:
    assert name in hangs_on()


@pytest.mark.parametrize("name", sorted(name for name in hangs_on() if name.startswith("bot.")))
def test_every_constant_that_is_named_is_there(name: str) -> None:
    module, _dot, constant = name.rpartition(".")
    assert hasattr(importlib.import_module(module), constant)


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.id)
def test_participants_are_told_of_what_is_kept_of_them_and_of_nothing_else(entry: Entry) -> None:
    told = entry.group is not None and entry.until.told is not None
    assert told == ("participants" in entry.about)


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.id)
def test_every_word_can_be_filled(entry: Entry) -> None:
    for words in (entry.what, entry.form, entry.why, entry.until.words):
        assert words and not re.search(r"[{}|]", DEFAULTS.fill(words))


def told(
    limits: Limits = DEFAULTS, entries: tuple[Entry, ...] = REGISTER
) -> list[tuple[str, tuple[Text, ...]]]:
    return [(line.group, line.fates) for line in lines_of(entries, limits)]


def test_a_setting_changes_what_people_are_told() -> None:
    later = limits_of(Promises(seal_hours=72))
    assert told(later) != told()
    assert fate_of("seat", later) == _("fate.sealed", hours=72)
    larger = limits_of(Promises(thresholds=Thresholds(side=8, group=12)))
    assert fate_of("tally", larger) == _("fate.counted", side=8, group=12)
    assert told(replace(DEFAULTS, message_hours=24)) != told()


def test_another_lifetime_or_entry_changes_what_people_are_told() -> None:
    forever = Until("for ever", lambda limits: _("fate.sent"))
    kept_longer = tuple(replace(each, until=forever) if each.id == "seat" else each for each in REGISTER)
    assert told(entries=kept_longer) != told()
    more = Entry("new", ("table.column",), ("participants",), "what", "form", "why", forever, "answers")
    assert told(entries=(*REGISTER, more)) != told()


def test_what_has_the_same_fate_is_told_once() -> None:
    for _group, fates in told():
        assert len(set(map(repr, fates))) == len(fates)
    assert [group for group, _fates in told()] == ["who", "answers", "questions", "messages"]


def test_nothing_is_told_of_what_is_kept_of_others() -> None:
    with pytest.raises(LookupError):
        fate_of("audit", DEFAULTS)
    assert SEALED in {entry.until for entry in PARTICIPANTS}
