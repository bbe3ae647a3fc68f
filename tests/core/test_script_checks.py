"""What a script may not do: the rules. That each mistake is found with its line is shown in tests/content."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.person import Person
from bot.core.script import DIMENSIONS, SIDES, Option, Scale, Script
from bot.core.script_checks import check_scales, check_script

YES_NO = Scale(
    points=(Option(id="0", label={"fr": "Non"}), Option(id="1", label={"fr": "Oui"})),
    top=1,
    bottom=1,
)
SHARED = {"yes-no": YES_NO}

CONSENT = {"kind": "consent", "id": "rules", "text": {"fr": "Nos règles"}}


def say(id: str, **more: Any) -> dict[str, Any]:
    return {"kind": "say", "id": id, "text": {"fr": "Bonjour"}, **more}


def about(field: str, *values: str, **more: Any) -> dict[str, Any]:
    options = [{"id": value, "label": {"fr": "Choix"}} for value in values]
    return {
        "kind": "choose",
        "id": field,
        "about": field,
        "question": {"fr": "Qui ?"},
        "options": options,
        **more,
    }


def rate(id: str, **more: Any) -> dict[str, Any]:
    words = {"question": {"fr": "La police ?"}, "item": {"fr": "La police"}}
    return {"kind": "rate", "id": id, "scale": "yes-no", **words, **more}


def script(arrival: list[dict[str, Any]], *opened: dict[str, Any], **more: Any) -> Script:
    return Script.model_validate(
        {
            "id": "test",
            "version": 1,
            "mode": "live",
            "languages": ["fr"],
            "title": {"fr": "Essai"},
            "about": {"fr": "Un essai"},
            "scales": SHARED,
            "stages": [
                {"id": "arrival", "arrival": True, "title": {"fr": "Arrivée"}, "steps": arrival},
                {"id": "talk", "title": {"fr": "Parler"}, "steps": opened or [say("hello")]},
            ],
            **more,
        }
    )


def codes(checked: Script) -> list[str]:
    return [mistake.code for mistake in check_script(checked, SHARED)]


def test_a_plain_script_has_no_mistakes() -> None:
    assert codes(script([CONSENT])) == []


def test_consent_may_follow_words_but_no_question() -> None:
    assert codes(script([say("welcome"), CONSENT])) == []
    assert codes(script([about("gender", "woman", "man"), CONSENT])) == ["check.consent_not_first"]


def test_minors_are_offered_only_where_the_script_allows_them() -> None:
    ages = about("age", "15-17", "18-24")
    assert codes(script([CONSENT, ages])) == ["check.minors"]
    assert codes(script([CONSENT, ages], minors=True)) == []


def test_a_pair_is_one_item_asked_twice_under_the_same_conditions() -> None:
    before, after = rate("a", pair="police", moment="before"), rate("b", pair="police", moment="after")
    assert codes(script([CONSENT], before, after)) == []
    assert codes(script([CONSENT], after, before)) == ["check.pair_reversed"]
    assert codes(script([CONSENT], before)) == ["check.pair_incomplete"]
    assert codes(script([CONSENT], before, {**after, "item": {"fr": "L’armée"}})) == ["check.pair_item"]


def test_conditions_are_the_same_in_whatever_order_they_are_written() -> None:
    sides = about("side", *SIDES)
    before = rate("a", pair="police", moment="before", when={"side": ["forces", "inhabitants"]})
    after = rate("b", pair="police", moment="after", when={"side": ["inhabitants", "forces"]})
    assert codes(script([CONSENT, sides], before, after)) == []


def test_a_retrospective_step_needs_no_pair() -> None:
    assert codes(script([CONSENT], rate("then", moment="retrospective"))) == []


def test_a_side_that_is_passed_over_counts_as_inhabitants() -> None:
    sides = about("side", "forces", "authorities")
    after = about("gender", "woman", "man", when={"side": ["forces"]})
    told = say("told", when={"gender": ["woman"]})
    assert codes(script([CONSENT, sides, after], told)) == []


def test_a_scale_taken_from_the_shared_ones_must_not_differ_from_them() -> None:
    other = YES_NO.model_copy(update={"points": tuple(reversed(YES_NO.points))})
    assert codes(script([CONSENT], rate("a"), scales={"yes-no": other})) == ["check.scale_changed"]


@pytest.mark.parametrize(
    ("top", "bottom", "well"), [(1, 1, True), (2, 1, False), (0, 1, False), (1, 0, False)]
)
def test_the_favourable_and_the_unfavourable_points_of_a_scale_do_not_overlap(
    top: int, bottom: int, well: bool
) -> None:
    scale = YES_NO.model_copy(update={"top": top, "bottom": bottom})
    assert (check_scales({"yes-no": scale}) == []) == well


OFFERED: Mapping[str, tuple[str, ...]] = {"side": SIDES, **DIMENSIONS}
conditions = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(each), min_size=1) for name, each in OFFERED.items()}
)


@given(when_gender=conditions, when_age=conditions, when=conditions)
def test_a_step_is_unreachable_exactly_when_nobody_can_come_to_it(
    when_gender: dict[str, list[str]], when_age: dict[str, list[str]], when: dict[str, list[str]]
) -> None:
    asked_before = {"gender": ("side",), "age": ("side", "gender")}
    gender_only = {k: v for k, v in when_gender.items() if k in asked_before["gender"]}
    age_only = {k: v for k, v in when_age.items() if k in asked_before["age"]}
    condition = {k: v for k, v in when.items() if k != "residence"}
    checked = script(
        [
            CONSENT,
            about("side", *SIDES),
            about("gender", *DIMENSIONS["gender"], when=gender_only),
            about("age", *DIMENSIONS["age"], when=age_only),
        ],
        say("last", when=condition),
        minors=True,
    )
    reachable = False
    for answers in product(*((None, *OFFERED[name]) for name in ("side", "gender", "age"))):
        person = Person("fr", "arrival", "side")
        for name, answer in zip(("side", "gender", "age"), answers, strict=True):
            if answer is not None and person.meets(checked.step(name)):
                person = person.tell(name, answer)
        reachable = reachable or person.meets(checked.step("last"))
    told = [mistake.path for mistake in check_script(checked, SHARED) if mistake.code == "check.unreachable"]
    assert reachable == (("stages", 1, "steps", 0, "when") not in told)
