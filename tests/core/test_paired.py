"""What a room is shown of a pair: two moments and the change, which tie people's answers together."""

from collections.abc import Iterable, Sequence

import pytest

from bot.core.disclosure import Ballot, publishable, without_groups
from bot.core.paired import Pair, PairResults, publishable_pair
from bot.core.results import Counts, Line, LineResult
from bot.core.suppression import DisclosureError

POINTS = ("0", "1", "2", "3")
SIDE = Line("inhabitants")
WOMEN, MEN = (Line("inhabitants", "gender", each) for each in ("woman", "man"))
RESIDENTS, DISPLACED, RETURNEES = (
    Line("inhabitants", "residence", each) for each in ("resident", "displaced", "returnee")
)


def people(before: Sequence[str | None], after: Sequence[str | None], **groups: str) -> list[Pair]:
    return [Pair("inhabitants", groups, first, last) for first, last in zip(before, after, strict=True)]


def shown(results: Iterable[LineResult]) -> dict[Line, Counts]:
    return {result.line: result.counts for result in results if result.counts is not None}


def in_all(results: PairResults) -> list[set[Line]]:
    return [set(shown(each)) for each in (results.before, results.after, results.change)]


def test_a_change_is_told_as_up_same_and_down() -> None:
    before = ["0", "0", "1", "1", "2", "3", "3", "dont_know"]
    after = ["1", "2", "3", "1", "2", "1", "no_answer", "3"]
    found = publishable_pair(people(before, after), POINTS)
    assert shown(found.change)[SIDE] == Counts({"up": 3, "same": 2, "down": 1}, {"not_compared": 2})
    assert shown(found.before)[SIDE].answers == {"0": 2, "1": 2, "2": 1, "3": 2}


def test_a_change_in_which_all_went_up_but_one_is_hidden() -> None:
    found = publishable_pair(people("0011220", "1122330"), POINTS)
    assert set(shown(found.before)) == set(shown(found.after)) == {SIDE}
    assert not shown(found.change)


def test_people_who_cannot_be_compared_are_no_cover_for_others_who_all_went_the_same_way() -> None:
    """They may have been seen to leave: those who stayed would know that all of them went up."""
    before, after = [*"000111", "0", "1", "2"], [*"112223", None, None, None]
    assert SIDE not in shown(publishable_pair(people(before, after), POINTS).change)


def test_the_change_does_not_give_back_a_moment_that_was_withheld() -> None:
    """All said 0 before. Six 0 and six 1 after, six up, the other six the same and none down would say so again."""
    found = publishable_pair(people("0" * 12, "0" * 6 + "1" * 6), POINTS)
    assert in_all(found) == [set(), {SIDE}, set()]


def test_a_group_that_agreed_before_is_not_told_by_the_change_of_its_side() -> None:
    """All displaced said 0 before, two of them 1 after. Nobody else says 1, and two people alone went up."""
    others = [*people("0000022222", "0000022222", residence="resident")]
    others += people("0000022222", "0000022222", residence="returnee")
    displaced = people("0" * 12, "0" * 10 + "11", residence="displaced")

    found = publishable_pair([*others, *displaced], POINTS)

    assert SIDE in shown(found.change)
    assert DISPLACED not in shown(found.before)
    assert DISPLACED not in shown(found.after)


def test_nor_is_one_that_agrees_after() -> None:
    others = [*people("0000022222", "0000022222", residence="resident")]
    others += people("0000022222", "0000022222", residence="returnee")
    displaced = people("0" * 10 + "11", "0" * 12, residence="displaced")

    found = publishable_pair([*others, *displaced], POINTS)

    assert SIDE in shown(found.change)
    assert {DISPLACED, RESIDENTS, RETURNEES}.isdisjoint(shown(found.before))


def test_a_group_that_went_up_as_one_is_not_told_by_its_side_and_its_two_moments() -> None:
    """Twelve men went up, twelve women stayed. Of the side twelve went up and none down: the women, who say the same
    after as before, stayed all of them, and so the men went up."""
    men = people("012" * 4, "123" * 4, gender="man")
    women = people("012" * 4, "012" * 4, gender="woman")

    found = publishable_pair([*men, *women], POINTS)

    assert shown(found.change)[SIDE].answers == {"up": 12, "same": 12, "down": 0}
    assert in_all(found) == [{SIDE}, {SIDE}, {SIDE}]


def test_groups_that_are_large_and_mixed_at_both_moments_are_shown_in_all_three() -> None:
    women = people("001122330123", "012312330123", gender="woman")
    men = people("012301230123", "112200331123", gender="man")
    found = publishable_pair([*women, *men], POINTS)
    assert in_all(found) == [{SIDE, WOMEN, MEN}] * 3


def test_whoever_left_early_is_not_what_is_left_over() -> None:
    """The one who said 3 left. Five of those who stayed went up, five stayed the same: nobody can have said 3 who
    has a score after, and 3 is what the one who left must have said."""
    before = [*"0011000111", "3"]
    after = [*"1122100111", None]
    found = publishable_pair(people(before, after), POINTS)
    assert SIDE in shown(found.before) and SIDE in shown(found.after)
    assert not shown(found.change)


def test_nor_is_whoever_came_late() -> None:
    before = [*"1122112222", None]
    after = [*"0011012222", "3"]
    assert not shown(publishable_pair(people(before, after), POINTS).change)


def test_whoever_left_early_may_have_said_what_others_said() -> None:
    before = [*"0011000111", "0"]
    after = [*"1122100111", None]
    assert SIDE in shown(publishable_pair(people(before, after), POINTS).change)


def test_where_a_side_shows_no_change_its_moments_stand_for_themselves() -> None:
    """Three came in time, forty later: nothing is known of the three, and all of the others."""
    late = [None] * 20
    women = people([*"012", *late], [*"012", *"0123" * 5], gender="woman")
    men = people(late, [*"0123" * 5], gender="man")
    found = publishable_pair([*women, *men], POINTS)
    assert in_all(found) == [set(), {SIDE, WOMEN, MEN}, set()]


def test_people_who_left_since_are_reckoned_as_people_of_no_group() -> None:
    """Ten women and ten men, and one woman who left: the groups less their side would be she alone."""
    women = people("0123012301", "1230123012", gender="woman")
    men = people("0123012301", "0132103201", gender="man")
    published = publishable(
        [Ballot(each.side, each.groups, each.before or "") for each in (*women, *men)]
        + [Ballot("inhabitants", {"gender": "woman"}, "2")],
        POINTS,
    )
    stayed = publishable_pair([*women, *men], POINTS)
    left = publishable_pair([*women, *men], POINTS, published=(without_groups(published), ()))

    assert in_all(stayed)[0] == {SIDE, WOMEN, MEN}
    assert in_all(left)[0] == {SIDE}
    assert shown(left.before)[SIDE] == published[0].counts


def test_a_score_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(DisclosureError) as refusal:
        publishable_pair(people("0", "4"), POINTS)
    assert refusal.value.code == "unknown_value"
