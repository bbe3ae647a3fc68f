"""What must not stand in a question, and letters that only deceive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.screening import alike, clean, has_words, screen


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Appelez le 76 12 34 56", "phone"),
        ("mon numéro +223 76123456 svp", "phone"),
        ("c'est 76-12-34-56.", "phone"),
        ("demandez à @moussa_ba", "handle"),
        ("voir https://exemple.org/x", "link"),
        ("voir t.me/groupe", "link"),
        ("écrivez a.b@exemple.ml", "link"),
        ("www.exemple.com dit tout", "link"),
    ],
)
def test_what_leads_to_a_person_is_found_and_can_be_left_out(text: str, kind: str) -> None:
    screened = screen(text)
    assert [finding.kind for finding in screened.findings] == [kind]
    assert screened.findings[0].words not in screened.without
    assert not screen(screened.without).findings


@pytest.mark.parametrize(
    "text",
    [
        "Pourquoi 3 barrages en 2026 ?",
        "Le 14/06/2027 à 10 h",
        "Mun na polisi tɛ na ?",
        "De 10 000 à 10 000 000 F ?",
        "Le 14-06-2027",
    ],
)
def test_ordinary_numbers_and_words_are_left_alone(text: str) -> None:
    assert screen(text).findings == ()


def test_direction_overrides_and_control_characters_are_taken_out() -> None:
    assert clean("pai\u202ex \u0007\u200bici\r\n\n\n oui") == "paix ici\noui"


def test_bambara_letters_stay_as_they_are() -> None:
    assert clean("Ɲininkali : ɛ ɔ ɲ ŋ") == "Ɲininkali : ɛ ɔ ɲ ŋ"


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "\u202e\u202e", "?!", "a"])
def test_without_words_there_is_no_question(text: str) -> None:
    assert not has_words(clean(text))


def test_two_writings_of_the_same_question_are_near_duplicates() -> None:
    assert alike("Pourquoi la patrouille ne vient pas la nuit ?", "pourquoi la patrouille vient pas la nuit")
    assert alike("Mun na ɲinini tɛ kɛ yan ?", "mun na nyinini te ke yan")
    assert not alike("Pourquoi la patrouille ne vient pas ?", "Qui paie les barrages ?")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=200))
def test_what_is_left_after_leaving_out_holds_nothing_to_find(text: str) -> None:
    assert not screen(screen(text).without).findings
