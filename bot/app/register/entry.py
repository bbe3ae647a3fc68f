"""One entry of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.app.lifetimes import Until

About = Literal["participants", "staff", "strangers", "nobody"]
Group = Literal["who", "answers", "questions", "messages"]
"""What participants are told of together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is kept. ``columns`` are written ``table.column``, files ``file:name``. ``what``, ``form`` and
    ``why`` are English, with names of ``Limits`` in braces. What is kept of participants is told in a ``group``."""

    id: str
    columns: tuple[str, ...]
    about: tuple[About, ...]
    what: str
    form: str
    why: str
    until: Until
    group: Group | None = None


def columns_of(table: str, columns: str) -> tuple[str, ...]:
    """Columns of a table, named with spaces between, as an entry has them."""
    return tuple(f"{table}.{column}" for column in columns.split())
