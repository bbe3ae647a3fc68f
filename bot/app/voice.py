"""One language, ready to write plain text: what goes into files and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.app.words import Catalogue, Text, _
from bot.core.script import Words


@dataclass(frozen=True, slots=True)
class Voice:
    """Writes one language from the catalogs."""

    language: str
    catalogue: Catalogue

    def __call__(self, text: Text) -> str:
        """A sentence; values that are sentences themselves are written in the same language."""
        values = {
            name: self(value) if isinstance(value, Text) else value for name, value in text.values.items()
        }
        if text.number is None:
            return self.catalogue.text(self.language, text.key, **values)
        return self.catalogue.plural(self.language, text.key, text.number, **values)

    def words(self, words: Words) -> str:
        """A script's words; in the script's first language where this one is missing."""
        return words.get(self.language) or next(iter(words.values()), "")

    def language_name(self, language: str) -> str:
        """A language in its own words, without the sign that stands on its button."""
        return re.sub(r"^\W+", "", self.catalogue.own_name(language))

    def day(self, day: date) -> str:
        """A day, written out."""
        return self.catalogue.date(self.language, day)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as it is written in French, in both languages."""
        return self.catalogue.number(self.language, value, decimals)

    def signed(self, value: float, decimals: int = 0) -> str:
        """A difference with its sign: «+0,4», «−12», «0»."""
        return signed(value, decimals, self.number(abs(value), decimals))

    def share(self, share: float) -> str:
        """A share between 0 and 1 in per cent."""
        return self(_("figure.percent", number=self.number(100 * share)))


def signed(value: float, decimals: int, written: str) -> str:
    """A number written without its sign, with the sign of its rounded value: a real minus, no hyphen."""
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + written
