"""Codes that are read aloud, typed with fat thumbs, and never confused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codes import ALPHABET, CODE_LENGTH, looks_like_code, read_code, spell

codes = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    for typed in (code, code.lower(), spell(code), f" {code[:2]}-{code[2:]} ", " ".join(code)):
        assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "bonjour", "AH2", "AH234XX", "AH234O", "AH2 34B", "😀😀😀😀😀😀", "/start"]
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_no_two_letters_of_a_code_look_or_sound_alike() -> None:
    for alike in ("O0", "I1L", "BCDEGPTVW", "MN", "FS", "QU", "5S", "2Z", "8B"):
        assert len(set(alike) & set(ALPHABET)) <= (2 if alike == "2Z" else 1)


def test_a_mistyped_code_is_still_recognised_as_an_attempt() -> None:
    assert looks_like_code("ah2 34o")
    assert not looks_like_code("merci")
