"""What the words of a script must be: in every language, short, rightly spelt, without markup or gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.core.mistakes import Mistake, Path
from bot.core.orthography import SPACED, crowded_marks, foreign_letters
from bot.core.script import Part, Words

LIMITS: Mapping[str, int] = {
    "text": 1200,
    "question": 1200,
    "about": 1200,
    "title": 60,
    "label": 40,
    "item": 40,
}
"""Characters by the field that holds the words; these are all such fields. Telegram takes 4,096 a message,
but people read little; what stands on a button or beside a bar of a chart is cut off on a small phone."""

SIGN_LIMIT = 8
"""Code points of a sign: one emoji; the longest are put together from seven or eight."""

EXCERPT = 60
"""Characters of the author's words that a finding quotes."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_MARKUP = re.compile(r"<[^<>]*>?|>")
_AT_HOME = "\n\u00a0\u202f\u200d"
"""Line ends, no-break spaces and the joiner within emojis: not printable to Python, at home here."""


def check_words(part: Part, languages: Sequence[str], path: Path = ()) -> Iterator[Mistake]:
    """Everything wrong with the words and signs of a piece of a script and of the pieces within it."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        here = (*path, name)
        if isinstance(value, tuple):
            for i, each in enumerate(value):
                if isinstance(each, Part):
                    yield from check_words(each, languages, (*here, i))
        elif name in LIMITS and isinstance(value, Mapping):
            yield from _words(value, languages, LIMITS[name], here)
        elif name == "sign" and len(value) > SIGN_LIMIT:
            yield Mistake("check.sign_long", here, {"words": excerpt(value), "limit": SIGN_LIMIT})


def excerpt(words: str) -> str:
    """The beginning of some words, on one line, to be quoted; what cannot be seen is shown as «�»."""
    line = "".join(c if c.isprintable() or c in _AT_HOME else "�" for c in " ".join(words.split()))
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


def _words(words: Words, languages: Sequence[str], limit: int, path: Path) -> Iterator[Mistake]:
    known = next((text for text in words.values() if text), "")
    for language in languages:
        if language not in words:
            yield Mistake("check.language_missing", path, {"language": language, "words": excerpt(known)})
    for language, text in words.items():
        here, quoted = (*path, language), {"language": language, "words": excerpt(text)}
        if languages and language not in languages:
            yield Mistake("check.language_undeclared", here, quoted)
        if not text.strip():
            yield Mistake("check.words_empty", here, quoted)
        if len(text) > limit:
            yield Mistake("check.words_long", here, {**quoted, "length": len(text), "limit": limit})
        yield from _characters(text, here)
        yield from check_spelling(language, text, here)


def _characters(text: str, path: Path) -> Iterator[Mistake]:
    quoted = {"words": excerpt(text)}
    if found := _PLACEHOLDER.search(text):
        yield Mistake("check.placeholder", path, {**quoted, "placeholder": found[0]})
    if found := _MARKUP.search(text):
        yield Mistake("check.markup", path, {**quoted, "markup": found[0]})
    hidden = next((c for c in text if not c.isprintable() and c not in _AT_HOME), None)
    if hidden is not None:
        yield Mistake("check.hidden_character", path, {**quoted, "character": f"U+{ord(hidden):04X}"})


def check_spelling(language: str, text: str, path: Path) -> Iterator[Mistake]:
    """Missing spaces before ? ! : ; and letters that Bambara does not have."""
    if language in SPACED:
        for crowded in crowded_marks(text):
            yield Mistake("check.space_missing", path, {"language": language, "words": crowded})
    if language != "bm":
        return
    for foreign in foreign_letters(text):
        values = {"word": foreign.word, "letters": foreign.letters, "meant": foreign.meant}
        if foreign.perhaps_name:
            yield Mistake("check.letters_of_name", path, values, warning=True)
        elif foreign.meant:
            yield Mistake("check.letters_mistaken", path, values)
        else:
            yield Mistake("check.letters_foreign", path, values)
