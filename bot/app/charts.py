"""Published results as charts: every score of a side in one, or one item with its sides and groups apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.app.documents import (
    Chart,
    Interval,
    OptionChart,
    OptionItem,
    ScoreBar,
    ScoreChart,
    ScoreItem,
)
from bot.app.dossier import Dossier
from bot.app.results import (
    Outcome,
    Reading,
    Vote,
    asks_sides,
    figures,
    lines_of,
    moved,
    readings,
    sides_of,
)
from bot.app.terms import CATEGORIES, MOMENTS, SIDES, ways
from bot.app.voice import Voice
from bot.app.words import Text, _
from bot.core.paired import DOWN, SAME, UP
from bot.core.results import Line
from bot.core.scores import INDICATIVE_BELOW, Summary
from bot.core.script import Ballot, Choose, Rate, values_of


def charts(dossier: Dossier, voice: Voice) -> tuple[Chart, ...]:
    """Every result as charts: one for each side and scale, and one for each poll of options. Where only one
    item has results it stands alone with its groups. None where there would be nothing but gaps."""
    drawing = _Drawing(dossier, voice, added=False)
    shown = [outcome for outcome in dossier.outcomes if outcome.closed]
    drawn = list(drawing.together(shown)) if len(shown) > 1 else [drawing.alone(each) for each in shown]
    return tuple(chart for chart in drawn if _shows_something(chart))


def chart_of(
    dossier: Dossier, voice: Voice, outcome: Outcome, lines: Sequence[Line], *, added: bool
) -> tuple[Chart, ...]:
    """One item for these lines as a chart, or none; ``added`` adds hand counts to the phones'."""
    chart = _Drawing(dossier, voice, added=added).of_lines(outcome, lines)
    return (chart,) if _shows_something(chart) else ()


def _shows_something(chart: Chart) -> bool:
    if isinstance(chart, OptionChart):
        return any(item.counts for item in chart.items)
    return any(bar.counts for item in chart.items for bar in item.bars)


class _Drawing:
    """Charts of one session in one language."""

    def __init__(self, dossier: Dossier, voice: Voice, *, added: bool) -> None:
        self._session = dossier.session
        self._script = dossier.script
        self._voice = voice
        self._added = added

    def together(self, outcomes: Sequence[Outcome]) -> Iterator[Chart]:
        """Every score, side by side and scale by scale, then the polls of options."""
        for side, name in SIDES.items():
            here = [each for each in outcomes if side in sides_of(self._script, each.item)]
            for scale in self._script.scales:
                scored = [each for each in here if _scale_of(each) == scale]
                items = tuple(
                    self._score_item(each, Line(side), self._voice.words(each.item.label)) for each in scored
                )
                title = self._voice(name) if asks_sides(self._script) else self._session.title
                if items:
                    yield self._score_chart(title, scale, items)
        for outcome in outcomes:
            if _scale_of(outcome) is None:
                yield self.alone(outcome)

    def alone(self, outcome: Outcome) -> Chart:
        """One item: each of its sides, followed by those of its groups that are shown."""
        lines = [
            line
            for side in sides_of(self._script, outcome.item)
            for line in lines_of(self._script, outcome.item, side)
        ]
        return self.of_lines(outcome, lines)

    def of_lines(self, outcome: Outcome, lines: Sequence[Line]) -> Chart:
        """One item for these lines. A withheld side is a gap, a withheld group is left out."""
        lines = [line for line in lines if line.dimension is None or self._is_shown(outcome, line)]
        title, scale = self._voice.words(outcome.item.label), _scale_of(outcome)
        if scale is not None:
            items = tuple(self._score_item(outcome, line, self._line_name(line)) for line in lines)
            return self._score_chart(title, scale, items)
        step = outcome.item.steps[0]
        assert isinstance(step, Choose)
        return OptionChart(
            title=title,
            subtitle=self._subtitle(),
            options=tuple(self._voice.words(option.label) for option in step.options),
            items=tuple(self._option_items(outcome, lines)),
            by_hand=self._voice(_("chart.by_hand")),
            note=self._voice(_("chart.note")),
        )

    def _is_shown(self, outcome: Outcome, line: Line) -> bool:
        return any(
            reading.counts is not None
            for vote in outcome.closed
            for reading in readings(vote, line, added=self._added)
        )

    def _score_chart(self, title: str, scale: str, items: tuple[ScoreItem, ...]) -> ScoreChart:
        found = self._script.scales[scale]
        return ScoreChart(
            title=title,
            subtitle=self._subtitle(),
            points=tuple(self._voice.words(point.label) for point in found.points),
            top=found.top,
            bottom=found.bottom,
            items=items,
            interval=self._voice(_("chart.interval")),
            by_hand=self._voice(_("chart.by_hand")),
            note=self._voice(_("chart.note")),
        )

    def _subtitle(self) -> str:
        session = self._session
        where = [
            session.title if session.kind == "dialogue" else "",
            session.place,
            self._voice.day(session.day),
        ]
        return " · ".join(part for part in where if part)

    def _line_name(self, line: Line) -> str:
        """The side and the group; no side where nobody was asked for one."""
        named = [SIDES[line.side]] if asks_sides(self._script) else []
        if line.category is not None:
            named.append(CATEGORIES[line.category])
        return " · ".join(self._voice(name) for name in named or [_("chart.everybody")])

    def _score_item(self, outcome: Outcome, line: Line, label: str) -> ScoreItem:
        bars = tuple(
            self._bar(vote, reading)
            for vote in outcome.closed
            for reading in readings(vote, line, added=self._added)
        )
        return ScoreItem(label, bars, self._note(outcome, line))

    def _bar(self, vote: Vote, reading: Reading) -> ScoreBar:
        name = self._bar_name(vote, reading)
        found = figures(self._script, vote.step, reading.counts)
        if not isinstance(found, Summary) or reading.counts is None:
            return ScoreBar(name, withheld=self._nothing(reading))
        return ScoreBar(
            name=name,
            figures=self._figures(self._voice.share(found.top.share), found.answered),
            counts=tuple(reading.counts.answers.get(point, 0) for point in found.scale.points),
            top=Interval(found.top.low, found.top.high),
            by_hand=bool(reading.modes),
        )

    def _option_items(self, outcome: Outcome, lines: Sequence[Line]) -> Iterator[OptionItem]:
        for line in lines:
            for vote in outcome.closed:
                for reading in readings(vote, line, added=self._added):
                    yield self._option_item(vote.step, self._line_name(line), reading)

    def _option_item(self, step: Ballot, label: str, reading: Reading) -> OptionItem:
        if reading.modes:
            label = f"{label} · {self._how(reading)}"
        if reading.counts is None or not reading.counts.answered:
            return OptionItem(label, withheld=self._nothing(reading))
        answered = reading.counts.answered
        return OptionItem(
            label=label,
            figures=self._figures("", answered),
            counts=tuple(reading.counts.answers.get(value, 0) for value in values_of(self._script, step)),
            people=answered,
            by_hand=bool(reading.modes),
        )

    def _bar_name(self, vote: Vote, reading: Reading) -> str:
        """The moment, and how the answers were had where not by phones alone."""
        named = [self._voice(MOMENTS[vote.moment])] if vote.moment else []
        if reading.modes or not named:
            named.append(self._how(reading))
        return " · ".join(named)

    def _how(self, reading: Reading) -> str:
        return " + ".join(self._voice(way) for way in ways(reading.modes, phones=reading.phones))

    def _nothing(self, reading: Reading) -> str:
        return self._voice(_("results.withheld") if reading.counts is None else _("chart.nobody"))

    def _figures(self, share: str, answered: int) -> str:
        parts = [share, self._voice(_("chart.people", number=answered))]
        if answered < INDICATIVE_BELOW:
            parts.append(self._voice(_("chart.indicative")))
        return " · ".join(part for part in parts if part)

    def _note(self, outcome: Outcome, line: Line) -> str:
        """What changed, as far as it may be shown."""
        notes: list[Text] = []
        found = moved(self._script, outcome, line, added=self._added)
        if found is not None:
            notes.append(_("chart.change", points=self._voice.signed(100 * found.top_share)))
        paired = outcome.paired.get(line)
        if paired is not None and paired.counts is not None:
            counts = paired.counts.answers
            notes.append(_("chart.paired", up=counts[UP], same=counts[SAME], down=counts[DOWN]))
        return " ".join(self._voice(note) for note in notes)


def _scale_of(outcome: Outcome) -> str | None:
    step = outcome.item.steps[0]
    return step.scale if isinstance(step, Rate) else None
