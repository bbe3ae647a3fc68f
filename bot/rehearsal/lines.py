"""What the people of a rehearsal say: ``cast.yaml``, read, and dealt out so that nobody says it twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "cast.yaml"
FIRST = "fr"
"""The language that everything is written in; what another language lacks is said in it."""


class Part(BaseModel):
    """A piece of the file, which has no key that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionLines(Part):
    """What the facilitator calls the session."""

    title: str
    place: str
    organisation: str


class PollLines(Part):
    """What the youth group asks; options by language."""

    organisation: str
    question: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]


class Correction(Part):
    """A question with a name in it, and what the facilitator makes of it."""

    text: str
    kept: str


class SpecialLines(Part):
    """Questions that a facilitator must treat in their own way, by language."""

    contact: Mapping[str, str]
    named: Mapping[str, Correction]
    twin: Mapping[str, tuple[str, str]]
    rude: Mapping[str, str]
    disclosure: Mapping[str, str]


class CommitmentLines(Part):
    """A commitment: what by language, which structure, by when (day/month)."""

    words: Mapping[str, str]
    structure: str
    due: str


class Script(Part):
    """The whole file."""

    names: tuple[str, ...]
    staff: Mapping[str, str]
    session: SessionLines
    poll: PollLines
    questions: Mapping[str, Mapping[str, tuple[str, ...]]]
    again: Mapping[str, str]
    special: SpecialLines
    handle: str
    phone: str
    name_in_question: str
    words: Mapping[str, tuple[str, ...]]
    small_talk: Mapping[str, str]
    themes: tuple[str, ...]
    answers: tuple[Mapping[str, str], ...]
    commitments: tuple[CommitmentLines, ...]
    paper: tuple[str, ...]


class Lines:
    """The lines, and whose turn it is to say which. Questions come in an order that the seed decides."""

    def __init__(self, seed: int, file: Path = FILE) -> None:
        self.all = Script.model_validate(yaml.safe_load(file.read_text("utf-8")))
        self._seed = seed
        self._decks: dict[tuple[str, str], Iterator[str]] = {}

    def name(self, number: int) -> str:
        """A first name; the same comes again when all are given."""
        return self.all.names[number % len(self.all.names)]

    def question(self, side: str, language: str) -> str:
        """A question that nobody has asked yet."""
        spoken = side if side in self.all.questions else next(iter(self.all.questions))
        known = language if language in self.all.questions[spoken] else FIRST
        deck = self._decks.setdefault((spoken, known), self._deal(spoken, known))
        return next(deck)

    def word(self, language: str, random: Random) -> str:
        """A last word; several may say the same."""
        return random.choice(self.all.words.get(language, self.all.words[FIRST]))

    def _deal(self, side: str, language: str) -> Iterator[str]:
        questions = list(self.all.questions[side][language])
        Random(f"{self._seed} {side} {language}").shuffle(questions)
        yield from questions
        number = 1
        while True:
            number += 1
            for question in questions:
                yield self.all.again[language].format(question=question, number=number)


def of(words: Mapping[str, str], language: str) -> str:
    """Words in a language, or in the one that everything is written in."""
    return words.get(language, words[FIRST])
