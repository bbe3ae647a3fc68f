"""What a room is shown when a poll closes, and what it is not."""

from collections.abc import Iterable, Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.disclosure import Ballot, departed, publishable, with_hand_counts, without_groups
from bot.core.results import Counts, HandCount, Line, LineResult
from bot.core.suppression import DisclosureError, Thresholds

POINTS = ("0", "1", "2", "3")
MIXED = "0011223301230123012301230123"


def crowd(side: str, values: Iterable[str], **groups: str) -> list[Ballot]:
    return [Ballot(side, groups, value) for value in values]


def close(*crowds: Sequence[Ballot]) -> dict[Line, LineResult]:
    return {result.line: result for result in publishable(chain(*crowds), POINTS)}


def shown(results: dict[Line, LineResult], side: str, dimension: str) -> set[str | None]:
    return {
        line.category
        for line, result in results.items()
        if (line.side, line.dimension) == (side, dimension) and not result.withheld
    }


def test_five_people_of_a_side_are_shown_and_four_are_not() -> None:
    results = close(crowd("forces", "01230"), crowd("authorities", "0123"))
    assert results[Line("forces")].counts == Counts(
        {"0": 2, "1": 1, "2": 1, "3": 1}, {"dont_know": 0, "no_answer": 0}
    )
    assert results[Line("authorities")].withheld


def test_people_who_gave_no_answer_are_shown_with_the_line_but_do_not_make_it_large_enough() -> None:
    few = close(crowd("forces", ["0", "1", "2", "3", "dont_know", "no_answer"]))
    assert few[Line("forces")].withheld
    enough = close(crowd("forces", ["0", "1", "2", "3", "3", "dont_know"]))[Line("forces")].counts
    assert enough is not None
    assert enough.non_answers == {"dont_know": 1, "no_answer": 0}


def test_a_group_of_ten_is_shown_and_of_nine_is_not() -> None:
    results = close(
        crowd("inhabitants", MIXED[:10], residence="resident"),
        crowd("inhabitants", MIXED[:9], residence="displaced"),
        crowd("inhabitants", MIXED[:9], residence="refugee"),
    )
    assert shown(results, "inhabitants", "residence") == {"resident"}


def test_a_single_small_group_takes_the_smallest_large_one_with_it() -> None:
    results = close(
        crowd("inhabitants", MIXED[:20], residence="resident"),
        crowd("inhabitants", MIXED[:12], residence="returnee"),
        crowd("inhabitants", MIXED[:3], residence="refugee"),
    )
    assert shown(results, "inhabitants", "residence") == {"resident"}


def test_women_are_not_shown_where_the_only_other_group_is_small() -> None:
    results = close(
        crowd("inhabitants", MIXED[:20], gender="woman"), crowd("inhabitants", MIXED[:4], gender="man")
    )
    assert shown(results, "inhabitants", "gender") == set()
    assert not results[Line("inhabitants")].withheld


def test_people_who_did_not_say_their_group_are_never_shown_nor_given_away() -> None:
    results = close(
        crowd("inhabitants", MIXED[:20], gender="woman"),
        crowd("inhabitants", MIXED[:15], gender="man"),
        crowd("inhabitants", MIXED[:12]),
    )
    assert shown(results, "inhabitants", "gender") == {"woman"}
    assert Line("inhabitants", "gender", None) not in results


def test_everything_is_shown_when_everybody_said_and_every_group_is_large() -> None:
    results = close(
        crowd("inhabitants", MIXED[:20], gender="woman"), crowd("inhabitants", MIXED[:15], gender="man")
    )
    assert shown(results, "inhabitants", "gender") == {"woman", "man"}


def test_the_only_member_of_a_hidden_group_cannot_subtract_themselves() -> None:
    """Nine and one are ten people in two lines; the one would know the nine."""
    results = close(
        crowd("inhabitants", MIXED[:20], residence="resident"),
        crowd("inhabitants", MIXED[:16], residence="displaced"),
        crowd("inhabitants", MIXED[:9], residence="returnee"),
        crowd("inhabitants", "2", residence="refugee"),
    )
    assert shown(results, "inhabitants", "residence") == {"resident"}


@pytest.mark.parametrize("answers", ["3" * 20, "3" * 19 + "0"])
def test_a_side_that_agrees_but_for_nobody_or_one_is_hidden_with_its_groups(answers: str) -> None:
    results = close(crowd("forces", answers, gender="man", age="25-35"))
    assert all(result.withheld for result in results.values())


def test_a_side_with_two_who_differ_is_shown() -> None:
    assert not close(crowd("forces", "3" * 18 + "01"))[Line("forces")].withheld


def test_one_person_who_does_not_know_is_no_cover_for_all_others_who_agree() -> None:
    results = close(crowd("forces", "3" * 11), crowd("forces", ["dont_know"]))
    assert results[Line("forces")].withheld


def test_a_group_that_agrees_hides_a_second_one() -> None:
    results = close(
        crowd("inhabitants", MIXED, age="36-59"),
        crowd("inhabitants", MIXED[:14], age="25-35"),
        crowd("inhabitants", "0" * 11, age="18-24"),
    )
    assert shown(results, "inhabitants", "age") == {"36-59"}


def test_hidden_groups_that_agree_together_hide_another() -> None:
    results = close(
        crowd("inhabitants", MIXED, age="36-59"),
        crowd("inhabitants", MIXED[:14], age="60+"),
        crowd("inhabitants", "0" * 9, age="18-24"),
        crowd("inhabitants", "0" * 8 + "1", age="25-35"),
    )
    assert shown(results, "inhabitants", "age") == {"36-59"}


def test_sides_are_reckoned_apart() -> None:
    alone = close(crowd("inhabitants", MIXED, gender="woman"))
    together = close(crowd("inhabitants", MIXED, gender="woman"), crowd("forces", MIXED, gender="man"))
    assert all(together[line] == result for line, result in alone.items() if line.side == "inhabitants")


def test_a_side_too_small_for_its_threshold_hides_a_group_that_meets_its_own() -> None:
    everybody = crowd("forces", MIXED[:15], gender="man")
    results = publishable(everybody, POINTS, Thresholds(side=20, group=10))
    assert all(result.withheld for result in results)


def test_a_group_nobody_belongs_to_looks_like_one_that_is_too_small() -> None:
    empty = close(crowd("inhabitants", MIXED, residence="resident"))
    assert empty[Line("inhabitants", "residence", "refugee")].withheld


def test_a_youth_poll_has_one_side_and_no_groups() -> None:
    results = publishable(
        crowd("inhabitants", ["well"] * 3 + ["road"] * 4),
        ("well", "road"),
        sides=("inhabitants",),
        dimensions={},
    )
    assert [result.line for result in results] == [Line("inhabitants")]
    assert results[0].counts == Counts({"well": 3, "road": 4}, {"dont_know": 0, "no_answer": 0})


@given(
    st.permutations(crowd("forces", MIXED[:12], gender="man") + crowd("forces", MIXED[:15], gender="woman"))
)
def test_the_order_of_the_ballots_leaves_no_trace(ballots: list[Ballot]) -> None:
    assert publishable(ballots, POINTS) == publishable(sorted(ballots, key=str), POINTS)


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        (Ballot("neighbours", {}, "0"), "unknown_side"),
        (Ballot("forces", {"gender": "other"}, "0"), "unknown_group"),
        (Ballot("forces", {}, "4"), "unknown_value"),
    ],
)
def test_a_ballot_from_nowhere_is_refused(ballot: Ballot, code: str) -> None:
    with pytest.raises(DisclosureError) as refusal:
        publishable([ballot], POINTS)
    assert refusal.value.code == code


@pytest.mark.parametrize(("side", "group"), [(2, 10), (5, 4)])
def test_thresholds_cannot_be_set_so_low_that_they_protect_nobody(side: int, group: int) -> None:
    with pytest.raises(DisclosureError) as refusal:
        Thresholds(side, group)
    assert refusal.value.code == "threshold_too_low"


def test_a_poll_of_one_group_alone_needs_as_many_people_as_a_group() -> None:
    """Where women alone are asked the side's line is the women's."""
    women = crowd("inhabitants", MIXED[:9], gender="woman")
    of_everybody = publishable(women, POINTS)
    of_women = publishable(women, POINTS, asked=("side", "gender"))
    assert not of_everybody[0].withheld
    assert all(result.withheld for result in of_women)
    assert not publishable(women, POINTS, asked=("side",))[0].withheld


def test_while_a_pair_is_not_complete_its_sides_are_shown_alone() -> None:
    results = publishable(crowd("inhabitants", MIXED, gender="woman"), POINTS)
    alone = without_groups(results)
    assert alone[0] == results[0] and not alone[0].withheld
    assert [result.line for result in alone] == [result.line for result in results]
    assert all(result.withheld for result in alone if result.line.dimension is not None)


def test_whoever_left_since_is_what_was_published_less_who_is_there() -> None:
    there = crowd("forces", "01233", gender="man")
    published = publishable([*there, *crowd("forces", ["0", "dont_know"], gender="woman")], POINTS)
    gone = list(departed(published, [*there, *crowd("authorities", "000")]))
    assert gone == [Ballot("forces", {}, "0"), Ballot("forces", {}, "dont_know")]


def test_hand_counts_are_added_to_a_line_that_is_shown_and_marked() -> None:
    line = Line("inhabitants")
    phones = LineResult(line, Counts({"0": 4, "1": 3}, {"no_answer": 1}))
    hands = HandCount(line, "hands", Counts({"0": 10, "1": 2}, {}))
    paper = HandCount(line, "paper", Counts({"1": 1}, {"no_answer": 2}))
    elsewhere = HandCount(Line("forces"), "hands", Counts({"0": 99}, {}))
    assert with_hand_counts(phones, [hands, paper, elsewhere]) == LineResult(
        line, Counts({"0": 14, "1": 6}, {"no_answer": 3}), ("hands", "paper")
    )


def test_a_withheld_line_stays_withheld_however_many_hands_were_counted() -> None:
    withheld = LineResult(Line("forces"), None)
    assert with_hand_counts(withheld, [HandCount(Line("forces"), "hands", Counts({"0": 80}, {}))]) == withheld


def test_a_hand_count_of_something_that_was_not_asked_is_refused() -> None:
    line = Line("forces")
    with pytest.raises(DisclosureError) as refusal:
        with_hand_counts(
            LineResult(line, Counts({"0": 7}, {})), [HandCount(line, "hands", Counts({"9": 1}, {}))]
        )
    assert refusal.value.code == "unknown_value"
