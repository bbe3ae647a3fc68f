"""Charts: what is written and drawn, that no word covers another, and that pictures tell nothing else."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.app.documents import Interval, OptionChart, OptionItem, ScoreBar, ScoreChart, ScoreItem
from bot.reports.bars import option_item, score_item
from bot.reports.canvas import MARGIN, WIDTH, Align, Canvas
from bot.reports.lettering import Letters
from bot.reports.palette import ink_on, point_colours
from bot.reports.pictures import chart_pictures

BEFORE = ScoreBar("Avant", "38 % · n = 34", (9, 12, 8, 5), Interval(0.239, 0.55))
AFTER = ScoreBar("Après", "62 % · n = 34", (4, 9, 14, 7), Interval(0.45, 0.761))
HIDDEN = ScoreBar("Après", withheld="Pas montré : trop peu de réponses, ou trop semblables")
POLICE = ScoreItem("Confiance dans la police", (BEFORE, AFTER), "11 en hausse, 17 pareil, 4 en baisse")
SCORES = ScoreChart(
    title="Dialogue de Niono",
    subtitle="Habitants",
    points=("Pas du tout", "Peu", "Assez", "Beaucoup"),
    top=2,
    bottom=2,
    items=(POLICE,),
    interval="intervalle à 95 %",
    by_hand="compté à main levée",
)
OPTIONS = OptionChart(
    title="Que faire d’abord ?",
    subtitle="",
    options=("Éclairer", "Patrouilles à pied"),
    items=(OptionItem("Jeunes", "n = 12", (9, 3), 12),),
)
SMALL_NUMBERS = st.integers(0, 40)
PHRASES = st.text(st.sampled_from("aɛɔ mMŋ%·$_^\\{}"), max_size=90)


@dataclass(frozen=True)
class Area:
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Area) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


class Page(Canvas):
    """A canvas that remembers what was written, and where, and what was hatched."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.areas: list[Area] = []
        self.hatched = 0

    def write(
        self,
        across: float,
        top: float,
        lines: list[str],
        letters: Letters,
        *,
        colour: str,
        align: Align = "left",
    ) -> float:
        for number, line in enumerate(lines):
            width = letters.width(line)
            left = across - {"left": 0, "center": width / 2, "right": width}[align]
            upper = top + number * letters.line_height
            self.areas.append(Area(left, upper, left + width, upper + letters.line_height))
        self.words += lines
        return super().write(across, top, lines, letters, colour=colour, align=align)

    def hatch(self, left: float, top: float, width: float, height: float, *, colour: str) -> None:
        self.hatched += 1
        super().hatch(left, top, width, height, colour=colour)

    def is_readable(self) -> bool:
        pairs = [(one, other) for place, one in enumerate(self.areas) for other in self.areas[:place]]
        inside = all(area.left >= MARGIN - 1 and area.right <= WIDTH - MARGIN + 1 for area in self.areas)
        return inside and not any(one.covers(other) for one, other in pairs)


def page_of(*bars: ScoreBar) -> Page:
    page = Page()
    score_item(page, 0, item=ScoreItem("Confiance", bars), chart=SCORES)
    return page


def test_a_bar_says_its_moment_its_figures_and_its_shares() -> None:
    words = page_of(AFTER).words
    assert words[:3] == ["Confiance", "Après", "62 % · n = 34"]
    assert words[3:] == ["21\u00a0%", "41\u00a0%", "26\u00a0%", "12\u00a0%"]


def test_a_withheld_bar_is_a_gap_with_the_reason_and_no_figures() -> None:
    words = " ".join(page_of(HIDDEN).words)
    assert words == "Confiance Après Pas montré : trop peu de réponses, ou trop semblables"


def test_what_was_counted_by_hand_is_hatched() -> None:
    assert page_of(AFTER).hatched == 0
    assert page_of(replace(AFTER, by_hand=True)).hatched == 4


def test_options_show_people_and_share_also_where_people_chose_several() -> None:
    page = Page()
    item = OptionItem("Jeunes", "n = 12", (9, 6), 12)
    option_item(page, 0, item=item, chart=OPTIONS)
    assert {"9 · 75\u00a0%", "6 · 50\u00a0%"} <= set(page.words)


@given(PHRASES, PHRASES, PHRASES, st.tuples(*[SMALL_NUMBERS] * 4), st.booleans())
def test_words_of_an_item_never_cover_each_other(
    label: str, name: str, figures: str, counts: tuple[int, ...], withheld: bool
) -> None:
    bar = ScoreBar(name, figures, None if withheld else counts, Interval(0.1, 0.9), withheld=label)
    page = Page()
    score_item(page, 0, item=ScoreItem(label, (bar, AFTER, bar), figures), chart=SCORES)
    assert page.is_readable()


@given(st.lists(PHRASES, min_size=2, max_size=10), PHRASES, st.integers(0, 500))
def test_words_of_options_never_cover_each_other(options: list[str], label: str, count: int) -> None:
    item = OptionItem(label, f"n = {count}", (count,) * len(options), count)
    page = Page()
    option_item(page, 0, item=item, chart=replace(OPTIONS, options=tuple(options)))
    assert page.is_readable()


def test_one_item_is_one_picture_as_wide_as_a_phone() -> None:
    (picture,) = chart_pictures(SCORES)
    assert Image.open(io.BytesIO(picture)).width == 1080


def test_eight_items_are_pictures_of_which_none_is_taller_than_a_phone() -> None:
    pictures = chart_pictures(replace(SCORES, items=(POLICE,) * 8))
    heights = [Image.open(io.BytesIO(picture)).height for picture in pictures]
    assert len(heights) == 3
    assert max(heights) <= 1920


def test_eight_items_are_one_picture_where_height_does_not_matter() -> None:
    assert len(chart_pictures(replace(SCORES, items=(POLICE,) * 8), tallest=9000)) == 1


def test_an_item_taller_than_a_phone_still_has_its_picture() -> None:
    tall = ScoreItem("Confiance", (BEFORE, AFTER) * 8)
    assert len(chart_pictures(replace(SCORES, items=(tall, POLICE)))) == 2


def test_a_poll_without_items_is_a_picture_with_its_title() -> None:
    assert len(chart_pictures(replace(OPTIONS, items=()))) == 1


def test_what_looks_like_a_formula_is_drawn_as_it_is() -> None:
    assert chart_pictures(replace(SCORES, title="5 $ ou \\frac{1$ ?"))


@pytest.mark.parametrize("chart", [SCORES, OPTIONS])
def test_the_picture_carries_no_words_beside_its_pixels(chart: ScoreChart | OptionChart) -> None:
    (picture,) = chart_pictures(chart)
    assert set(Image.open(io.BytesIO(picture)).info) <= {"dpi"}


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert chart_pictures(SCORES) == chart_pictures(SCORES)


@pytest.mark.parametrize(
    ("points", "top", "bottom"), [(4, 2, 2), (5, 2, 2), (11, 3, 5), (3, 1, 1), (2, 1, 1)]
)
def test_every_point_has_a_colour_of_its_own_that_can_be_written_on(
    points: int, top: int, bottom: int
) -> None:
    colours = point_colours(points, top, bottom)
    assert len(set(colours)) == points
    assert {ink_on(colour) for colour in colours} <= {"#1a1a1a", "#ffffff"}
