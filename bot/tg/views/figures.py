"""The figures of one line of results in words: its answers, its score, what changed. Lines of a message."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app.results import Outcome, Reading, Vote, figures, moved, readings
from bot.app.terms import CATEGORIES, CHANGE, MOMENTS, NON_ANSWERS, ways
from bot.app.voice import Voice
from bot.app.words import Text, _, n_
from bot.core.intervals import Proportion
from bot.core.paired import DOWN, NOT_COMPARED, SAME, UP
from bot.core.results import Line
from bot.core.scores import INDICATIVE_BELOW, Summary
from bot.core.script import Option, Rate, Script
from bot.tg.speech import Speech

BLOCKS = 10
"""Blocks in a bar of 100 %."""


class Figures:
    """Tells the lines of one outcome, with hand counts ``added`` to the phones' or beside them."""

    def __init__(self, speech: Speech, script: Script, outcome: Outcome, *, added: bool) -> None:
        self._say = speech
        self._voice = Voice(speech.language, speech.catalogue)
        self._script = script
        self._outcome = outcome
        self._added = added

    def paragraphs(self, line: Line) -> list[str]:
        """A line's polls and what changed: everybody of a side in full, a group as one paragraph."""
        parts = [part for vote in self._outcome.closed for part in self._vote(vote, line)]
        parts += self._changes(line)
        if line.category is None:
            return parts
        group = CATEGORIES[line.category]
        if self._all_withheld(line):
            return [self._say(_("outcome.group_not_shown", group=group, what=_("outcome.not_shown")))]
        return ["\n".join([self._say(_("outcome.group", group=group)), *parts])]

    def _all_withheld(self, line: Line) -> bool:
        votes = self._outcome.closed
        return all(each.counts is None for vote in votes for each in readings(vote, line))

    def _vote(self, vote: Vote, line: Line) -> list[str]:
        several = readings(vote, line, added=self._added)
        return [self._reading(vote, line, each, alone=len(several) == 1) for each in several]

    def _reading(self, vote: Vote, line: Line, reading: Reading, *, alone: bool) -> str:
        name = self._name(vote, reading, alone=alone)
        found = figures(self._script, vote.step, reading.counts)
        if found is None:
            nothing = _("outcome.not_shown") if reading.counts is None else _("outcome.nobody")
            return self._say(_("outcome.block", name=name, people=nothing))
        lines = [self._say(_("outcome.block", name=name, people=_people(found.answered, found.indicative)))]
        lines += self._distribution(vote, found.distribution, in_full=line.dimension is None)
        if isinstance(found, Summary):
            lines.append(self._score(found))
        lines += self._non_answers(found.non_answers)
        return "\n".join(lines)

    def _name(self, vote: Vote, reading: Reading, *, alone: bool) -> Text:
        """When the answers were given, and how they were had where that is not plain."""
        if vote.moment is None:
            return how(reading)
        if alone and reading.phones and not reading.modes:
            return MOMENTS[vote.moment]
        return _("outcome.moment_and_how", moment=MOMENTS[vote.moment], how=how(reading))

    def _distribution(self, vote: Vote, found: Mapping[str, Proportion], *, in_full: bool) -> list[str]:
        """A line a value with a bar of blocks; in a group the points of a scale on one line."""
        options = self._options(vote)
        if in_full:
            return [self._value(option, found[option.id]) for option in options]
        if isinstance(vote.step, Rate):
            named = [
                (option.sign or self._say.label(option.label), found[option.id].count) for option in options
            ]
            return [
                " · ".join(self._say(_("outcome.point", point=name, count=count)) for name, count in named)
            ]
        return [
            self._say(_("outcome.option", label=option.label, count=found[option.id].count))
            for option in options
        ]

    def _value(self, option: Option, found: Proportion) -> str:
        label = f"{option.sign} {self._say.label(option.label)}".strip()
        share, bar = self._voice.share(found.share), "▇" * round(BLOCKS * found.share)
        return self._say(_("outcome.value", label=label, count=found.count, share=share, bar=bar)).rstrip()

    def _options(self, vote: Vote) -> tuple[Option, ...]:
        step = vote.step
        return self._script.scales[step.scale].points if isinstance(step, Rate) else step.options

    def _score(self, found: Summary) -> str:
        text = _(
            "outcome.score",
            mean=self._voice.number(found.mean, 1),
            most=len(found.scale.points) - 1,
            share=self._voice.share(found.top.share),
            low=self._voice.number(100 * found.top.low),
            high=self._voice.share(found.top.high),
            net=self._voice.signed(100 * found.net),
        )
        return self._say(text)

    def _non_answers(self, found: Mapping[str, int]) -> list[str]:
        given = [
            self._say(_("outcome.option", label=NON_ANSWERS[kind], count=count))
            for kind, count in found.items()
            if count
        ]
        return [" · ".join(given)] if given else []

    def _changes(self, line: Line) -> list[str]:
        """After less before, and how the same people's scores changed; nothing where one of the two is
        missing or withheld."""
        found = moved(self._script, self._outcome, line, added=self._added)
        if found is None:
            return []
        text = _(
            "outcome.change",
            change=_("outcome.indicative", name=CHANGE) if found.indicative else CHANGE,
            mean=self._voice.signed(found.mean, 1),
            share=self._voice.signed(100 * found.top_share),
            net=self._voice.signed(100 * found.net),
        )
        return ["\n".join([self._say(text), *self._paired(line)])]

    def _paired(self, line: Line) -> list[str]:
        """How the same people's scores changed: on phones, which alone know who gave both."""
        found = self._outcome.paired.get(line)
        if found is None:
            return []
        if found.counts is None:
            return [self._say(_("outcome.paired", people=_("outcome.not_shown")))]
        counts, apart = found.counts.answers, found.counts.non_answers.get(NOT_COMPARED, 0)
        people = _people(found.counts.answered, found.counts.answered < INDICATIVE_BELOW)
        lines = [
            self._say(_("outcome.paired", people=people)),
            self._say(_("outcome.directions", up=counts[UP], same=counts[SAME], down=counts[DOWN])),
        ]
        return [*lines, self._say(n_("outcome.not_compared", number=apart))] if apart else lines


def _people(number: int, indicative: bool) -> Text:
    people = n_("results.people", number=number)
    return _("outcome.indicative", name=people) if indicative else people


def how(reading: Reading) -> Text:
    """How answers were had, all ways that were added together."""
    first, *others = ways(reading.modes, phones=reading.phones)
    text = first
    for other in others:
        text = _("outcome.and", one=text, other=other)
    return text
