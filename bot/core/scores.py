"""The figures drawn from the counts of one line: of a scale, of a choice, and of a scale asked twice.

They describe the people who took part. Nobody was drawn by lot, so the intervals say how much chance alone
could move a figure and nothing of a town or a force as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.core.intervals import Proportion, wilson
from bot.core.results import Counts

INDICATIVE_BELOW = 30
"""With fewer people who answered, figures are marked as indicative: a common rule of thumb."""


class ScoreError(ValueError):
    """Figures that cannot be drawn. ``code`` is ``nobody_answered``, ``unknown_value``,
    ``different_scales`` or ``scale_malformed``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ScaleShape:
    """A scale's points from least to most, and how many at its ends count as favourable (``top``) and as
    unfavourable (``bottom``). A point's score is its place, counted from 0. Raises ScoreError when the ends
    overlap or are empty.

    Baro's scales follow how their models are reported: of the four worded points the upper and the lower
    two (Afrobarometer: «somewhat» and «a lot»); of five faces two and two, the middle one in neither; of 0
    to 10 five and five, so 6-10 trust, 0-4 do not and 5 is neutral (OECD Survey on Drivers of Trust in
    Public Institutions).
    """

    points: tuple[str, ...]
    top: int
    bottom: int

    def __post_init__(self) -> None:
        ends_fit = self.top >= 1 and self.bottom >= 1 and self.top + self.bottom <= len(self.points)
        if not ends_fit or len(set(self.points)) < len(self.points):
            raise ScoreError("scale_malformed")


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one line on a scale. ``answered`` people gave a score and are the base of every
    figure; ``mean`` is in points from 0, ``deviation`` the sample standard deviation (divisor n - 1; None
    for one person); ``net`` is the share of the top less that of the bottom, between -1 and 1."""

    scale: ScaleShape
    answered: int
    distribution: Mapping[str, Proportion]
    mean: float
    deviation: float | None
    top: Proportion
    bottom: Proportion
    net: float
    non_answers: Mapping[str, int]
    indicative: bool


@dataclass(frozen=True, slots=True)
class ChoiceSummary:
    """The figures of one line on a choice: each option's share of the ``answered`` people who chose one.
    Serves the paired change too, whose options are up, same and down."""

    answered: int
    distribution: Mapping[str, Proportion]
    non_answers: Mapping[str, int]
    indicative: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What came after less what was before: of the mean in points, of the top's share and the net score
    between -1 and 1 and between -2 and 2. Compares two crowds; that they are the same people is told by the
    paired change."""

    mean: float
    top_share: float
    net: float
    indicative: bool


def summary(counts: Counts, scale: ScaleShape) -> Summary:
    """The figures of a line on a scale. Raises ScoreError when nobody answered or a value is not on the
    scale."""
    choice = choice_summary(counts, scale.points)
    people = [counts.answers.get(point, 0) for point in scale.points]
    mean = sum(score * number for score, number in enumerate(people)) / choice.answered
    top = wilson(sum(people[-scale.top :]), choice.answered)
    bottom = wilson(sum(people[: scale.bottom]), choice.answered)
    return Summary(
        scale=scale,
        answered=choice.answered,
        distribution=choice.distribution,
        mean=mean,
        deviation=_deviation(people, mean),
        top=top,
        bottom=bottom,
        net=top.share - bottom.share,
        non_answers=choice.non_answers,
        indicative=choice.indicative,
    )


def choice_summary(counts: Counts, options: Sequence[str]) -> ChoiceSummary:
    """The figures of a line on a choice. Raises ScoreError when nobody answered or a value is no option."""
    if not counts.answers.keys() <= set(options):
        raise ScoreError("unknown_value")
    answered = counts.answered
    if answered == 0:
        raise ScoreError("nobody_answered")
    return ChoiceSummary(
        answered=answered,
        distribution={option: wilson(counts.answers.get(option, 0), answered) for option in options},
        non_answers=counts.non_answers,
        indicative=answered < INDICATIVE_BELOW,
    )


def change(before: Summary, after: Summary) -> Change:
    """How the figures of a line moved between two moments. Raises ScoreError when the scales differ."""
    if before.scale != after.scale:
        raise ScoreError("different_scales")
    return Change(
        mean=after.mean - before.mean,
        top_share=after.top.share - before.top.share,
        net=after.net - before.net,
        indicative=before.indicative or after.indicative,
    )


def _deviation(people: Sequence[int], mean: float) -> float | None:
    total = sum(people)
    if total < 2:
        return None
    return sqrt(sum(number * (score - mean) ** 2 for score, number in enumerate(people)) / (total - 1))
