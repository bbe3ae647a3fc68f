"""Results are read: before beside after, phones beside hands, groups where they are large enough."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.results import (
    figures,
    groups_of,
    items,
    lines_of,
    moved,
    offered_sides,
    readings,
    sides_of,
)
from bot.core.results import Counts, Line
from bot.core.scores import Summary
from tests.app.room import Room, room

INHABITANTS = Line("inhabitants")
WOMEN = Line("inhabitants", "gender", "woman")
MEN = Line("inhabitants", "gender", "man")


@pytest.fixture
async def sevare(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def trust_in_the_police_rises(room: Room) -> list[int]:
    """24 inhabitants, half of them women; the men's scores go up, the women's stay."""
    women = await room.come(12, side="inhabitants", gender="woman")
    men = await room.come(12, side="inhabitants", gender="man")
    await room.opens("trust_before")
    await room.vote(women + men, "police_before", "0", "1", "2")
    await room.closes("police_before")
    await room.opens("trust_after")
    await room.vote(women, "police_after", "0", "1", "2")
    await room.vote(men, "police_after", "1", "2", "3")
    await room.closes("police_after")
    return women + men


async def test_what_belongs_together_is_read_together(sevare: Room) -> None:
    script = (await sevare.dossier()).script
    found = {item.id: [step.id for step in item.steps] for item in items(script)}

    assert found["police_before"] == ["police_before", "police_after"]
    assert found["heard_before"] == ["heard_before", "heard_after", "heard_retro"]
    assert found["respected_before"] == ["respected_before", "respected_after", "respected_retro"]
    assert len(found) == 9


async def test_an_item_is_shown_for_the_sides_and_groups_it_is_asked_of(sevare: Room) -> None:
    script = (await sevare.dossier()).script
    by_id = {item.id: item for item in items(script)}

    assert offered_sides(script) == ("inhabitants", "forces", "authorities")
    assert sides_of(script, by_id["police_before"]) == ("inhabitants", "authorities")
    assert sides_of(script, by_id["cooperation_before"]) == ("forces",)
    assert set(groups_of(script, by_id["police_before"], "inhabitants")) == {"gender", "age", "residence"}
    assert set(groups_of(script, by_id["cooperation_before"], "forces")) == {"gender", "age"}
    assert "15-17" not in groups_of(script, by_id["police_before"], "inhabitants")["age"]
    assert lines_of(script, by_id["police_before"], "inhabitants")[0] == INHABITANTS


async def test_an_open_poll_has_no_results_not_even_by_hand(sevare: Room) -> None:
    people = await sevare.come(8, side="inhabitants")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "0", "3")
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 1, 2, 3, 4)

    outcome = await sevare.outcome("police_before")

    assert outcome.closed == ()
    assert [vote.step.id for vote in outcome.open] == ["police_before"]
    assert outcome.open[0].by_hand == () and not outcome.open[0].published


async def test_before_stands_beside_after_with_what_changed(sevare: Room) -> None:
    await trust_in_the_police_rises(sevare)
    script = (await sevare.dossier()).script

    outcome = await sevare.outcome("police_after")
    before, after = (readings(vote, INHABITANTS)[0].counts for vote in outcome.closed)
    change = moved(script, outcome, INHABITANTS)

    assert before is not None and before.answers == {"0": 8, "1": 8, "2": 8, "3": 0}
    assert after is not None and after.answers == {"0": 4, "1": 8, "2": 8, "3": 4}
    assert change is not None
    assert change.mean == pytest.approx(0.5)
    assert change.top_share == pytest.approx(4 / 24)
    assert change.indicative
    compared = Counts({"up": 12, "same": 12, "down": 0}, {"not_compared": 0})
    assert outcome.paired[INHABITANTS].counts == compared


async def test_a_group_that_went_up_as_one_shows_neither_its_change_nor_its_scores(sevare: Room) -> None:
    """The scores of men and women, and the change of everybody, would tell that the men went up."""
    await trust_in_the_police_rises(sevare)

    outcome = await sevare.outcome("police_before")

    assert outcome.paired[MEN].withheld
    for vote in outcome.closed:
        assert readings(vote, INHABITANTS)[0].counts is not None
        assert readings(vote, MEN)[0].counts is None and readings(vote, WOMEN)[0].counts is None


async def test_groups_wait_until_both_polls_of_a_pair_are_closed(sevare: Room) -> None:
    people = await sevare.come(12, side="inhabitants", gender="woman")
    people += await sevare.come(12, side="inhabitants", gender="man")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "0", "1", "2")
    await sevare.closes("police_before")
    alone = await sevare.outcome("police_before")
    await sevare.opens("trust_after")
    await sevare.vote(people, "police_after", "1", "1", "2", "0")
    await sevare.closes("police_after")
    complete = await sevare.outcome("police_before")

    (before,) = alone.closed
    assert readings(before, INHABITANTS)[0].counts is not None and readings(before, WOMEN)[0].counts is None
    assert alone.waits(before, WOMEN) and not alone.waits(before, INHABITANTS)
    assert all(readings(vote, WOMEN)[0].counts is not None for vote in complete.closed)
    assert not complete.waits(complete.closed[0], WOMEN)
    assert readings(complete.closed[0], INHABITANTS) == readings(before, INHABITANTS)


async def test_groups_of_a_poll_whose_other_half_never_opened_are_shown_at_the_end(sevare: Room) -> None:
    women = await sevare.come(12, side="inhabitants", gender="woman")
    men = await sevare.come(12, side="inhabitants", gender="man")
    await sevare.opens("trust_before")
    await sevare.vote(women + men, "police_before", "0", "1", "2")
    await sevare.closes("police_before")
    await sevare.ends()

    outcome = await sevare.outcome("police_before")

    assert readings(outcome.closed[0], WOMEN)[0].counts is not None
    assert not outcome.waits(outcome.closed[0], WOMEN) and not outcome.paired


async def test_whoever_left_is_not_what_is_left_over_when_groups_are_shown(sevare: Room) -> None:
    women = await sevare.come(13, side="inhabitants", gender="woman")
    men = await sevare.come(12, side="inhabitants", gender="man")
    await sevare.opens("trust_before")
    await sevare.vote(women + men, "police_before", "0", "1", "2")
    await sevare.closes("police_before")
    everybody = readings((await sevare.outcome("police_before")).closed[0], INHABITANTS)
    await sevare.leaves(women[0])
    await sevare.ends()

    (before,) = (await sevare.outcome("police_before")).closed

    assert readings(before, INHABITANTS) == everybody
    assert readings(before, WOMEN)[0].counts is None or readings(before, MEN)[0].counts is None


async def test_whoever_comes_back_as_somebody_else_brings_no_ballot_along(sevare: Room) -> None:
    women = await sevare.come(12, side="inhabitants", gender="woman")
    await sevare.opens("trust_before")
    await sevare.vote(women, "police_before", "0", "1", "2")
    await sevare.closes("police_before")
    await sevare.leaves(women[0])
    await sevare.comes_back(women[0], side="authorities")
    await sevare.opens("trust_after")
    await sevare.vote(women, "police_after", "1", "1", "2", "0")
    await sevare.closes("police_after")

    paired = (await sevare.outcome("police_before")).paired

    counts = paired[INHABITANTS].counts
    assert counts is not None and counts.answered == 11
    assert counts.non_answers == {"not_compared": 1}


async def test_few_answers_are_withheld_and_hand_counts_stand_beside(sevare: Room) -> None:
    people = await sevare.come(4, side="inhabitants")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "0", "1", "2", "3")
    await sevare.closes("police_before")
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 12, 5, 3, 0)

    (vote,) = (await sevare.outcome("police_before")).closed

    for added in (False, True):
        phones, hands = readings(vote, INHABITANTS, added=added)
        assert phones.counts is None and phones.phones
        assert hands.counts is not None and hands.counts.answered == 20
        assert (hands.phones, hands.modes) == (False, ("hands",))


async def test_hand_counts_are_added_by_choice_and_mark_the_figures(sevare: Room) -> None:
    await trust_in_the_police_rises(sevare)
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 0, 0, 0, 6)
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "paper", 0, 0, 1, 0, 2, 3)
    before = (await sevare.outcome("police_before")).closed[0]

    beside = readings(before, INHABITANTS)
    (together,) = readings(before, INHABITANTS, added=True)

    assert [each.modes for each in beside] == [(), ("hands",), ("paper",)]
    assert beside[0].counts is not None and beside[0].counts.answered == 24
    assert together.counts == Counts({"0": 8, "1": 8, "2": 9, "3": 6}, {"dont_know": 2, "no_answer": 3})
    assert (together.phones, together.modes) == (True, ("hands", "paper"))


async def test_hand_counts_that_come_and_go_leave_what_phones_gave_as_it_was(sevare: Room) -> None:
    """Pull after pull, what is beside or added less the hands is the phones' counts, and nothing where withheld."""
    await trust_in_the_police_rises(sevare)
    lines = (INHABITANTS, WOMEN, Line("authorities"))
    seen = []
    for hands in ((1, 2, 3, 4), (4, 0, 0, 0), None):
        for line in lines:
            if hands is None:
                await sevare.removes_hand_counts("police_before", line)
            else:
                await sevare.is_counted_by_hand("police_before", line, "hands", *hands)
        before = (await sevare.outcome("police_before")).closed[0]
        beside = [readings(before, line)[0].counts for line in lines]
        together = [readings(before, line, added=True)[0].counts for line in lines]
        seen.append(beside)
        for phones, both in zip(beside, together, strict=True):
            if phones is None:
                assert both is None
            elif hands is not None:
                assert both == phones + Counts(dict(zip("0123", hands, strict=True)), {})

    assert seen[0] == seen[1] == seen[2]
    assert [counts is None for counts in seen[0]] == [False, True, True]


async def test_a_change_can_be_had_with_the_hand_counts_too(sevare: Room) -> None:
    await trust_in_the_police_rises(sevare)
    await sevare.is_counted_by_hand("police_after", INHABITANTS, "hands", 24, 0, 0, 0)
    script = (await sevare.dossier()).script
    outcome = await sevare.outcome("police_before")

    phones, both = (moved(script, outcome, INHABITANTS, added=added) for added in (False, True))

    assert phones is not None and phones.mean == pytest.approx(0.5)
    assert both is not None and both.mean < 0


async def test_nobody_counted_leaves_no_figures(sevare: Room) -> None:
    script = (await sevare.dossier()).script
    step = items(script)[0].steps[0]

    assert figures(script, step, None) is None
    assert figures(script, step, Counts({"0": 0}, {"dont_know": 4})) is None
    assert isinstance(figures(script, step, Counts({"0": 3}, {})), Summary)


async def test_a_youth_poll_has_one_line_for_everybody_and_its_groups(tmp_path: Path) -> None:
    async with room(tmp_path, "youth_poll") as poll:
        people = await poll.come(18, gender="woman") + await poll.come(18, gender="man")
        await poll.vote(people, "poll", "option_1", "option_2", "dont_know")
        await poll.ends()
        outcome = await poll.outcome("poll")
        script = (await poll.dossier()).script

    (vote,) = outcome.closed
    (everybody,) = readings(vote, INHABITANTS)
    assert offered_sides(script) == ("inhabitants",)
    assert everybody.counts is not None and everybody.counts.people == 36
    assert readings(vote, WOMEN)[0].counts is not None


async def test_results_stay_after_the_seal(sevare: Room) -> None:
    await trust_in_the_police_rises(sevare)
    await sevare.is_sealed()

    outcome = await sevare.outcome("police_before")

    assert len(outcome.closed) == 2
    assert readings(outcome.closed[0], INHABITANTS)[0].counts is not None
