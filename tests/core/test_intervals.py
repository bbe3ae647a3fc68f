"""The Wilson interval against published figures, another implementation and its own identities."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from bot.core.intervals import wilson

shares = st.integers(1, 20_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_it_gives_the_published_figures(count: int, total: int, low: float, high: float) -> None:
    """R. G. Newcombe, «Two-sided confidence intervals for the single proportion: comparison of seven
    methods», Statistics in Medicine 17 (1998), table I."""
    interval = wilson(count, total)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(shares)
def test_it_agrees_with_scipy(share: tuple[int, int]) -> None:
    ours, theirs = wilson(*share), binomtest(*share).proportion_ci(0.95, "wilson")
    assert isclose(ours.low, theirs.low, abs_tol=1e-12)
    assert isclose(ours.high, theirs.high, abs_tol=1e-12)


@given(shares)
def test_it_lies_between_nobody_and_everybody_and_holds_the_share(share: tuple[int, int]) -> None:
    interval = wilson(*share)
    assert 0 <= interval.low <= interval.share <= interval.high <= 1


@given(shares)
def test_those_for_and_those_against_mirror_each_other(share: tuple[int, int]) -> None:
    count, total = share
    favourable, unfavourable = wilson(count, total), wilson(total - count, total)
    assert isclose(favourable.low, 1 - unfavourable.high, abs_tol=1e-12)
    assert isclose(favourable.high, 1 - unfavourable.low, abs_tol=1e-12)


@given(shares)
def test_more_people_for_raise_both_bounds_and_more_people_at_all_narrow_them(share: tuple[int, int]) -> None:
    count, total = share
    interval, larger = wilson(count, total), wilson(4 * count, 4 * total)
    assert larger.high - larger.low < interval.high - interval.low
    if count < total:
        more = wilson(count + 1, total)
        assert more.low > interval.low
        assert more.high > interval.high


@pytest.mark.parametrize(("count", "total"), [(0, 0), (-1, 5), (6, 5)])
def test_it_refuses_what_is_no_share(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="count must lie"):
        wilson(count, total)
