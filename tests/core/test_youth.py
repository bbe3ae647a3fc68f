"""A youth group's own words as a poll."""

from __future__ import annotations

import pytest

from bot.core.script import Choose, Rate, Script
from bot.core.youth import Unfit, YouthPoll, read_options, read_question, youth_script
from tests.core.scripts import FOUR, live


def template() -> Script:
    script = live()
    stages = (script.stages[0], script.stages[1].model_copy(update={"id": "poll"}))
    return script.model_copy(update={"mode": "self", "stages": stages})


def test_a_leaders_options_become_the_poll() -> None:
    poll = YouthPoll({"fr": "Où jouer ?"}, None, {"fr": ("Au stade", "À l’école")})
    script = youth_script(template(), poll, {})
    ((_, step),) = script.polls()
    assert isinstance(step, Choose)
    assert [option.label["fr"] for option in step.options] == ["Au stade", "À l’école"]
    assert script.languages == ("fr",)


def test_a_scale_becomes_the_poll() -> None:
    poll = YouthPoll({"fr": "Ça va ?", "bm": "A bɛ di ?"}, "trust-4", {})
    script = youth_script(template(), poll, {"trust-4": FOUR})
    ((_, step),) = script.polls()
    assert isinstance(step, Rate) and set(script.scales) == {"trust-4"}
    assert script.languages == ("fr", "bm")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("😀", "empty"), ("x" * 201, "too_long"), ("Que fait @moussa ?", "found")],
)
def test_a_question_that_cannot_be_taken_says_why(text: str, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        read_question(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Oui", "too_few"),
        ("\n".join("abcdefghijk"), "too_many"),
        ("Oui\noui", "repeated"),
        ("Oui\n" + "n" * 39, "too_long"),
        ("Oui\n76 12 34 56", "found"),
    ],
)
def test_answers_that_cannot_be_taken_say_why(text: str, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        read_options(text)


def test_both_languages_need_as_many_answers() -> None:
    with pytest.raises(Unfit, match="not_as_many"):
        read_options("Awɔ\nAyi\nA tɛ dɔn", as_many_as=2)


def test_dashes_and_dots_before_answers_are_taken_off() -> None:
    assert read_options("- Oui\n• Non\n\n– Peut-être") == ("Oui", "Non", "Peut-être")
