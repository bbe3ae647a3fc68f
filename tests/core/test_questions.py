"""No way of decisions leads a question where it must not go."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.questions import (
    FOR_FOCAL_POINT,
    PUBLIC,
    Decision,
    NotAllowed,
    Status,
    after,
    decisions,
    may_merge,
    theme_key,
)

STATUSES: tuple[Status, ...] = get_args(Status)
DECISIONS: tuple[Decision, ...] = get_args(Decision)

statuses = st.sampled_from(STATUSES)
decided = st.sampled_from(DECISIONS)
walks = st.lists(st.tuples(decided, st.booleans()), max_size=30)


def walk(steps: list[tuple[Decision, bool]], *, word: bool) -> list[tuple[Status, Decision, bool, Status]]:
    """The moves of a question that waits when these decisions are tried, some by the focal point."""
    moves = []
    status: Status = "waiting"
    for decision, focal in steps:
        if decision in decisions(status, word=word, focal=focal):
            reached = after(status, decision, word=word, focal=focal)
            moves.append((status, decision, focal, reached))
            status = reached
    return moves


@given(walks, st.booleans())
def test_what_is_protected_only_the_focal_point_puts_back_and_never_into_the_room(
    steps: list[tuple[Decision, bool]], word: bool
) -> None:
    for status, _decision, focal, reached in walk(steps, word=word):
        if status in FOR_FOCAL_POINT:
            assert focal
            assert reached in ("waiting", *FOR_FOCAL_POINT)
        assert reached != "handed" or status == "protected"


def test_what_was_handed_over_goes_back_to_being_protected_and_nowhere_else() -> None:
    assert decisions("handed", focal=True) == ("recall",)
    assert after("handed", "recall", focal=True) == "protected"


@given(walks, st.booleans())
def test_a_question_is_answered_by_an_answer_alone(steps: list[tuple[Decision, bool]], word: bool) -> None:
    for status, decision, _focal, reached in walk(steps, word=word):
        assert (reached == "answered") == (decision == "answer")
        assert status != "merged" or reached in ("waiting", "protected")


@given(walks)
def test_a_last_word_is_published_put_aside_or_protected(steps: list[tuple[Decision, bool]]) -> None:
    for _status, _decision, _focal, reached in walk(steps, word=True):
        assert reached in ("waiting", "published", "aside", *FOR_FOCAL_POINT)


@given(statuses, decided, st.booleans(), st.booleans())
def test_what_is_not_offered_is_refused(status: Status, decision: Decision, word: bool, focal: bool) -> None:
    if decision in decisions(status, word=word, focal=focal):
        assert after(status, decision, word=word, focal=focal) in STATUSES
    else:
        with pytest.raises(NotAllowed):
            after(status, decision, word=word, focal=focal)


@given(statuses, statuses)
def test_merging_takes_nothing_out_of_the_room(status: Status, target: Status) -> None:
    if may_merge(status, target):
        assert target in PUBLIC or status not in PUBLIC
        assert target not in (*FOR_FOCAL_POINT, "merged", "aside")
        assert after(status, "merge") == "merged"


@pytest.mark.parametrize("status", [status for status in STATUSES if status not in FOR_FOCAL_POINT])
def test_a_disclosure_can_be_protected_wherever_it_stands(status: Status) -> None:
    assert after(status, "protect") == "protected"


@pytest.mark.parametrize("status", ["waiting", "aside", "published", "asked"])
def test_an_answer_brings_a_question_before_the_room_from_anywhere(status: Status) -> None:
    assert after(status, "answer") == "answered"


def test_the_keys_of_themes_are_short_and_differ() -> None:
    assert len(theme_key("Sécurité des routes")) == 8
    assert theme_key("Routes") != theme_key("Écoles")
