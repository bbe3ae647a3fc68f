"""Published results as sheets: a row for the figures of each line, and a row for each value of each line.

Phones and hand counts stand in rows of their own and are never added up here. A withheld line has a row that
says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.app.documents import (
    DistributionHeadings,
    DistributionRow,
    DistributionSheet,
    LineWords,
    ResultHeadings,
    ResultRow,
    ResultSheet,
)
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
from bot.app.terms import (
    CATEGORIES,
    CHANGE,
    DIMENSIONS,
    MODES,
    MOMENTS,
    NON_ANSWERS,
    PHONES,
    SIDES,
)
from bot.app.voice import Voice
from bot.app.words import Text, _
from bot.core.paired import DOWN, SAME, UP
from bot.core.results import Line
from bot.core.scores import INDICATIVE_BELOW, Summary
from bot.core.script import DONT_KNOW, NO_ANSWER, Option, Rate, Script


def result_sheet(voice: Voice, script: Script, outcomes: Iterable[Outcome]) -> ResultSheet:
    """The figures of every closed poll, line by line, and what changed between before and after."""
    headings = ResultHeadings(
        line=_line_headings(voice),
        answered=voice(_("sheet.answered")),
        mean=voice(_("sheet.mean")),
        top_share=voice(_("sheet.top_share")),
        low=voice(_("sheet.low")),
        high=voice(_("sheet.high")),
        net=voice(_("sheet.net")),
        dont_know=voice(NON_ANSWERS[DONT_KNOW]),
        no_answer=voice(NON_ANSWERS[NO_ANSWER]),
        up=voice(_("sheet.up")),
        same=voice(_("sheet.same")),
        down=voice(_("sheet.down")),
        indicative=voice(_("sheet.indicative")),
        withheld=voice(_("sheet.withheld")),
    )
    laid_out = _Rows(voice, script)
    rows = [
        row
        for outcome in outcomes
        for line in _lines(script, outcome)
        for row in laid_out.of_line(outcome, line)
    ]
    return ResultSheet(voice(_("sheet.results")), headings, tuple(rows))


def distribution_sheet(voice: Voice, script: Script, outcomes: Iterable[Outcome]) -> DistributionSheet:
    """How many people of each shown line gave which value."""
    headings = DistributionHeadings(
        line=_line_headings(voice),
        value=voice(_("sheet.value")),
        people=voice(_("sheet.people")),
        share=voice(_("sheet.share")),
    )
    laid_out = _Rows(voice, script)
    rows = [
        row
        for outcome in outcomes
        for line in _lines(script, outcome)
        for vote in outcome.closed
        for reading in readings(vote, line)
        for row in laid_out.of_values(outcome, vote, line, reading)
    ]
    return DistributionSheet(voice(_("sheet.distribution")), headings, tuple(rows))


def _lines(script: Script, outcome: Outcome) -> Iterator[Line]:
    for side in sides_of(script, outcome.item):
        yield from lines_of(script, outcome.item, side)


def _line_headings(voice: Voice) -> LineWords:
    return LineWords(
        poll=voice(_("sheet.poll")),
        moment=voice(_("sheet.moment")),
        side=voice(_("sheet.side")),
        dimension=voice(_("sheet.dimension")),
        category=voice(_("sheet.category")),
        how=voice(_("sheet.how")),
    )


class _Rows:
    """Rows in one language."""

    def __init__(self, voice: Voice, script: Script) -> None:
        self._voice = voice
        self._script = script

    def of_line(self, outcome: Outcome, line: Line) -> Iterator[ResultRow]:
        """A line's figures at each moment, as they were had, and what changed."""
        for vote in outcome.closed:
            for reading in readings(vote, line):
                yield self._figures(outcome, vote, line, reading)
        if line in outcome.paired:
            yield self._change(outcome, line)

    def of_values(
        self, outcome: Outcome, vote: Vote, line: Line, reading: Reading
    ) -> Iterator[DistributionRow]:
        """What was given, the non-answers last and without a share."""
        if reading.counts is None:
            return
        words = self._words(outcome, line, self._moment(vote), self._how(reading))
        found = figures(self._script, vote.step, reading.counts)
        shares = {value: given.share for value, given in found.distribution.items()} if found else {}
        for option in _options(self._script, vote):
            people = reading.counts.answers.get(option.id, 0)
            yield DistributionRow(words, self._voice.words(option.label), people, shares.get(option.id))
        for kind, people in reading.counts.non_answers.items():
            yield DistributionRow(words, self._voice(NON_ANSWERS[kind]), people, None)

    def _figures(self, outcome: Outcome, vote: Vote, line: Line, reading: Reading) -> ResultRow:
        words = self._words(outcome, line, self._moment(vote), self._how(reading))
        if reading.counts is None:
            why = _("outcome.groups_wait") if outcome.waits(vote, line) else _("results.withheld")
            return ResultRow(words, withheld=self._voice(why))
        row = ResultRow(
            words,
            answered=reading.counts.answered,
            dont_know=reading.counts.non_answers.get(DONT_KNOW, 0),
            no_answer=reading.counts.non_answers.get(NO_ANSWER, 0),
            indicative=self._indicative(reading.counts.answered),
        )
        found = figures(self._script, vote.step, reading.counts)
        if not isinstance(found, Summary):
            return row
        return replace(
            row,
            mean=found.mean,
            top_share=found.top.share,
            low=found.top.low,
            high=found.top.high,
            net=found.net,
        )

    def _change(self, outcome: Outcome, line: Line) -> ResultRow:
        """After less before, of the phones alone; ``answered`` are the people who gave both scores."""
        words = self._words(outcome, line, CHANGE, PHONES)
        difference = moved(self._script, outcome, line)
        paired = outcome.paired[line].counts
        row = ResultRow(
            words,
            mean=difference.mean if difference else None,
            top_share=difference.top_share if difference else None,
            net=difference.net if difference else None,
        )
        if paired is None:
            return replace(row, withheld=self._voice(_("results.withheld")))
        return replace(
            row,
            answered=paired.answered,
            up=paired.answers[UP],
            same=paired.answers[SAME],
            down=paired.answers[DOWN],
            indicative=self._indicative(paired.answered),
        )

    def _words(self, outcome: Outcome, line: Line, moment: Text | None, how: Text) -> LineWords:
        voice = self._voice
        return LineWords(
            poll=voice.words(outcome.item.label),
            moment=voice(moment) if moment else "",
            side=voice(SIDES[line.side]) if asks_sides(self._script) else "",
            dimension=voice(DIMENSIONS[line.dimension]) if line.dimension else "",
            category=voice(CATEGORIES[line.category]) if line.category else "",
            how=voice(how),
        )

    def _moment(self, vote: Vote) -> Text | None:
        return MOMENTS[vote.moment] if vote.moment else None

    def _how(self, reading: Reading) -> Text:
        return PHONES if reading.phones else MODES[reading.modes[0]]

    def _indicative(self, answered: int) -> str:
        return self._voice(_("sheet.is_indicative")) if answered < INDICATIVE_BELOW else ""


def _options(script: Script, vote: Vote) -> tuple[Option, ...]:
    step = vote.step
    return script.scales[step.scale].points if isinstance(step, Rate) else step.options
