"""Session codes: six letters and digits that can be read aloud in French without being taken for another."""

from __future__ import annotations

import unicodedata

CODE_LENGTH = 6
ALPHABET = "AHJKMRUXYZ2345789"
"""No two of these look alike (no O and 0, no I, L and 1) or sound alike when spelled in French: of B, C, D, G, P, T, V
(«bé, cé, dé …») none, of M and N one, of F and S none, of Q and U one, and not 6, which sounds like 10."""

SESSION_ID_LENGTH = 8
SESSION_ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def read_code(text: str) -> str | None:
    """The code in what somebody typed, or None if it cannot be one. Spaces, dashes, dots and case do not matter.

    >>> read_code(" ah2 34-x ")
    'AH234X'
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(
        letter for letter in folded if not letter.isspace() and letter not in "-–—._·,;:!?#«»\"'"
    )
    if len(letters) != CODE_LENGTH or not all(letter in ALPHABET for letter in letters):
        return None
    return letters


def looks_like_code(text: str) -> bool:
    """Whether somebody probably meant to type a code, right or wrong: one short word of letters and digits."""
    letters = "".join(text.split()).replace("-", "")
    return (
        len(letters) == CODE_LENGTH
        and letters.isascii()
        and letters.isalnum()
        and any(map(str.isdigit, letters))
    )


def spell(code: str) -> str:
    """The code in two groups, as it is shown and read aloud: ``AH2 34X``."""
    return f"{code[:3]} {code[3:]}"
