"""What people are told of the register before they accept: a line a group of what is kept of them, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.app.lifetimes import Limits
from bot.app.register.entry import Entry, Group
from bot.app.words import Text


@dataclass(frozen=True, slots=True)
class Line:
    """What is kept together, and what becomes of it, one after another."""

    group: Group
    fates: tuple[Text, ...]


def lines_of(entries: Iterable[Entry], limits: Limits) -> list[Line]:
    """A line for each group of the register, in its order. What has the same fate is told once."""
    fates: dict[Group, list[Text]] = {}
    for entry in entries:
        if entry.group is None or entry.until.told is None:
            continue
        told, fate = fates.setdefault(entry.group, []), entry.until.told(limits)
        if fate not in told:
            told.append(fate)
    return [Line(group, tuple(told)) for group, told in fates.items()]
