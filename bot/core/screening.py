"""What must not stand in a question or a poll: telephone numbers, @names, links; and letters that only deceive.

The gentle stop is a help, not a guarantee: a name written as a word is found by no rule, which is why people are told
beforehand and a facilitator reads every question before the room does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

GAP = "…"

_LINK = re.compile(
    r"(?:https?://|www\.|t\.me/|wa\.me/)\S+"
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[\w-]+\.)+(?:com|net|org|info|ml|fr|io|me|gg|ly|link|site|online|app)\b(?:/\S*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@])@\w{2,}")
_PHONE = re.compile(
    r"(?<!\d)"
    r"(?!\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d))"  # a day: 14-06-2027
    r"(?!\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?!\d))"  # an amount: 10 000 000
    r"\+?\d(?:[\s.\-/()]{0,2}\d){7,14}(?!\d)"
)
"""Eight digits or more, in groups or not: Mali's numbers have eight, with +223 eleven (ITU-T E.164: at most 15)."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINER = "\u200d"
_SELECTOR = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of a text that may lead to a person: its kind (``phone``, ``handle``, ``link``) and the words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Screened:
    """A text as it would be read, what was found in it, and the same text without what was found."""

    text: str
    findings: tuple[Finding, ...]
    without: str


def screen(text: str) -> Screened:
    """Clean a text and look for what may lead to a person."""
    text = clean(text)
    findings: list[Finding] = []
    without = text
    for kind, pattern in (("link", _LINK), ("handle", _HANDLE), ("phone", _PHONE)):
        found = [Finding(kind, match.group()) for match in pattern.finditer(without)]
        without = pattern.sub(GAP, without) if found else without
        findings += found
    return Screened(text, tuple(findings), without.strip())


def clean(text: str) -> str:
    """The text in its usual form (NFC), without control characters, direction overrides and empty lines in a row."""
    kept = []
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if letter in ("\n", _JOINER, _SELECTOR):
            kept.append(letter)
        elif letter == "\t":
            kept.append(" ")
        elif unicodedata.category(letter) not in _INVISIBLE:
            kept.append(letter)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(kept).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def has_words(text: str) -> bool:
    """Whether there is anything to read: at least two letters or digits of any script."""
    return sum(letter.isalnum() for letter in text) >= 2


def likeness(text: str) -> str:
    """A key under which two writings of the same question fall together, for suggestions only, never to merge.

    Folds case, accents, Bambara letters and the French-style spellings of them (``ou`` for ``u``, ``gn`` for ``ɲ``)
    and doubled letters, and keeps words of three letters or more, sorted.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    for written, key in _FOLDS:
        folded = folded.replace(written, key)
    folded = re.sub(r"(.)\1", r"\1", folded)
    return " ".join(sorted({word for word in re.findall(r"\w+", folded) if len(word) > 2}))


_FOLDS = (
    ("ɛ", "e"),
    ("ɔ", "o"),
    ("ɲ", "ny"),
    ("ŋ", "ng"),
    ("gn", "ny"),
    ("ou", "u"),
    ("dj", "j"),
    ("tch", "c"),
)


def alike(first: str, second: str) -> bool:
    """Whether two questions are near-duplicates: six of ten words of both together are shared (Jaccard)."""
    one, other = set(likeness(first).split()), set(likeness(second).split())
    return bool(one and other) and len(one & other) / len(one | other) >= 0.6
