"""Sentences before they are in a language: a catalog's key and what fills its placeholders.

Deeds and views say ``_("join.code_unknown")``; the catalogs turn it into French or Bambara at the very end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """A catalog's key with its values; with ``number`` the plural of the language decides the form."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    number: int | None = None


class Catalogue(Protocol):
    """The catalogs of all languages. A key that is missing is never shown raw."""

    @property
    def languages(self) -> tuple[str, ...]: ...

    def own_name(self, language: str) -> str:
        """A language in its own words, with its sign: what stands on the button that chooses it."""

    def text(self, language: str, key: str, /, **values: object) -> str: ...

    def plural(self, language: str, key: str, number: int, /, **values: object) -> str: ...

    def date(self, language: str, day: date) -> str: ...

    def number(self, language: str, value: float, decimals: int = 0) -> str: ...


def _(key: str, /, **values: object) -> Text:
    """A sentence of the catalogs."""
    return Text(key, values)


def n_(key: str, /, *, number: int, **values: object) -> Text:
    """A sentence whose form depends on a number, which is also its placeholder ``{number}``."""
    return Text(key, {"number": number, **values}, number)


def _op(key: str, /, **values: object) -> Text:
    """A sentence of the operator's catalog."""
    return Text(key, values)
