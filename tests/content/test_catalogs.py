"""Saying a sentence of the catalogs in a language."""

from __future__ import annotations

import logging
import os
from datetime import date
from pathlib import Path

import pytest

from bot.app.words import Text, _, n_
from bot.content.catalog_tool import compile_all
from bot.content.catalogs import Catalogs

LANGUAGES = """
- {code: fr, name: Français, sign: 🔵}
- {code: bm, name: Bamanankan, sign: 🟢}
- {code: xyz, name: Xyz, sign: ""}
"""

FRENCH = r"""
msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "hello"
msgstr "Bonjour {name}"

msgid "joined"
msgid_plural "joined"
msgstr[0] "{number} personne à {place}"
msgstr[1] "{number} personnes à {place}"

msgid "only_french"
msgstr "En français"

msgid "error.generic"
msgstr "Désolé"
"""

BAMBARA = r"""
msgid ""
msgstr ""
"Language: bm\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "hello"
msgstr "I ni ce {name}"

msgid "joined"
msgid_plural "joined"
msgstr[0] "Mɔgɔ {number} {place} la"

msgid "error.generic"
msgstr "Hakɛto"
"""

UNKNOWN_TO_LOCALE_DATA = r"""
msgid ""
msgstr ""
"Language: xyz\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n>2?2:n-1);\n"

msgid "joined"
msgid_plural "joined"
msgstr[0] "one"
msgstr[1] "two"
msgstr[2] "many"
"""


def write(folder: Path, language: str, text: str) -> Path:
    path = folder / language / "LC_MESSAGES" / "baro.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip(), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three languages, of which one is unknown to the locale data."""
    (tmp_path / "languages.yaml").write_text(LANGUAGES, encoding="utf-8")
    for language, text in (("fr", FRENCH), ("bm", BAMBARA), ("xyz", UNKNOWN_TO_LOCALE_DATA)):
        write(tmp_path, language, text)
    return tmp_path


@pytest.fixture
def catalogs(folder: Path) -> Catalogs:
    return Catalogs.load(folder)


def test_languages_are_offered_in_the_order_and_under_the_names_of_their_file(catalogs: Catalogs) -> None:
    assert catalogs.languages == ("fr", "bm", "xyz")
    assert [catalogs.own_name(each) for each in catalogs.languages] == ["🔵 Français", "🟢 Bamanankan", "Xyz"]


def test_a_sentence_is_said_in_each_language(catalogs: Catalogs) -> None:
    assert catalogs.text("fr", "hello", name="Awa") == "Bonjour Awa"
    assert catalogs.text("bm", "hello", name="Awa") == "I ni ce Awa"


def test_what_a_language_lacks_is_said_in_french(catalogs: Catalogs) -> None:
    assert catalogs.text("bm", "only_french") == "En français"
    assert catalogs.text("xyz", "hello", name="Awa") == "Bonjour Awa"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("fr", 0, "0 personne à Ségou"),
        ("fr", 1, "1 personne à Ségou"),
        ("fr", 2, "2 personnes à Ségou"),
        ("bm", 1, "Mɔgɔ 1 Ségou la"),
        ("bm", 7, "Mɔgɔ 7 Ségou la"),
        ("xyz", 1, "one"),
        ("xyz", 2, "two"),
        ("xyz", 9, "many"),
    ],
)
def test_each_language_has_its_own_plural(catalogs: Catalogs, language: str, number: int, said: str) -> None:
    assert catalogs.plural(language, "joined", number, place="Ségou") == said


def test_values_may_be_named_like_the_parameters(catalogs: Catalogs, folder: Path) -> None:
    write(folder, "fr", FRENCH + '\nmsgid "odd"\nmsgstr "{key} {language} {self}"\n')
    assert Catalogs.load(folder).text("fr", "odd", key=1, language=2, self=3) == "1 2 3"


def test_values_are_put_in_as_they_are(catalogs: Catalogs) -> None:
    assert catalogs.text("fr", "hello", name="{name} <b>") == "Bonjour {name} <b>"


def test_a_text_within_a_text_is_said_in_the_same_language(catalogs: Catalogs) -> None:
    inner = n_("joined", number=3, place="Gao")
    assert catalogs.say("fr", _("hello", name=inner)) == "Bonjour 3 personnes à Gao"
    assert catalogs.say("bm", Text("hello", {"name": inner})) == "I ni ce Mɔgɔ 3 Gao la"


def test_nobody_is_shown_a_raw_key(catalogs: Catalogs, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert catalogs.text("bm", "no.such_key") == "Hakɛto"
        assert catalogs.plural("fr", "no.such_key", 2) == "Désolé"
        assert catalogs.text("fr", "hello", nom="Awa") == "Désolé"
    assert ["no.such_key" in caplog.text, "Awa" in caplog.text] == [True, False]


def test_an_empty_plural_form_is_not_shown_as_its_key(folder: Path) -> None:
    write(folder, "bm", BAMBARA.replace("Mɔgɔ {number} {place} la", ""))
    assert Catalogs.load(folder).plural("bm", "joined", 5, place="Gao") == "5 personnes à Gao"


def test_a_missing_key_raises_when_catalogs_are_checked(folder: Path) -> None:
    strict = Catalogs.load(folder, strict=True)
    with pytest.raises(KeyError):
        strict.text("bm", "no.such_key")
    with pytest.raises(KeyError):
        strict.text("fr", "hello")


def test_compiled_catalogs_are_read_unless_the_source_is_newer(folder: Path) -> None:
    compile_all(folder)
    source = write(folder, "bm", BAMBARA.replace("I ni ce", "I ni sɔgɔma"))
    os.utime(source, (0, 0))
    assert Catalogs.load(folder).text("bm", "hello", name="Awa") == "I ni ce Awa"
    os.utime(source)
    os.utime(source.with_suffix(".mo"), (0, 0))
    assert Catalogs.load(folder).text("bm", "hello", name="Awa") == "I ni sɔgɔma Awa"
    source.unlink()
    assert Catalogs.load(folder).text("bm", "hello", name="Awa") == "I ni ce Awa"


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2027, 6, 14), "14 juin 2027"),
        ("fr", date(2027, 8, 1), "1er août 2027"),
        ("fr", date(2027, 1, 11), "11 janvier 2027"),
        ("bm", date(2027, 6, 14), "14 zuwɛn 2027"),
        ("bm", date(2027, 1, 1), "1 zanwuye 2027"),
        ("xyz", date(2027, 6, 14), "14 juin 2027"),
    ],
)
def test_a_day_is_said_with_the_months_of_the_language(
    catalogs: Catalogs, language: str, day: date, said: str
) -> None:
    assert catalogs.date(language, day) == said


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (12345.678, 1, "12\u202f345,7"),
        (1234567, 0, "1\u202f234\u202f567"),
        (0.5, 2, "0,50"),
        (-0.04, 1, "0,0"),
        (-2.5, 1, "-2,5"),
    ],
)
def test_numbers_are_written_the_french_way(
    catalogs: Catalogs, value: float, decimals: int, said: str
) -> None:
    assert [catalogs.number(each, value, decimals) for each in catalogs.languages] == [said] * 3
