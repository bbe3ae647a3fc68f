"""What a participant is shown, before it has a layout: one class a kind of screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.app.records import Commitment, Question, Session
from bot.core.results import LineResult
from bot.core.script import Answers, Ask, Choose, Commitments, Rate, Say, Script, Stage, Step, Support


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to read, with a button to go on; ``last`` when nothing follows in this stage."""

    stage: Stage
    step: Say
    back: str | None


@dataclass(frozen=True, slots=True)
class AboutYou:
    """A question about the person, which may be passed over."""

    stage: Stage
    step: Choose


@dataclass(frozen=True, slots=True)
class Voting:
    """A score or a choice, with what is recorded so far; ``back`` is the step before, if any."""

    stage: Stage
    step: Rate | Choose
    recorded: str | None
    back: str | None
    reportable: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions are collected: ``left`` more may be sent from this person; ``sent`` were."""

    stage: Stage
    step: Ask
    left: int
    sent: int
    back: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A published question on a page, and whether the person supports it."""

    question: Question
    supported: bool


@dataclass(frozen=True, slots=True)
class Supporting:
    """A page (from 0) of the published questions, ``left`` supports still to give."""

    stage: Stage
    step: Support
    questions: tuple[Listed, ...]
    page: int
    pages: int
    left: int
    back: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A page of what was answered."""

    stage: Stage
    step: Answers
    questions: tuple[Question, ...]
    page: int
    pages: int
    back: str | None


@dataclass(frozen=True, slots=True)
class Committed:
    """What was promised."""

    stage: Stage
    step: Commitments
    commitments: tuple[Commitment, ...]
    back: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded at one ballot step of the stage, and whether it can still be changed."""

    step: Rate | Choose
    value: str | None
    changeable: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """The end of a stage, or before the first (``stage`` None): what is recorded, and that the room goes on soon.
    ``again`` are steps that can be looked at again (asking, supporting, answers), ``languages`` are the session's."""

    stage: Stage | None
    records: tuple[Record, ...]
    again: tuple[Step, ...]
    finished: bool
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What a closed session's code shows to anybody: published answers, commitments, and the side's line of each
    poll whose results were published (step id → line)."""

    session: Session
    questions: tuple[Question, ...]
    commitments: tuple[Commitment, ...]
    page: int
    pages: int
    script: Script
    results: Mapping[str, LineResult]


Screen = Reading | AboutYou | Voting | Asking | Supporting | Answered | Committed | Waiting | Afterwards
