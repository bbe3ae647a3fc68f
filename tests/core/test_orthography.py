"""How French and Bambara are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.orthography import BAMBARA, crowded_marks, foreign_letters


@pytest.mark.parametrize(
    ("words", "crowded"),
    [
        ("Bonjour!", ["Bonjour!"]),
        ("Vraiment ?! Oui: voilà; bien", ["Oui:", "voilà;"]),
        ("I ka kɛnɛ wa?", ["wa?"]),
        ("« Oui »!", ["»!"]),
        ("👍!", ["👍!"]),
        ("Vous avez <b>{number}</b>: voyez", ["{number}:"]),
        ("Vraiment ? Oui\u00a0! Non\u202f; (?)", []),
        ("À 10:30 : https://exemple.ml/a?b=c;d et `side: x` &amp; fr:bm", []),
        ("", []),
    ],
)
def test_a_space_stands_before_marks(words: str, crowded: list[str]) -> None:
    assert list(crowded_marks(words)) == crowded


@pytest.mark.parametrize(
    ("words", "word", "letters", "meant", "perhaps_name"),
    [
        ("I ni sògòma", "sògòma", "ò", "ɔ", False),
        ("Ka kε", "kε", "ε", "ɛ", False),
        ("Лininkali", "Лininkali", "Л", "ɲ", False),
        ("A bɛ video kɛ", "video", "v", "", False),
        ("Vɛrisayi ka dugu", "Vɛrisayi", "V", "", True),
        ("Èlè don", "Èlè", "Èè", "ɛ", False),
        ("fɛ\u0300n", "fɛ\u0300n", "\u0300", "", False),
    ],
)
def test_letters_that_bambara_does_not_have_are_found(
    words: str, word: str, letters: str, meant: str, perhaps_name: bool
) -> None:
    (found,) = foreign_letters(words)
    assert (found.word, found.letters, found.meant, found.perhaps_name) == (
        word,
        letters,
        meant,
        perhaps_name,
    )


@pytest.mark.parametrize(
    "words",
    ["Ɲɔgɔnye Ségou la", "QR, CSV", "{vexation} <b>k’a</b> fɔ /aide @qvx https://vx.ml", "FAMa, Telegram"],
)
def test_names_acronyms_and_what_is_no_prose_are_let_pass(words: str) -> None:
    assert list(foreign_letters(words)) == []


@given(st.text(st.sampled_from([*sorted(BAMBARA), *"ƐƆƝŊ ’\n.7"])))
def test_nothing_written_in_the_bambara_alphabet_is_foreign(words: str) -> None:
    assert list(foreign_letters(words)) == []
