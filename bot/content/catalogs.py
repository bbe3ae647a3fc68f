"""The sentences of the catalogs, said in a language: gettext with symbolic keys, dates and numbers.

A language is a folder and a line in ``languages.yaml``. Only the standard gettext reads the sentences, so a
language that the locale data does not know works too.
"""

from __future__ import annotations

import gettext
import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.app.words import Text, _

SOURCE = "fr"
"""The language of reference: what another language lacks is said in it."""

APOLOGY = _("error.generic")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is offered: its code, its own name, and a sign for those who read little."""

    code: str
    name: str
    sign: str


def read_languages(folder: Path) -> tuple[Language, ...]:
    """The languages of ``folder/languages.yaml``, in the order they are offered."""
    lines = yaml.load((folder / "languages.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return tuple(Language(line["code"], line["name"], line["sign"]) for line in lines)


class Catalogs:
    """Every language's sentences of one domain.

    A key that a language lacks is said in French. One that French lacks too raises KeyError when ``strict``;
    otherwise, since no chat may show a raw key or stop for it, the key is logged and an apology is said.
    """

    def __init__(
        self,
        offered: tuple[Language, ...],
        sentences: Mapping[str, gettext.NullTranslations],
        *,
        strict: bool = False,
        own: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.offered = offered
        self._sentences = sentences
        self._strict = strict
        self._own = own or {}

    @classmethod
    def load(cls, folder: Path, domain: str = "baro", *, strict: bool = False) -> Catalogs:
        """The catalogs of a domain. Those that are not compiled, or changed since, are compiled in memory."""
        offered = read_languages(folder)
        found = {language.code: _read(folder / language.code / "LC_MESSAGES", domain) for language in offered}
        return cls(offered, {code: each for code, each in found.items() if each}, strict=strict)

    def saying(self, key: str, sentences: Mapping[str, str]) -> Catalogs:
        """The same catalogs with the operator's own sentence for a key, by language; braces stay braces."""
        own = {(language, key): _plain(sentence) for language, sentence in sentences.items()}
        return Catalogs(self.offered, self._sentences, strict=self._strict, own={**self._own, **own})

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages, in the order they are offered."""
        return tuple(language.code for language in self.offered)

    def own_name(self, language: str) -> str:
        """A language in its own words, with its sign: what stands on the button that chooses it."""
        name = next(each for each in self.offered if each.code == language)
        return f"{name.sign} {name.name}".strip()

    def say(self, language: str, text: Text) -> str:
        """The text in a language. Values that are texts themselves are said in the same language."""
        values = {
            name: self.say(language, value) if isinstance(value, Text) else value
            for name, value in text.values.items()
        }
        if text.number is None:
            return self.text(language, text.key, **values)
        return self.plural(language, text.key, text.number, **values)

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The sentence with its placeholders filled; values are put in as they are, not escaped."""
        return self._fill(language, key, self._find(language, key, None), values)

    def plural(self, language: str, key: str, number: int, /, **values: object) -> str:
        """The sentence in the form that the language has for this number, which fills ``{number}``."""
        return self._fill(language, key, self._find(language, key, number), {"number": number, **values})

    def date(self, language: str, day: date) -> str:
        """A day as it is read aloud: «14 juin 2027», «14 zuwɛn 2027»; French where none is known."""
        try:
            said = format_date(day, "d MMMM y", locale=language)
        except (UnknownLocaleError, ValueError):
            return self.date(SOURCE, day)
        return said.replace("1", "1er", 1) if language == SOURCE and day.day == 1 else said

    def number(self, language: str, value: float, decimals: int = 0) -> str:
        """A number as French and Mali's Bambara write it: «12 345,6» with narrow no-break spaces.

        The locale data has English formats for Bambara; Mozilla's style guide for Bambara says French.
        """
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        rounded = round(value, decimals) + 0.0  # never «-0»
        return format_decimal(rounded, format=pattern, locale=SOURCE)

    def _find(self, language: str, key: str, number: int | None) -> str | None:
        if (language, key) in self._own:
            return self._own[language, key]
        for code in (language, SOURCE):
            sentences = self._sentences.get(code)
            if sentences is None:
                continue
            found = sentences.gettext(key) if number is None else sentences.ngettext(key, key, number)
            if found != key:
                return found
        return None

    def _fill(self, language: str, key: str, sentence: str | None, values: Mapping[str, object]) -> str:
        try:
            if sentence is None:
                raise KeyError(key)
            return sentence.format(**values)
        except (KeyError, IndexError, ValueError, AttributeError):
            if self._strict:
                raise
            _log.error("the catalogs cannot say %s", key)
            return self._find(language, APOLOGY.key, None) or "⚠️"


def compiled_form(source: Path) -> bytes:
    """A catalog in the binary form that the standard gettext reads, without the entries marked fuzzy."""
    with source.open("rb") as file:
        catalog = read_po(file)
    if catalog.locale is None:
        # Babel leaves the plural rule of a language that it does not know out of the binary form.
        catalog.locale = SOURCE
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _plain(sentence: str) -> str:
    return sentence.replace("{", "{{").replace("}", "}}")


def _read(folder: Path, domain: str) -> gettext.GNUTranslations | None:
    source, compiled = folder / f"{domain}.po", folder / f"{domain}.mo"
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        return None
    return gettext.GNUTranslations(io.BytesIO(compiled_form(source)))
