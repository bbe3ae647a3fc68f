"""The figures of a scale and of a choice."""

from math import isclose
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.results import Counts
from bot.core.scores import ScaleShape, ScoreError, change, choice_summary, summary

TRUST_4 = ScaleShape(("0", "1", "2", "3"), top=2, bottom=2)
FACES_5 = ScaleShape(("1", "2", "3", "4", "5"), top=2, bottom=2)
ZERO_TO_TEN = ScaleShape(tuple(str(point) for point in range(11)), top=5, bottom=5)


def counts(scale: ScaleShape, *people: int, dont_know: int = 0) -> Counts:
    return Counts(dict(zip(scale.points, people, strict=True)), {"dont_know": dont_know})


@st.composite
def lines(draw: st.DrawFn) -> tuple[ScaleShape, Counts]:
    scale = draw(st.sampled_from((TRUST_4, FACES_5, ZERO_TO_TEN)))
    places = len(scale.points)
    people = draw(st.lists(st.integers(0, 60), min_size=places, max_size=places).filter(any))
    return scale, counts(scale, *people, dont_know=draw(st.integers(0, 9)))


def test_a_village_scores_its_gendarmes() -> None:
    figures = summary(counts(TRUST_4, 10, 6, 16, 8, dont_know=3), TRUST_4)
    assert figures.answered == 40
    assert figures.mean == pytest.approx(1.55)
    assert figures.deviation == pytest.approx(1.08486, abs=1e-5)
    assert (figures.top.count, figures.top.share) == (24, 0.6)
    assert (figures.top.low, figures.top.high) == pytest.approx((0.4460, 0.7365), abs=1e-4)
    assert figures.net == pytest.approx(0.2)
    assert figures.distribution["1"].share == 0.15
    assert figures.non_answers == {"dont_know": 3}
    assert not figures.indicative


def test_the_middle_of_a_scale_is_neither_for_nor_against() -> None:
    assert summary(counts(FACES_5, 0, 0, 7, 0, 0), FACES_5).net == 0
    assert summary(counts(ZERO_TO_TEN, 0, 0, 0, 0, 1, 5, 2, 0, 0, 0, 0), ZERO_TO_TEN).net == 0.125


def test_figures_of_29_people_are_indicative_and_of_30_are_not() -> None:
    assert summary(counts(TRUST_4, 10, 10, 5, 4, dont_know=20), TRUST_4).indicative
    assert not summary(counts(TRUST_4, 10, 10, 5, 5), TRUST_4).indicative


def test_one_person_has_a_mean_and_no_deviation() -> None:
    figures = summary(counts(TRUST_4, 0, 0, 0, 1), TRUST_4)
    assert (figures.mean, figures.deviation) == (3, None)


@given(lines())
def test_mean_and_deviation_are_those_of_the_people(line: tuple[ScaleShape, Counts]) -> None:
    scale, given_counts = line
    figures = summary(given_counts, scale)
    scores = [place for place, point in enumerate(scale.points) for _ in range(given_counts.answers[point])]
    assert isclose(figures.mean, mean(scores))
    assert figures.deviation is None or isclose(figures.deviation, stdev(scores), abs_tol=1e-9)


@given(lines())
def test_shares_add_up_and_ends_stay_within_bounds(line: tuple[ScaleShape, Counts]) -> None:
    scale, given_counts = line
    figures = summary(given_counts, scale)
    assert isclose(sum(share.share for share in figures.distribution.values()), 1)
    assert -1 <= figures.net <= 1
    assert figures.top.count + figures.bottom.count <= figures.answered
    assert 0 <= figures.mean <= len(scale.points) - 1


@given(lines())
def test_a_scale_read_backwards_turns_the_net_score_around(line: tuple[ScaleShape, Counts]) -> None:
    scale, given_counts = line
    backwards = ScaleShape(tuple(reversed(scale.points)), scale.bottom, scale.top)
    forth, back = summary(given_counts, scale), summary(given_counts, backwards)
    assert isclose(forth.net, -back.net, abs_tol=1e-12)
    assert isclose(forth.mean, len(scale.points) - 1 - back.mean, abs_tol=1e-9)


@given(lines())
def test_one_more_person_at_the_top_lowers_no_figure(line: tuple[ScaleShape, Counts]) -> None:
    scale, given_counts = line
    one_more = given_counts + Counts({scale.points[-1]: 1}, {})
    before, after = summary(given_counts, scale), summary(one_more, scale)
    moved = change(before, after)
    assert moved.mean >= -1e-12
    assert moved.top_share >= 0
    assert moved.net >= -1e-12


def test_a_choice_gives_each_option_its_share() -> None:
    figures = choice_summary(Counts({"road": 6, "well": 2}, {"no_answer": 1}), ("well", "road", "school"))
    assert {option: share.share for option, share in figures.distribution.items()} == {
        "well": 0.25,
        "road": 0.75,
        "school": 0,
    }
    assert (figures.answered, figures.indicative) == (8, True)


def test_two_moments_of_one_scale_are_compared() -> None:
    before = summary(counts(TRUST_4, 20, 10, 10, 0), TRUST_4)
    after = summary(counts(TRUST_4, 10, 10, 10, 5), TRUST_4)
    moved = change(before, after)
    assert moved.mean == pytest.approx(45 / 35 - 0.75)
    assert moved.top_share == pytest.approx(15 / 35 - 0.25)
    assert moved.net == pytest.approx(-5 / 35 + 0.5)
    assert not moved.indicative


def test_two_scales_are_never_compared() -> None:
    before = summary(counts(TRUST_4, 1, 1, 1, 1), TRUST_4)
    after = summary(counts(FACES_5, 1, 1, 1, 1, 1), FACES_5)
    with pytest.raises(ScoreError) as refusal:
        change(before, after)
    assert refusal.value.code == "different_scales"


def test_no_figures_are_drawn_from_nobody() -> None:
    with pytest.raises(ScoreError) as refusal:
        summary(counts(TRUST_4, 0, 0, 0, 0, dont_know=12), TRUST_4)
    assert refusal.value.code == "nobody_answered"


def test_a_value_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(ScoreError) as refusal:
        summary(Counts({"4": 2}, {}), TRUST_4)
    assert refusal.value.code == "unknown_value"


@pytest.mark.parametrize(
    ("points", "top", "bottom"), [(("0", "1", "2"), 2, 2), (("0", "1"), 0, 1), (("0", "0"), 1, 1)]
)
def test_a_scale_whose_ends_overlap_or_whose_points_repeat_is_refused(
    points: tuple[str, ...], top: int, bottom: int
) -> None:
    with pytest.raises(ScoreError) as refusal:
        ScaleShape(points, top, bottom)
    assert refusal.value.code == "scale_malformed"
