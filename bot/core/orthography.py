"""How French and Bambara are written: spaces before marks, letters of the alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BAMBARA = frozenset("abcdeɛfghijklmnɲŋoɔprstuwyz")
"""The letters of Bambara: the exemplar characters of ``bm`` in the Unicode locale data."""

BORROWED = frozenset("qvxàâçéêëîïôùûü")
"""Letters that only names keep from French. È and ò are not among them: they are an older
spelling of ɛ and ɔ."""

NAMES = frozenset(
    [
        *("Andéramboukane", "Dioïla", "Diré", "Djenné", "Français", "Inékar"),
        *("Ménaka", "Niafunké", "Ségou", "Taoudénit", "Ténenkou", "Tidermène"),
    ]
)
"""Names that keep letters foreign to Bambara: of regions and cercles, and of the other language."""

LOOK_ALIKES = {
    **dict.fromkeys("èἐεℇєεɜ", "ɛ"),
    **dict.fromkeys("òͻↄᴐ", "ɔ"),
    **dict.fromkeys("ñɳηƞ", "ɲ / ŋ"),
    **dict.fromkeys("лԉ", "ɲ"),
}
"""What is taken for a letter of Bambara, in lower case, and the letter that is meant."""

SPACED = ("fr", "bm")
"""Languages that put a space before ? ! : ; (a no-break space or a plain one)."""

_MARKUP = re.compile(r"</?[a-z][^<>]*>")
_PLACEHOLDER = re.compile(r"\{([^{}:!]*)[^{}]*\}")
_NO_PROSE = re.compile(r"`[^`]*`|\w+://\S*|t\.me/\S+|@\w+|(?<!\w)/\w+|&#?\w+;")
_CROWDED = re.compile(r"(?P<word>[^\s?!:;()]+)(?P<mark>[?!:;]+)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A word with letters that Bambara does not have, what may have been meant, and if it may be a name."""

    word: str
    letters: str
    meant: str
    perhaps_name: bool


def crowded_marks(words: str) -> Iterator[str]:
    """The places where the space before ? ! : ; is missing, each with its word: «Bonjour!». Links and markup
    have none, nor has a colon within a word («10:30», «fr:bm»)."""
    plain = _plain(words)
    for found in _CROWDED.finditer(plain):
        after = plain[found.end() : found.end() + 1]
        if found["mark"] != ":" or not after.isalnum():
            yield found[0]


def foreign_letters(words: str) -> Iterator[Foreign]:
    """The words that hold letters which Bambara does not have, each once.

    Acronyms («QR») and the names in NAMES are let pass. A capitalised word with q, v, x or a French accent
    may be a name. Tone marks count as foreign, since tone is not written in current spelling.
    """
    for word in dict.fromkeys(_WORD.findall(_PLACEHOLDER.sub("…", _plain(words)))):
        letters = "".join(dict.fromkeys(c for c in word if c.lower() not in BAMBARA))
        if not letters or word in NAMES or (len(word) > 1 and word.isascii() and word.isupper()):
            continue
        meant = ", ".join(dict.fromkeys(LOOK_ALIKES[c] for c in letters.lower() if c in LOOK_ALIKES))
        perhaps_name = word[0].isupper() and set(letters.lower()) <= BORROWED
        yield Foreign(word, letters, meant, perhaps_name)


def _plain(words: str) -> str:
    """The words alone: markup goes, placeholders shrink to their names, links, commands, `code` to gaps."""
    return _NO_PROSE.sub("…", _PLACEHOLDER.sub(r"{\1}", _MARKUP.sub("", words)))
