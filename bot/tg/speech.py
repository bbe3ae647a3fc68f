"""One language, ready to speak: catalog sentences with their values made harmless for Telegram's HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.app.words import Catalogue, Text
from bot.core.script import Words


@dataclass(frozen=True, slots=True)
class Speech:
    """Speaks one language from the catalogs."""

    language: str
    catalogue: Catalogue

    def __call__(self, text: Text) -> str:
        """A sentence for a message: values are escaped, the catalog's own tags stand."""
        return self._say(text, escaped=True)

    def plain(self, text: Text) -> str:
        """A sentence for a button or an alert, where no tags are known."""
        return self._say(text, escaped=False)

    def words(self, words: Words) -> str:
        """A script's words, escaped; in the script's first language where this one is missing."""
        return html.escape(self.label(words), quote=False)

    def label(self, words: Words) -> str:
        """A script's words as they are, for a button."""
        return words.get(self.language) or next(iter(words.values()), "")

    def day(self, day: date) -> str:
        """A day, written out."""
        return self.catalogue.date(self.language, day)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as it is written in French, in both languages."""
        return self.catalogue.number(self.language, value, decimals)

    def _say(self, text: Text, *, escaped: bool) -> str:
        values = {name: self._value(value, escaped=escaped) for name, value in text.values.items()}
        if text.number is None:
            return self.catalogue.text(self.language, text.key, **values)
        return self.catalogue.plural(self.language, text.key, text.number, **values)

    def _value(self, value: object, *, escaped: bool) -> object:
        if isinstance(value, Text):
            return self._say(value, escaped=escaped)
        if isinstance(value, Mapping):
            value = self.label(value)
        if isinstance(value, str):
            return html.escape(value, quote=False) if escaped else value
        return value
