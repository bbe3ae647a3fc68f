"""Words in pictures: every letter of French and Bambara, none that the font cannot show, no line too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font

from bot.reports.lettering import Letters, drawable

WORDS = st.text(st.sampled_from("abɛɔɲŋ’ -\u00a0%😀\n"), max_size=80)


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_the_letters_of_both_languages(bold: bool) -> None:
    font = FT2Font(Letters(38, bold).file)
    missing = [
        letter
        for letter in "ƐɛƆɔƝɲŊŋàâçéèêëîïôùûœŒ«»’–·%\u00a0\u202f"
        if not font.get_char_index(ord(letter))
    ]
    assert missing == []


def test_signs_that_the_font_lacks_are_left_out() -> None:
    assert drawable("👮🏾 Polisi\u202e 🙂\n(FAMa) ☝️") == "Polisi (FAMa) ☝"


def test_no_line_begins_with_the_sign_that_belongs_to_the_line_before() -> None:
    letters = Letters(38)
    width = letters.width("Confiance ?")
    assert letters.wrap("Quelle Confiance\u00a0?", width) == ["Quelle", "Confiance\u00a0?"]


@given(WORDS, st.integers(60, 500))
def test_every_line_fits_and_every_letter_is_kept(text: str, width: int) -> None:
    letters = Letters(38)
    lines = letters.wrap(text, width)
    assert all(letters.width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == drawable(text).replace(" ", "")
