"""Where people stand and go: the engine's promises, told as stories and tried with thousands of walks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.journey import (
    Action,
    BallotCast,
    Cast,
    Continue,
    Elsewhere,
    Revisit,
    Room,
    Tell,
    act,
    arrive,
    catch_up,
    previous,
    stand,
)
from bot.core.person import DONE, Person
from bot.core.script import Choose, Consent, is_ballot
from tests.core.scripts import live, walked_alone

LIVE = live()


def arrived(side: str = "inhabitants", live_stage: str | None = None) -> Person:
    """Somebody who has said who they are."""
    room = Room(LIVE, live_stage)
    person, _ = act(room, arrive(LIVE, "fr"), Tell("who", side))
    person, _ = act(room, person, Tell("gender", "woman"))
    return person


def test_after_consent_the_first_question_is_as_whom_one_comes() -> None:
    standing = stand(Room(LIVE), arrive(LIVE, "fr"))
    assert standing.step is not None and standing.step.id == "who"


def test_before_the_first_stage_is_open_one_waits() -> None:
    standing = stand(Room(LIVE), arrived())
    assert (standing.stage, standing.step) == (None, None)


def test_a_latecomer_starts_where_the_room_is() -> None:
    standing = stand(Room(LIVE, "questions"), arrived(live_stage="questions"))
    assert standing.step is not None and standing.step.id == "question"


def test_a_stage_opened_while_somebody_is_arriving_waits_for_them() -> None:
    standing = stand(Room(LIVE, "questions"), arrive(LIVE, "fr"))
    assert standing.step is not None and standing.step.id == "who"


def test_each_side_has_its_own_items() -> None:
    room = Room(LIVE, "before")
    inhabitant, soldier = stand(room, arrived("inhabitants")), stand(room, arrived("forces"))
    assert inhabitant.step is not None and inhabitant.step.id == "police_before"
    assert soldier.step is not None and soldier.step.id == "people_before"


def test_whoever_passes_over_their_side_counts_as_an_inhabitant() -> None:
    standing = stand(Room(LIVE, "before"), arrived("no_answer"))
    assert standing.step is not None and standing.step.id == "police_before"


def test_a_score_is_recorded_and_the_person_goes_on() -> None:
    person, events = act(Room(LIVE, "before"), arrived(), Cast("police_before", "3"))
    assert events == (BallotCast("police_before", "3"),)
    assert person.step == DONE


def test_a_score_can_be_changed_until_the_poll_is_closed() -> None:
    room = Room(LIVE, "before")
    person, _ = act(room, arrived(), Cast("police_before", "3"))
    person, _ = act(room, person, Revisit("police_before"))
    person, events = act(room, person, Cast("police_before", "0"))
    assert events == (BallotCast("police_before", "0"),)
    with pytest.raises(Elsewhere, match="closed"):
        act(Room(LIVE, "before", {"police_before"}), person, Cast("police_before", "1"))


def test_whoever_stands_at_a_poll_that_closes_is_moved_on() -> None:
    room = Room(LIVE, "before", {"police_before"})
    assert stand(room, arrived(live_stage="before")).step is None


def test_a_button_of_another_stage_changes_nothing() -> None:
    with pytest.raises(Elsewhere):
        act(Room(LIVE, "questions"), arrived(), Cast("police_before", "3"))


def test_a_value_nobody_offered_changes_nothing() -> None:
    with pytest.raises(Elsewhere, match="unknown"):
        act(Room(LIVE, "before"), arrived(), Cast("police_before", "4"))


def test_not_answering_is_recorded_as_such() -> None:
    _, events = act(Room(LIVE, "before"), arrived(), Cast("police_before", "no_answer"))
    assert events == (BallotCast("police_before", "no_answer"),)


def test_nobody_goes_back_behind_their_consent() -> None:
    assert previous(Room(LIVE), arrive(LIVE, "fr"), "who") is None
    assert previous(Room(LIVE, "after"), arrived().at("after", "thanks"), "thanks") is not None


def test_going_back_a_stage_takes_everybody_along() -> None:
    person, _ = act(Room(LIVE, "questions"), arrived(), Continue("question"))
    standing = stand(Room(LIVE, "before"), person)
    assert standing.step is not None and standing.step.id == "police_before"


def test_alone_one_walks_through_all_stages() -> None:
    script = walked_alone()
    room = Room(script)
    person, _ = act(room, arrive(script, "fr"), Tell("who", "forces"))
    person, _ = act(room, person, Tell("gender", "no_answer"))
    seen = []
    while (standing := stand(room, person)).step is not None:
        seen.append(standing.step.id)
        action: Action = Continue(standing.step.id)
        if is_ballot(standing.step):
            action = Cast(standing.step.id, "1")
        person, _ = act(room, person, action)
    assert seen == ["people_before", "question", "support", "answers", "police_after", "thanks"]


STEPS = [step.id for _, step in LIVE.steps()]
VALUES = ["0", "3", "4", "dont_know", "no_answer", "forces", "inhabitants", "woman", "", "x"]
actions = st.one_of(
    st.builds(Continue, st.sampled_from([*STEPS, "nowhere"])),
    st.builds(Tell, st.sampled_from(STEPS), st.sampled_from(VALUES)),
    st.builds(Cast, st.sampled_from(STEPS), st.sampled_from(VALUES)),
    st.builds(Revisit, st.sampled_from([*STEPS, "nowhere"])),
)
rooms = st.builds(
    Room,
    st.just(LIVE),
    st.sampled_from([None, *(stage.id for stage in LIVE.opened)]),
    st.frozensets(st.sampled_from(["police_before", "police_after", "people_before"])),
)


@given(st.lists(st.tuples(rooms, actions), max_size=25))
def test_whatever_people_tap_they_stand_at_a_step_that_is_meant_for_them(
    turns: list[tuple[Room, Action]],
) -> None:
    person = arrive(LIVE, "bm")
    for room, action in turns:
        try:
            person, events = act(room, person, action)
        except Elsewhere:
            events = ()
        for event in events:
            assert event.step not in room.closed
            assert is_ballot(LIVE.step(event.step))
        standing = stand(room, person)
        if standing.step is not None:
            assert standing.stage is not None and standing.step in standing.stage.steps
            assert person.meets(standing.step) and standing.step.id not in room.closed
            assert not isinstance(standing.step, Consent)


@given(rooms, st.lists(st.tuples(rooms, actions), max_size=10))
def test_catching_up_twice_is_catching_up_once(room: Room, turns: list[tuple[Room, Action]]) -> None:
    person = arrive(LIVE, "fr")
    for other, action in turns:
        try:
            person, _ = act(other, person, action)
        except Elsewhere:
            continue
    once = catch_up(room, person)
    assert catch_up(room, once) == once


@given(st.lists(st.tuples(rooms, actions), max_size=25))
def test_nobody_becomes_somebody_else(turns: list[tuple[Room, Action]]) -> None:
    """What people say of themselves is only ever what a step about them offered."""
    person = arrive(LIVE, "fr")
    for room, action in turns:
        try:
            person, _ = act(room, person, action)
        except Elsewhere:
            continue
    offered = {
        str(step.about): {option.id for option in step.options} | {"no_answer"}
        for _, step in LIVE.steps()
        if isinstance(step, Choose)
    }
    assert all(value in offered[name] for name, value in person.about.items())
