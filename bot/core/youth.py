"""Youth polls: a one-stage script made from a template and a young leader's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.screening import Finding, clean, screen
from bot.core.script import Choose, Option, Rate, Scale, Script, Words

QUESTION_LIMIT = 200
OPTION_LIMIT = 38
FEWEST, MOST = 2, 10
POLL_STAGE = "poll"
POLL_STEP = "poll"


class Unfit(Exception):
    """Words that cannot be a poll. ``code``: ``empty``, ``too_long``, ``found`` (``findings`` say what), ``too_few``
    or ``too_many`` answers, ``repeated`` (two answers alike), ``not_as_many`` (as in the other language)."""

    def __init__(self, code: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.findings = findings


@dataclass(frozen=True, slots=True)
class YouthPoll:
    """What a leader gave: the question in each language, and either a scale's name or options in each language."""

    question: Words
    scale: str | None
    options: Mapping[str, tuple[str, ...]]


def read_question(text: str) -> str:
    """A poll's question as it will be read. Raises Unfit."""
    line = " ".join(clean(text).split())
    return _fit(line, QUESTION_LIMIT)


def read_options(text: str, as_many_as: int | None = None) -> tuple[str, ...]:
    """The answers of a poll, one a line. Raises Unfit."""
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    options = tuple(_fit(line.lstrip("-•–*").strip(), OPTION_LIMIT) for line in lines if line.strip())
    if len(options) < FEWEST:
        raise Unfit("too_few")
    if len(options) > MOST:
        raise Unfit("too_many")
    if len({option.casefold() for option in options}) < len(options):
        raise Unfit("repeated")
    if as_many_as is not None and len(options) != as_many_as:
        raise Unfit("not_as_many")
    return options


def _fit(line: str, limit: int) -> str:
    if not any(letter.isalnum() for letter in line):
        raise Unfit("empty")
    if len(line) > limit:
        raise Unfit("too_long")
    findings = screen(line).findings
    if findings:
        raise Unfit("found", findings)
    return line


def youth_script(template: Script, poll: YouthPoll, scales: Mapping[str, Scale]) -> Script:
    """The template with the leader's poll in place of its own."""
    step = _step(poll)
    stages = tuple(
        stage.model_copy(update={"steps": (step,)}) if stage.id == POLL_STAGE else stage
        for stage in template.stages
    )
    used = {poll.scale: scales[poll.scale]} if poll.scale else {}
    languages = tuple(language for language in template.languages if language in poll.question)
    return template.model_copy(update={"stages": stages, "scales": used, "languages": languages})


def _step(poll: YouthPoll) -> Rate | Choose:
    if poll.scale:
        return Rate(id=POLL_STEP, question=poll.question, item=poll.question, scale=poll.scale)
    many = len(next(iter(poll.options.values())))
    options = tuple(
        Option(id=f"option_{place + 1}", label=_labels(poll.options, place), sign="▫️")
        for place in range(many)
    )
    return Choose(id=POLL_STEP, question=poll.question, options=options)


def _labels(options: Mapping[str, Sequence[str]], place: int) -> Words:
    return {language: lines[place] for language, lines in options.items()}
